import type { Message } from '../catalogue/message.ts';
import type { ByteSource } from '../source/source.ts';
import type { PageStatus } from './absence.ts';
import type { Erasure } from './erased.ts';
import type { Note } from './notes.ts';

/** How a page may be stored. */
export type Codec = 'zlib' | 'lzo' | 'snappy' | 'zstd';

/** What a page reader needs of the engine: a place for stored bytes, and decoders that write into a slot. */
export interface PageDecoder {
  /** A window of wasm memory for `length` stored bytes, to be filled before `decode`. */
  input(length: number): Uint8Array;
  /** Decodes `length` bytes of the input window into the page at `slot`; true when exactly a page came out. */
  decode(codec: Codec, length: number, slot: number): boolean;
  /** The page at `slot`, to be written. */
  slot(slot: number): Uint8Array;
}

/**
 * Many pages at once, for scans: frames in order, read past every cache in as few reads of the file as it takes, into
 * a room in wasm memory. A container that knows how its pages lie in the file has a `batch` of its own.
 */
export interface BatchRoom extends PageDecoder {
  /** Pages that fit. */
  readonly pages: number;
  /** The frame at each place that was filled. */
  readonly pfns: Float64Array;
  /** Address in wasm memory of place `index`; places follow each other. */
  at(index: number): number;
  /** `length` bytes of wasm memory from `address` on. */
  view(address: number, length: number): Uint8Array;
  /** Where stored bytes are put before they are decoded, and how many fit: as many as the pages have; after them one page more. */
  readonly stored: number;
  readonly storedBytes: number;
  /** Decodes `length` stored bytes at `from` into the page at `slot`; true when exactly a page came out. */
  decodeAt(codec: Codec, from: number, length: number, slot: number): boolean;
}

/** Puts pages of physical memory into engine slots, or says why not. */
export interface PageReader {
  /** Bytes per page, a power of two. */
  readonly pageSize: number;
  /** One more than the highest frame number that may be asked for. */
  readonly endPfn: number;
  /** Reads page `pfn` into the engine's page at `slot`. */
  load(pfn: number, slot: number, decoder: PageDecoder): PageStatus;
  /** What `load` would answer, without decoding. */
  status(pfn: number): PageStatus;
  /** The first frame from `pfn` on that the file has, or should have before it was cut; undefined after the last. */
  next(pfn: number): number | undefined;
  /** How many of the frames `from` … `to` the file has, or should have (batch.ts `countPages` where it is absent). */
  count?(from: number, to: number): number;
  /** Reads the frames `from` … `to` at once (batch.ts `readBatch` where it is absent). */
  batch?(from: number, to: number, room: BatchRoom): number;
}

/** A fact of the header, for people: what it is, and its value as the file has it. */
export type HeaderFact = readonly [name: Message, value: string];

/** How much of a file that was cut off is missing. */
export interface CutFile {
  /** Bytes after its end; undefined where the tables that would tell are cut off too. */
  readonly missingBytes: number | undefined;
  /** Of `pages` that it had. */
  readonly missingPages: number;
  readonly pages: number;
}

/** The registers of a CPU at the moment when its machine was saved from outside. */
export interface CpuState {
  /** As the saver counts them, which is as Linux does where nothing else tells. */
  readonly cpu: number;
  /** By the names that their machine has for them (arch/registers.ts); those that are not told are absent. */
  readonly registers: Readonly<Record<string, bigint>>;
}

/**
 * A guest whose page tables hold frames of its host (Xen PV). In `pages` each of them stands a second time, as the host counts them, from
 * physical address 2^bit on; `next`, `count` and `batch` know of the guest's own frames only.
 */
export interface HostFrames {
  readonly bit: number;
  /** The guest's own number of the host's frame; undefined when it is not the guest's. */
  guest(frame: number): number | undefined;
}

/** What a dump file is, opened. */
export interface Container {
  /** Short name: 'kdump-compressed', 'ELF core'. */
  readonly format: string;
  /** ELF machine (EM_X86_64 62, EM_AARCH64 183) where the format tells. */
  readonly machine?: number;
  readonly pages: PageReader;
  readonly notes: readonly Note[];
  /** Registers of the CPUs, where the file has them in another form than notes. */
  readonly cpus?: readonly CpuState[];
  /** Set where `cpus` may be of long after the crash: what the kernel wrote down while it crashed then counts more. */
  readonly cpusLate?: boolean;
  /** Who wrote it, where that is neither the crash kernel nor told by notes: 'VMware'; '' where nothing tells. */
  readonly takenBy?: string;
  /** The text of VMCOREINFO, where the file carries it apart from memory. */
  readonly vmcoreinfo?: Uint8Array;
  /** Seconds since 1970 from the header, where it tells. */
  readonly dumpTime?: number;
  /** makedumpfile's dump level: bits 1 zero, 2 cache, 4 private cache, 8 user, 16 free pages left out. */
  readonly dumpLevel?: number;
  /** The frames that this part of a split dump has: from `start` up to but not including `end`. */
  readonly part?: { readonly start: number; readonly end: number };
  /** Set where page tables hold frames of the host. */
  readonly host?: HostFrames;
  /** Set when whoever wrote the file marked it unfinished. */
  readonly incomplete: boolean;
  /** phys_base of the header (kdump); what it means is the machine's to say. */
  readonly physBase?: bigint;
  /** Pieces of memory with the address that the kernel maps them at, where the file tells (ELF). */
  readonly segments?: readonly {
    readonly virtual: bigint;
    readonly physical: number;
    readonly memory: number;
  }[];
  readonly headerFacts: readonly HeaderFact[];
  /** What the file should have and has not, or has and cannot be. */
  readonly missing: readonly Message[];
  /** Set when the file ends before what its own tables say is in it. */
  readonly cut?: CutFile;
  /** What was erased on purpose before the file was handed on. */
  readonly erased?: Erasure;
  /** Those of the further files that it is read from. */
  readonly taken?: readonly ByteSource[];
  /** The file itself (the first of several), for what reads it as it is. */
  readonly file?: ByteSource;
}

/** One container format: told by content, never by name. */
export interface ContainerFormat {
  readonly id: string;
  /** For people: 'LKCD'; a message where it goes by words. */
  readonly title: string | Message;
  /** True when `source` is surely of this format. */
  probe(source: ByteSource): boolean;
  /** Opens it. `more` are all further files given by the user, of whatever kind. Throws CorruptError or UnsupportedError. */
  open(source: ByteSource, more: readonly ByteSource[], progress: Progress): Container;
}

/** Told what long work of opening is at. */
export type Progress = (said: Message) => void;

/** A file that is another file in a form of its own: told by content, and taken off before formats are looked for. */
export interface Wrapper {
  readonly id: string;
  /** For people: 'makedumpfile -F'. */
  readonly title: string;
  /** True when `source` is surely of this form. */
  probe(source: ByteSource): boolean;
  /** The file within, and what is missing of it. Throws CorruptError. */
  unwrap(
    source: ByteSource,
    progress: Progress,
  ): { readonly source: ByteSource; readonly missing: readonly Message[] };
}
