import { parseTable, type Template } from '../template.ts';

/** Loads and stores (DDI 0487, C4.1.94), made of what their groups have in common. */

const at = (value: number, mask: number, text: string): string =>
  `${(value >>> 0).toString(16)}/${(mask >>> 0).toString(16)} ${text}`;

/** By bits 31:30 (size) and 23:22 (opc): name without its beginning, register, bytes, which way. */
const SINGLE: readonly (readonly [
  size: number,
  opc: number,
  name: string,
  register: string,
  bytes: number,
])[] = [
  [0, 0, 'str*b', 'Wd', 1],
  [0, 1, 'ldr*b', 'Wd', 1],
  [0, 2, 'ldr*sb', 'Xd', 1],
  [0, 3, 'ldr*sb', 'Wd', 1],
  [1, 0, 'str*h', 'Wd', 2],
  [1, 1, 'ldr*h', 'Wd', 2],
  [1, 2, 'ldr*sh', 'Xd', 2],
  [1, 3, 'ldr*sh', 'Wd', 2],
  [2, 0, 'str*', 'Wd', 4],
  [2, 1, 'ldr*', 'Wd', 4],
  [2, 2, 'ldr*sw', 'Xd', 4],
  [3, 0, 'str*', 'Xd', 8],
  [3, 1, 'ldr*', 'Xd', 8],
];
/** Of vector registers, whose opc counts the size on. */
const FLOATS: readonly (readonly [
  size: number,
  opc: number,
  name: string,
  register: string,
  bytes: number,
])[] = [
  [0, 0, 'str*', '.bd', 1],
  [0, 1, 'ldr*', '.bd', 1],
  [0, 2, 'str*', '.qd', 16],
  [0, 3, 'ldr*', '.qd', 16],
  [1, 0, 'str*', '.hd', 2],
  [1, 1, 'ldr*', '.hd', 2],
  [2, 0, 'str*', '.sd', 4],
  [2, 1, 'ldr*', '.sd', 4],
  [3, 0, 'str*', '.dd', 8],
  [3, 1, 'ldr*', '.dd', 8],
];

/** "ldr*sb" is ldrsb, ldursb and ldtrsb. */
const named = (name: string, between: string): string =>
  name.replace('r*', between === '' ? 'r' : between + 'r');

function single(vector: number, rows: typeof SINGLE): string[] {
  return rows.flatMap(([size, opc, name, register, bytes]) => {
    const value = (size << 30) | 0x38000000 | (vector << 26) | (opc << 22);
    const store = name.startsWith('st');
    const moved = `${store ? '' : '='}${register},${store ? '=' : ''}`;
    const form = (more: number, mask: number, text: string): string => at(value | more, mask, text);
    return [
      form(0x01000000, 0xffc00000, `${named(name, '')} ${moved}Mu${bytes}`),
      form(0x000, 0xffe00c00, `${named(name, 'u')} ${moved}Ms${bytes}`),
      form(0x400, 0xffe00c00, `${named(name, '')} ${moved}Mo${bytes}`),
      form(0xc00, 0xffe00c00, `${named(name, '')} ${moved}Me${bytes}`),
      form(0x200800, 0xffe00c00, `${named(name, '')} ${moved}Mr${bytes}`),
      ...(vector ? [] : [form(0x800, 0xffe00c00, `${named(name, 't')} ${moved}Ms${bytes}`)]),
    ];
  });
}

/** By bits 31:30: register and its bytes. */
const PAIRS: readonly (readonly [value: number, register: string, bytes: number])[] = [
  [0x28000000, 'W', 4],
  [0xa8000000, 'X', 8],
  [0x2c000000, '.s', 4],
  [0x6c000000, '.d', 8],
  [0xac000000, '.q', 16],
];

