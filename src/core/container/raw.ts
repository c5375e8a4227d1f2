import { container } from '../catalogue/container.ts';
import { headerFacts } from '../catalogue/files.ts';
import { formats as say } from '../catalogue/formats.ts';
import type { Message } from '../catalogue/message.ts';
import { readBytes, readPast, type ByteSource } from '../source/source.ts';
import type { Container, Progress } from './container.ts';
import { ExtentPages, type Extent } from './extents.ts';
import { withHole } from './pc-hole.ts';

/**
 * Plain memory without any format: dd of /dev/mem, QEMU's pmemsave, a .vmem alone, the RAM files of a phone's crash dump. It is
 * told by the kernel in it: a page that is VMCOREINFO (it begins with OSRELEASE=, kernel/vmcore_info.c), or the banner
 * of init/version.c. Where the files lie in memory their names say (NAME@0x80000000, ap_0x80000000--0xbfffffff.lst), or a
 * text beside with the name and the address in one line: a script for a debugger (Trace32: "d.load.binary NAME 0x80000000"),
 * the list that a phone's boot loader makes (Qualcomm's dump_info.txt), or one written by hand. One file alone begins at 0.
 */
const PAGE = 4096;
const CHUNK = 1024 * 1024;
/** Less is no machine's memory. */
const LEAST = 1024 * 1024;
const VMCOREINFO = 'OSRELEASE=';
const BANNER = 'Linux version ';
const MAX_ADDRESS = 2 ** 52;
const REPORT = 256 * 1024 * 1024;
/** Scripts are small texts. */
const MAX_SCRIPT = 1024 * 1024;
const FOUR_GIB = 2 ** 32;

/** `source` and those of `more` that are memory too, when a kernel is in one of them. */
export function openRaw(
  source: ByteSource,
  more: readonly ByteSource[],
  progress: Progress,
): Container | undefined {
  if (isImage(source)) return undefined;
  const places = placesIn([source, ...more]);
  const all = [source, ...more].map((file) => ({ file, start: startOf(file.name, places) }));
  const placed = all.filter(({ start }) => start !== undefined);
  const files = placed.length > 0 ? placed : all.slice(0, 1);
  if (files.every(({ file }) => file.size < LEAST)) return undefined;
  let found: Signs = {};
  for (const { file } of files) {
    found = { ...lookThrough(file, progress), ...found };
    if (found.vmcoreinfo || found.banner) break;
  }
  const by = found.vmcoreinfo ?? found.banner;
  if (by === undefined) return undefined;
  const missing: Message[] = [say.rawRecognised({ files: files.length, by })];
  for (const { file } of all)
    if (!files.some((each) => each.file === file) && mayBeMemory(file))
      missing.push(say.rawUnplaced({ file: file.name }));
  const joined = new JoinedSource(files.map(({ file }) => file));
  const extents: Extent[] = files.map(({ file, start = 0 }, i) => ({
    physical: start,
    memory: file.size,
    stored: file.size,
    offset: joined.starts[i],
  }));
  const pages = new ExtentPages(joined, extents, PAGE);
  const hole = files.length === 1 && files[0].start === undefined ? found.hole : undefined;
  if (hole !== undefined) missing.push(say.rawHole({ below: hole.toString(16) }));
  return {
    format: 'raw memory',
    pages: hole === undefined ? pages : withHole(pages, hole),
    notes: [],
    takenBy: '',
    vmcoreinfo: found.note,
    incomplete: false,
    headerFacts: [[headerFacts.segments(), String(extents.length)]],
    missing,
    taken: files.flatMap(({ file }) => (file === source ? [] : [file])),
  };
}

/** What was found that says that a kernel is in a file. */
interface Signs {
  /** The release of VMCOREINFO, the beginning of the banner. */
  readonly vmcoreinfo?: string;
  /** All of its page. */
  readonly note?: Uint8Array;
  readonly banner?: string;
  /** Where memory below 4 GiB ends, by a memory map of the firmware, when the file goes beyond it without a gap. */
  readonly hole?: number;
}

