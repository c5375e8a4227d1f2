/** EVEX-encoded instructions of the map 0F38 (see evex_0f.ts). */
import { parseTable } from '../template.ts';
import { fused } from './fused.ts';
import { floats, narrow, packed, pair } from './vector-lines.ts';

/** Truncating moves: down to the half, a quarter, an eighth, with the prefix F3. */
const down = (row: string, kind: string): string => `
${row}0.f3.w0 vpmov${kind}wb Wh,Vx
${row}1.f3.w0 vpmov${kind}db We,Vx
${row}2.f3.w0 vpmov${kind}qb Wg,Vx
${row}3.f3.w0 vpmov${kind}dw Wh,Vx
${row}4.f3.w0 vpmov${kind}qw We,Vx
${row}5.f3.w0 vpmov${kind}qd Wh,Vx`;

/** Widening moves. */
const up = (row: string, kind: string): string => `
${row}0.66 vpmov${kind}bw Vx,Wh
${row}1.66 vpmov${kind}bd Vx,We
${row}2.66 vpmov${kind}bq Vx,Wg
${row}3.66 vpmov${kind}wd Vx,Wh
${row}4.66 vpmov${kind}wq Vx,We
${row}5.66.w0 vpmov${kind}dq Vx,Wh`;

/** Opcodes of map 0f 38 with an EVEX prefix (AVX-512). */
export const EVEX_2 = parseTable(
  `
${packed(`
00 pshufb
04 pmaddubsw
0b pmulhrsw
38 pminsb
3a pminuw
3c pmaxsb
3e pmaxuw
dc aesenc
dd aesenclast
de aesdec
df aesdeclast`)}
0c.66.w0 vpermilps Vx,Hx,Wx/d
0d.66.w1 vpermilpd Vx,Hx,Wx/q
10.66.w1 vpsrlvw Vx,Hx,Wx
11.66.w1 vpsravw Vx,Hx,Wx
12.66.w1 vpsllvw Vx,Hx,Wx
${down('1', 'us')}
13.66.w0.sae vcvtph2ps Vx,Wh
${pair('14', 'prorv')}
${pair('15', 'prolv')}
16.66.w0.l1 vpermps Vx,Hx,Wx/d
16.66.w0.l2 vpermps Vx,Hx,Wx/d
16.66.w1.l1 vpermpd Vx,Hx,Wx/q
16.66.w1.l2 vpermpd Vx,Hx,Wx/q
18.66.w0 vbroadcastss Vx,Wd
19.66.w0 vbroadcastf32x2 Vx,Wq
19.66.w1 vbroadcastsd Vx,Wq
1am.66.w0 vbroadcastf32x4 Vx,MVo
1am.66.w1 vbroadcastf64x2 Vx,MVo
1bm.66.w0.l2 vbroadcastf32x8 Vx,MV32
1bm.66.w1.l2 vbroadcastf64x4 Vx,MV32
1c.66 vpabsb Vx,Wx
1d.66 vpabsw Vx,Wx
1e.66.w0 vpabsd Vx,Wx/d
1f.66.w1 vpabsq Vx,Wx/q
${up('2', 'sx')}
${down('2', 's')}
${narrow('26', 'ptestm', 'KG,Hx,Wx')}
26.f3.w0 vptestnmb KG,Hx,Wx
26.f3.w1 vptestnmw KG,Hx,Wx
${pair('27', 'ptestm', 'KG,Hx,Wx')}
27.f3.w0 vptestnmd KG,Hx,Wx/d
27.f3.w1 vptestnmq KG,Hx,Wx/q
28.66.w1 vpmuldq Vx,Hx,Wx/q
28r.f3.w0 vpmovm2b Vx,KR
28r.f3.w1 vpmovm2w Vx,KR
29.66.w1 vpcmpeqq KG,Hx,Wx/q
29r.f3.w0 vpmovb2m KG,Ux
29r.f3.w1 vpmovw2m KG,Ux
2am.66.w0 vmovntdqa Vx,MVx
2ar.f3.w1 vpbroadcastmb2q Vx,KR
2b.66.w0 vpackusdw Vx,Hx,Wx/d
${floats('2c', 'scalef', undefined, '', '.er')}
2d.66.w0.er vscalefss Vo,Ho,Wd
2d.66.w1.er vscalefsd Vo,Ho,Wq
${up('3', 'zx')}
${down('3', '')}
36.66.w0.l1 vpermd Vx,Hx,Wx/d
36.66.w0.l2 vpermd Vx,Hx,Wx/d
36.66.w1.l1 vpermq Vx,Hx,Wx/q
36.66.w1.l2 vpermq Vx,Hx,Wx/q
37.66.w1 vpcmpgtq KG,Hx,Wx/q
38r.f3.w0 vpmovm2d Vx,KR
38r.f3.w1 vpmovm2q Vx,KR
${pair('39', 'pmins')}
39r.f3.w0 vpmovd2m KG,Ux
39r.f3.w1 vpmovq2m KG,Ux
3ar.f3.w0 vpbroadcastmw2d Vx,KR
${pair('3b', 'pminu')}
${pair('3d', 'pmaxs')}
${pair('3f', 'pmaxu')}
${pair('40', 'pmull')}
${floats('42', 'getexp', 'Vx,Wx', '', '.sae')}
43.66.w0.sae vgetexpss Vo,Ho,Wd
43.66.w1.sae vgetexpsd Vo,Ho,Wq
${pair('44', 'plzcnt', 'Vx,Wx')}
${pair('45', 'psrlv')}
${pair('46', 'psrav')}
${pair('47', 'psllv')}
${floats('4c', 'rcp14', 'Vx,Wx')}
4d.66.w0 vrcp14ss Vo,Ho,Wd
4d.66.w1 vrcp14sd Vo,Ho,Wq
${floats('4e', 'rsqrt14', 'Vx,Wx')}
4f.66.w0 vrsqrt14ss Vo,Ho,Wd
4f.66.w1 vrsqrt14sd Vo,Ho,Wq
50.66.w0 vpdpbusd Vx,Hx,Wx/d
51.66.w0 vpdpbusds Vx,Hx,Wx/d
52.66.w0 vpdpwssd Vx,Hx,Wx/d
52.f3.w0 vdpbf16ps Vx,Hx,Wx/d
53.66.w0 vpdpwssds Vx,Hx,Wx/d
${narrow('54', 'popcnt', 'Vx,Wx', ['b', 'w'])}
${pair('55', 'popcnt', 'Vx,Wx')}
58.66.w0 vpbroadcastd Vx,Wd
59.66.w0 vbroadcasti32x2 Vx,Wq
59.66.w1 vpbroadcastq Vx,Wq
5am.66.w0 vbroadcasti32x4 Vx,MVo
5am.66.w1 vbroadcasti64x2 Vx,MVo
5bm.66.w0.l2 vbroadcasti32x8 Vx,MV32
5bm.66.w1.l2 vbroadcasti64x4 Vx,MV32
62.66.w0 vpexpandb Vx,Wx:b
62.66.w1 vpexpandw Vx,Wx:w
63.66.w0 vpcompressb Wx:b,Vx
63.66.w1 vpcompressw Wx:w,Vx
${pair('64', 'pblendm')}
${floats('65', 'blendm')}
${narrow('66', 'pblendm')}
68.f2.w0 vp2intersectd KG,Hx,Wx/d
68.f2.w1 vp2intersectq KG,Hx,Wx/q
70.66.w1 vpshldvw Vx,Hx,Wx
${pair('71', 'pshldv')}
72.66.w1 vpshrdvw Vx,Hx,Wx
72.f2.w0 vcvtne2ps2bf16 Vx,Hx,Wx/d
72.f3.w0 vcvtneps2bf16% Vh,Wx/d
${pair('73', 'pshrdv')}
${narrow('75', 'permi2')}
${pair('76', 'permi2')}
${floats('77', 'permi2')}
78.66.w0 vpbroadcastb Vx,Wb
79.66.w0 vpbroadcastw Vx,Ww
7ar.66.w0 vpbroadcastb Vx,Rd
7br.66.w0 vpbroadcastw Vx,Rd
7cr.66 vpbroadcastd|vpbroadcastd|vpbroadcastq Vx,Ry
${narrow('7d', 'permt2')}
${pair('7e', 'permt2')}
${floats('7f', 'permt2')}
83.66.w1 vpmultishiftqb Vx,Hx,Wx/q
88.66.w0 vexpandps Vx,Wx:d
88.66.w1 vexpandpd Vx,Wx:q
89.66.w0 vpexpandd Vx,Wx:d
89.66.w1 vpexpandq Vx,Wx:q
8a.66.w0 vcompressps Wx:d,Vx
8a.66.w1 vcompresspd Wx:q,Vx
8b.66.w0 vpcompressd Wx:d,Vx
8b.66.w1 vpcompressq Wx:q,Vx
${narrow('8d', 'perm')}
8f.66.w0 vpshufbitqmb KG,Hx,Wx
90m.66.w0 vpgatherdd Vx,VMx:d
90m.66.w1 vpgatherdq Vx,VMh:q
91m.66.w0 vpgatherqd Vh,VMx:d
91m.66.w1 vpgatherqq Vx,VMx:q
92m.66.w0 vgatherdps Vx,VMx:d
92m.66.w1 vgatherdpd Vx,VMh:q
93m.66.w0 vgatherqps Vh,VMx:d
93m.66.w1 vgatherqpd Vx,VMx:q
a0m.66.w0 vpscatterdd VMx:d,Vx
a0m.66.w1 vpscatterdq VMh:q,Vx
a1m.66.w0 vpscatterqd VMx:d,Vh
a1m.66.w1 vpscatterqq VMx:q,Vx
a2m.66.w0 vscatterdps VMx:d,Vx
a2m.66.w1 vscatterdpd VMh:q,Vx
a3m.66.w0 vscatterqps VMx:d,Vh
a3m.66.w1 vscatterqpd VMx:q,Vx
${fused(true)}
b4.66.w1 vpmadd52luq Vx,Hx,Wx/q
b5.66.w1 vpmadd52huq Vx,Hx,Wx/q
${pair('c4', 'pconflict', 'Vx,Wx')}
cf.66.w0 vgf2p8mulb Vx,Hx,Wx
`,
  true,
);
