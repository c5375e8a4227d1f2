/** VEX-encoded instructions of the map 0F38: AVX, AVX2, FMA, BMI, AMX (Intel SDM volume 2, chapters 3 to 6). */
import { parseTable } from '../template.ts';
import { fused } from './fused.ts';
import { packed } from './vector-lines.ts';

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

/** Opcodes of map 0f 38 with a VEX prefix (AVX). */
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
