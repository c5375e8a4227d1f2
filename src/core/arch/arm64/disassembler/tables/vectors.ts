import { parseTable, type Template } from '../template.ts';

/** Floating point and vectors (DDI 0487, C4.1.96), made of what their groups have in common. */

const hex = (value: number): string => (value >>> 0).toString(16);
const Q = 1 << 30;
const U = 1 << 29;

/** Lines of names by a field that begins at bit `shift`; `-`: none; a tail ': not of elements of 64 bits. */
function byOpcode(base: number, mask: number, shift: number, names: string, operands: string): string[] {
  return names
    .trim()
    .split(/\s+/)
    .flatMap((name, i) =>
      name === '-'
        ? []
        : [
            `${hex(base | (i << shift))}/${hex(mask)} ${name.replace("'", '')} ${operands}${name.endsWith("'") ? ' ?small' : ''}`,
          ],
    );
}

/** Names with a 2 where the upper half is used (Q). */
const halves = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => {
    const [, value, mask, name, rest] = /^(\w+)\/(\w+) (\w+) (.*)$/.exec(line) as RegExpExecArray;
    return [0, Q].map(
      (q) => `${hex(parseInt(value, 16) | q)}/${hex(parseInt(mask, 16) | Q)} ${name}${q ? '2' : ''} ${rest}`,
    );
  });

const scalar = (): string[] => [
  ...byOpcode(0x1e204000, 0xff3ffc00, 15, 'fmov fabs fneg fsqrt', '=.fd,.fn'),
  ...byOpcode(0x1e244000, 0xff3ffc00, 15, 'frintn frintp frintm frintz frinta - frintx frinti', '=.fd,.fn'),
  ...byOpcode(
    0x1e200800,
    0xff20fc00,
    12,
    'fmul fdiv fadd fsub fmax fmin fmaxnm fminnm fnmul',
    '=.fd,.fn,.fm',
  ),
  ...byOpcode(0x1f000000, 0xff208000, 15, 'fmadd fmsub', '=.fd,.fn,.fm,.fa'),
  ...byOpcode(0x1f200000, 0xff208000, 15, 'fnmadd fnmsub', '=.fd,.fn,.fm,.fa'),
  ...byOpcode(0x1e200000, 0x7f3ffc00, 16, 'fcvtns fcvtnu - - fcvtas fcvtau - - fcvtps fcvtpu', '=Rd,.fn'),
  ...byOpcode(0x1e300000, 0x7f3ffc00, 16, 'fcvtms fcvtmu', '=Rd,.fn'),
  ...byOpcode(0x1e380000, 0x7f3ffc00, 16, 'fcvtzs fcvtzu', '=Rd,.fn'),
  ...byOpcode(0x1e220000, 0x7f3ffc00, 16, 'scvtf ucvtf', '=.fd,Rn'),
  ...byOpcode(0x1e020000, 0x7f3f0000, 16, 'scvtf ucvtf', '=.fd,Rn,FB'),
  ...byOpcode(0x1e180000, 0x7f3f0000, 16, 'fcvtzs fcvtzu', '=Rd,.fn,FB'),
];

