/** The sixty fused multiply-adds of FMA and AVX-512, in the map 0F38 (Intel SDM volume 2, VFMADD132PS and so on). */

/** Fused multiply-add: packed at even, scalar at odd opcodes of each order of operands. */
const FUSED = [
  ['6', 'fmaddsub', 'p'],
  ['7', 'fmsubadd', 'p'],
  ['8', 'fmadd', 'p'],
  ['9', 'fmadd', 's'],
  ['a', 'fmsub', 'p'],
  ['b', 'fmsub', 's'],
  ['c', 'fnmadd', 'p'],
  ['d', 'fnmadd', 's'],
  ['e', 'fnmsub', 'p'],
  ['f', 'fnmsub', 's'],
];
const ORDERS = [
  ['9', '132'],
  ['a', '213'],
  ['b', '231'],
];

/** @param evex - with broadcast and rounding */
export function fused(evex: boolean): string {
  const lines: string[] = [];
  for (const [high, order] of ORDERS) {
    for (const [low, name, kind] of FUSED) {
      const tags = evex ? '.er' : '';
      const [single, double] = kind === 's' ? ['Vo,Ho,Wd', 'Vo,Ho,Wq'] : ['Vx,Hx,Wx', 'Vx,Hx,Wx'];
      const [d, q] = evex && kind === 'p' ? ['/d', '/q'] : ['', ''];
      lines.push(`${high}${low}.66.w0${tags} v${name}${order}${kind}s ${single}${d}`);
      lines.push(`${high}${low}.66.w1${tags} v${name}${order}${kind}d ${double}${q}`);
    }
  }
  return lines.join('\n');
}
