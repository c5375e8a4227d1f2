import { memorySource, type ByteSource } from '../source/source.ts';
import type { LineFormat, Told } from './format.ts';
import { formats } from './formats/index.ts';
import type { TextLog, TextRecord } from './record.ts';

/** So much of a file is looked at to tell whether it is text. */
const HEAD = 64 * 1024;
/** Prefixes within each other. */
const MAX_NESTED = 8;

/** The log in `from`; undefined when it is no text. */
export function readTextLog(from: Uint8Array | ByteSource): TextLog | undefined {
  const source = from instanceof Uint8Array ? memorySource(from) : from;
  const head = new Uint8Array(Math.min(HEAD, source.size));
  source.read(0, head);
  if (head.some((byte) => byte === 0)) return undefined;
  const all = new Uint8Array(source.size);
  source.read(0, all);
  const used = new Set<LineFormat>();
  const records = new TextDecoder()
    .decode(all)
    .split(/\r*\n/)
    .map((line, index) => recordOf(line, index, used));
  if (records.at(-1)?.text === '') records.pop();
  return { records, format: [...used].map(({ name }) => name).join(', ') || 'plain', remarks: [] };
}

function recordOf(line: string, index: number, used: Set<LineFormat>): TextRecord {
  let text = line;
  let told: Told = {};
  for (let nested = 0; nested < MAX_NESTED; nested++) {
    const format = formats.find((each) => each.peel(text));
    const peeled = format?.peel(text);
    if (!format || !peeled) break;
    used.add(format);
    told = { ...told, ...peeled };
    text = peeled.text;
  }
  const caller = /^\[ *([TC]\d{1,10})\] /.exec(text);
  return {
    own: true,
    ...told,
    sequence: index,
    line: index + 1,
    text: caller ? text.slice(caller[0].length) : text,
    ...(caller && { caller: caller[1] }),
  };
}