/** Encodings by themselves. */
const SINGLE = `
1e22c000/fffffc00 fcvt =.dd,.sn
1e23c000/fffffc00 fcvt =.hd,.sn
1e624000/fffffc00 fcvt =.sd,.dn
1e63c000/fffffc00 fcvt =.hd,.dn
1ee24000/fffffc00 fcvt =.sd,.hn
1ee2c000/fffffc00 fcvt =.dd,.hn
1e634000/fffffc00 bfcvt =.hd,.sn
1e202000/ff20fc1f fcmp .fn,.fm
1e202010/ff20fc1f fcmpe .fn,.fm
1e202008/ff20fc1f fcmp .fn,F0
1e202018/ff20fc1f fcmpe .fn,F0
1e200400/ff200c10 fccmp .fn,.fm,#0.4,C
1e200410/ff200c10 fccmpe .fn,.fm,#0.4,C
1e200c00/ff200c00 fcsel =.fd,.fn,.fm,C
1e201000/ff201fe0 fmov =.fd,FI
1e260000/fffffc00 fmov =Wd,.sn
1e270000/fffffc00 fmov =.sd,Wn
9e660000/fffffc00 fmov =Xd,.dn
9e670000/fffffc00 fmov =.dd,Xn
1ee60000/fffffc00 fmov =Wd,.hn
1ee70000/fffffc00 fmov =.hd,Wn
9ee60000/fffffc00 fmov =Xd,.hn
9ee70000/fffffc00 fmov =.hd,Xn
9eae0000/fffffc00 fmov =Xd,Vn:e:d[1]
9eaf0000/fffffc00 fmov =Vd:e:d[1],Xn
1e7e0000/fffffc00 fjcvtzs =Wd,.dn
0ea01c00/bfe0fc00 mov =Vd:q8,Vn:q8 ?equal
0e201c00/bfe0fc00 and =Vd:q8,Vn:q8,Vm:q8
0e601c00/bfe0fc00 bic =Vd:q8,Vn:q8,Vm:q8
0ea01c00/bfe0fc00 orr =Vd:q8,Vn:q8,Vm:q8
0ee01c00/bfe0fc00 orn =Vd:q8,Vn:q8,Vm:q8
2e201c00/bfe0fc00 eor =Vd:q8,Vn:q8,Vm:q8
2e601c00/bfe0fc00 bsl +Vd:q8,Vn:q8,Vm:q8
2ea01c00/bfe0fc00 bit +Vd:q8,Vn:q8,Vm:q8
2e209c00/bfe0fc00 pmul =Vd:q8,Vn:q8,Vm:q8
0e60b400/bfe0fc00 sqdmulh =Vd,Vn,Vm
0ea0b400/bfe0fc00 sqdmulh =Vd,Vn,Vm
2e60b400/bfe0fc00 sqrdmulh =Vd,Vn,Vm
2ea0b400/bfe0fc00 sqrdmulh =Vd,Vn,Vm
2ee01c00/bfe0fc00 bif +Vd:q8,Vn:q8,Vm:q8
2e205800/bffffc00 mvn =Vd:q8,Vn:q8
2e605800/bffffc00 rbit =Vd:q8,Vn:q8
2e200800/bfbffc00 rev32 =Vd,Vn
0e205800/bffffc00 cnt =Vd:q8,Vn:q8
0e201800/bffffc00 rev16 =Vd:q8,Vn:q8
0ee0e000/ffe0fc00 pmull =Vd:1q,Vn:1d,Vm:1d
4ee0e000/ffe0fc00 pmull2 =Vd:1q,Vn:2d,Vm:2d
0e20e000/ffe0fc00 pmull =Vd:8h,Vn:8b,Vm:8b
4e20e000/ffe0fc00 pmull2 =Vd:8h,Vn:16b,Vm:16b
0e000400/bfe0fc00 dup =Vd:5,Vn:e
0e000c00/bfe0fc00 dup =Vd:5,GE
4e083c00/ffeffc00 mov =Xd,Vn:e
0e043c00/ffe7fc00 mov =Wd,Vn:e
0e003c00/ffe0fc00 umov =Wd,Vn:e ?word
0e002c00/ffe0fc00 smov =Wd,Vn:e ?half
4e002c00/ffe0fc00 smov =Xd,Vn:e ?word
4e001c00/ffe0fc00 mov =Vd:e,GE
6e000400/ffe08400 mov =Vd:e,Vn:e4
5e000400/ffe0fc00 mov =.5d,Vn:e
2e000000/bfe08400 ext =Vd:q8,Vn:q8,Vm:q8,%11.4
0e000000/bfe09c00 tbl =Vd:q8,L,Vm:q8
0e001000/bfe09c00 tbx +Vd:q8,L,Vm:q8
4e284800/fffffc00 aese +Vd:16b,Vn:16b
4e285800/fffffc00 aesd +Vd:16b,Vn:16b
4e286800/fffffc00 aesmc =Vd:16b,Vn:16b
4e287800/fffffc00 aesimc =Vd:16b,Vn:16b
5e000000/ffe0fc00 sha1c +.qd,.sn,Vm:4s
5e001000/ffe0fc00 sha1p +.qd,.sn,Vm:4s
5e002000/ffe0fc00 sha1m +.qd,.sn,Vm:4s
5e003000/ffe0fc00 sha1su0 +Vd:4s,Vn:4s,Vm:4s
5e004000/ffe0fc00 sha256h +.qd,.qn,Vm:4s
5e005000/ffe0fc00 sha256h2 +.qd,.qn,Vm:4s
5e006000/ffe0fc00 sha256su1 +Vd:4s,Vn:4s,Vm:4s
5e280800/fffffc00 sha1h =.sd,.sn
5e281800/fffffc00 sha1su1 +Vd:4s,Vn:4s
5e282800/fffffc00 sha256su0 +Vd:4s,Vn:4s
ce608000/ffe0fc00 sha512h +.qd,.qn,Vm:2d
ce608400/ffe0fc00 sha512h2 +.qd,.qn,Vm:2d
ce608800/ffe0fc00 sha512su1 +Vd:2d,Vn:2d,Vm:2d
ce608c00/ffe0fc00 rax1 =Vd:2d,Vn:2d,Vm:2d
cec08000/fffffc00 sha512su0 +Vd:2d,Vn:2d
ce000000/ffe08000 eor3 =Vd:16b,Vn:16b,Vm:16b,Va:16b
ce200000/ffe08000 bcax =Vd:16b,Vn:16b,Vm:16b,Va:16b
ce400000/ffe08000 sm3ss1 =Vd:4s,Vn:4s,Vm:4s,Va:4s
ce800000/ffe00000 xar =Vd:2d,Vn:2d,Vm:2d,%10.6
ce60c000/ffe0fc00 sm3partw1 +Vd:4s,Vn:4s,Vm:4s
ce60c400/ffe0fc00 sm3partw2 +Vd:4s,Vn:4s,Vm:4s
ce60c800/ffe0fc00 sm4ekey =Vd:4s,Vn:4s,Vm:4s
cec08400/fffffc00 sm4e +Vd:4s,Vn:4s
0e809400/bfe0fc00 sdot +Vd:f,Vn:q8,Vm:q8
2e809400/bfe0fc00 udot +Vd:f,Vn:q8,Vm:q8
5ef1b800/fffffc00 addp =.dd,Vn:2d
`;

