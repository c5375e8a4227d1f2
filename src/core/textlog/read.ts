import { textlog as say } from '../catalogue/textlog.ts';
import type { Message } from '../catalogue/message.ts';
import { memorySource, type ByteSource } from '../source/source.ts';
import { blocksOf, encodingOf } from './blocks.ts';
import { dedented } from './dedent.ts';
import type { Line, LineFormat, Row } from './format.ts';
import { wholeFormats } from './formats/index.ts';
import { whoWrote } from './guests.ts';
import { cleaned, linesOf } from './lines.ts';
import { shown } from './markup.ts';
import { inOrder } from './numbers.ts';
import { partsInOrder } from './parts.ts';
import { Peeler } from './peel.ts';
import type { TextLog, TextRecord } from './record.ts';
import { begun, untorn } from './torn.ts';
import { unwrapped, type Measured } from './unwrap.ts';

/** What whoever reads a log knows of the lines that he looks for. */
export interface Wanted {
  /** Which blocks of a large text are kept before all others, with their neighbours. */
  readonly told: RegExp;
  /** Which are kept as far as there is room. Both are looked for in every byte. */
  readonly matters: RegExp;
  /** Whether a line, without its prefixes, begins a report of trouble. */
  tells(text: string): boolean;
}

/** So much of the beginning tells in which format a whole text is. */
const HEAD = 200;
/** Machines that one text is from. */
const MAX_HOSTS = 64;

/**
 * The log in `from`, however it is written; undefined when it is no text. Of a large one only what is `wanted` is kept:
 * memory stays bounded whatever the size.
 */
export function readTextLog(from: Uint8Array | ByteSource, wanted: Wanted): TextLog | undefined {
  const source = from instanceof Uint8Array ? memorySource(from) : from;
  const encoding = encodingOf(source);
  if (encoding === undefined) return undefined;
  const { kept, passed, dropped } = blocksOf(source, encoding, wanted);
  const remarks: Message[] = [];
  if (passed > 0) remarks.push(say.passed({ lines: passed }));
  if (dropped > 0) remarks.push(say.dropped({ lines: dropped }));
  const lines = [...linesOf(kept)];
  if (lines.length > 0) lines[0] = begun(lines[0]);
  const head = lines.slice(0, HEAD).map(({ text }) => text);
  const whole = wholeFormats.find((format) => format.looks(head));
  const given: readonly Line[] = [...(whole ? whole.rows(lines) : lines)].flatMap((line) => clean(line));
  const peeler = new Peeler(given);
  let rows = whole ? peeledWhole(given, peeler) : dedented(unwrapped(measured(given, peeler), remarks));
  rows = partsInOrder(inOrder(rows, remarks), remarks);
  rows = whoWrote(rows, wanted.tells, remarks);
  while (rows.at(-1)?.text === '') rows.pop();
  const lost = lostByKernel(rows);
  if (lost > 0) remarks.push(say.lostByKernel({ records: lost }));
  const names = [...(whole ? [whole.name] : []), ...[...peeler.met].map(({ name }) => name)];
  return {
    records: rows.map(record),
    format: names.join(', ') || 'plain',
    ofAnybody:
      (whole === undefined || whole.ofAnybody === true) &&
      [...peeler.met].every(isAnybodys) &&
      !rows.some(isKernels),
    hosts: hostsOf(rows),
    remarks,
  };
}

/** Whether `format` stands before lines of others, too: what needs a share of the lines may stand in ordinary text. */
const isAnybodys = ({ share, ofAnybody }: LineFormat): boolean => share !== undefined || ofAnybody === true;

const isKernels = ({ program }: Row): boolean => program === 'kernel';

function clean<T extends Line>(line: T): T | T[] {
  const text = shown(cleaned(line.text));
  if (text === line.text) return line;
  if (!text.includes('\n') || line.text.includes('\n')) return { ...line, text };
  return text
    .split('\n')
    .filter((part) => part.trim() !== '')
    .map((part) => ({ ...line, text: part }));
}

function peeledWhole(given: readonly Row[], peeler: Peeler): Row[] {
  return given.flatMap((row) =>
    row.text.split('\n').flatMap((text) => [...untorn(peeler.peel({ ...row, text }), peeler)]),
  );
}

function measured(given: readonly Line[], peeler: Peeler): Measured[] {
  const all: Measured[] = [];
  for (const line of given) {
    const { length } = line.text;
    for (const row of untorn(peeler.peel(line), peeler)) all.push({ row, length });
  }
  return all;
}

/** The machines named in `rows`, the most frequent first. */
function hostsOf(rows: readonly Row[]): string[] {
  const counts = new Map<string, number>();
  for (const { host } of rows)
    if (host !== undefined && (counts.has(host) || counts.size < MAX_HOSTS))
      counts.set(host, (counts.get(host) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([host]) => host);
}

/** kernel/printk/printk.c: what a console that cannot keep up is told. */
function lostByKernel(rows: readonly Row[]): number {
  let lost = 0;
  for (const { text } of rows) {
    const said = text.startsWith('**') ? /^\*\* (\d{1,9}) printk messages dropped \*\*/.exec(text) : null;
    if (said) lost += Number(said[1]);
  }
  return lost;
}

function record(row: Row, sequence: number): TextRecord {
  const { line, text, time, wall, level, facility, caller, own } = row;
  return {
    sequence,
    line,
    ...(time !== undefined && { time }),
    ...(wall !== undefined && { wall }),
    ...(level !== undefined && { level }),
    ...(facility !== undefined && { facility }),
    ...(caller !== undefined && { caller }),
    text,
    own: own ?? (facility ?? 0) === 0,
  };
}
