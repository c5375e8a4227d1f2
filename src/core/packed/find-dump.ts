import { packed as say } from '../catalogue/packed.ts';
import type { Message } from '../catalogue/message.ts';
import { isDump } from '../container/probe.ts';
import { CorruptError, OopscopeError, UnsupportedError } from '../errors.ts';
import { memorySource, readBytes, type ByteSource } from '../source/source.ts';
import { EndedError, ForwardReader } from './forward-reader.ts';
import { archives, packings } from './index.ts';
import { makeDecoders, type Decoders, type Member, type Packing, type Room } from './packing.ts';
import { memoryRoom } from './room.ts';

/** A folder that was given whole. */
export interface Folder {
  /** As its owner knows it. */
  readonly folder: string;
  readonly members: Iterable<Member>;
}

/** What a file or a folder came to: plain files, the most likely dump first. */
export interface Found {
  readonly sources: readonly ByteSource[];
  readonly remarks: readonly Message[];
}

/** What looking for a dump in packed files takes. */
export interface FindOptions {
  readonly engine: WebAssembly.Module;
  /** Where unpacked bytes go; memory, up to 1 GiB a file, when absent. */
  readonly room?: Room;
  progress?(said: Message): void;
}

const MEMORY = 1024 ** 3;
/** Packings and archives within each other: vmcore.gz in a tar.xz in a tar.gz in a zip. */
const MAX_DEPTH = 8;
/** Dumps in one archive or folder that are looked at: the parts of a split one, years of crashes. */
const MAX_DUMPS = 64;
/** Files of a folder or an archive that are looked into. */
const MAX_MEMBERS = 100_000;
/** Names in a remark. */
const MAX_NAMED = 5;
/** Rooms that all that is unpacked may fill: an archive, and the dump in it. */
const AT_ONCE = 2;
/** So much is unpacked of a member to see what it is. */
const HEAD = 4096;

/**
 * Unpacks what is packed among `given` and finds the dumps, else the kernel log, in archives and folders; all else passes as it is.
 * What stands first is the dump that is meant; the others may be parts of it. Throws UnsupportedError when an archive has
 * neither, CorruptError when nothing of it can be unpacked.
 */
export function findDump(given: readonly (ByteSource | Folder)[], options: FindOptions): Found {
  const search = new Search(options);
  const sources = given.flatMap((each) =>
    'folder' in each ? search.inside(each.folder, each.members, 0) : search.within(each, 0),
  );
  return { sources, remarks: search.remarks };
}

class Search {
  readonly remarks: Message[] = [];
  private made: Decoders | undefined;
  /** Bytes that were unpacked so far, all of which stay. */
  private used = 0;
  private readonly room: Room;

  constructor(private readonly options: FindOptions) {
    this.room = options.room ?? memoryRoom(MEMORY);
  }

  /** The files that `source` stands for: itself, where it is neither packed nor an archive. */
  within(source: ByteSource, depth: number): ByteSource[] {
    if (depth >= MAX_DEPTH || isDump(source)) return [source];
    const packing = packings.find((each) => each.probe(source));
    if (packing) return this.within(this.unpack(source, packing, unpackedName(source.name)), depth + 1);
    const archive = archives.find((each) => each.probe(source));
    return archive ? this.inside(source.name, archive.members(source), depth + 1) : [source];
  }

  /** The dumps among `members`, else the log that says most. */
  inside(within: string, members: Iterable<Member>, depth: number): ByteSource[] {
    this.options.progress?.(say.looking({ file: within }));
    const dumps: Member[] = [];
    const logs: Member[] = [];
    const nested: Member[] = [];
    let count = 0;
    for (const member of this.untilDamage(members)) {
      if (++count > MAX_MEMBERS) break;
      const head = this.head(member);
      if (isDump(head)) dumps.push(member);
      else if (mayHold(member.path) && [...packings, ...archives].some((each) => each.probe(head)))
        nested.push(member);
      else if (rankOfLog(member.path) > 0 && looksLikeText(head)) logs.push(member);
    }
    dumps.sort(likelierFirst);
    if (dumps.length > 0) return this.together(dumps, within);
    for (const each of nested.sort(likelierFirst)) {
      try {
        const found = this.within(this.plain(each), depth + 1);
        this.remarks.push(say.found({ file: each.path, within }));
        return found;
      } catch (error) {
        // One that holds nothing does not hide the next.
        if (!(error instanceof NothingError)) throw error;
      }
    }
    const [log] = logs.sort((a, b) => rankOfLog(b.path) - rankOfLog(a.path) || likelierFirst(a, b));
    if (log && isRecord(log.path)) return this.records(log, logs, within);
    if (log) return [this.told(this.plain(log), within)];
    throw new NothingError(say.noDump({ file: within, members: count }));
  }

  /** The likeliest of `dumps`, with those beside it, which may be its parts; those of other folders are of other crashes, and named. */
  private together(dumps: readonly Member[], within: string): ByteSource[] {
    const [first] = dumps;
    const beside = dumps.filter(({ path }) => folderOf(path) === folderOf(first.path));
    const others = dumps.filter((each) => !beside.includes(each)).map(({ path }) => path);
    const sources = beside
      .slice(0, MAX_DUMPS)
      .map((each, i) => (i === 0 ? this.told(this.plain(each), within) : this.plain(each)));
    if (others.length > 0) {
      const named = others.slice(0, MAX_NAMED).join(', ') + (others.length > MAX_NAMED ? ' …' : '');
      this.remarks.push(say.others({ within, read: first.path, others: named }));
    }
    return sources;
  }