function pairs(): string[] {
  const rows = PAIRS.flatMap(([value, register, bytes]) =>
    [
      [0, 'st', '', '='],
      [1 << 22, 'ld', '=', ''],
    ].flatMap(([load, name, written, stored]) => {
      const moved = `${written}${register}d,${written}${register}a,${stored}`;
      const form = (way: number, text: string): string => at(value | Number(load) | way, 0xffc00000, text);
      return [
        form(0, `${name}np ${moved}Mp${bytes}`),
        form(0x00800000, `${name}p ${moved}Mq${bytes}`),
        form(0x01000000, `${name}p ${moved}Mp${bytes}`),
        form(0x01800000, `${name}p ${moved}Mw${bytes}`),
      ];
    }),
  );
  for (const [way, mode] of [
    [0x00800000, 'q'],
    [0x01000000, 'p'],
    [0x01800000, 'w'],
  ] as const) {
    rows.push(at(0x68400000 | way, 0xffc00000, `ldpsw =Xd,=Xa,M${mode}4`));
    rows.push(at(0x68000000 | way, 0xffc00000, `stgp Xd,Xa,=M${mode}16`));
  }
  return rows;
}

/** Exclusive, ordered and compare-and-swap accesses: register, suffix, bits 31:30, bytes. */
const WIDTHS: readonly (readonly [size: number, suffix: string, register: string, bytes: number])[] = [
  [0, 'b', 'W', 1],
  [1, 'h', 'W', 2],
  [2, '', 'W', 4],
  [3, '', 'X', 8],
];

function exclusive(): string[] {
  const rows = WIDTHS.flatMap(([size, suffix, r, bytes]) => {
    const form = (more: number, text: string): string =>
      at((size << 30) | 0x08000000 | more, 0xffe08000, text);
    // What has no second and no status register has ones in their place.
    const plain = (more: number, text: string): string =>
      at((size << 30) | 0x089f7c00 | more, 0xfffffc00, text);
    return [
      form(0x000000, `stxr${suffix} =Wm,${r}d,=Mb${bytes}`),
      form(0x008000, `stlxr${suffix} =Wm,${r}d,=Mb${bytes}`),
      form(0x400000, `ldxr${suffix} =${r}d,Mb${bytes}`),
      form(0x408000, `ldaxr${suffix} =${r}d,Mb${bytes}`),
      plain(0x000000, `stllr${suffix} ${r}d,=Mb${bytes}`),
      plain(0x008000, `stlr${suffix} ${r}d,=Mb${bytes}`),
      plain(0x400000, `ldlar${suffix} =${r}d,Mb${bytes}`),
      plain(0x408000, `ldar${suffix} =${r}d,Mb${bytes}`),
      ...['', 'a', 'l', 'al'].map((order, i) =>
        at(
          (size << 30) | 0x08a07c00 | ((i & 1) << 22) | ((i & 2) << 14),
          0xffe0fc00,
          `cas${order}${suffix} +${r}m,${r}d,+Mb${bytes}`,
        ),
      ),
      at((size << 30) | 0x38bfc000, 0xfffffc00, `ldapr${suffix} =${r}d,Mb${bytes}`),
      at((size << 30) | 0x19000000, 0xffe00c00, `stlur${suffix} ${r}d,=Ms${bytes}`),
      at((size << 30) | 0x19400000, 0xffe00c00, `ldapur${suffix} =${r}d,Ms${bytes}`),
    ];
  });
  for (const [wide, r, bytes] of [
    [0, 'W', 4],
    [1 << 30, 'X', 8],
  ] as const) {
    const form = (more: number, text: string): string => at(0x88200000 | wide | more, 0xffe08000, text);
    rows.push(
      form(0, `stxp =Wm,${r}d,${r}a,=Mb${bytes * 2}`),
      form(0x8000, `stlxp =Wm,${r}d,${r}a,=Mb${bytes * 2}`),
      form(0x400000, `ldxp =${r}d,=${r}a,Mb${bytes * 2}`),
      form(0x408000, `ldaxp =${r}d,=${r}a,Mb${bytes * 2}`),
      ...['', 'a', 'l', 'al'].map((order, i) =>
        at(
          0x08207c00 | wide | ((i & 1) << 22) | ((i & 2) << 14),
          0xffe0fc00,
          `casp${order} +${r}m,+${r}m+,${r}d,${r}d+,+Mb${bytes * 2}`,
        ),
      ),
    );
  }
  rows.push(
    '19800000/ffe00c00 ldapursb =Xd,Ms1',
    '19c00000/ffe00c00 ldapursb =Wd,Ms1',
    '59800000/ffe00c00 ldapursh =Xd,Ms2',
    '59c00000/ffe00c00 ldapursh =Wd,Ms2',
    '99800000/ffe00c00 ldapursw =Xd,Ms4',
  );
  return rows;
}

