import { textLooks as say } from '../catalogue/textlog.ts';
import type { Message } from '../catalogue/message.ts';
import { type ByteSource, readPast } from '../source/source.ts';
import { encodingOf } from './blocks.ts';

/** Texts that are given by mistake or beside a log: the share of lines that must have the shape, and what it is. */
const SHAPES: readonly { readonly line: RegExp; readonly share: number; readonly said: Message }[] = [
  { line: /^[0-9a-f]{8,16} [a-zA-Z?] \S+/, share: 0.9, said: say.systemMap() },
  { line: /^(?:CONFIG_\w+=|# CONFIG_\w+ is not set|#|$)/, share: 0.9, said: say.config() },
  {
    line: /^\s*(?:#include|\/\*|\*(?:[\s/]|$)|\/\/|[{}]\s*$|static |struct |return |if \(|#define)/,
    share: 0.5,
    said: say.source(),
  },
];

/** Lines of a kernel that a page quotes: a tracker's, a forum's. */
const QUOTED =
  /(?:^|[\s>])\[ {0,12}\d{1,9}\.\d{3,9}\]|\bkernel: |\bCall Trace:|\bBUG: (?:unable|kernel|soft)/;

/** What the text `source` looks like where it is surely no log of a kernel; undefined where it may be one. */
export function textLooks(source: ByteSource): Message | undefined {
  const encoding = encodingOf(source);
  if (encoding === undefined) return undefined;
  const bytes = new Uint8Array(Math.min(64 * 1024, source.size));
  const text = new TextDecoder(encoding).decode(bytes.subarray(0, readPast(source, 0, bytes)));
  const lines = text.split(/\r*\n/).slice(0, 400);
  if (text.trim() === '') return say.empty();
  if (/^\s*<(?:!doctype html|html[ >])/i.test(text) && !QUOTED.test(text)) return say.html();
  if (text.startsWith('#!')) return say.script();
  if (/^crash> /m.test(text) || /^ {6}KERNEL: .*\n {4}DUMPFILE: /m.test(text)) return say.commands();
  const filled = lines.filter((line) => line.trim() !== '');
  const shape = SHAPES.find(
    ({ line, share }) =>
      filled.length > 3 && filled.filter((each) => line.test(each)).length >= filled.length * share,
  );
  return shape?.said;
}
