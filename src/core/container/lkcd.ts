import { container } from '../catalogue/container.ts';
import { headerFacts } from '../catalogue/files.ts';
import { formats as say } from '../catalogue/formats.ts';
import type { Message } from '../catalogue/message.ts';
import { CorruptError } from '../errors.ts';
import { readBytes, type ByteSource } from '../source/source.ts';
import type { Container, ContainerFormat, Progress } from './container.ts';
import { RunBuilder } from './run-pages.ts';

/**
 * LKCD dumps (Linux Kernel Crash Dump, linux/dump.h of its last patches for 2.6; SLES 9 and older): a header, then from 64 KiB
 * on records of 16 bytes: address, size, flags (1 as it is, 2 packed, 4 the last), each with a page behind it. Packed pages
 * are deflated ("gzip"); run-length ones are not read.
 */
const MAGIC = 0xa8190173618f23edn;
const MAGIC_LIVE = 0xa8190173618f23cdn;
const DATA = 65536;
const RECORD = 16;
const RAW = 1;
const END = 4;
const GZIP = 2;
const MACHINES: Readonly<Record<string, number>> = { x86_64: 62, i686: 3, i586: 3, i386: 3 };
const REPORT = 64 * 1024 * 1024;
const MAX_ADDRESS = 2 ** 52;

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
  const compression = view.getUint32(722, true);
  const missing: Message[] = [];
  const runs = new RunBuilder();
  const record = new Uint8Array(RECORD);
  const fields = new DataView(record.buffer);
  let ended = false;
  let told = 0;
  for (let at = DATA; !ended && source.read(at, record) === RECORD;) {
    const address = Number(fields.getBigUint64(0, true));
    const size = fields.getUint32(8, true);
    const flags = fields.getUint32(12, true);
    if (flags & END) {
      ended = true;
      break;
    }
    if (size === 0 || size > pageSize || address >= MAX_ADDRESS || address % pageSize !== 0) {
      missing.push(say.recordBroken({ offset: at }));
      break;
    }
    runs.add(address / pageSize, at + RECORD, size, flags & RAW ? 'raw' : 'zlib');
    at += RECORD + size;
    if (at - told >= REPORT) progress(container.indexing({ done: (told = at), of: source.size }));
  }
  if (!ended) missing.push(say.noEnd());
  if (runs.full) missing.push(say.tooManyPages());
  if (compression === 1) missing.push(say.runLength());
  const name = (at: number): string =>
    String.fromCharCode(...head.subarray(at, at + 65)).replace(/\0.*/s, '');
  return {
    format: 'LKCD',
    machine: MACHINES[name(584)],
    pages: runs.pages(source, pageSize),
    notes: [],
    takenBy: 'LKCD',
    dumpTime: Number(view.getBigUint64(308, true)) || undefined,
    incomplete: !ended,
    headerFacts: [
      [headerFacts.version(), String(view.getUint32(8, true))],
      [headerFacts.pageSize(), String(pageSize)],
      [headerFacts.compression(), compression === GZIP ? 'gzip' : compression === 1 ? 'RLE' : 'none'],
      [headerFacts.release(), name(454)],
    ],
    missing,
  };
}
