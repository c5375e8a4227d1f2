import { plainEngine } from './engine.ts';
import { addr, type Addr } from '../../src/core/addr.ts';
import type { AddressSpace } from '../../src/core/memory/space.ts';
import { Btf } from '../../src/core/types/btf.ts';
import { CObject } from '../../src/core/types/cobject.ts';
import { PRINT_DEFAULTS, type PrintOptions } from '../../src/core/types/print/options.ts';
import { printedLines } from '../../src/core/types/print/print.ts';
import { Types } from '../../src/core/types/types.ts';
import type { BtfWriter } from './btf.ts';

/** Where the bytes of a test lie. */
export const BASE = 0xffff888000001000n;

/** A space that has `bytes` at BASE and nothing else, as far as printing reads. */
export function spaceOf(bytes: Uint8Array): AddressSpace {
  const readSome = (address: bigint, length: number): Uint8Array => {
    const start = Number(address - BASE);
    return start < 0 || start >= bytes.length ? new Uint8Array() : bytes.slice(start, start + length);
  };
  const read = (address: bigint, length: number): Uint8Array => {
    const some = readSome(address, length);
    if (some.length < length) throw new Error('the test reads outside of its bytes');
    return some;
  };
  return { name: 'kernel', read, readSome, erasedIn: () => [], u64: (at: bigint): Addr => addr(new DataView(read(at, 8).buffer).getBigUint64(0, true)) } as unknown as AddressSpace;
}

/** The type with number `id` that `writer` wrote, printed over `bytes`. */
export function printed(writer: BtfWriter, id: number, bytes: Uint8Array, options: Partial<PrintOptions> = {}): string {
  const btf = new Btf(writer.bytes(), plainEngine());
  const object = CObject.at(btf.type(id), BASE, spaceOf(bytes), new Types(btf));
  return printedLines(object, { ...PRINT_DEFAULTS, ...options })
    .map((line) => line.text)
    .join('\n');
}