/** Bytes: what is shorter is read through in a second or two, whatever it holds. */
const SHORT = 1024 * 1024 * 1024;
/** Bytes between two looks at a longer file: no kernel's image is smaller, and hardly a page of one is empty. */
const SAMPLED = 1024 * 1024;
const MAX_SAMPLES = 65_536;

/** Whether `source` is a file that was made as long as it is and never written: nothing but zeros wherever one looks. */
function isUnwritten(source: ByteSource): boolean {
  const page = new Uint8Array(PAGE);
  const stride = Math.max(SAMPLED, Math.ceil(source.size / MAX_SAMPLES / PAGE) * PAGE);
  for (let at = 0; at < source.size; at += stride) {
    const had = readPast(source, at, page);
    for (let i = 0; i < had; i++) if (page[i] !== 0) return false;
  }
  return true;
}

function lookThrough(source: ByteSource, progress: Progress): Signs {
  if (source.size > SHORT && isUnwritten(source)) return {};
  const chunk = new Uint8Array(CHUNK + 512);
  let vmcoreinfo: string | undefined;
  let note: Uint8Array | undefined;
  let banner: string | undefined;
  let hole: number | undefined;
  let told = 0;
  for (let at = 0; at < source.size; at += CHUNK) {
    const had = readPast(source, at, chunk);
    for (let page = 0; page < Math.min(had, CHUNK); page += PAGE) {
      hole ??= holeIn(chunk.subarray(page, page + PAGE), source.size);
      if (vmcoreinfo !== undefined || !startsWith(chunk, page, VMCOREINFO)) continue;
      vmcoreinfo = text(chunk, page + VMCOREINFO.length, /^[\w.+~-]{3,64}(?=\n)/);
      const whole = chunk.subarray(page, page + PAGE);
      if (vmcoreinfo !== undefined) note = whole.slice(0, whole.indexOf(0) >>> 0);
    }
    for (
      let i = chunk.indexOf(0x4c);
      i >= 0 && i < had && banner === undefined;
      i = chunk.indexOf(0x4c, i + 1)
    )
      if (startsWith(chunk, i, BANNER)) banner = text(chunk, i, /^Linux version \d[\w.+~-]{2,64}(?= \()/);
    if (vmcoreinfo !== undefined && (hole !== undefined || source.size <= 0x80000000)) break;
    if (at - told >= REPORT) progress(container.indexing({ done: (told = at), of: source.size }));
  }
  return {
    ...(vmcoreinfo !== undefined && { vmcoreinfo }),
    ...(note && { note }),
    ...(banner !== undefined && { banner }),
    ...(hole !== undefined && { hole }),
  };
}

function startsWith(bytes: Uint8Array, at: number, wanted: string): boolean {
  for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted.charCodeAt(i)) return false;
  return true;
}

function text(bytes: Uint8Array, at: number, pattern: RegExp): string | undefined {
  return pattern.exec(String.fromCharCode(...bytes.subarray(at, at + 128)))?.[0];
}

/**
 * boot_params (arch/x86/include/uapi/asm/bootparam.h): 0xaa55 and "HdrS" at 0x1fe, the number of entries of the memory map at
 * 0x1e8, the entries of 20 bytes from 0x2d0 on: address, size, kind (1 is memory).
 */
function holeIn(page: Uint8Array, size: number): number | undefined {
  if (page[0x1fe] !== 0x55 || page[0x1ff] !== 0xaa || !startsWith(page, 0x202, 'HdrS')) return undefined;
  const view = new DataView(page.buffer, page.byteOffset, PAGE);
  const count = Math.min(page[0x1e8], 128);
  let below = 0;
  let above = 0;
  for (let i = 0, at = 0x2d0; i < count && at + 20 <= PAGE; i++, at += 20) {
    const start = Number(view.getBigUint64(at, true));
    const end = start + Number(view.getBigUint64(at + 8, true));
    if (!(end > start && end < MAX_ADDRESS)) return undefined;
    if (view.getUint32(at + 16, true) !== 1) continue;
    if (start < FOUR_GIB) below = Math.max(below, end);
    else above = Math.max(above, end - FOUR_GIB);
  }
  // Firmware keeps the last pieces for itself: memory ends at the next 64 MiB.
  const edge = Math.ceil(below / 0x4000000) * 0x4000000;
  // With the gap in it the file would be as long as the highest address.
  return above > 0 && size < FOUR_GIB + above && size >= edge + above - 0x4000000 ? edge : undefined;
}

