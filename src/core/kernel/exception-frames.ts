import { step, type Addr } from '../addr.ts';
import { part } from '../arch/arch.ts';
import { Registers } from '../arch/registers.ts';
import type { StackRange } from '../arch/stacks.ts';
import { isText } from './code.ts';
import type { Kernel } from './kernel.ts';

/** Registers found lying on a stack. */
export interface ExceptionFrame {
  readonly address: Addr;
  readonly registers: Registers;
}

/** Whatever on `stack` has the form of registers saved by an exception; old ones that were left behind too. */
export function* exceptionFrames(kernel: Kernel, stack: StackRange): Generator<ExceptionFrame> {
  const form = part(kernel.arch, 'registers');
  const size = form.names.length * 8;
  const page = BigInt(kernel.layout.pageSize);
  const last = stack.high - BigInt(size);
  const text = (address: bigint): boolean => isText(kernel, address);
  let words: BigUint64Array = new BigUint64Array();
  let from: bigint = stack.high;
  for (let at: bigint = stack.low; at <= last; at += 8n) {
    // A window of what follows, anew at each page: not every page of a stack is in the dump.
    if (at < from || at + BigInt(size) > from + BigInt(words.length * 8)) {
      const bytes = kernel.space.readSome(at, Number(stack.high - at) & ~7);
      words = new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.length >> 3);
      from = at;
      if (bytes.length < size) {
        at = (at & ~(page - 1n)) + page - 8n;
        from = stack.high;
        continue;
      }
    }
    const start = Number(at - from) >> 3;
    if (!form.looksSaved(words, start, text)) continue;
    const address = step(at, 0);
    yield { address, registers: Registers.whole(form, words.slice(start, start + size / 8), address) };
  }
}