const SAME_SIGNED =
  "shadd' sqadd srhadd' - shsub' sqsub cmgt cmge sshl sqshl srshl sqrshl smax' smin' sabd' saba' add cmtst mla' mul' smaxp' sminp' - addp";
const SAME_UNSIGNED =
  "uhadd' uqadd urhadd' - uhsub' uqsub cmhi cmhs ushl uqshl urshl uqrshl umax' umin' uabd' uaba' sub cmeq mls' - umaxp' uminp' - -";
/** By bit 23 and U, the opcodes from 11000 on. */
const SAME_FLOAT: readonly (readonly [base: number, names: string])[] = [
  [0x0e20c400, 'fmaxnm fmla fadd fmulx fcmeq - fmax frecps'],
  [0x0ea0c400, 'fminnm fmls fsub - - - fmin frsqrts'],
  [0x2e20c400, 'fmaxnmp - faddp fmul fcmge facge fmaxp fdiv'],
  [0x2ea0c400, 'fminnmp - fabd - fcmgt facgt fminp -'],
];

const same = (): string[] => [
  ...byOpcode(0x0e200400, 0xbf20fc00, 11, SAME_SIGNED, '=Vd,Vn,Vm'),
  ...byOpcode(0x0e200400 | U, 0xbf20fc00, 11, SAME_UNSIGNED, '=Vd,Vn,Vm'),
  ...SAME_FLOAT.flatMap(([base, names]) => byOpcode(base, 0xbfa0fc00, 11, names, '=Vd:f,Vn:f,Vm:f')),
  // The same of single registers, of those that shift, compare and add.
  ...byOpcode(0x5ee08400, 0xffe0fc00, 11, 'add cmtst', '=.dd,.dn,.dm'),
  ...byOpcode(0x7ee08400, 0xffe0fc00, 11, 'sub cmeq', '=.dd,.dn,.dm'),
  ...byOpcode(0x5ee03400, 0xffe0fc00, 11, 'cmgt cmge sshl', '=.dd,.dn,.dm'),
  ...byOpcode(0x7ee03400, 0xffe0fc00, 11, 'cmhi cmhs ushl', '=.dd,.dn,.dm'),
];

