import { packed as say } from '../catalogue/packed.ts';
import { CorruptError } from '../errors.ts';
import { readBytes, type ByteSource } from '../source/source.ts';
import { deflate } from './deflate.ts';
import { slice } from './slice.ts';
import type { Archive, Member } from './packing.ts';

/** zip archives (PKWARE's APPNOTE.TXT 6.3), 64-bit ones too; members stored or deflated, others are passed over. */
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR = 0x07064b50;
/** Where the end record may begin: 22 bytes and a comment. */
const MAX_END = 22 + 65535;
const MAX_MEMBERS = 1_000_000;
const MAX_DIRECTORY = 256 * 1024 * 1024;
const STORED = 0;
const DEFLATED = 8;

export const archive: Archive = {
  id: 'zip',
  probe(source) {
    const head = readBytes(source, 0, 4);
    const magic = head && new DataView(head.buffer).getUint32(0, true);
    return magic === LOCAL || magic === END;
  },
  *members(source) {
    const { at, size, count } = directory(source);
    const bytes = size <= MAX_DIRECTORY ? readBytes(source, at, size) : undefined;
    if (!bytes) throw corrupt(source, at);
    const view = new DataView(bytes.buffer);
    let row = 0;
    for (let n = 0; n < Math.min(count, MAX_MEMBERS) && row + 46 <= size; n++) {
      if (view.getUint32(row, true) !== CENTRAL) throw corrupt(source, at + row);
      const nameEnd = row + 46 + view.getUint16(row + 28, true);
      const extraEnd = nameEnd + view.getUint16(row + 30, true);
      const found = extraEnd <= size ? member(source, view, row, nameEnd, extraEnd) : undefined;
      if (found) yield found;
      row = extraEnd + view.getUint16(row + 32, true);
    }
  },
};

function corrupt(source: ByteSource, offset: number): CorruptError {
  return new CorruptError(say.corrupt({ file: source.name, packing: 'zip', offset }));
}

/** Where the directory lies. */
function directory(source: ByteSource): {
  readonly at: number;
  readonly size: number;
  readonly count: number;
} {
  const length = Math.min(MAX_END, source.size);
  const tail = readBytes(source, source.size - length, length) ?? new Uint8Array();
  const view = new DataView(tail.buffer);
  for (let at = tail.length - 22; at >= 0; at--) {
    if (view.getUint32(at, true) !== END) continue;
    const found = {
      count: view.getUint16(at + 10, true),
      size: view.getUint32(at + 12, true),
      at: view.getUint32(at + 16, true),
    };
    if (at < 20 || view.getUint32(at - 20, true) !== LOCATOR) return found;
    const end64 = readBytes(source, Number(view.getBigUint64(at - 12, true)), 56);
    const large = end64 && new DataView(end64.buffer);
    if (!large || large.getUint32(0, true) !== END64) return found;
    return {
      count: Number(large.getBigUint64(32, true)),
      size: Number(large.getBigUint64(40, true)),
      at: Number(large.getBigUint64(48, true)),
    };
  }
  throw corrupt(source, source.size);
}

function member(
  source: ByteSource,
  view: DataView,
  row: number,
  nameEnd: number,
  extraEnd: number,
): Member | undefined {
  const encrypted = (view.getUint16(row + 8, true) & 1) !== 0;
  const method = view.getUint16(row + 10, true);
  let packed = view.getUint32(row + 20, true);
  const unpacked = view.getUint32(row + 24, true);
  let at = view.getUint32(row + 42, true);
  // The field of 64-bit numbers has those that do not fit, in this order.
  for (let extra = nameEnd; extra + 4 <= extraEnd; extra += 4 + view.getUint16(extra + 2, true)) {
    if (view.getUint16(extra, true) !== 1) continue;
    let next = extra + 4;
    const large = (): number => {
      next += 8;
      return next <= extraEnd ? Number(view.getBigUint64(next - 8, true)) : 0;
    };
    if (unpacked === 0xffffffff) large();
    if (packed === 0xffffffff) packed = large();
    if (at === 0xffffffff) at = large();
  }
  const local = readBytes(source, at, 30);
  if (!local || encrypted || (method !== STORED && method !== DEFLATED)) return undefined;
  const head = new DataView(local.buffer);
  if (head.getUint32(0, true) !== LOCAL) return undefined;
  const data = at + 30 + head.getUint16(26, true) + head.getUint16(28, true);
  const path = new TextDecoder().decode(new Uint8Array(view.buffer, row + 46, nameEnd - row - 46));
  if (path.endsWith('/')) return undefined;
  return {
    path,
    source: slice(source, path, data, packed),
    packing: method === DEFLATED ? deflate : undefined,
  };
}
