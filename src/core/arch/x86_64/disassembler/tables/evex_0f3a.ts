/** EVEX-encoded instructions of the map 0F3A (see evex_0f.ts). */
import { parseTable } from '../template.ts';
import { floats, pair } from './vector-lines.ts';

/** Opcodes of map 0f 3a with an EVEX prefix (AVX-512). */
export const EVEX_3 = parseTable(
  `
00.66.w1.l1 vpermq Vx,Wx/q,Ib
00.66.w1.l2 vpermq Vx,Wx/q,Ib
01.66.w1.l1 vpermpd Vx,Wx/q,Ib
01.66.w1.l2 vpermpd Vx,Wx/q,Ib
${pair('03', 'align', undefined, ',Ib')}
04.66.w0 vpermilps Vx,Wx/d,Ib
05.66.w1 vpermilpd Vx,Wx/q,Ib
08.66.w0.sae vrndscaleps Vx,Wx/d,Ib
09.66.w1.sae vrndscalepd Vx,Wx/q,Ib
0a.66.w0.sae vrndscaless Vo,Ho,Wd,Ib
0b.66.w1.sae vrndscalesd Vo,Ho,Wq,Ib
0f.66 vpalignr Vx,Hx,Wx,Ib
14.66.l0 vpextrb Ed:b,Vo,Ib
15.66.l0 vpextrw Ed:w,Vo,Ib
16.66.l0 vpextrd|vpextrd|vpextrq Ey,Vo,Ib
17.66.l0 vextractps Ed,Vo,Ib
18.66.w0 vinsertf32x4 Vx,Hx,Wo,Ib
18.66.w1 vinsertf64x2 Vx,Hx,Wo,Ib
19.66.w0 vextractf32x4 Wo,Vx,Ib
19.66.w1 vextractf64x2 Wo,Vx,Ib
1a.66.w0.l2 vinsertf32x8 Vx,Hx,W32,Ib
1a.66.w1.l2 vinsertf64x4 Vx,Hx,W32,Ib
1b.66.w0.l2 vextractf32x8 W32,Vx,Ib
1b.66.w1.l2 vextractf64x4 W32,Vx,Ib
1d.66.w0.sae vcvtps2ph Wh,Vx,Ib
1e.66.w0 vpcmpud? KG,Hx,Wx/d,Ib
1e.66.w1 vpcmpuq? KG,Hx,Wx/q,Ib
1f.66.w0 vpcmpd? KG,Hx,Wx/d,Ib
1f.66.w1 vpcmpq? KG,Hx,Wx/q,Ib
20.66.l0 vpinsrb Vo,Ho,Ed:b,Ib
21.66.w0.l0 vinsertps Vo,Ho,Wd,Ib
22.66.l0 vpinsrd|vpinsrd|vpinsrq Vo,Ho,Ey,Ib
${pair('23', 'shuff', undefined, ',Ib', ['32x4', '64x2'])}
${pair('25', 'pternlog', undefined, ',Ib')}
${floats('26', 'getmant', 'Vx,Wx', ',Ib', '.sae')}
27.66.w0.sae vgetmantss Vo,Ho,Wd,Ib
27.66.w1.sae vgetmantsd Vo,Ho,Wq,Ib
38.66.w0 vinserti32x4 Vx,Hx,Wo,Ib
38.66.w1 vinserti64x2 Vx,Hx,Wo,Ib
39.66.w0 vextracti32x4 Wo,Vx,Ib
39.66.w1 vextracti64x2 Wo,Vx,Ib
3a.66.w0.l2 vinserti32x8 Vx,Hx,W32,Ib
3a.66.w1.l2 vinserti64x4 Vx,Hx,W32,Ib
3b.66.w0.l2 vextracti32x8 W32,Vx,Ib
3b.66.w1.l2 vextracti64x4 W32,Vx,Ib
3e.66.w0 vpcmpub? KG,Hx,Wx,Ib
3e.66.w1 vpcmpuw? KG,Hx,Wx,Ib
3f.66.w0 vpcmpb? KG,Hx,Wx,Ib
3f.66.w1 vpcmpw? KG,Hx,Wx,Ib
42.66.w0 vdbpsadbw Vx,Hx,Wx,Ib
${pair('43', 'shufi', undefined, ',Ib', ['32x4', '64x2'])}
44.66 vpclmulqdq? Vx,Hx,Wx,Ib
${floats('50', 'range', undefined, ',Ib', '.sae')}
51.66.w0.sae vrangess Vo,Ho,Wd,Ib
51.66.w1.sae vrangesd Vo,Ho,Wq,Ib
${floats('54', 'fixupimm', undefined, ',Ib', '.sae')}
55.66.w0.sae vfixupimmss Vo,Ho,Wd,Ib
55.66.w1.sae vfixupimmsd Vo,Ho,Wq,Ib
${floats('56', 'reduce', 'Vx,Wx', ',Ib', '.sae')}
57.66.w0.sae vreducess Vo,Ho,Wd,Ib
57.66.w1.sae vreducesd Vo,Ho,Wq,Ib
66.66.w0 vfpclassps%=vfpclassps KG,Wx/d,Ib
66.66.w1 vfpclasspd%=vfpclasspd KG,Wx/q,Ib
67.66.w0 vfpclassss KG,Wd,Ib
67.66.w1 vfpclasssd KG,Wq,Ib
70.66.w1 vpshldw Vx,Hx,Wx,Ib
${pair('71', 'pshld', undefined, ',Ib')}
72.66.w1 vpshrdw Vx,Hx,Wx,Ib
${pair('73', 'pshrd', undefined, ',Ib')}
ce.66.w1 vgf2p8affineqb Vx,Hx,Wx/q,Ib
cf.66.w1 vgf2p8affineinvqb Vx,Hx,Wx/q,Ib
`,
  true,
);
