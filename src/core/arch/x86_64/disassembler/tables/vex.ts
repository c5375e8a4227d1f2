/** VEX-encoded instructions: AVX, AVX2, FMA, BMI, mask registers (Intel SDM volume 2, chapters 4 to 6). */
import { parseTable } from '../template.ts';
import { FOUR_OPERANDS } from './amd.ts';

/** Opcode and name: three vector operands with the prefix 66. */
const packed = (list: string): string =>
  list
    .trim()
    .split('\n')
    .map((line) => {
      const [opcode, name] = line.trim().split(' ');
      return `${opcode}.66 v${name} Vx,Hx,Wx`;
    })
    .join('\n');

const quartet = (opcode: string, name: string): string => `
${opcode}.np v${name}ps Vx,Hx,Wx
${opcode}.66 v${name}pd Vx,Hx,Wx
${opcode}.f3 v${name}ss Vo,Ho,Wd
${opcode}.f2 v${name}sd Vo,Ho,Wq`;

/** Shifts by a count in a register, and by an immediate. */
const counted = (opcode: string, name: string): string => `${opcode}.66 v${name} Vx,Hx,Wo`;
const shift = (opcode: string, reg: number, name: string): string => `${opcode}/${reg}r.66 v${name} Hx,Ux,Ib`;

/** Mask register instructions of three operands; letters of W0 np, W0 66, W1 np, W1 66. */
const masks = (opcode: string, name: string): string => `
${opcode}r.np.w0.l1 k${name}w KG,KH,KR
${opcode}r.66.w0.l1 k${name}b KG,KH,KR
${opcode}r.np.w1.l1 k${name}q KG,KH,KR
${opcode}r.66.w1.l1 k${name}d KG,KH,KR`;
const maskPair = (opcode: string, name: string): string => `
${opcode}r.np.w0.l0 k${name}w KG,KR
${opcode}r.66.w0.l0 k${name}b KG,KR
${opcode}r.np.w1.l0 k${name}q KG,KR
${opcode}r.66.w1.l0 k${name}d KG,KR`;

