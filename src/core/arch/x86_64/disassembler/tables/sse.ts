/** MMX and SSE to SSE4.2, AES, SHA, in the maps 0F, 0F38 and 0F3A (Intel SDM volume 2, tables A-3 to A-5). */
import { parseTable } from '../template.ts';

/** Opcode and name of instructions that exist for MMX (no prefix) and XMM (66) registers alike. */
const both = (list: string, operands = ''): string =>
  list
    .trim()
    .split('\n')
    .map((line) => {
      const [opcode, name] = line.trim().split(' ');
      return `${opcode}.np ${name} Pq,Qq${operands}\n${opcode}.66 ${name} Vx,Wx${operands}`;
    })
    .join('\n');

/** The four forms ps, pd, ss, sd of an arithmetic opcode. */
const quartet = (opcode: string, name: string): string => `
${opcode}.np ${name}ps Vx,Wx
${opcode}.66 ${name}pd Vx,Wx
${opcode}.f3 ${name}ss Vo,Wd
${opcode}.f2 ${name}sd Vo,Wq`;

/** Shifts by an immediate: MMX and XMM. */
const shift = (opcode: string, reg: number, name: string): string => `
${opcode}/${reg}r.np ${name} Nq,Ib
${opcode}/${reg}r.66 ${name} Ux,Ib`;

