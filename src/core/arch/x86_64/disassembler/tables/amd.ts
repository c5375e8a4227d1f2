/** Instructions of AMD alone: 3DNow!, FMA4, XOP, TBM, LWP (AMD APM volume 3, appendix A; volume 4; volume 5, appendix A). */
import { parseTable } from '../template.ts';

/** The byte after the operands of 0F 0F says which 3DNow! instruction it is; predicates.ts knows the names. */
export const THREE_D_NOW = '0f 3dnow? Pq,Qq,Ib';

const FUSED: [number, string][] = [
  [0x5c, 'vfmaddsubp'],
  [0x5e, 'vfmsubaddp'],
  [0x68, 'vfmaddp'],
  [0x6a, 'vfmadds'],
  [0x6c, 'vfmsubp'],
  [0x6e, 'vfmsubs'],
  [0x78, 'vfnmaddp'],
  [0x7a, 'vfnmadds'],
  [0x7c, 'vfnmsubp'],
  [0x7e, 'vfnmsubs'],
];

/** FMA4, in the VEX map 3: W exchanges the last two sources. */
export const FOUR_OPERANDS = FUSED.flatMap(([opcode, name]) =>
  ['s', 'd'].flatMap((end, i) => {
    const scalar = name.endsWith('s');
    const [v, m] = scalar ? ['o', end === 's' ? 'd' : 'q'] : ['x', 'x'];
    const byte = (opcode + i).toString(16);
    return [
      `${byte}.66.w0 ${name}${end} V${v},H${v},W${m},L${v}`,
      `${byte}.66.w1 ${name}${end} V${v},H${v},L${v},W${m}`,
    ];
  }),
).join('\n');

const accumulate = (opcode: string, name: string): string => `${opcode}.w0 ${name} Vo,Ho,Wo,Lo`;
const either = (opcode: string, name: string, letter: string): string => `
${opcode}.w0 ${name} V${letter},H${letter},W${letter},L${letter}
${opcode}.w1 ${name} V${letter},H${letter},L${letter},W${letter}`;
const variable = (opcode: string, name: string): string => `
${opcode}.w0 ${name} Vo,Wo,Ho
${opcode}.w1 ${name} Vo,Ho,Wo`;

/** Opcodes of AMD's XOP map 8 (APM volume 6). */
export const XOP_8 = parseTable(
  `
${accumulate('85', 'vpmacssww')}
${accumulate('86', 'vpmacsswd')}
${accumulate('87', 'vpmacssdql')}
${accumulate('8e', 'vpmacssdd')}
${accumulate('8f', 'vpmacssdqh')}
${accumulate('95', 'vpmacsww')}
${accumulate('96', 'vpmacswd')}
${accumulate('97', 'vpmacsdql')}
${accumulate('9e', 'vpmacsdd')}
${accumulate('9f', 'vpmacsdqh')}
${either('a2', 'vpcmov', 'x')}
${either('a3', 'vpperm', 'o')}
${accumulate('a6', 'vpmadcsswd')}
${accumulate('b6', 'vpmadcswd')}
c0.w0 vprotb Vo,Wo,Ib
c1.w0 vprotw Vo,Wo,Ib
c2.w0 vprotd Vo,Wo,Ib
c3.w0 vprotq Vo,Wo,Ib
cc.w0 vpcomb? Vo,Ho,Wo,Ib
cd.w0 vpcomw? Vo,Ho,Wo,Ib
ce.w0 vpcomd? Vo,Ho,Wo,Ib
cf.w0 vpcomq? Vo,Ho,Wo,Ib
ec.w0 vpcomub? Vo,Ho,Wo,Ib
ed.w0 vpcomuw? Vo,Ho,Wo,Ib
ee.w0 vpcomud? Vo,Ho,Wo,Ib
ef.w0 vpcomuq? Vo,Ho,Wo,Ib
`,
  true,
);

/** Opcodes of AMD's XOP map 9. */
export const XOP_9 = parseTable(
  `
01/1 blcfill By,Ey
01/2 blsfill By,Ey
01/3 blcs By,Ey
01/4 tzmsk By,Ey
01/5 blcic By,Ey
01/6 blsic By,Ey
01/7 t1mskc By,Ey
02/1 blcmsk By,Ey
02/6 blci By,Ey
12/0r llwpcb Ry
12/1r slwpcb Ry
80 vfrczps Vx,Wx
81 vfrczpd Vx,Wx
82 vfrczss Vo,Wd
83 vfrczsd Vo,Wq
${variable('90', 'vprotb')}
${variable('91', 'vprotw')}
${variable('92', 'vprotd')}
${variable('93', 'vprotq')}
${variable('94', 'vpshlb')}
${variable('95', 'vpshlw')}
${variable('96', 'vpshld')}
${variable('97', 'vpshlq')}
${variable('98', 'vpshab')}
${variable('99', 'vpshaw')}
${variable('9a', 'vpshad')}
${variable('9b', 'vpshaq')}
c1 vphaddbw Vo,Wo
c2 vphaddbd Vo,Wo
c3 vphaddbq Vo,Wo
c6 vphaddwd Vo,Wo
c7 vphaddwq Vo,Wo
cb vphadddq Vo,Wo
d1 vphaddubw Vo,Wo
d2 vphaddubd Vo,Wo
d3 vphaddubq Vo,Wo
d6 vphadduwd Vo,Wo
d7 vphadduwq Vo,Wo
db vphaddudq Vo,Wo
e1 vphsubbw Vo,Wo
e2 vphsubwd Vo,Wo
e3 vphsubdq Vo,Wo
`,
  true,
);

/** Opcodes of AMD's XOP map 10. */
export const XOP_A = parseTable(
  `
10 bextr Gy,Ey,Id
12/0 lwpins By,Ed,Id
12/1 lwpval By,Ed,Id
`,
  true,
);
