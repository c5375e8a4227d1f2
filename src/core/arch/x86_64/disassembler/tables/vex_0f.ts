/** VEX-encoded instructions of the map 0F: AVX, AVX2, mask registers (Intel SDM volume 2, chapters 4 to 6). */
import { parseTable } from '../template.ts';
import { packed } from './vector-lines.ts';

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

/** Opcodes of map 0f with a VEX prefix (AVX). */
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