/** Lines of the map 0F. */
export const SSE = `
10.np movups Vx,Wx
10.66 movupd Vx,Wx
10.f3 movss Vo,Wd
10.f2 movsd Vo,Wq
11.np movups Wx,Vx
11.66 movupd Wx,Vx
11.f3 movss Wd,Vo
11.f2 movsd Wq,Vo
12m.np movlps Vo,Mq
12r.np movhlps Vo,Uo
12m.66 movlpd Vo,Mq
12.f3 movsldup Vx,Wx
12.f2 movddup Vo,Wq
13m.np movlps Mq,Vo
13m.66 movlpd Mq,Vo
14.np unpcklps Vx,Wx
14.66 unpcklpd Vx,Wx
15.np unpckhps Vx,Wx
15.66 unpckhpd Vx,Wx
16m.np movhps Vo,Mq
16r.np movlhps Vo,Uo
16m.66 movhpd Vo,Mq
16.f3 movshdup Vx,Wx
17m.np movhps Mq,Vo
17m.66 movhpd Mq,Vo
28.np movaps Vx,Wx
28.66 movapd Vx,Wx
29.np movaps Wx,Vx
29.66 movapd Wx,Vx
2a.np cvtpi2ps Vo,Qq
2a.66 cvtpi2pd Vo,Qq
2a.f3 cvtsi2ss~ Vo,Ey
2a.f2 cvtsi2sd~ Vo,Ey
2bm.np movntps Mx,Vx
2bm.66 movntpd Mx,Vx
2bm.f3 movntss Md,Vo
2bm.f2 movntsd Mq,Vo
2c.np cvttps2pi Pq,Wq
2c.66 cvttpd2pi Pq,Wx
2c.f3 cvttss2si Gy,Wd
2c.f2 cvttsd2si Gy,Wq
2d.np cvtps2pi Pq,Wq
2d.66 cvtpd2pi Pq,Wx
2d.f3 cvtss2si Gy,Wd
2d.f2 cvtsd2si Gy,Wq
2e.np ucomiss Vo,Wd
2e.66 ucomisd Vo,Wq
2f.np comiss Vo,Wd
2f.66 comisd Vo,Wq
50r.np movmskps Gy,Ux
50r.66 movmskpd Gy,Ux
${quartet('51', 'sqrt')}
52.np rsqrtps Vx,Wx
52.f3 rsqrtss Vo,Wd
53.np rcpps Vx,Wx
53.f3 rcpss Vo,Wd
54.np andps Vx,Wx
54.66 andpd Vx,Wx
55.np andnps Vx,Wx
55.66 andnpd Vx,Wx
56.np orps Vx,Wx
56.66 orpd Vx,Wx
57.np xorps Vx,Wx
57.66 xorpd Vx,Wx
${quartet('58', 'add')}
${quartet('59', 'mul')}
5a.np cvtps2pd Vx,Wq
5a.66 cvtpd2ps Vx,Wx
5a.f3 cvtss2sd Vo,Wd
5a.f2 cvtsd2ss Vo,Wq
5b.np cvtdq2ps Vx,Wx
5b.66 cvtps2dq Vx,Wx
5b.f3 cvttps2dq Vx,Wx
${quartet('5c', 'sub')}
${quartet('5d', 'min')}
${quartet('5e', 'div')}
${quartet('5f', 'max')}
60.np punpcklbw Pq,Qd
60.66 punpcklbw Vx,Wx
61.np punpcklwd Pq,Qd
61.66 punpcklwd Vx,Wx
62.np punpckldq Pq,Qd
62.66 punpckldq Vx,Wx
${both(`
63 packsswb
64 pcmpgtb
65 pcmpgtw
66 pcmpgtd
67 packuswb
68 punpckhbw
69 punpckhwd
6a punpckhdq
6b packssdw`)}
6c.66 punpcklqdq Vx,Wx
6d.66 punpckhqdq Vx,Wx
6e.np movd|movd|movq Pq,Ey
6e.66 movd|movd|movq Vo,Ey
6f.np movq Pq,Qq
6f.66 movdqa Vx,Wx
6f.f3 movdqu Vx,Wx
70.np pshufw Pq,Qq,Ib
70.66 pshufd Vx,Wx,Ib
70.f3 pshufhw Vx,Wx,Ib
70.f2 pshuflw Vx,Wx,Ib
${shift('71', 2, 'psrlw')}
${shift('71', 4, 'psraw')}
${shift('71', 6, 'psllw')}
${shift('72', 2, 'psrld')}
${shift('72', 4, 'psrad')}
${shift('72', 6, 'pslld')}
${shift('73', 2, 'psrlq')}
73/3r.66 psrldq Ux,Ib
${shift('73', 6, 'psllq')}
73/7r.66 pslldq Ux,Ib
${both(`
74 pcmpeqb
75 pcmpeqw
76 pcmpeqd`)}
78r.66 extrq Uo,Ib,Ib
78r.f2 insertq Vo,Uo,Ib,Ib
79r.66 extrq Vo,Uo
79r.f2 insertq Vo,Uo
7c.66 haddpd Vx,Wx
7c.f2 haddps Vx,Wx
7d.66 hsubpd Vx,Wx
7d.f2 hsubps Vx,Wx
7e.np movd|movd|movq Ey,Pq
7e.66 movd|movd|movq Ey,Vo
7e.f3 movq Vo,Wq
7f.np movq Qq,Pq
7f.66 movdqa Wx,Vx
7f.f3 movdqu Wx,Vx
c2.np cmpps? Vx,Wx,Ib
c2.66 cmppd? Vx,Wx,Ib
c2.f3 cmpss? Vo,Wd,Ib
c2.f2 cmpsd?=cmpsd Vo,Wq,Ib
c4.np pinsrw Pq,Ed:w,Ib
c4.66 pinsrw Vo,Ed:w,Ib
c5r.np pextrw Gd,Nq,Ib
c5r.66 pextrw Gy,Uo,Ib
c6.np shufps Vx,Wx,Ib
c6.66 shufpd Vx,Wx,Ib
d0.66 addsubpd Vx,Wx
d0.f2 addsubps Vx,Wx
d6.66 movq Wq,Vo
d6r.f3 movq2dq Vo,Nq
d6r.f2 movdq2q Pq,Uo
d7r.np pmovmskb Gy,Nq
d7r.66 pmovmskb Gy,Uo
e6.66 cvttpd2dq Vx,Wx
e6.f3 cvtdq2pd Vx,Wq
e6.f2 cvtpd2dq Vx,Wx
e7m.np movntq Mq,Pq
e7m.66 movntdq Mx,Vx
f0m.f2 lddqu Vx,Mx
f7r.np maskmovq Pq,Nq
f7r.66 maskmovdqu Vo,Uo
${both(`
d1 psrlw
d2 psrld
d3 psrlq
d4 paddq
d5 pmullw
d8 psubusb
d9 psubusw
da pminub
db pand
dc paddusb
dd paddusw
de pmaxub
df pandn
e0 pavgb
e1 psraw
e2 psrad
e3 pavgw
e4 pmulhuw
e5 pmulhw
e8 psubsb
e9 psubsw
ea pminsw
eb por
ec paddsb
ed paddsw
ee pmaxsw
ef pxor
f1 psllw
f2 pslld
f3 psllq
f4 pmuludq
f5 pmaddwd
f6 psadbw
f8 psubb
f9 psubw
fa psubd
fb psubq
fc paddb
fd paddw
fe paddd`)}
`;