/** Places of files as texts among `files` say them, by lower-case name: a line that has a file's name and an address. */
function placesIn(files: readonly ByteSource[]): ReadonlyMap<string, number> {
  const names = new Set(files.map((file) => baseName(file.name).toLowerCase()));
  const places = new Map<string, number>();
  for (const file of files) {
    if (file.size === 0 || file.size > MAX_SCRIPT) continue;
    const bytes = new Uint8Array(file.size);
    file.read(0, bytes);
    if (bytes.includes(0)) continue;
    for (const line of new TextDecoder().decode(bytes).split('\n')) {
      const words = line.split(/[\s"'|,;=]+/);
      const name = words.map((word) => baseName(word).toLowerCase()).find((word) => names.has(word));
      const address = words.find((word) => /^(?:\w{1,4}:)?0x[0-9a-f]{1,16}$/i.test(word));
      if (name === undefined || address === undefined || places.has(name)) continue;
      places.set(name, parseInt(address.replace(/^.*0x/i, ''), 16));
    }
  }
  return places;
}

function startOf(name: string, places: ReadonlyMap<string, number>): number | undefined {
  const base = baseName(name);
  const said =
    /@(?:0x)?([0-9a-f]+)$/i.exec(base) ?? /(?:^|[^0-9a-z])0x([0-9a-f]{5,13})(?![0-9a-z])/i.exec(base);
  const start = said ? parseInt(said[1], 16) : places.get(base.toLowerCase());
  return start !== undefined && start < MAX_ADDRESS && start % PAGE === 0 ? start : undefined;
}

/**
 * Whether `file` is a kernel as it is built, which has the banner too: ELF, or the Image of arm64 alone (Documentation/arch/arm64/booting.rst:
 * "ARM\x64" at 56, at 16 how much memory it takes); memory may begin with an Image and goes on after it.
 */
function isImage(file: ByteSource): boolean {
  const head = readBytes(file, 0, 64);
  if (!head) return false;
  const view = new DataView(head.buffer);
  if (startsWith(head, 0, '\x7fELF')) return true;
  return startsWith(head, 56, 'ARM\x64') && file.size <= Number(view.getBigUint64(16, true));
}

/** Whether a file of which nothing is known could be memory: large, and no text. */
function mayBeMemory(file: ByteSource): boolean {
  const head = file.size < LEAST ? undefined : readBytes(file, 0, PAGE);
  const magic = head && String.fromCharCode(...head.subarray(0, 4));
  return head !== undefined && head.includes(0) && magic !== '\x7fELF';
}

function baseName(name: string): string {
  return name.replace(/^.*[/\\]/, '');
}

/** Several files one after the other. */
class JoinedSource implements ByteSource {
  readonly name: string;
  readonly size: number;
  /** Where each of them begins. */
  readonly starts: readonly number[];

  constructor(private readonly files: readonly ByteSource[]) {
    this.name = files[0].name;
    const starts: number[] = [];
    this.size = files.reduce((sum, file) => {
      starts.push(sum);
      return sum + Math.ceil(file.size / PAGE) * PAGE;
    }, 0);
    this.starts = starts;
  }

  read(offset: number, into: Uint8Array): number {
    return this.copy(offset, into, (file, at, part) => file.read(at, part));
  }

  readPast(offset: number, into: Uint8Array): number {
    return this.copy(offset, into, readPast);
  }

  private copy(
    offset: number,
    into: Uint8Array,
    read: (file: ByteSource, at: number, part: Uint8Array) => number,
  ): number {
    let done = 0;
    while (done < into.length && offset + done < this.size) {
      const at = offset + done;
      const index = this.starts.findLastIndex((start) => start <= at);
      const end = this.starts[index + 1] ?? this.size;
      const part = into.subarray(done, done + Math.min(into.length - done, end - at));
      const got = read(this.files[index], at - this.starts[index], part);
      // The last page of a file may be a part of one.
      part.fill(0, got);
      done += part.length;
    }
    return done;
  }
}
