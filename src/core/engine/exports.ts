/** What assembly/engine.ts exports: addresses into wasm memory are plain numbers, 64-bit words bigints. */
export interface EngineExports {
  readonly memory: WebAssembly.Memory;
  configure(pageShift: number, slots: number): number;
  reserve(end: number): number;
  arenaAddress(): number;
  page(pfn: bigint): number;
  cacheMisses(): number;
  /** 1: from now on pages are read beside the page cache; 0: into it again. */
  aside(on: number): void;
  /** Declares space `id` (≥ 1) in the engine; the fields are those of TableFormat and EntryFormat (memory/tables.ts). */
  setSpace(
    id: number,
    root: bigint,
    pageShift: number,
    levels: number,
    topBits: number,
    blockLevel: number,
    halfBits: number,
    halves: number,
    valid: bigint,
    tableMask: bigint,
    tableValue: bigint,
    pageMask: bigint,
    pageValue: bigint,
    keep: bigint,
    shift: number,
    highMask: bigint,
    highFrom: number,
    highTo: number,
  ): void;
  /** Where a table is absent: `start` to `last` of space `id` lie at address + `add`. -1: too many such ranges. */
  setLinear(id: number, start: bigint, last: bigint, add: bigint): number;
  /** Walks that a linear range answered so far. */
  linearWalks(): number;
  translate(id: number, va: bigint): bigint;
  walkFailure(): number;
  walkLevel(): number;
  walkEntry(): bigint;
  readPhysical(physical: number, length: number): number;
  readVirtual(id: number, va: bigint, length: number): number;
  readFailure(): number;
  readDone(): number;
  measureKallsyms(names: number, length: number, count: number, longLengths: number, marks: number): number;
  indexKallsyms(
    names: number,
    length: number,
    count: number,
    longLengths: number,
    marks: number,
    tokens: number,
    tokensLength: number,
    index: number,
    starts: number,
    hashes: number,
  ): number;
  placeKallsyms(offsets: number, count: number, form: number, base: bigint, out: number): number;
  indexBtf(
    types: number,
    length: number,
    layout: number,
    strings: number,
    stringsLength: number,
    stringBase: number,
    records: number,
    hashes: number,
    room: number,
  ): number;
  chainNames(next: number, count: number, heads: number, mask: number): void;
  countBits(at: number, length: number): number;
  findBytes(hay: number, hayLength: number, needle: number, needleLength: number, from: number): number;
  /** assembly/scan/hits.ts: records of 16 bytes at `out`. */
  hitWords(
    hay: number,
    length: number,
    width: number,
    values: number,
    count: number,
    ignored: bigint,
    from: number,
    out: number,
    room: number,
  ): number;
  hitText(
    hay: number,
    length: number,
    pageBytes: number,
    text: number,
    textLength: number,
    from: number,
    out: number,
    room: number,
  ): number;
  hitsReached(): number;
  /** assembly/scan/mapped.ts: records of 24 bytes at `out`. */
  mappedPieces(id: number, from: bigint, last: bigint, out: number, room: number, steps: number): number;
  mappedNext(): bigint;
  mappedFinished(): number;
  inflateDecode(from: number, length: number, to: number, capacity: number): number;
  lzoDecode(from: number, length: number, to: number, capacity: number): number;
  snappyDecode(from: number, length: number, to: number, capacity: number): number;
  zstdDecode(from: number, length: number, to: number, capacity: number): number;
  /** Streams in parts (assembly/codecs): whole blocks or chunks, what was written before lying before `to`. */
  inflateBlocks(
    from: number,
    length: number,
    skipBits: number,
    history: number,
    to: number,
    capacity: number,
  ): number;
  /** What follows the `written` bytes of the last `inflateBlocks` (an error counts as none): of a block that the input ends in. */
  inflateBegun(written: number, to: number): number;
  inflateTaken(): number;
  inflateFinished(): number;
  zstdBlock(
    first: number,
    from: number,
    length: number,
    history: number,
    to: number,
    capacity: number,
  ): number;
  zstdLast(): number;
  lzmaReset(properties: number): number;
  lzmaChunk(
    from: number,
    length: number,
    to: number,
    written: number,
    history: number,
    position: number,
  ): number;
}
