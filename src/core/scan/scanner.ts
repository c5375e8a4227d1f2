import { countPages, readBatch } from '../container/batch.ts';
import type { BatchRoom, Codec, PageReader } from '../container/container.ts';
import type { Engine } from '../engine/engine.ts';
import { TEXT_SHOWN, TextState, type Frames, type Hits, type Sought, type Task } from './scan.ts';

/** Memory that is read at once, in bytes. */
const ROOM_BYTES = 4 * 1024 * 1024;
/** Hits that the engine notes before they are fetched, and the bytes of each (assembly/scan/hits.ts). */
const RECORDS = 65536;
const RECORD = 16;
/** Frames between two that are wanted which are rather read too than left out. */
const MAX_GAP = 64;

/** Cuts the frames of a scan into tasks; frames that the file does not have are passed over. */
export class Tasks {
  /** Pages in all. */
  readonly pages: number;
  private readonly perTask: number;
  private range = 0;
  private at = 0;

  constructor(
    private readonly reader: PageReader,
    private readonly frames: Frames,
    roomBytes = ROOM_BYTES,
  ) {
    this.perTask = Math.max(1, Math.floor(roomBytes / reader.pageSize));
    let pages = 0;
    for (let i = 0; i < frames.length; i += 2)
      pages += countPages(reader, frames[i], Math.min(frames[i + 1], reader.endPfn));
    this.pages = pages;
    this.at = frames[0] ?? 0;
  }

  /** The next task; undefined after the last. */
  next(): Task | undefined {
    const found: number[] = [];
    let room = this.perTask;
    while (this.range < this.frames.length && room > 0) {
      const end = Math.min(this.frames[this.range + 1], this.reader.endPfn);
      const from = this.at < end ? this.reader.next(this.at) : undefined;
      if (from === undefined || from >= end) {
        this.range += 2;
        this.at = this.frames[this.range];
        continue;
      }
      const { to, pages } = this.reach(from, end, room);
      found.push(from, to);
      room -= pages;
      this.at = to;
    }
    return found.length > 0 ? { frames: Float64Array.from(found) } : undefined;
  }

  /** How far from `from` on there are at most `room` pages: there the file may have holes. */
  private reach(from: number, end: number, room: number): { to: number; pages: number } {
    let to = from;
    let pages = 0;
    while (to < end && pages < room) {
      const step = Math.min(end, to + room - pages);
      const more = countPages(this.reader, to, step);
      to = step;
      pages += more;
      // A hole that goes on is left to the next range.
      if (more === 0) break;
    }
    return { to, pages };
  }
}

/** `frames` with small gaps filled: what lies between is cheaper read than a file is read in many pieces. */
export function joined(frames: Frames): Frames {
  const found: number[] = [];
  for (let i = 0; i < frames.length; i += 2) {
    if (found.length > 0 && frames[i] - found[found.length - 1] <= MAX_GAP)
      found[found.length - 1] = Math.max(found[found.length - 1], frames[i + 1]);
    else found.push(frames[i], frames[i + 1]);
  }
  return Float64Array.from(found);
}

/** Reads pages in large pieces and looks at them in the engine, beside the page cache. Each thread has one. */
export class Scanner {
  constructor(
    private readonly engine: Engine,
    readonly pages: PageReader,
    private readonly roomBytes = ROOM_BYTES,
  ) {}

  tasks(frames: Frames): Tasks {
    return new Tasks(this.pages, frames, this.roomBytes);
  }

  look(sought: Sought, { frames }: Task): Hits {
    const { pageSize } = this.pages;
    const most = Math.max(1, Math.floor(this.roomBytes / pageSize));
    const bytes = most * pageSize;
    // Pages, stored bytes and a page more, records, what is sought.
    const size = bytes + bytes + pageSize + RECORDS * RECORD + 65536 + 4096;
    return this.engine.borrow(size, (address) => {
      const at = Math.ceil(address / 64) * 64;
      const room = new Room(this.engine, at, most, pageSize);
      const gathered = new Gathered(sought.kind === 'texts');
      let looked = 0;
      for (let i = 0; i < frames.length; i += 2) {
        const count = readBatch(this.pages, frames[i], frames[i + 1], room);
        looked += count;
        if (count === 0) continue;
        if (sought.kind === 'words') this.words(sought, room, count, gathered);
        else this.texts(sought.texts, room, count, gathered);
      }
      return gathered.hits(looked * pageSize);
    });
  }

  private words(
    { width, values, ignored }: Extract<Sought, { kind: 'words' }>,
    room: Room,
    count: number,
    gathered: Gathered,
  ): void {
    const { engine } = this;
    const { pageSize } = this.pages;
    const list = room.soughtAt;
    values.forEach((value, i) => engine.view.setBigUint64(list + i * 8, value, true));
    const length = count * pageSize;
    for (let from = 0; from < length; from = engine.wasm.hitsReached()) {
      const found = engine.wasm.hitWords(
        room.at(0),
        length,
        width,
        list,
        values.length,
        ignored,
        from,
        room.records,
        RECORDS,
      );
      const { view } = engine;
      for (let i = 0, at = room.records; i < found; i++, at += RECORD) {
        const offset = view.getUint32(at, true);
        gathered.word(room.physical(offset), view.getUint32(at + 4, true), view.getBigUint64(at + 8, true));
      }
    }
  }