export const VEX_1 = parseTable(
  `
10.np vmovups Vx,Wx
10.66 vmovupd Vx,Wx
10m.f3 vmovss Vo,MVd
10r.f3 vmovss Vo,Ho,Uo
10m.f2 vmovsd Vo,MVq
10r.f2 vmovsd Vo,Ho,Uo
11.np vmovups Wx,Vx
11.66 vmovupd Wx,Vx
11m.f3 vmovss MVd,Vo
11r.f3 vmovss Uo,Ho,Vo
11m.f2 vmovsd MVq,Vo
11r.f2 vmovsd Uo,Ho,Vo
12m.np.l0 vmovlps Vo,Ho,MVq
12r.np.l0 vmovhlps Vo,Ho,Uo
12m.66.l0 vmovlpd Vo,Ho,MVq
12.f3 vmovsldup Vx,Wx
12.f2.l0 vmovddup Vx,Wq
12.f2.l1 vmovddup Vx,Wx
13m.np.l0 vmovlps MVq,Vo
13m.66.l0 vmovlpd MVq,Vo
14.np vunpcklps Vx,Hx,Wx
14.66 vunpcklpd Vx,Hx,Wx
15.np vunpckhps Vx,Hx,Wx
15.66 vunpckhpd Vx,Hx,Wx
16m.np.l0 vmovhps Vo,Ho,MVq
16r.np.l0 vmovlhps Vo,Ho,Uo
16m.66.l0 vmovhpd Vo,Ho,MVq
16.f3 vmovshdup Vx,Wx
17m.np.l0 vmovhps MVq,Vo
17m.66.l0 vmovhpd MVq,Vo
28.np vmovaps Vx,Wx
28.66 vmovapd Vx,Wx
29.np vmovaps Wx,Vx
29.66 vmovapd Wx,Vx
2a.f3 vcvtsi2ss~ Vo,Ho,Ey
2a.f2 vcvtsi2sd~ Vo,Ho,Ey
2bm.np vmovntps MVx,Vx
2bm.66 vmovntpd MVx,Vx
2c.f3 vcvttss2si Gy,Wd
2c.f2 vcvttsd2si Gy,Wq
2d.f3 vcvtss2si Gy,Wd
2d.f2 vcvtsd2si Gy,Wq
2e.np vucomiss Vo,Wd
2e.66 vucomisd Vo,Wq
2f.np vcomiss Vo,Wd
2f.66 vcomisd Vo,Wq
${masks('41', 'and')}
${masks('42', 'andn')}
${maskPair('44', 'not')}
${masks('45', 'or')}
${masks('46', 'xnor')}
${masks('47', 'xor')}
${masks('4a', 'add')}
4br.np.w0.l1 kunpckwd KG,KH,KR
4br.66.w0.l1 kunpckbw KG,KH,KR
4br.np.w1.l1 kunpckdq KG,KH,KR
50r.np vmovmskps Gy,Ux
50r.66 vmovmskpd Gy,Ux
51.np vsqrtps Vx,Wx
51.66 vsqrtpd Vx,Wx
51.f3 vsqrtss Vo,Ho,Wd
51.f2 vsqrtsd Vo,Ho,Wq
52.np vrsqrtps Vx,Wx
52.f3 vrsqrtss Vo,Ho,Wd
53.np vrcpps Vx,Wx
53.f3 vrcpss Vo,Ho,Wd
54.np vandps Vx,Hx,Wx
54.66 vandpd Vx,Hx,Wx
55.np vandnps Vx,Hx,Wx
55.66 vandnpd Vx,Hx,Wx
56.np vorps Vx,Hx,Wx
56.66 vorpd Vx,Hx,Wx
57.np vxorps Vx,Hx,Wx
57.66 vxorpd Vx,Hx,Wx
${quartet('58', 'add')}
${quartet('59', 'mul')}
5a.np vcvtps2pd Vx,Wh
5a.66 vcvtpd2ps% Vh,Wx
5a.f3 vcvtss2sd Vo,Ho,Wd
5a.f2 vcvtsd2ss Vo,Ho,Wq
5b.np vcvtdq2ps Vx,Wx
5b.66 vcvtps2dq Vx,Wx
5b.f3 vcvttps2dq Vx,Wx
${quartet('5c', 'sub')}
${quartet('5d', 'min')}
${quartet('5e', 'div')}
${quartet('5f', 'max')}
${packed(`
60 punpcklbw
61 punpcklwd
62 punpckldq
63 packsswb
64 pcmpgtb
65 pcmpgtw
66 pcmpgtd
67 packuswb
68 punpckhbw
69 punpckhwd
6a punpckhdq
6b packssdw
6c punpcklqdq
6d punpckhqdq`)}
6e.66.l0 vmovd|vmovd|vmovq Vo,Ey
6f.66 vmovdqa Vx,Wx
6f.f3 vmovdqu Vx,Wx
70.66 vpshufd Vx,Wx,Ib
70.f3 vpshufhw Vx,Wx,Ib
70.f2 vpshuflw Vx,Wx,Ib
${shift('71', 2, 'psrlw')}
${shift('71', 4, 'psraw')}
${shift('71', 6, 'psllw')}
${shift('72', 2, 'psrld')}
${shift('72', 4, 'psrad')}
${shift('72', 6, 'pslld')}
${shift('73', 2, 'psrlq')}
${shift('73', 3, 'psrldq')}
${shift('73', 6, 'psllq')}
${shift('73', 7, 'pslldq')}
${packed(`
74 pcmpeqb
75 pcmpeqw
76 pcmpeqd`)}
77.l0 vzeroupper
77.l1 vzeroall
7c.66 vhaddpd Vx,Hx,Wx
7c.f2 vhaddps Vx,Hx,Wx
7d.66 vhsubpd Vx,Hx,Wx
7d.f2 vhsubps Vx,Hx,Wx
7e.66.l0 vmovd|vmovd|vmovq Ey,Vo
7e.f3.l0 vmovq Vo,Wq
7f.66 vmovdqa Wx,Vx
7f.f3 vmovdqu Wx,Vx
90.np.w0.l0 kmovw KG,KEw
90.66.w0.l0 kmovb KG,KEb
90.np.w1.l0 kmovq KG,KEq
90.66.w1.l0 kmovd KG,KEd
91m.np.w0.l0 kmovw KEw,KG
91m.66.w0.l0 kmovb KEb,KG
91m.np.w1.l0 kmovq KEq,KG
91m.66.w1.l0 kmovd KEd,KG
92r.np.w0.l0 kmovw KG,Rd
92r.66.w0.l0 kmovb KG,Rd
92r.f2.w0.l0 kmovd KG,Rd
92r.f2.w1.l0 kmovq KG,Rq
93r.np.w0.l0 kmovw Gd,KR
93r.66.w0.l0 kmovb Gd,KR
93r.f2.w0.l0 kmovd Gd,KR
93r.f2.w1.l0 kmovq Gq,KR
${maskPair('98', 'ortest')}
${maskPair('99', 'test')}
ae/2m.l0 vldmxcsr Md
ae/3m.l0 vstmxcsr Md
c2.np vcmpps? Vx,Hx,Wx,Ib
c2.66 vcmppd? Vx,Hx,Wx,Ib
c2.f3 vcmpss? Vo,Ho,Wd,Ib
c2.f2 vcmpsd? Vo,Ho,Wq,Ib
c4.66.l0 vpinsrw Vo,Ho,Ed:w,Ib
c5r.66.l0 vpextrw Gd,Uo,Ib
c6.np vshufps Vx,Hx,Wx,Ib
c6.66 vshufpd Vx,Hx,Wx,Ib
d0.66 vaddsubpd Vx,Hx,Wx
d0.f2 vaddsubps Vx,Hx,Wx
${counted('d1', 'psrlw')}
${counted('d2', 'psrld')}
${counted('d3', 'psrlq')}
d6.66.l0 vmovq Wq,Vo
d7r.66 vpmovmskb Gy,Ux
${counted('e1', 'psraw')}
${counted('e2', 'psrad')}
e6.66 vcvttpd2dq% Vh,Wx
e6.f3 vcvtdq2pd Vx,Wh
e6.f2 vcvtpd2dq% Vh,Wx
e7m.66 vmovntdq MVx,Vx
f0m.f2 vlddqu Vx,MVx
${counted('f1', 'psllw')}
${counted('f2', 'pslld')}
${counted('f3', 'psllq')}
f7r.66.l0 vmaskmovdqu Vo,Uo
${packed(`
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
`,
  true,
);

/** Fused multiply-add: packed at even, scalar at odd opcodes of each order of operands. */
const FUSED = [
  ['6', 'fmaddsub', 'p'],
  ['7', 'fmsubadd', 'p'],
  ['8', 'fmadd', 'p'],
  ['9', 'fmadd', 's'],
  ['a', 'fmsub', 'p'],
  ['b', 'fmsub', 's'],
  ['c', 'fnmadd', 'p'],
  ['d', 'fnmadd', 's'],
  ['e', 'fnmsub', 'p'],
  ['f', 'fnmsub', 's'],
];
const ORDERS = [
  ['9', '132'],
  ['a', '213'],
  ['b', '231'],
];

/** @param evex - with broadcast and rounding */
export function fused(evex: boolean): string {
  const lines: string[] = [];
  for (const [high, order] of ORDERS) {
    for (const [low, name, kind] of FUSED) {
      const tags = evex ? '.er' : '';
      const [single, double] = kind === 's' ? ['Vo,Ho,Wd', 'Vo,Ho,Wq'] : ['Vx,Hx,Wx', 'Vx,Hx,Wx'];
      const [d, q] = evex && kind === 'p' ? ['/d', '/q'] : ['', ''];
      lines.push(`${high}${low}.66.w0${tags} v${name}${order}${kind}s ${single}${d}`);
      lines.push(`${high}${low}.66.w1${tags} v${name}${order}${kind}d ${double}${q}`);
    }
  }
  return lines.join('\n');
}

/** Tiles: AMX (Intel SDM volume 2, chapter 3). */
const AMX = `
49/0m.np.w0 ldtilecfg MV64
49/0m.66.w0 sttilecfg MV64
49/0r:0.np.w0.l0 tilerelease
49r:0.f2.w0.l0 tilezero TG
4bm.f2.w0.l0 tileloadd TG,MT
4bm.66.w0.l0 tileloaddt1 TG,MT
4bm.f3.w0.l0 tilestored MT,TG
5cr.f3.w0.l0 tdpbf16ps TG,TR,TH
5cr.f2.w0.l0 tdpfp16ps TG,TR,TH
5er.np.w0.l0 tdpbuud TG,TR,TH
5er.66.w0.l0 tdpbusd TG,TR,TH
5er.f3.w0.l0 tdpbsud TG,TR,TH
5er.f2.w0.l0 tdpbssd TG,TR,TH
6cr.66.w0.l0 tcmmimfp16ps TG,TR,TH
6cr.np.w0.l0 tcmmrlfp16ps TG,TR,TH`;

export const VEX_2 = parseTable(
  `
${packed(`
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
28 pmuldq
29 pcmpeqq
2b packusdw
37 pcmpgtq
38 pminsb
39 pminsd
3a pminuw
3b pminud
3c pmaxsb
3d pmaxsd
3e pmaxuw
3f pmaxud
40 pmulld
dc aesenc
dd aesenclast
de aesdec
df aesdeclast`)}
0c.66.w0 vpermilps Vx,Hx,Wx
0d.66.w0 vpermilpd Vx,Hx,Wx
0e.66.w0 vtestps Vx,Wx
0f.66.w0 vtestpd Vx,Wx
13.66.w0 vcvtph2ps Vx,Wh
16.66.w0.l1 vpermps Vx,Hx,Wx
17.66 vptest Vx,Wx
18.66.w0 vbroadcastss Vx,Wd
19.66.w0.l1 vbroadcastsd Vx,Wq
1am.66.w0.l1 vbroadcastf128 Vx,MVo
1c.66 vpabsb Vx,Wx
1d.66 vpabsw Vx,Wx
1e.66 vpabsd Vx,Wx
20.66 vpmovsxbw Vx,Wh
21.66 vpmovsxbd Vx,We
22.66 vpmovsxbq Vx,Wg
23.66 vpmovsxwd Vx,Wh
24.66 vpmovsxwq Vx,We
25.66 vpmovsxdq Vx,Wh
2am.66 vmovntdqa Vx,MVx
2cm.66.w0 vmaskmovps Vx,Hx,MVx
2dm.66.w0 vmaskmovpd Vx,Hx,MVx
2em.66.w0 vmaskmovps MVx,Hx,Vx
2fm.66.w0 vmaskmovpd MVx,Hx,Vx
30.66 vpmovzxbw Vx,Wh
31.66 vpmovzxbd Vx,We
32.66 vpmovzxbq Vx,Wg
33.66 vpmovzxwd Vx,Wh
34.66 vpmovzxwq Vx,We
35.66 vpmovzxdq Vx,Wh
36.66.w0.l1 vpermd Vx,Hx,Wx
41.66.l0 vphminposuw Vx,Wx
45.66.w0 vpsrlvd Vx,Hx,Wx
45.66.w1 vpsrlvq Vx,Hx,Wx
46.66.w0 vpsravd Vx,Hx,Wx
47.66.w0 vpsllvd Vx,Hx,Wx
47.66.w1 vpsllvq Vx,Hx,Wx
50.66.w0 {vex}_vpdpbusd=vpdpbusd Vx,Hx,Wx
50.f2.w0 vpdpbssd Vx,Hx,Wx
50.f3.w0 vpdpbsud Vx,Hx,Wx
50.np.w0 vpdpbuud Vx,Hx,Wx
51.66.w0 {vex}_vpdpbusds=vpdpbusds Vx,Hx,Wx
51.f2.w0 vpdpbssds Vx,Hx,Wx
51.f3.w0 vpdpbsuds Vx,Hx,Wx
51.np.w0 vpdpbuuds Vx,Hx,Wx
52.66.w0 {vex}_vpdpwssd=vpdpwssd Vx,Hx,Wx
53.66.w0 {vex}_vpdpwssds=vpdpwssds Vx,Hx,Wx
58.66.w0 vpbroadcastd Vx,Wd
59.66.w0 vpbroadcastq Vx,Wq
5am.66.w0.l1 vbroadcasti128 Vx,MVo
78.66.w0 vpbroadcastb Vx,Wb
79.66.w0 vpbroadcastw Vx,Ww
8cm.66.w0 vpmaskmovd Vx,Hx,MVx
8cm.66.w1 vpmaskmovq Vx,Hx,MVx
8em.66.w0 vpmaskmovd MVx,Hx,Vx
8em.66.w1 vpmaskmovq MVx,Hx,Vx
90m.66.w0 vpgatherdd Vx,VMx:d,Hx
90m.66.w1 vpgatherdq Vx,VMh:q,Hx
91m.66.w0 vpgatherqd Vh,VMx:d,Hh
91m.66.w1 vpgatherqq Vx,VMx:q,Hx
92m.66.w0 vgatherdps Vx,VMx:d,Hx
92m.66.w1 vgatherdpd Vx,VMh:q,Hx
93m.66.w0 vgatherqps Vh,VMx:d,Hh
93m.66.w1 vgatherqpd Vx,VMx:q,Hx
${fused(false)}
b0m.f3.w0 vcvtneebf162ps Vx,MVx
b0m.f2.w0 vcvtneobf162ps Vx,MVx
b0m.np.w0 vcvtneoph2ps Vx,MVx
b0m.66.w0 vcvtneeph2ps Vx,MVx
b1m.f3.w0 vbcstnebf162ps Vx,MVw
b1m.66.w0 vbcstnesh2ps Vx,MVw
b4.66.w1 {vex}_vpmadd52luq=vpmadd52luq Vx,Hx,Wx
b5.66.w1 {vex}_vpmadd52huq=vpmadd52huq Vx,Hx,Wx
72.f3.w0 {vex}_vcvtneps2bf16%=vcvtneps2bf16 Vh,Wx
cb.f2.w0.l1 vsha512rnds2 Vx,Hx,Uo
ccr.f2.w0.l1 vsha512msg1 Vx,Uo
cdr.f2.w0.l1 vsha512msg2 Vx,Ux
cf.66.w0 vgf2p8mulb Vx,Hx,Wx
${AMX}
e0-efm.66 cmp{cc}xadd MVy,Gy,By
d2.66.w0 vpdpwusd Vx,Hx,Wx
d3.66.w0 vpdpwusds Vx,Hx,Wx
d2.f3.w0 vpdpwsud Vx,Hx,Wx
d3.f3.w0 vpdpwsuds Vx,Hx,Wx
d2.np.w0 vpdpwuud Vx,Hx,Wx
d3.np.w0 vpdpwuuds Vx,Hx,Wx
da.np.w0.l0 vsm3msg1 Vx,Hx,Wx
da.66.w0.l0 vsm3msg2 Vx,Hx,Wx
da.f3.w0 vsm4key4 Vx,Hx,Wx
da.f2.w0 vsm4rnds4 Vx,Hx,Wx
db.66.l0 vaesimc Vx,Wx
f2.np.l0 andn Gy,By,Ey
f3/1.np.l0 blsr By,Ey
f3/2.np.l0 blsmsk By,Ey
f3/3.np.l0 blsi By,Ey
f5.np.l0 bzhi Gy,Ey,By
f5.f3.l0 pext Gy,By,Ey
f5.f2.l0 pdep Gy,By,Ey
f6.f2.l0 mulx Gy,By,Ey
f7.np.l0 bextr Gy,Ey,By
f7.66.l0 shlx Gy,Ey,By
f7.f3.l0 sarx Gy,Ey,By
f7.f2.l0 shrx Gy,Ey,By
`,
  true,
);

export const VEX_3 = parseTable(
  `
00.66.w1.l1 vpermq Vx,Wx,Ib
01.66.w1.l1 vpermpd Vx,Wx,Ib
02.66.w0 vpblendd Vx,Hx,Wx,Ib
04.66.w0 vpermilps Vx,Wx,Ib
05.66.w0 vpermilpd Vx,Wx,Ib
06.66.w0.l1 vperm2f128 Vx,Hx,Wx,Ib
08.66 vroundps Vx,Wx,Ib
09.66 vroundpd Vx,Wx,Ib
0a.66 vroundss Vo,Ho,Wd,Ib
0b.66 vroundsd Vo,Ho,Wq,Ib
0c.66 vblendps Vx,Hx,Wx,Ib
0d.66 vblendpd Vx,Hx,Wx,Ib
0e.66 vpblendw Vx,Hx,Wx,Ib
0f.66 vpalignr Vx,Hx,Wx,Ib
14.66.l0 vpextrb Ed:b,Vo,Ib
15.66.l0 vpextrw Ed:w,Vo,Ib
16.66.l0 vpextrd|vpextrd|vpextrq Ey,Vo,Ib
17.66.l0 vextractps Ed,Vo,Ib
18.66.w0.l1 vinsertf128 Vx,Hx,Wo,Ib
19.66.w0.l1 vextractf128 Wo,Vx,Ib
1d.66.w0 vcvtps2ph Wh,Vx,Ib
20.66.l0 vpinsrb Vo,Ho,Ed:b,Ib
21.66.l0 vinsertps Vo,Ho,Wd,Ib
22.66.l0 vpinsrd|vpinsrd|vpinsrq Vo,Ho,Ey,Ib
30r.66.w0.l0 kshiftrb KG,KR,Ib
30r.66.w1.l0 kshiftrw KG,KR,Ib
31r.66.w0.l0 kshiftrd KG,KR,Ib
31r.66.w1.l0 kshiftrq KG,KR,Ib
32r.66.w0.l0 kshiftlb KG,KR,Ib
32r.66.w1.l0 kshiftlw KG,KR,Ib
33r.66.w0.l0 kshiftld KG,KR,Ib
33r.66.w1.l0 kshiftlq KG,KR,Ib
38.66.w0.l1 vinserti128 Vx,Hx,Wo,Ib
39.66.w0.l1 vextracti128 Wo,Vx,Ib
40.66 vdpps Vx,Hx,Wx,Ib
41.66.l0 vdppd Vx,Hx,Wx,Ib
42.66 vmpsadbw Vx,Hx,Wx,Ib
44.66 vpclmulqdq? Vx,Hx,Wx,Ib
46.66.w0.l1 vperm2i128 Vx,Hx,Wx,Ib
4a.66.w0 vblendvps Vx,Hx,Wx,Lx
4b.66.w0 vblendvpd Vx,Hx,Wx,Lx
4c.66.w0 vpblendvb Vx,Hx,Wx,Lx
${FOUR_OPERANDS}
60.66.l0 vpcmpestrm|vpcmpestrm|vpcmpestrmq=vpcmpestrm Vx,Wx,Ib
61.66.l0 vpcmpestri|vpcmpestri|vpcmpestriq=vpcmpestri Vx,Wx,Ib
62.66.l0 vpcmpistrm Vx,Wx,Ib
63.66.l0 vpcmpistri Vx,Wx,Ib
ce.66.w1 vgf2p8affineqb Vx,Hx,Wx,Ib
cf.66.w1 vgf2p8affineinvqb Vx,Hx,Wx,Ib
de.66.w0.l0 vsm3rnds2 Vx,Hx,Wx,Ib
df.66.l0 vaeskeygenassist Vx,Wx,Ib
f0.f2.l0 rorx Gy,Ey,Ib
`,
  true,
);
