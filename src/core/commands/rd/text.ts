import { hex, step, type Addr } from '../../addr.ts';
import type { Line } from '../../rows/value.ts';
import type { Memory } from './memory.ts';

/** Characters on a line, as crash has them. */
const LINE = 60;
/** Where text without an end is given up. */
const MAX = 1 << 20;

/** Memory at `start` as text, 60 characters to a line: `count` of them, or up to the first that is none. */
export function* textLines(memory: Memory, start: Addr, count?: number): Generator<Line, void, void> {
  const length = Math.min(count ?? MAX, MAX);
  for (let done = 0; done < length; done += LINE) {
    const at = step(start, done);
    const { bytes, fault } = memory.some(at, Math.min(LINE, length - done));
    const end = count === undefined ? bytes.findIndex((byte) => byte < 0x20 || byte > 0x7e) : -1;
    const shown = end < 0 ? bytes : bytes.subarray(0, end);
    const text = Array.from(shown, (byte) =>
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.',
    ).join('');
    if (text !== '') yield { text: `${hex(at, 16)}:  ${text}`, row: { address: at, text } };
    if (end >= 0) return;
    if (fault) throw fault;
  }
}