/** Results twice as wide, one operand twice as wide, results half as wide. */
const different = (): string[] =>
  halves([
    ...byOpcode(
      0x0e200000,
      0xbf20fc00,
      12,
      'saddl - ssubl - - sabal - sabdl smlal - smlsl - smull',
      '=Vd:w,Vn:n,Vm:n',
    ),
    ...byOpcode(
      0x0e200000 | U,
      0xbf20fc00,
      12,
      'uaddl - usubl - - uabal - uabdl umlal - umlsl - umull',
      '=Vd:w,Vn:n,Vm:n',
    ),
    ...byOpcode(0x0e200000, 0xbf20fc00, 12, '- saddw - ssubw', '=Vd:w,Vn:w,Vm:n'),
    ...byOpcode(0x0e200000 | U, 0xbf20fc00, 12, '- uaddw - usubw', '=Vd:w,Vn:w,Vm:n'),
    ...byOpcode(0x0e200000, 0xbf20fc00, 12, '- - - - addhn - subhn', '=Vd:n,Vn:w,Vm:w'),
    ...byOpcode(0x0e200000 | U, 0xbf20fc00, 12, '- - - - raddhn - rsubhn', '=Vd:n,Vn:w,Vm:w'),
  ]);

const misc = (): string[] => [
  ...byOpcode(0x0e200800, 0xbf3ffc00, 12, "rev64' - - - - - - sqabs", '=Vd,Vn'),
  ...byOpcode(0x0e200800, 0xbf3ffc00, 12, '- - saddlp - - - sadalp', '=Vd:p,Vn'),
  ...byOpcode(0x0e200800 | U, 0xbf3ffc00, 12, '- - uaddlp - - - uadalp', '=Vd:p,Vn'),
  ...byOpcode(0x0e200800, 0xbf3ffc00, 12, "- - - suqadd cls' - - - - - - abs", '=Vd,Vn'),
  ...byOpcode(0x0e200800 | U, 0xbf3ffc00, 12, "- - - usqadd clz' - - sqneg - - - neg", '=Vd,Vn'),
  ...byOpcode(0x0e200800, 0xbf3ffc00, 12, '- - - - - - - - cmgt cmeq cmlt', '=Vd,Vn,I0'),
  ...byOpcode(0x0e200800 | U, 0xbf3ffc00, 12, '- - - - - - - - cmge cmle', '=Vd,Vn,I0'),
  ...halves(byOpcode(0x0e212800, 0xbf3ffc00, 13, 'xtn sqxtn', '=Vd:n,Vn:w')),
  ...halves(byOpcode(0x2e212800, 0xbf3ffc00, 13, 'sqxtun uqxtn', '=Vd:n,Vn:w')),
  ...byOpcode(0x0ea0f800, 0xbfbffc00, 12, 'fabs', '=Vd:f,Vn:f'),
  ...byOpcode(0x2ea0f800, 0xbfbffc00, 12, 'fneg', '=Vd:f,Vn:f'),
  ...byOpcode(0x2ea1f800, 0xbfbffc00, 12, 'fsqrt', '=Vd:f,Vn:f'),
  ...byOpcode(0x0e21d800, 0xbfbffc00, 12, 'scvtf', '=Vd:f,Vn:f'),
  ...byOpcode(0x2e21d800, 0xbfbffc00, 12, 'ucvtf', '=Vd:f,Vn:f'),
  ...byOpcode(0x0ea1b800, 0xbfbffc00, 12, 'fcvtzs', '=Vd:f,Vn:f'),
  ...byOpcode(0x2ea1b800, 0xbfbffc00, 12, 'fcvtzu', '=Vd:f,Vn:f'),
  // Across all elements; sums that may not fit are twice as wide.
  ...byOpcode(0x0e30a800, 0xbf3ffc00, 16, 'smaxv sminv', '=.zd,Vn ?across'),
  ...byOpcode(0x2e30a800, 0xbf3ffc00, 16, 'umaxv uminv', '=.zd,Vn ?across'),
  ...byOpcode(0x0e31b800, 0xbf3ffc00, 16, 'addv', '=.zd,Vn ?across'),
  ...byOpcode(0x0e303800, 0xbf3ffc00, 16, 'saddlv', '=.yd,Vn ?across'),
  ...byOpcode(0x2e303800, 0xbf3ffc00, 16, 'uaddlv', '=.yd,Vn ?across'),
  ...[
    'uzp1 0e001800',
    'trn1 0e002800',
    'zip1 0e003800',
    'uzp2 0e005800',
    'trn2 0e006800',
    'zip2 0e007800',
  ].map((each) => `${each.slice(5)}/bf20fc00 ${each.slice(0, 4)} =Vd,Vn,Vm`),
];

