import { formats as say } from '../catalogue/formats.ts';
import { container } from '../catalogue/container.ts';
import type { Message } from '../catalogue/message.ts';
import { MissingError } from '../errors.ts';
import { readBytes, type ByteSource } from '../source/source.ts';

/**
 * The disks that SADUMP wrote one dump to (crash-utility's sadump.h and what its sadump.c holds them against). Each begins with a partition
 * header: the system, the set, the disk (GUIDs of 16 bytes), its number from 1 on (0: of no set), and how many bytes of it were used.
 * The first one is followed by the set's header: its size in blocks, how many disks there are, and from 16 on 32 bytes for each
 * further disk, its GUID first. Pages go on from one disk to the next, on all but the first from the second block on.
 */
export const SADUMP_PARTITION = [0x73, 0x61, 0x64, 0x75, 0x6d, 0x70, 0, 0];
const PART = { system: 88, set: 104, disk: 120, number: 152, used: 160, bytes: 168 } as const;
const GUID = 16;
const SET = { disks: 4, volumes: 16, volume: 32 } as const;
/** DUMP_DEVICE_MAX. */
const MAX_DISKS = 16;
const MAX_OFFSET = 2 ** 52;

/** One disk: its partition header, and its number in a set. */
interface Disk {
  readonly source: ByteSource;
  readonly head: Uint8Array;
  /** 0: it is of no set. */
  readonly number: number;
}

/** The disks of one dump that were given. */
export interface DiskSet {
  /** The one with the headers. */
  readonly first: Disk;
  /** In order of their numbers, the first one too. */
  readonly disks: readonly Disk[];
  /** Files that are disks of other dumps. */
  readonly strangers: readonly ByteSource[];
}

/** A part of the stored pages: bytes `from` up to but not including `to` lie from `at` on in a file. */
export interface Piece {
  readonly source: ByteSource;
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

/** The disk that `source` is, which has its partition header at the beginning. */
export function diskOf(source: ByteSource): Disk | undefined {
  const head = readBytes(source, 0, PART.bytes);
  if (!head || !SADUMP_PARTITION.every((byte, i) => head[i] === byte)) return undefined;
  return { source, head, number: new DataView(head.buffer).getUint32(PART.number, true) };
}

/** The set that `self` is of, with those of `more` that are of the same. Throws MissingError where the first disk was not given. */
export function diskSet(self: Disk, more: readonly ByteSource[]): DiskSet {
  const others = more.flatMap((source) => {
    const disk = diskOf(source);
    return disk && disk.number > 0 ? [disk] : [];
  });
  const disks: Disk[] = [];
  const strangers: ByteSource[] = [];
  for (const disk of [self, ...others]) {
    const known = disks.some(({ number }) => number === disk.number) || disk.number > MAX_DISKS;
    const same = [PART.system, PART.set].every((at) => sameBytes(self.head, at, disk.head, at));
    if (same && !known) disks.push(disk);
    else strangers.push(disk.source);
  }
  disks.sort((a, b) => a.number - b.number);
  const first = disks.at(0);
  if (first?.number !== 1)
    throw new MissingError(say.firstDisk({ file: self.source.name, number: self.number }));
  return { first, disks, strangers };
}

/**
 * Where the stored pages of `set` lie, those of the first disk from `dataAt` on; whether a disk lacks, what there is to say of
 * the disks, and the files beside the first that it is read from.
 */
export function piecesOf(
  set: DiskSet,
  dataAt: number,
  blockSize: number,
): {
  readonly pieces: readonly Piece[];
  readonly lacks: boolean;
  readonly missing: readonly Message[];
  readonly taken: readonly ByteSource[];
} {
  const { first, disks, strangers } = set;
  const table = readBytes(first.source, blockSize, SET.volumes + SET.volume * (MAX_DISKS - 1));
  const count = table ? new DataView(table.buffer).getUint32(SET.disks, true) : 0;
  const pieces: Piece[] = [];
  const lacking: number[] = [];
  const wrong: ByteSource[] = [];
  let from = 0;
  for (let number = 1; number <= Math.min(Math.max(count, 1), MAX_DISKS); number++) {
    const disk = disks.find((each) => each.number === number);
    const named =
      number === 1 ||
      !disk ||
      !table ||
      sameBytes(table, SET.volumes + SET.volume * (number - 2), disk.head, PART.disk);
    if (disk && !named) wrong.push(disk.source);
    if (!disk || !named) {
      lacking.push(number);
      continue;
    }
    // How much was before is not known.
    if (lacking.length > 0) continue;
    const at = number === 1 ? dataAt : blockSize;
    const used = Number(new DataView(disk.head.buffer, disk.head.byteOffset).getBigUint64(PART.used, true));
    const to = from + (used > at && used < MAX_OFFSET ? used : Math.max(at, disk.source.size)) - at;
    pieces.push({ source: disk.source, from, to, at });
    from = to;
  }
  const apart = [
    ...strangers,
    ...wrong,
    ...disks.filter(({ number }) => number > Math.max(count, 1)).map(({ source }) => source),
  ];
  return {
    pieces,
    lacks: lacking.length > 0,
    missing: [
      ...(lacking.length > 0 ? [say.disksMissing({ disks: lacking.join(', '), of: count })] : []),
      ...apart.map(({ name }) => container.stranger({ file: name })),
    ],
    taken: [...disks.map(({ source }) => source), ...strangers],
  };
}

function sameBytes(a: Uint8Array, aAt: number, b: Uint8Array, bAt: number): boolean {
  for (let i = 0; i < GUID; i++) if (a[aAt + i] !== b[bAt + i]) return false;
  return true;
}