  /** The records of pstore beside `log`, all parts of one text; what is told of them is which folder. */
  private records(log: Member, logs: readonly Member[], within: string): ByteSource[] {
    const folder = folderOf(log.path);
    const parts = logs.filter(({ path }) => isRecord(path) && folderOf(path) === folder);
    return parts
      .slice(0, MAX_DUMPS)
      .map((each, i) => (i === 0 ? this.told(this.plain(each), within) : this.plain(each)));
  }

  private told(source: ByteSource, within: string): ByteSource {
    this.remarks.push(say.found({ file: source.name, within }));
    return source;
  }

  /** The members before the first that cannot be read. */
  private *untilDamage(members: Iterable<Member>): Generator<Member, void, void> {
    let any = false;
    try {
      for (const member of members) {
        any = true;
        yield member;
      }
    } catch (error) {
      if (!any || !(error instanceof CorruptError)) throw error;
      this.remarks.push(say.partly({ why: error.said }));
    }
  }

  /** The first bytes of `member`, unpacked. */
  private head(member: Member): ByteSource {
    if (!member.packing) return member.source;
    const bytes = new Uint8Array(HEAD);
    let had = 0;
    try {
      member.packing.unpack(
        new ForwardReader(member.source),
        (part) => {
          const taken = part.subarray(0, HEAD - had);
          bytes.set(taken, had);
          had += taken.length;
          if (had === HEAD) throw new EnoughError();
        },
        this.decoders(),
      );
    } catch (error) {
      if (!(error instanceof EnoughError) && !(error instanceof OopscopeError)) throw error;
    }
    return memorySource(bytes.subarray(0, had), member.path);
  }

  private plain({ source, packing, path }: Member): ByteSource {
    return packing ? this.unpack(source, packing, path) : source;
  }

  private unpack(source: ByteSource, packing: Packing, name: string): ByteSource {
    const { progress } = this.options;
    const place = this.room.take(name);
    let size = 0;
    let told = -1;
    const input = new ForwardReader(source, (done, of) => {
      const percent = Math.floor((100 * done) / Math.max(1, of));
      if (percent === told) return;
      told = percent;
      progress?.(say.unpacking({ file: source.name, done, of }));
    });
    try {
      packing.unpack(
        input,
        (part) => {
          size += part.length;
          const { most } = this.room;
          if (most !== undefined && (size > most || size + this.used > AT_ONCE * most))
            throw new UnsupportedError(tooLarge(source.name, packing, most));
          place.write(part);
        },
        this.decoders(),
      );
    } catch (error) {
      if (!(error instanceof CorruptError) || size === 0) {
        place.drop();
        throw size === 0 && error instanceof EndedError
          ? new CorruptError(say.endedAtOnce({ file: source.name }), { cause: error })
          : error;
      }
      this.remarks.push(say.partly({ why: error.said }));
    }
    this.used += size;
    return place.finish();
  }

  private decoders(): Decoders {
    return (this.made ??= makeDecoders(this.options.engine));
  }
}

/** There is neither a dump nor a log within. */
class NothingError extends UnsupportedError {}

/** Enough was unpacked to see what it is. */
class EnoughError extends Error {}

const COMMANDS: Readonly<Record<string, string>> = {
  gzip: 'gunzip',
  xz: 'unxz',
  zstd: 'zstd -d',
  lz4: 'lz4 -d',
  bzip2: 'bunzip2',
  deflate: 'unzip',
};

function tooLarge(file: string, packing: Packing, most: number): Message {
  const command = /\.t[a-z]{2,3}$|\.tar\./.test(file) ? `tar xf ${file}` : `${COMMANDS[packing.id]} ${file}`;
  return say.tooLarge({ file, command, megabytes: Math.floor(most / 1e6) });
}

function unpackedName(name: string): string {
  return name.replace(/\.t(gz|xz|zst|bz2|bz)$/i, '.tar').replace(/\.(gz|xz|zst|lz4|bz2|z)$/i, '');
}

/** Whether a packed file of an archive is worth being unpacked. */
function mayHold(path: string): boolean {
  return /(vmcore|dump|crash|core|mem|\.tar|\.t[gx]z|dmesg)[^/]*$/i.test(path);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** What pstore calls its records (fs/pstore/inode.c: type, backend, number), of a crash or the console before it. */
const RECORD = /^dmesg.*ramoops|^dmesg-(efi|erst|nvram|blk|zone|pstore)|^console-ramoops/;

function isRecord(path: string): boolean {
  return RECORD.test(path.slice(path.lastIndexOf('/') + 1));
}

/** By how a kernel log is called where: what kdump wrote beside the dump says most. 0: no log. */
function rankOfLog(path: string): number {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const known = [
    /^(kern\.log|messages|syslog)$/,
    /^journalctl.*(boot|dmesg)/,
    /^console.*\.(log|txt)$/,
    RECORD,
    /^dmesg(\.txt|\.log|\.[0-9]+)?$|^dmesg_-T$/,
    /^vmcore-dmesg(-incomplete)?(\.txt)?$|^dmesg\.[0-9]{8,}$/,
  ];
  return known.findIndex((pattern) => pattern.test(name)) + 1;
}

/** Whole dumps before those that could not be finished, the newest (folders are named for the time) first. */
function likelierFirst(a: Member, b: Member): number {
  const unfinished = (each: Member): number => Number(/incomplete|\.part$|\.tmp$/.test(each.path));
  return unfinished(a) - unfinished(b) || (a.path < b.path ? 1 : -1);
}

function looksLikeText(head: ByteSource): boolean {
  const bytes = readBytes(head, 0, Math.min(HEAD, head.size));
  return bytes !== undefined && bytes.length > 0 && !bytes.includes(0);
}
