import { latin1 } from '../source/source.ts';
import { linesOf } from './printk-characters.ts';
import { isSound, isText, recordAt } from './printk-log.ts';
import {
  callerOf,
  flagsOf,
  highHalf,
  LOG_NEWLINE,
  lowHalf,
  machineView,
  type LogRecord,
} from './printk-record.ts';

/**
 * What the kernel's logs look like in memory, of each generation:
 *
 *   5.10 on      blocks {unsigned long id, text}, each at a multiple of a long, the ids one after the other; elsewhere an array
 *                of struct printk_info, their numbers one after the other
 *   3.5 to 5.9   records whose parts fill them (printk-log.ts)
 *   before       lines "<6>[    1.234567] text"
 */

/** A block of text: longer ones are none. */
const MAX_BLOCK = 2048;
/** Ids that are passed over between blocks: empty lines have none. */
const MAX_SKIPPED = 16n;
/** So many of one kind make a page of a log. */
const ENOUGH = 3;
/**
 * struct printk_info (kernel/printk/printk_ringbuffer.h): seq, ts_nsec, text_len, facility, flags and level, caller_id, dev_info. With
 * CONFIG_PRINTK_EXECUTION_CTX (7.0 on) caller_id2 and comm stand before the last, which i386 does not pad to 8 bytes.
 */
const INFOS = [
  { bytes: 88, device: 24 },
  { bytes: 112, device: 44 },
  { bytes: 108, device: 44 },
] as const;
type InfoForm = (typeof INFOS)[number];
const LEAST_INFO = 88;
const INFO_AT = { time: 8, length: 16, facility: 18, flags: 19, caller: 20 } as const;
/** struct dev_printk_info: subsystem, device. */
const [SUBSYSTEM, DEVICE] = [16, 48];

/** The machine that wrote the bytes: its order of bytes, and those of a long. */
export interface Writer {
  readonly big: boolean;
  readonly long: 4 | 8;
}
/** The machines that are read whole: little-endian, 64 bits. */
export const OURS: Writer = { big: false, long: 8 };

/** Records, and where in the bytes the first of them lies. */
export interface Parsed {
  readonly records: readonly LogRecord[];
  readonly from: number;
}

/** The generations of logs whose pieces stand in a page. */
export interface Logged {
  readonly blocks: boolean;
  readonly headed: boolean;
  readonly lines: boolean;
}
const NOTHING: Logged = { blocks: false, headed: false, lines: false };

/** Of which generations `page` has several of what their logs consist of. */
export function logged(page: Uint8Array, { big, long }: Writer): Logged {
  let printable = 0;
  for (let at = 0; at < page.length; at += 64) if (isText(page[at])) printable++;
  if (printable * 64 < page.length / 3) return NOTHING;
  const view = machineView(page, big);
  let [blocks, headed, lines] = [0, 0, 0];
  for (let text = 4; text + 4 <= page.length; text += 4) {
    if (!textFollows(page, text)) continue;
    if (text % long === 0 && text >= long && isId(view, text - long, long)) blocks++;
    if (text >= 16 && isSound(view, text - 16, 16)) headed++;
    if (text >= 20 && isSound(view, text - 20, 20)) headed++;
  }
  for (let at = page.indexOf(0x5b); at >= 0 && at + 16 <= page.length; at = page.indexOf(0x5b, at + 1))
    if (page[at + 6] === 0x2e && page[at + 13] === 0x5d) lines++;
  return { blocks: blocks >= ENOUGH, headed: headed >= ENOUGH, lines: lines >= ENOUGH };
}

/** Whether infos of the printk ring buffer stand in `page`. */
export function looksLikeInfos(page: Uint8Array, { big, long }: Writer): boolean {
  const view = machineView(page, big);
  // Both halves of a number, whatever their order: one of them is 0, as are those of the next.
  const words = new Uint32Array(page.buffer, page.byteOffset, page.byteLength >> 2);
  for (let at = 0; at + LEAST_INFO * ENOUGH <= page.length; at += long) {
    const first = at >> 2;
    if (words[first] !== 0 && words[first + 1] !== 0) continue;
    if (!big && !INFOS.some(({ bytes }) => words[first + (bytes >> 2)] === words[first] + 1)) continue;
    for (const form of INFOS)
      if (
        at + form.bytes * ENOUGH <= page.length &&
        isInfo(view, at, form) &&
        isInfo(view, at + form.bytes, form)
      )
        return true;
  }
  return false;
}

/** Whether an info is followed by that of the next record. */
function isInfo(view: DataView, at: number, { bytes }: InfoForm): boolean {
  if (at + bytes + 16 > view.byteLength || highHalf(view, at) !== 0) return false;
  const next = lowHalf(view, at + bytes);
  if (lowHalf(view, at) + 1 !== next || highHalf(view, at + bytes) !== 0) return false;
  // Neither text nor time: other numbers that follow each other.
  const time = view.getBigUint64(at + INFO_AT.time, true);
  if (time === 0n && view.getUint16(at + INFO_AT.length, true) === 0) return false;
  // Times ascend, but for what another CPU printed meanwhile.
  const ahead = view.getBigUint64(at + bytes + INFO_AT.time, true) + 1_000_000_000n;
  return time <= ahead;
}

