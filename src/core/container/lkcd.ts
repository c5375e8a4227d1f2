import { container } from '../catalogue/container.ts';
import { headerFacts } from '../catalogue/files.ts';
import { formats as say } from '../catalogue/formats.ts';
import type { Message } from '../catalogue/message.ts';
import { CorruptError } from '../errors.ts';
import { readBytes, type ByteSource } from '../source/source.ts';
import type { Container, ContainerFormat, Progress } from './container.ts';
import { RunBuilder } from './run-pages.ts';

/**
 * LKCD dumps (Linux Kernel Crash Dump, linux/dump.h of its patches for 2.4 and 2.6; SLES 9 and older): a header, then from 64 KiB on
 * records of 16 bytes: address, size, flags (1 as it is, 2 packed, 4 the last), each followed by a page; one of no bytes is a page of
 * zeros. Packed pages are deflated ("gzip") or run-length encoded, as the header says. Up to version 7 the header has struct timeval and a
 * pointer of its machine, from 8 on it is packed; version 9 ends with where the records begin.
 */
const MAGIC = 0xa8190173618f23edn;
const MAGIC_LIVE = 0xa8190173618f23cdn;
const DATA = 65536;
const RECORD = 16;
const RAW = 1;
const END = 4;
const RLE = 1;
const GZIP = 2;
/** Flags of Mission Critical Linux' versions: the address is the number of the frame. */
const FRAME_NUMBERS = 0xc0000000;
const MACHINES: Readonly<Record<string, number>> = { x86_64: 62, aarch64: 183, i686: 3, i586: 3, i386: 3 };
const REPORT = 64 * 1024 * 1024;
const MAX_ADDRESS = 2 ** 52;
/** Where a header has its time, utsname (six names of 65 bytes, the first one "Linux") and compression: packed, of a 64-bit and of a 32-bit machine. */
const LAYOUTS = [
  { time: 308, wide: true, names: 324, compression: 722 },
  { time: 312, wide: true, names: 328, compression: 728 },
  { time: 308, wide: false, names: 316, compression: 712 },
] as const;
const NAME = 65;
/** Of version 9, after the header. */
const DATA_AT = 734;

export const format: ContainerFormat = {
  id: 'lkcd',
  title: 'LKCD',
  probe(source) {
    const head = readBytes(source, 0, 8);
    const magic = head && new DataView(head.buffer).getBigUint64(0, true);
    return magic === MAGIC || magic === MAGIC_LIVE;
  },
  open,
};

function open(source: ByteSource, _more: readonly ByteSource[], progress: Progress): Container {
  const head = readBytes(source, 0, 760);
  if (!head) throw new CorruptError(say.headerCut({ file: source.name, format: 'LKCD' }));
  const view = new DataView(head.buffer);
  const pageSize = view.getUint32(20, true);
  if (![4096, 8192, 16384, 65536].includes(pageSize))
    throw new CorruptError(say.pageSize({ file: source.name, format: 'LKCD', size: pageSize }));
  const name = (at: number): string =>
    String.fromCharCode(...head.subarray(at, at + NAME)).replace(/\0.*/s, '');
  const layout = LAYOUTS.find(({ names }) => name(names) === 'Linux') ?? LAYOUTS[0];
  const compression = view.getUint32(layout.compression, true);
  const version = view.getUint32(8, true) & 0xff;
  const start = Number(view.getBigUint64(DATA_AT, true));
  const data = version >= 9 && start >= 4096 && start < source.size ? start : DATA;
  const missing: Message[] = [];
  const runs = new RunBuilder();
  const record = new Uint8Array(RECORD);
  const fields = new DataView(record.buffer);
  let ended = false;
  let told = 0;
  const packed = compression === RLE ? unpackRuns : 'zlib';
  for (let at = data; !ended && source.read(at, record) === RECORD;) {
    const flags = fields.getUint32(12, true);
    const address = Number(fields.getBigUint64(0, true)) * (flags & FRAME_NUMBERS ? pageSize : 1);
    const size = fields.getUint32(8, true);
    if (flags & END) {
      ended = true;
      break;
    }
    const empty = size === 0 && (flags & RAW) === 0;
    if (empty || size > pageSize || address >= MAX_ADDRESS || address % pageSize !== 0) {
      missing.push(say.recordBroken({ offset: at }));
      break;
    }
    if (size === 0) runs.addFilled(address / pageSize, 0);
    else runs.add(address / pageSize, at + RECORD, size, flags & RAW ? 'raw' : packed);
    at += RECORD + size;
    if (at - told >= REPORT) progress(container.indexing({ done: (told = at), of: source.size }));
  }
  if (!ended) missing.push(say.noEnd());
  if (runs.full) missing.push(say.tooManyPages());
  return {
    format: 'LKCD',
    machine: MACHINES[name(layout.names + NAME * 4)],
    pages: runs.pages(source, pageSize),
    notes: [],
    takenBy: 'LKCD',
    dumpTime:
      (layout.wide ? Number(view.getBigUint64(layout.time, true)) : view.getUint32(layout.time, true)) ||
      undefined,
    incomplete: !ended,
    headerFacts: [
      [headerFacts.version(), String(version)],
      [headerFacts.pageSize(), String(pageSize)],
      [headerFacts.compression(), compression === GZIP ? 'gzip' : compression === RLE ? 'RLE' : 'none'],
      [headerFacts.release(), name(layout.names + NAME * 2)],
    ],
    missing,
  };
}

/**
 * LKCD's run-length encoding (dump_rle.c): a byte that is not 0 stands for itself; 0, 0 for one of 0; 0, n, b for n + 1 times b. True when a page
 * came out.
 */
function unpackRuns(stored: Uint8Array, page: Uint8Array): boolean {
  let to = 0;
  for (let at = 0; at < stored.length; at++) {
    let byte = stored[at];
    let times = 1;
    if (byte === 0) {
      const count = stored[++at];
      if (count > 0) [times, byte] = [count + 1, stored[++at]];
    }
    // Also where the stream ends within a run: what is not there is no number.
    if (!(to + times <= page.length) || byte === undefined || at >= stored.length) return false;
    page.fill(byte, to, to + times);
    to += times;
  }
  return to === page.length;
}
