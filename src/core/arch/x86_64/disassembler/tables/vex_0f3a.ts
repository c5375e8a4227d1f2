/** VEX-encoded instructions of the map 0F3A: AVX, AVX2, mask shifts, FMA4 (Intel SDM volume 2, chapters 3 to 6). */
import { parseTable } from '../template.ts';
import { FOUR_OPERANDS } from './amd.ts';

/** Opcodes of map 0f 3a with a VEX prefix (AVX). */
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
