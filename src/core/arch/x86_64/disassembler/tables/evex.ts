/**
 * EVEX-encoded instructions: AVX-512 F, CD, BW, DQ, VL, IFMA, VBMI, VNNI, BITALG, BF16 and the vector forms of AES,
 * GFNI and PCLMULQDQ (Intel SDM volume 2, chapters 4 to 6). `.er`: a register form may name its rounding; `.sae`: it
 * may suppress exceptions.
 */
import { parseTable } from '../template.ts';
import { fused } from './vex.ts';

/** Opcode and name, three operands, no broadcast: bytes and words. */
const packed = (list: string): string =>
  list
    .trim()
    .split('\n')
    .map((line) => {
      const [opcode, name] = line.trim().split(' ');
      return `${opcode}.66 v${name} Vx,Hx,Wx`;
    })
    .join('\n');

/** Names ending in d (W0) and q (W1), with broadcast. */
const pair = (
  opcode: string,
  name: string,
  operands = 'Vx,Hx,Wx',
  tail = '',
  ends = ['d', 'q'],
  tag = '',
): string => `
${opcode}.66.w0${tag} v${name}${ends[0]} ${operands}/d${tail}
${opcode}.66.w1${tag} v${name}${ends[1]} ${operands}/q${tail}`;
/** Names ending in ps and pd. */
const floats = (opcode: string, name: string, operands = 'Vx,Hx,Wx', tail = '', tag = ''): string =>
  pair(opcode, name, operands, tail, ['ps', 'pd'], tag);
/** Names ending in b (W0) and w (W1), no broadcast. */
const narrow = (opcode: string, name: string, operands = 'Vx,Hx,Wx', ends = ['b', 'w']): string => `
${opcode}.66.w0 v${name}${ends[0]} ${operands}
${opcode}.66.w1 v${name}${ends[1]} ${operands}`;

const quartet = (opcode: string, name: string, tag: string): string => `
${opcode}.np.w0${tag} v${name}ps Vx,Hx,Wx/d
${opcode}.66.w1${tag} v${name}pd Vx,Hx,Wx/q
${opcode}.f3.w0${tag} v${name}ss Vo,Ho,Wd
${opcode}.f2.w1${tag} v${name}sd Vo,Ho,Wq`;

const logic = (opcode: string, name: string): string => `
${opcode}.np.w0 v${name}ps Vx,Hx,Wx/d
${opcode}.66.w1 v${name}pd Vx,Hx,Wx/q`;

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
