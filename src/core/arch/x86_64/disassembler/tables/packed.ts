/** Lines that many vector tables share. */

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