/** Shifts by an immediate: right ones count down from twice the size of elements, left ones up from it. */
const shifts = (): string[] => [
  ...byOpcode(0x0f000400, 0xbf80fc00, 12, 'sshr ssra srshr srsra', '=Vd:i,Vn:i,SRR ?shifts'),
  ...byOpcode(0x2f000400, 0xbf80fc00, 12, 'ushr usra urshr ursra sri', '=Vd:i,Vn:i,SRR ?shifts'),
  ...byOpcode(0x0f005400, 0xbf80fc00, 13, 'shl sqshl', '=Vd:i,Vn:i,SL ?shifts'),
  ...byOpcode(0x2f005400, 0xbf80fc00, 12, 'sli sqshlu uqshl', '=Vd:i,Vn:i,SL ?shifts'),
  ...halves([
    ...byOpcode(0x0f008400, 0xbf80fc00, 11, 'shrn rshrn sqshrn sqrshrn', '=Vd:in,Vn:iw,SRR ?shifts'),
    ...byOpcode(0x2f008400, 0xbf80fc00, 11, 'sqshrun sqrshrun uqshrn uqrshrn', '=Vd:in,Vn:iw,SRR ?shifts'),
    '0f00a400/bf87fc00 sxtl =Vd:iw,Vn:in ?plain',
    '2f00a400/bf87fc00 uxtl =Vd:iw,Vn:in ?plain',
    '0f00a400/bf80fc00 sshll =Vd:iw,Vn:in,SL ?shifts',
    '2f00a400/bf80fc00 ushll =Vd:iw,Vn:in,SL ?shifts',
  ]),
  ...byOpcode(0x5f000400, 0xff80fc00, 12, 'sshr ssra srshr srsra', '=.id,.in,SRR ?doubles'),
  ...byOpcode(0x7f000400, 0xff80fc00, 12, 'ushr usra urshr ursra sri', '=.id,.in,SRR ?doubles'),
  ...byOpcode(0x5f005400, 0xff80fc00, 12, 'shl', '=.id,.in,SL ?doubles'),
  ...byOpcode(0x7f005400, 0xff80fc00, 12, 'sli', '=.id,.in,SL ?doubles'),
];