/** Opcodes of map 0f 38 without a VEX prefix. */
export const MAP_38 = parseTable(`
${both(`
00 pshufb
01 phaddw
02 phaddd
03 phaddsw
04 pmaddubsw
05 phsubw
06 phsubd
07 phsubsw
08 psignb
09 psignw
0a psignd
0b pmulhrsw
1c pabsb
1d pabsw
1e pabsd`)}
10.66 pblendvb Vx,Wx,xmm0
14.66 blendvps Vx,Wx,xmm0
15.66 blendvpd Vx,Wx,xmm0
17.66 ptest Vx,Wx
20.66 pmovsxbw Vx,Wq
21.66 pmovsxbd Vx,Wd
22.66 pmovsxbq Vx,Ww
23.66 pmovsxwd Vx,Wq
24.66 pmovsxwq Vx,Wd
25.66 pmovsxdq Vx,Wq
28.66 pmuldq Vx,Wx
29.66 pcmpeqq Vx,Wx
2am.66 movntdqa Vx,Mx
2b.66 packusdw Vx,Wx
30.66 pmovzxbw Vx,Wq
31.66 pmovzxbd Vx,Wd
32.66 pmovzxbq Vx,Ww
33.66 pmovzxwd Vx,Wq
34.66 pmovzxwq Vx,Wd
35.66 pmovzxdq Vx,Wq
37.66 pcmpgtq Vx,Wx
38.66 pminsb Vx,Wx
39.66 pminsd Vx,Wx
3a.66 pminuw Vx,Wx
3b.66 pminud Vx,Wx
3c.66 pmaxsb Vx,Wx
3d.66 pmaxsd Vx,Wx
3e.66 pmaxuw Vx,Wx
3f.66 pmaxud Vx,Wx
40.66 pmulld Vx,Wx
41.66 phminposuw Vx,Wx
80m.66 invept Gq,Mo
81m.66 invvpid Gq,Mo
82m.66 invpcid Gq,Mo
c8.np sha1nexte Vx,Wx
c9.np sha1msg1 Vx,Wx
ca.np sha1msg2 Vx,Wx
cb.np sha256rnds2 Vx,Wx,xmm0
cc.np sha256msg1 Vx,Wx
cd.np sha256msg2 Vx,Wx
cf.66 gf2p8mulb Vx,Wx
d8/0m.f3 aesencwide128kl M48
d8/1m.f3 aesdecwide128kl M48
d8/2m.f3 aesencwide256kl M64
d8/3m.f3 aesdecwide256kl M64
dcr.f3 loadiwkey Vx,Ux
dcm.f3 aesenc128kl Vx,M48
dd.f3 aesdec128kl Vx,M48
de.f3 aesenc256kl Vx,M64
df.f3 aesdec256kl Vx,M64
far.f3 encodekey128 Gd,Rd
fbr.f3 encodekey256 Gd,Rd
db.66 aesimc Vx,Wx
dc.66 aesenc Vx,Wx
dd.66 aesenclast Vx,Wx
de.66 aesdec Vx,Wx
df.66 aesdeclast Vx,Wx
f0m.np movbe Gv,Mv
f0m.66 movbe Gv,Mv
f0.f2 crc32~=crc32 Gy,Eb
f1m.np movbe Mv,Gv
f1m.66 movbe Mv,Gv
f1.f2 crc32~=crc32 Gy,Ev
f5m.66 wrussd|wrussd|wrussq My,Gy
f6m.np wrssd|wrssd|wrssq My,Gy
f6.66 adcx Gy,Ey
f6.f3 adox Gy,Ey
f8m.66 movdir64b Ga,M64
f8m.f2 enqcmd Ga,M64
f8m.f3 enqcmds Ga,M64
f8r.f2 urdmsr Rq,Gq
f8r.f3 uwrmsr Gq,Rq
f9m.np movdiri My,Gy
fcm.np aadd My,Gy
fcm.66 aand My,Gy
fcm.f2 aor My,Gy
fcm.f3 axor My,Gy
`);

/** Opcodes of map 0f 3a without a VEX prefix. */
export const MAP_3A = parseTable(`
08.66 roundps Vx,Wx,Ib
09.66 roundpd Vx,Wx,Ib
0a.66 roundss Vo,Wd,Ib
0b.66 roundsd Vo,Wq,Ib
0c.66 blendps Vx,Wx,Ib
0d.66 blendpd Vx,Wx,Ib
0e.66 pblendw Vx,Wx,Ib
${both('0f palignr', ',Ib')}
14.66 pextrb Ed:b,Vo,Ib
15.66 pextrw Ed:w,Vo,Ib
16.66 pextrd|pextrd|pextrq Ey,Vo,Ib
17.66 extractps Ed,Vo,Ib
20.66 pinsrb Vo,Ed:b,Ib
21.66 insertps Vo,Wd,Ib
22.66 pinsrd|pinsrd|pinsrq Vo,Ey,Ib
40.66 dpps Vx,Wx,Ib
41.66 dppd Vx,Wx,Ib
42.66 mpsadbw Vx,Wx,Ib
44.66 pclmulqdq? Vx,Wx,Ib
60.66 pcmpestrm|pcmpestrm|pcmpestrmq=pcmpestrm Vx,Wx,Ib
61.66 pcmpestri|pcmpestri|pcmpestriq=pcmpestri Vx,Wx,Ib
62.66 pcmpistrm Vx,Wx,Ib
63.66 pcmpistri Vx,Wx,Ib
cc.np sha1rnds4 Vx,Wx,Ib
ce.66 gf2p8affineqb Vx,Wx,Ib
cf.66 gf2p8affineinvqb Vx,Wx,Ib
df.66 aeskeygenassist Vx,Wx,Ib
f0r:0.f3 hreset Ib
`);