  private texts(texts: readonly Uint8Array[], room: Room, count: number, gathered: Gathered): void {
    const { engine } = this;
    const { pageSize } = this.pages;
    const found: { offset: number; which: number; state: number }[] = [];
    for (const [which, text] of texts.entries()) {
      engine.bytes.set(text, room.soughtAt);
      const length = count * pageSize;
      for (let from = 0; from < length; from = engine.wasm.hitsReached()) {
        const hits = engine.wasm.hitText(
          room.at(0),
          length,
          pageSize,
          room.soughtAt,
          text.length,
          from,
          room.records,
          RECORDS,
        );
        const { view } = engine;
        for (let i = 0, at = room.records; i < hits; i++, at += RECORD) {
          const offset = view.getUint32(at, true);
          const begun = view.getUint32(at + 4, true) !== 0;
          found.push({ offset, which, state: begun ? room.goesOn(offset, text, count) : TextState.whole });
        }
      }
    }
    if (texts.length > 1) found.sort((a, b) => a.offset - b.offset || a.which - b.which);
    for (const { offset, which, state } of found) {
      const shown = Math.min(TEXT_SHOWN, pageSize - (offset % pageSize));
      gathered.text(room.physical(offset), which, state, room.view(room.at(0) + offset, shown));
    }
  }
}

/** Pages of a scan in wasm memory, beside the page cache. */
class Room implements BatchRoom {
  readonly pfns: Float64Array;
  readonly stored: number;
  readonly storedBytes: number;
  readonly records: number;
  readonly soughtAt: number;

  constructor(
    private readonly engine: Engine,
    private readonly address: number,
    readonly pages: number,
    private readonly pageSize: number,
  ) {
    this.pfns = new Float64Array(pages);
    this.storedBytes = pages * pageSize;
    this.stored = address + this.storedBytes;
    // Decoders may read a few bytes beyond what is stored.
    this.records = this.stored + this.storedBytes + pageSize + 64;
    this.soughtAt = this.records + RECORDS * RECORD;
  }

  at(index: number): number {
    return this.address + index * this.pageSize;
  }
  view(address: number, length: number): Uint8Array {
    return this.engine.bytes.subarray(address, address + length);
  }
  input(length: number): Uint8Array {
    return this.engine.input(length);
  }
  slot(slot: number): Uint8Array {
    return this.engine.slot(slot);
  }
  decode(codec: Codec, length: number, slot: number): boolean {
    return this.engine.decode(codec, length, slot);
  }
  decodeAt(codec: Codec, from: number, length: number, slot: number): boolean {
    return this.engine.decodeAt(codec, from, length, slot);
  }

  /** Physical address of the byte at `offset` of the pages. */
  physical(offset: number): number {
    const index = Math.floor(offset / this.pageSize);
    return this.pfns[index] * this.pageSize + (offset - index * this.pageSize);
  }

  /** Whether a text that begins at `offset` goes on in the frame after its page. */
  goesOn(offset: number, text: Uint8Array, count: number): number {
    const index = Math.floor(offset / this.pageSize);
    if (index + 1 >= count || this.pfns[index + 1] !== this.pfns[index] + 1) return TextState.unknown;
    const begun = (index + 1) * this.pageSize - offset;
    const next = this.view(this.at(index + 1), text.length - begun);
    return next.every((byte, i) => byte === text[begun + i]) ? TextState.goesOn : TextState.breaksOff;
  }
}

/** Hits on their way, in arrays that grow. */
class Gathered {
  private count = 0;
  private physical = new Float64Array(64);
  private which = new Uint8Array(64);
  private readonly wordsNow: bigint[] = [];
  private states = new Uint8Array(64);
  private shown = new Uint8Array(0);

  constructor(private readonly ofTexts: boolean) {}

  word(physical: number, which: number, word: bigint): void {
    this.note(physical, which);
    this.wordsNow.push(word);
  }

  text(physical: number, which: number, state: number, bytes: Uint8Array): void {
    const index = this.count;
    this.note(physical, which);
    this.states[index] = state;
    this.shown.set(bytes, index * TEXT_SHOWN);
  }

  hits(bytes: number): Hits {
    const { count } = this;
    return {
      bytes,
      physical: this.physical.slice(0, count),
      which: this.which.slice(0, count),
      words: BigUint64Array.from(this.wordsNow),
      states: this.ofTexts ? this.states.slice(0, count) : new Uint8Array(),
      texts: this.shown.slice(0, this.ofTexts ? count * TEXT_SHOWN : 0),
    };
  }

  private note(physical: number, which: number): void {
    if (this.count === this.physical.length) this.grow();
    if (this.ofTexts && this.shown.length === 0)
      this.shown = new Uint8Array(this.physical.length * TEXT_SHOWN);
    this.physical[this.count] = physical;
    this.which[this.count++] = which;
  }

  private grow(): void {
    const size = this.count * 2;
    const physical = new Float64Array(size);
    physical.set(this.physical);
    this.physical = physical;
    this.which = larger(this.which, size);
    this.states = larger(this.states, size);
    if (this.ofTexts) this.shown = larger(this.shown, size * TEXT_SHOWN);
  }
}

function larger(bytes: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const grown = new Uint8Array(size);
  grown.set(bytes);
  return grown;
}
