/**
 * EVEX-encoded instructions of the map 0F: AVX-512 F, CD, BW, DQ, VL, IFMA, VBMI, VNNI, BITALG, BF16 and the vector forms of AES,
 * GFNI and PCLMULQDQ (Intel SDM volume 2, chapters 4 to 6). `.er`: a register form may name its rounding; `.sae`: it
 * may suppress exceptions.
 */
import { parseTable } from '../template.ts';
import { packed, pair } from './vector-lines.ts';

const quartet = (opcode: string, name: string, tag: string): string => `
${opcode}.np.w0${tag} v${name}ps Vx,Hx,Wx/d
${opcode}.66.w1${tag} v${name}pd Vx,Hx,Wx/q
${opcode}.f3.w0${tag} v${name}ss Vo,Ho,Wd
${opcode}.f2.w1${tag} v${name}sd Vo,Ho,Wq`;

const logic = (opcode: string, name: string): string => `
${opcode}.np.w0 v${name}ps Vx,Hx,Wx/d
${opcode}.66.w1 v${name}pd Vx,Hx,Wx/q`;

/** Opcodes of map 0f with an EVEX prefix (AVX-512). */
export const EVEX_1 = parseTable(
  `
10.np.w0 vmovups Vx,Wx
10.66.w1 vmovupd Vx,Wx
10m.f3.w0 vmovss Vo,MVd
10r.f3.w0 vmovss Vo,Ho,Uo
10m.f2.w1 vmovsd Vo,MVq
10r.f2.w1 vmovsd Vo,Ho,Uo
11.np.w0 vmovups Wx,Vx
11.66.w1 vmovupd Wx,Vx
11m.f3.w0 vmovss MVd,Vo
11r.f3.w0 vmovss Uo,Ho,Vo
11m.f2.w1 vmovsd MVq,Vo
11r.f2.w1 vmovsd Uo,Ho,Vo
12m.np.w0.l0 vmovlps Vo,Ho,MVq
12r.np.w0.l0 vmovhlps Vo,Ho,Uo
12m.66.w1.l0 vmovlpd Vo,Ho,MVq
12.f3.w0 vmovsldup Vx,Wx
12.f2.w1.l0 vmovddup Vx,Wq
12.f2.w1 vmovddup Vx,Wx
13m.np.w0.l0 vmovlps MVq,Vo
13m.66.w1.l0 vmovlpd MVq,Vo
${logic('14', 'unpckl')}
${logic('15', 'unpckh')}
16m.np.w0.l0 vmovhps Vo,Ho,MVq
16r.np.w0.l0 vmovlhps Vo,Ho,Uo
16m.66.w1.l0 vmovhpd Vo,Ho,MVq
16.f3.w0 vmovshdup Vx,Wx
17m.np.w0.l0 vmovhps MVq,Vo
17m.66.w1.l0 vmovhpd MVq,Vo
28.np.w0 vmovaps Vx,Wx
28.66.w1 vmovapd Vx,Wx
29.np.w0 vmovaps Wx,Vx
29.66.w1 vmovapd Wx,Vx
2a.f3.er vcvtsi2ss~ Vo,Ho,Ey
2a.f2.er vcvtsi2sd~ Vo,Ho,Ey
2bm.np.w0 vmovntps MVx,Vx
2bm.66.w1 vmovntpd MVx,Vx
2c.f3.sae vcvttss2si Gy,Wd
2c.f2.sae vcvttsd2si Gy,Wq
2d.f3.er vcvtss2si Gy,Wd
2d.f2.er vcvtsd2si Gy,Wq
2e.np.w0.sae vucomiss Vo,Wd
2e.66.w1.sae vucomisd Vo,Wq
2f.np.w0.sae vcomiss Vo,Wd
2f.66.w1.sae vcomisd Vo,Wq
51.np.w0.er vsqrtps Vx,Wx/d
51.66.w1.er vsqrtpd Vx,Wx/q
51.f3.w0.er vsqrtss Vo,Ho,Wd
51.f2.w1.er vsqrtsd Vo,Ho,Wq
${logic('54', 'and')}
${logic('55', 'andn')}
${logic('56', 'or')}
${logic('57', 'xor')}
${quartet('58', 'add', '.er')}
${quartet('59', 'mul', '.er')}
5a.np.w0.sae vcvtps2pd Vx,Wh/d
5a.66.w1.er vcvtpd2ps% Vh,Wx/q
5a.f3.w0.sae vcvtss2sd Vo,Ho,Wd
5a.f2.w1.er vcvtsd2ss Vo,Ho,Wq
5b.np.w0.er vcvtdq2ps Vx,Wx/d
5b.np.w1.er vcvtqq2ps% Vh,Wx/q
5b.66.w0.er vcvtps2dq Vx,Wx/d
5b.f3.w0.sae vcvttps2dq Vx,Wx/d
${quartet('5c', 'sub', '.er')}
${quartet('5d', 'min', '.sae')}
${quartet('5e', 'div', '.er')}
${quartet('5f', 'max', '.sae')}
${packed(`
60 punpcklbw
61 punpcklwd
63 packsswb
67 packuswb
68 punpckhbw
69 punpckhwd
d5 pmullw
d8 psubusb
d9 psubusw
da pminub
dc paddusb
dd paddusw
de pmaxub
e0 pavgb
e3 pavgw
e4 pmulhuw
e5 pmulhw
e8 psubsb
e9 psubsw
ea pminsw
ec paddsb
ed paddsw
ee pmaxsw
f5 pmaddwd
f6 psadbw
f8 psubb
f9 psubw
fc paddb
fd paddw`)}
62.66.w0 vpunpckldq Vx,Hx,Wx/d
64.66 vpcmpgtb KG,Hx,Wx
65.66 vpcmpgtw KG,Hx,Wx
66.66.w0 vpcmpgtd KG,Hx,Wx/d
6a.66.w0 vpunpckhdq Vx,Hx,Wx/d
6b.66.w0 vpackssdw Vx,Hx,Wx/d
6c.66.w1 vpunpcklqdq Vx,Hx,Wx/q
6d.66.w1 vpunpckhqdq Vx,Hx,Wx/q
6e.66.l0 vmovd|vmovd|vmovq Vo,Ey
6f.66.w0 vmovdqa32 Vx,Wx
6f.66.w1 vmovdqa64 Vx,Wx
6f.f3.w0 vmovdqu32 Vx,Wx
6f.f3.w1 vmovdqu64 Vx,Wx
6f.f2.w0 vmovdqu8 Vx,Wx
6f.f2.w1 vmovdqu16 Vx,Wx
70.66.w0 vpshufd Vx,Wx/d,Ib
70.f3 vpshufhw Vx,Wx,Ib
70.f2 vpshuflw Vx,Wx,Ib
71/2.66 vpsrlw Hx,Wx,Ib
71/4.66 vpsraw Hx,Wx,Ib
71/6.66 vpsllw Hx,Wx,Ib
${pair('72/0', 'pror', 'Hx,Wx', ',Ib')}
${pair('72/1', 'prol', 'Hx,Wx', ',Ib')}
72/2.66.w0 vpsrld Hx,Wx/d,Ib
${pair('72/4', 'psra', 'Hx,Wx', ',Ib')}
72/6.66.w0 vpslld Hx,Wx/d,Ib
73/2.66.w1 vpsrlq Hx,Wx/q,Ib
73/3.66 vpsrldq Hx,Wx,Ib
73/6.66.w1 vpsllq Hx,Wx/q,Ib
73/7.66 vpslldq Hx,Wx,Ib
74.66 vpcmpeqb KG,Hx,Wx
75.66 vpcmpeqw KG,Hx,Wx
76.66.w0 vpcmpeqd KG,Hx,Wx/d
78.np.w0.sae vcvttps2udq Vx,Wx/d
78.np.w1.sae vcvttpd2udq% Vh,Wx/q
78.66.w0.sae vcvttps2uqq Vx,Wh/d
78.66.w1.sae vcvttpd2uqq Vx,Wx/q
78.f3.sae vcvttss2usi Gy,Wd
78.f2.sae vcvttsd2usi Gy,Wq
79.np.w0.er vcvtps2udq Vx,Wx/d
79.np.w1.er vcvtpd2udq% Vh,Wx/q
79.66.w0.er vcvtps2uqq Vx,Wh/d
79.66.w1.er vcvtpd2uqq Vx,Wx/q
79.f3.er vcvtss2usi Gy,Wd
79.f2.er vcvtsd2usi Gy,Wq
7a.66.w0.sae vcvttps2qq Vx,Wh/d
7a.66.w1.sae vcvttpd2qq Vx,Wx/q
7a.f3.w0 vcvtudq2pd Vx,Wh/d
7a.f3.w1.er vcvtuqq2pd Vx,Wx/q
7a.f2.w0.er vcvtudq2ps Vx,Wx/d
7a.f2.w1.er vcvtuqq2ps% Vh,Wx/q
7b.66.w0.er vcvtps2qq Vx,Wh/d
7b.66.w1.er vcvtpd2qq Vx,Wx/q
7b.f3.er vcvtusi2ss~ Vo,Ho,Ey
7b.f2.er vcvtusi2sd~ Vo,Ho,Ey
7e.66.l0 vmovd|vmovd|vmovq Ey,Vo
7e.f3.w1.l0 vmovq Vo,Wq
7f.66.w0 vmovdqa32 Wx,Vx
7f.66.w1 vmovdqa64 Wx,Vx
7f.f3.w0 vmovdqu32 Wx,Vx
7f.f3.w1 vmovdqu64 Wx,Vx
7f.f2.w0 vmovdqu8 Wx,Vx
7f.f2.w1 vmovdqu16 Wx,Vx
c2.np.w0.sae vcmpps? KG,Hx,Wx/d,Ib
c2.66.w1.sae vcmppd? KG,Hx,Wx/q,Ib
c2.f3.w0.sae vcmpss? KG,Ho,Wd,Ib
c2.f2.w1.sae vcmpsd? KG,Ho,Wq,Ib
c4.66.l0 vpinsrw Vo,Ho,Ed:w,Ib
c5r.66.l0 vpextrw Gy,Uo,Ib
c6.np.w0 vshufps Vx,Hx,Wx/d,Ib
c6.66.w1 vshufpd Vx,Hx,Wx/q,Ib
d1.66 vpsrlw Vx,Hx,Wo
d2.66.w0 vpsrld Vx,Hx,Wo
d3.66.w1 vpsrlq Vx,Hx,Wo
d4.66.w1 vpaddq Vx,Hx,Wx/q
d6.66.w1.l0 vmovq Wq,Vo
${pair('db', 'pand')}
${pair('df', 'pandn')}
e1.66 vpsraw Vx,Hx,Wo
e2.66.w0 vpsrad Vx,Hx,Wo
e2.66.w1 vpsraq Vx,Hx,Wo
e6.66.w1.sae vcvttpd2dq% Vh,Wx/q
e6.f3.w0 vcvtdq2pd Vx,Wh/d
e6.f3.w1.er vcvtqq2pd Vx,Wx/q
e6.f2.w1.er vcvtpd2dq% Vh,Wx/q
e7m.66.w0 vmovntdq MVx,Vx
${pair('eb', 'por')}
${pair('ef', 'pxor')}
f1.66 vpsllw Vx,Hx,Wo
f2.66.w0 vpslld Vx,Hx,Wo
f3.66.w1 vpsllq Vx,Hx,Wo
f4.66.w1 vpmuludq Vx,Hx,Wx/q
fa.66.w0 vpsubd Vx,Hx,Wx/d
fb.66.w1 vpsubq Vx,Hx,Wx/q
fe.66.w0 vpaddd Vx,Hx,Wx/d
`,
  true,
);