/** Bits of a descriptor's id: two of the long tell its state (DESC_FLAGS_SHIFT). */
const idBits = (long: Writer['long']): number => long * 8 - 2;

function idAt(view: DataView, at: number, long: Writer['long']): bigint {
  return long === 8 ? view.getBigUint64(at, true) : BigInt(view.getUint32(at, true));
}

/** Whether a descriptor's id may stand at `at`: ids begin shortly below 2^30, or 2^32 or 2^62 (DESC0_ID), and go on from there. */
function isId(view: DataView, at: number, long: Writer['long']): boolean {
  if (long === 8) {
    const high = highHalf(view, at);
    return high < 16 || high === 0x3fffffff;
  }
  const high = view.getUint32(at, true) >>> 24;
  return high === 0 || (high >= 0x3c && high < 0x40);
}

/** 1 for each byte that is text: this is asked of every word of memory. */
const TEXT = Uint8Array.from({ length: 256 }, (_, byte) => (isText(byte) ? 1 : 0));

function textFollows(bytes: Uint8Array, at: number): boolean {
  return (TEXT[bytes[at]] & TEXT[bytes[at + 1]] & TEXT[bytes[at + 2]]) === 1;
}

/** A block of the printk ring buffer: its descriptor's id, and what stands in it up to what is no text. */
export interface Block {
  readonly id: bigint;
  readonly text: string;
}

/** The blocks in `bytes` in order of their ids, and where the first of them lies. */
export function blocksIn(
  bytes: Uint8Array,
  { big, long }: Writer,
): { readonly blocks: readonly Block[]; readonly from: number } {
  const view = machineView(bytes, big);
  const found = new Map<bigint, { readonly at: number; readonly text: string }>();
  for (let at = 0; at + 16 <= bytes.length; at += long) {
    if (!isBlock(bytes, view, at, long)) continue;
    const chain: { id: bigint; at: number; end: number }[] = [];
    for (let here: number | undefined = at; here !== undefined;) {
      const id = idAt(view, here, long);
      const next: number | undefined = blockAfter(bytes, view, here, id, long);
      chain.push({ id, at: here, end: next ?? Math.min(bytes.length, here + MAX_BLOCK) });
      here = next;
    }
    if (chain.length < ENOUGH) continue;
    for (const each of chain)
      found.set(each.id, { at: each.at, text: textIn(bytes, each.at + long, each.end) });
    at = chain[chain.length - 1].at;
  }
  const signed = (id: bigint): bigint => BigInt.asIntN(idBits(long), id);
  const inOrder = [...found].sort(([a], [b]) => (signed(a) < signed(b) ? -1 : 1));
  return {
    blocks: inOrder.map(([id, { text }]) => ({ id, text })),
    from: Math.min(...inOrder.map(([, { at }]) => at)),
  };
}

function isBlock(bytes: Uint8Array, view: DataView, at: number, long: Writer['long']): boolean {
  return textFollows(bytes, at + long) && isId(view, at, long);
}

/** Where the block after the one at `at`, which has `id`, begins. */
function blockAfter(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  id: bigint,
  long: Writer['long'],
): number | undefined {
  const most = Math.min(bytes.length - 16, at + MAX_BLOCK);
  for (let next = at + 2 * long; next <= most; next += long) {
    // Texts have no zeros at such places, and the id is the next one.
    if (!isBlock(bytes, view, next, long)) continue;
    const gap = BigInt.asUintN(idBits(long), idAt(view, next, long) - id);
    if (gap > 0n && gap <= MAX_SKIPPED) return next;
  }
  return undefined;
}

/** The text from `from` on, up to what is none. */
function textIn(bytes: Uint8Array, from: number, to: number): string {
  let end = from;
  while (end < to && isText(bytes[end])) end++;
  return latin1(bytes.subarray(from, end));
}

type Info = Omit<LogRecord, 'text' | 'truncated'> & { readonly length: number };

/** The infos in `bytes` by the numbers of their records, of each form that they may have. */
export function infosIn(bytes: Uint8Array, { big, long }: Writer): readonly ReadonlyMap<bigint, Info>[] {
  const view = machineView(bytes, big);
  return INFOS.map((form) => {
    const found = new Map<bigint, Info>();
    for (let at = 0; at + form.bytes * 2 <= bytes.length; at += long) {
      if (!isInfo(view, at, form) || found.has(view.getBigUint64(at, true))) continue;
      for (let here = at; here + form.bytes <= bytes.length; here += form.bytes) {
        found.set(view.getBigUint64(here, true), infoAt(bytes, view, here, big, form));
        if (!isInfo(view, here, form)) break;
      }
    }
    return found;
  });
}

