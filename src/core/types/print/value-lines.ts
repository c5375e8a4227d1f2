import type { Addr } from '../../addr.ts';
import type { AddressSpace } from '../../memory/space.ts';
import { sizeOf, type Type } from '../model.ts';
import type { PrintOptions } from './options.ts';
import { ValuePrinter } from './value.ts';
import { Writer } from './writer.ts';

/** A number of `type` that lies in no memory, as gdb prints it. */
export function valueLines(type: Type, value: bigint, space: AddressSpace, options: PrintOptions): string {
  const view = new DataView(new ArrayBuffer(16));
  const size = Math.min(16, sizeOf(type) || 8);
  for (let i = 0; i < size; i++) view.setUint8(i, Number((value >> BigInt(8 * i)) & 0xffn));
  const out = new Writer();
  new ValuePrinter(out, options).value(type, { bytes: { view, base: 0n as Addr, space }, bits: 0 }, 0);
  return out
    .finish()
    .map((line) => line.text)
    .join('\n');
}