/** Constants: 8 bits at a place of every element, turned or not, as a number, as a mask of bytes. */
const CONSTANTS = `
0f000400/bff89c00 movi =Vd:S,VI
2f000400/bff89c00 mvni =Vd:S,VI
0f001400/bff89c00 orr +Vd:S,VI
2f001400/bff89c00 bic +Vd:S,VI
0f008400/bff8dc00 movi =Vd:H,VI
2f008400/bff8dc00 mvni =Vd:H,VI
0f009400/bff8dc00 orr +Vd:H,VI
2f009400/bff8dc00 bic +Vd:H,VI
0f00c400/bff8ec00 movi =Vd:S,VM
2f00c400/bff8ec00 mvni =Vd:S,VM
0f00e400/bff8fc00 movi =Vd:q8,VI
2f00e400/fff8fc00 movi =.dd,VB
6f00e400/fff8fc00 movi =Vd:2d,VB
0f00f400/bff8fc00 fmov =Vd:S,VF
6f00f400/fff8fc00 fmov =Vd:2d,VF
`;

/** ld1 to ld4 and st1 to st4: how many registers by opcode, of whole registers. */
const WHOLE: readonly (readonly [opcode: number, structure: number, count: number])[] = [
  [0, 4, 4],
  [2, 1, 4],
  [4, 3, 3],
  [6, 1, 3],
  [7, 1, 1],
  [8, 2, 2],
  [10, 1, 2],
];

function lists(): string[] {
  const rows: string[] = [];
  for (const load of [0, 1]) {
    const name = load ? 'ld' : 'st';
    const memory = load ? '' : '=';
    for (const [opcode, structure, count] of WHOLE) {
      const value = 0x0c000000 | (load << 22) | (opcode << 12);
      rows.push(`${hex(value)}/bffff000 ${name}${structure} W${count},${memory}MvW${count}`);
      rows.push(`${hex(value | 0x00800000)}/bfe0f000 ${name}${structure} W${count},${memory}MyW${count}`);
    }
    for (let count = 1; count <= 4; count++) {
      const value = 0x0d000000 | (load << 22) | (((count - 1) & 1) << 21) | (((count - 1) >> 1) << 13);
      for (const part of [0, 1, 2]) {
        const at = value | (part << 14);
        rows.push(`${hex(at)}/bfffe000 ${name}${count} E${count},${memory}MvE${count}`);
        rows.push(`${hex(at | 0x00800000)}/bfe0e000 ${name}${count} E${count},${memory}MyE${count}`);
      }
      if (load) {
        rows.push(`${hex(value | 0xc000)}/bffff000 ld${count}r E${count},MvE${count}`);
        rows.push(`${hex(value | 0x0080c000)}/bfe0f000 ld${count}r E${count},MyE${count}`);
      }
    }
  }
  return rows;
}

/** What the kernel's own text has of SVE: saving and restoring its registers (arch/arm64/kernel/entry-fpsimd.S). */
const SVE = `
85804000/ffc0e000 ldr =Zd,ZM
e5804000/ffc0e000 str Zd,=ZM
85800000/ffc0e010 ldr =Pd,ZM
e5800000/ffc0e010 str Pd,=ZM
2518e400/fffffff0 pfalse =Pd:b
2519f000/fffffff0 rdffr =Pd:b
25289000/fffffe1f wrffr Pn:b
04bf5000/fffff800 rdvl =Xd,%s5.6
`;

/** The encodings of SIMD and floating point, and of SVE as far as kernels use it. */
export const vectors = (): Template[] =>
  parseTable(
    [CONSTANTS, SINGLE, ...scalar(), ...same(), ...different(), ...misc(), ...shifts(), ...lists(), SVE].join(
      '\n',
    ),
  );