function infoAt(bytes: Uint8Array, view: DataView, at: number, big: boolean, form: InfoForm): Info {
  const { flags, level } = flagsOf(bytes[at + INFO_AT.flags], big);
  const named = (from: number, length: number): string | undefined =>
    textIn(bytes, at + from, at + from + length) || undefined;
  return {
    sequence: Number(view.getBigUint64(at, true)),
    time: view.getBigUint64(at + INFO_AT.time, true),
    length: view.getUint16(at + INFO_AT.length, true),
    level,
    facility: bytes[at + INFO_AT.facility],
    caller: callerOf(view.getUint32(at + INFO_AT.caller, true)),
    subsystem: named(form.device, SUBSYSTEM),
    device: named(form.device + SUBSYSTEM, DEVICE),
    continued: (flags & LOG_NEWLINE) === 0,
  };
}

/** What follows a text in its block at most: what the level was cut off from, a newline, the padding. */
const MAX_REST = 64;

/** What the id of a boot's first record may be. */
function* starts(long: Writer['long']): Generator<bigint> {
  for (const width of long === 8 ? [32n, 62n] : [30n])
    for (let bits = 4n; bits <= 26n; bits++) yield (1n << width) - (1n << bits);
}

/**
 * The records of `blocks`, each with the info that belongs to it where one of `arrays` has it. The first record of a boot
 * is 0 and its id is -n, n being the number of descriptors (DESC0_ID of printk_ringbuffer.h, which counts with 32 bits):
 * whichever n makes most lengths right.
 */
export function dated(
  blocks: readonly Block[],
  arrays: readonly ReadonlyMap<bigint, Info>[],
  { long }: Writer,
): readonly LogRecord[] {
  const number = (id: bigint, start: bigint): bigint => BigInt.asUintN(idBits(long), id - start);
  let best: (Info | undefined)[] = [];
  let first: bigint | undefined;
  let most = blocks.length / 2;
  for (const infos of arrays)
    for (const start of starts(long)) {
      const fitting = blocks.map(({ id, text }) => {
        const info = infos.get(number(id, start));
        const rest = info && info.length > 0 ? text.length - info.length : -1;
        return rest >= 0 && rest < MAX_REST ? info : undefined;
      });
      const count = fitting.filter((info) => info !== undefined).length;
      if (count > most) [best, first, most] = [fitting, start, count];
    }
  return blocks.map(({ id, text }, i) => {
    const info = best[i];
    const sequence = first === undefined ? i : Number(number(id, first));
    if (!info)
      return {
        ...{ sequence, time: 0n, undated: true, level: 6, facility: 0 },
        ...{ text: withoutRest(text), continued: false, truncated: false },
      };
    const { length, ...rest } = info;
    return { ...rest, text: text.slice(0, length), truncated: false };
  });
}

/**
 * printk_sprint() cuts the newline and then the two bytes of the level off a text, which moves what follows them forward:
 * its last two characters stand there twice, then the newline.
 */
function withoutRest(text: string): string {
  const line = text.replace(/\n$/, '');
  const twice = line.length > 4 && line.slice(-2) === line.slice(-4, -2);
  return line !== text && twice ? line.slice(0, -2) : line;
}

/** Records of struct printk_log, in order of their times. */
export function recordsIn(bytes: Uint8Array, big = false): Parsed {
  const view = machineView(bytes, big);
  let best: Parsed = { records: [], from: 0 };
  for (const header of [16, 20]) {
    const offsets: number[] = [];
    let end = -1;
    for (let at = 0; at + header <= bytes.length;) {
      const length = isSound(view, at, header) ? view.getUint16(at + 8, true) : 0;
      const follows = at === end || isSound(view, at + length, header);
      const sound = length > header && textFollows(bytes, at + header) && follows;
      if (sound) {
        offsets.push(at);
        end = at + length;
      }
      at += sound ? length : 4;
    }
    if (offsets.length <= best.records.length) continue;
    const records = offsets
      .map((at, sequence) => recordAt(bytes, header, false, at, sequence, big))
      .sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))
      .map((record, sequence) => ({ ...record, sequence }));
    best = { records, from: offsets[0] };
  }
  return best;
}

/** Lines with times; where these jump back the buffer went round. */
export function linesIn(bytes: Uint8Array): Parsed {
  let from = 0;
  while (from < bytes.length && bytes[from] !== 0x3c && bytes[from] !== 0x5b) from++;
  const text = latin1(bytes.subarray(from));
  // What follows NULs is no further line of what stands before them.
  const known = [...linesOf(text.replace(/\0+/g, '\n'))].filter(({ undated }) => !undated);
  let turn = 0;
  for (let i = 1; i < known.length; i++) if (known[i].time + 1_000_000_000n < known[i - 1].time) turn = i;
  const records = [...known.slice(turn), ...known.slice(0, turn)].map((record, sequence) => ({
    ...record,
    text: record.text.split('\n', 1)[0],
    sequence,
  }));
  return { records, from };
}
