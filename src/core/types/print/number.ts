import { quotedCharacter } from './characters.ts';
import type { NumberFormat, PrintOptions } from './options.ts';

/** The number of `bits` bits that `value` is, as gdb shows it under "p/FORMAT". */
export function numberText(value: bigint, bits: number, format: NumberFormat, options: PrintOptions): string {
  const unsigned = BigInt.asUintN(bits, value);
  switch (format) {
    case 'x':
      return `0x${unsigned.toString(16)}`;
    case 'z':
      return `0x${unsigned.toString(16).padStart(Math.ceil(bits / 4), '0')}`;
    case 'o':
      return unsigned === 0n ? '0' : `0${unsigned.toString(8)}`;
    case 't':
      return unsigned.toString(2);
    case 'u':
      return String(unsigned);
    case 'd':
      return String(BigInt.asIntN(bits, value));
    case 'c':
      return `${BigInt.asIntN(8, value)} ${quotedCharacter(Number(unsigned & 0xffn))}`;
    case 'a': {
      const symbol = options.symbolize(unsigned);
      return `0x${unsigned.toString(16)}${symbol === undefined ? '' : ` <${symbol}>`}`;
    }
  }
}
