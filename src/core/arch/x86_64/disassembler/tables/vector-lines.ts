/** Lines that several vector tables share: packed forms, and EVEX forms that differ in W, which says the width of elements. */

/** Opcode and name: three vector operands with the prefix 66, without broadcast. */
export const packed = (list: string): string =>
  list
    .trim()
    .split('\n')
    .map((line) => {
      const [opcode, name] = line.trim().split(' ');
      return `${opcode}.66 v${name} Vx,Hx,Wx`;
    })
    .join('\n');

/** Names ending in d (W0) and q (W1), with broadcast. */
export const pair = (
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
export const floats = (opcode: string, name: string, operands = 'Vx,Hx,Wx', tail = '', tag = ''): string =>
  pair(opcode, name, operands, tail, ['ps', 'pd'], tag);

/** Names ending in b (W0) and w (W1), no broadcast. */
export const narrow = (opcode: string, name: string, operands = 'Vx,Hx,Wx', ends = ['b', 'w']): string => `
${opcode}.66.w0 v${name}${ends[0]} ${operands}
${opcode}.66.w1 v${name}${ends[1]} ${operands}`;