/** Atomic changes of memory, by bits 15:12; what is loaded and not used is written st…. */
const ATOMICS = ['add', 'clr', 'eor', 'set', 'smax', 'smin', 'umax', 'umin'];

function atomics(): string[] {
  return WIDTHS.flatMap(([size, suffix, r, bytes]) =>
    ['', 'l', 'a', 'al'].flatMap((order, i) => {
      const value = (size << 30) | 0x38200000 | (i << 22);
      return [
        ...ATOMICS.flatMap((name, operation) => [
          ...(i < 2
            ? [at(value | (operation << 12) | 31, 0xffe0fc1f, `st${name}${order}${suffix} ${r}m,+Mb${bytes}`)]
            : []),
          at(value | (operation << 12), 0xffe0fc00, `ld${name}${order}${suffix} ${r}m,=${r}d,+Mb${bytes}`),
        ]),
        at(value | 0x8000, 0xffe0fc00, `swp${order}${suffix} ${r}m,=${r}d,+Mb${bytes}`),
      ];
    }),
  );
}

/** Memory tags, 64 bytes at once, copies and fills in one go, authenticated loads, literals, prefetches. */
const OTHERS = `
d9200000/fffffc00 stzgm Xd,=Mb0
d9a00000/fffffc00 stgm Xd,=Mb0
d9e00000/fffffc00 ldgm =Xd,Mb0
d9600000/ffe00c00 ldg +Xd,Mg16
d9200400/ffe00c00 stg Xdp,=Mh16
d9200800/ffe00c00 stg Xdp,=Mg16
d9200c00/ffe00c00 stg Xdp,=Mi16
d9600400/ffe00c00 stzg Xdp,=Mh16
d9600800/ffe00c00 stzg Xdp,=Mg16
d9600c00/ffe00c00 stzg Xdp,=Mi16
d9a00400/ffe00c00 st2g Xdp,=Mh16
d9a00800/ffe00c00 st2g Xdp,=Mg16
d9a00c00/ffe00c00 st2g Xdp,=Mi16
d9e00400/ffe00c00 stz2g Xdp,=Mh16
d9e00800/ffe00c00 stz2g Xdp,=Mg16
d9e00c00/ffe00c00 stz2g Xdp,=Mi16
f83fd000/fffffc00 ld64b =Xd,Mb64
f83f9000/fffffc00 st64b Xd,=Mb64
f820b000/ffe0fc00 st64bv =Xm,Xd,=Mb64
f820a000/ffe0fc00 st64bv0 =Xm,Xd,=Mb64
f8200400/ffa00400 ldraa =Xd,Mx8
f8a00400/ffa00400 ldrab =Xd,Mx8
18000000/ff000000 ldr =Wd,Ml4
58000000/ff000000 ldr =Xd,Ml8
98000000/ff000000 ldrsw =Xd,Ml4
1c000000/ff000000 ldr =.sd,Ml4
5c000000/ff000000 ldr =.dd,Ml8
9c000000/ff000000 ldr =.qd,Ml16
d8000000/ff000000 prfm PF,-Ml8
f9800000/ffc00000 prfm PF,-Mu8
f8800000/ffe00c00 prfum PF,-Ms8
f8a00800/ffe00c00 prfm PF,-Mr8
`;

/** Copies and fills in three steps (FEAT_MOPS), as plain as the kernel uses them. */
function mops(): string[] {
  return ['p', 'm', 'e'].flatMap((step, i) => [
    at(0x19000400 | (i << 22), 0xffe0fc00, `cpyf${step} MD,MS,ML`),
    at(0x1d000400 | (i << 22), 0xffe0fc00, `cpy${step} MD,MS,ML`),
    at(0x19c00400 | (i << 14), 0xffe0fc00, `set${step} MD,ML,Xm`),
  ]);
}

/** The encodings of loads and stores. */
export const loads = (): Template[] =>
  parseTable(
    [
      OTHERS,
      ...exclusive(),
      ...atomics(),
      ...single(0, SINGLE),
      ...single(1, FLOATS),
      ...pairs(),
      ...mops(),
    ].join('\n'),
  );
