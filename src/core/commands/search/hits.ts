import { hex, step } from '../../addr.ts';
import { render } from '../../catalogue/message.ts';
import { scanWords } from '../../catalogue/scan.ts';
import { RequestError } from '../../errors.ts';
import { identify } from '../../identify/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { halfOf, linearVirtual } from '../../memory/tables.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line, Link, Row } from '../../rows/value.ts';
import { MappedMemory } from '../../scan/mapped.ts';
import { Scan, TEXT_SHOWN, TextState, type Hits } from '../../scan/scan.ts';
import type { CommandContext, Step } from '../command.ts';
import { wordLines } from '../rd/word-lines.ts';
import { taskHeading } from '../task-words.ts';
import type { SearchRequest, Where } from './request.ts';

/** One hit, as it will be shown. */
interface Hit {
  readonly address: bigint;
  readonly which: number;
  /** What stands there: a word, or the bytes from the text on. */
  readonly found: bigint | Uint8Array;
}
/** One that waits until all are there, because others may come before it. */
interface Waiting extends Hit {
  readonly area: number;
}

/** Hits that wait at most. */
const MAX_WAITING = 4_000_000;

/** Bytes at an address of whatever is searched, as many as there are. */
type Reader = (address: bigint, length: number) => Uint8Array;

/** Searches physical memory: hits come in the order in which memory is read. */
export function* searchPhysical(
  context: CommandContext,
  request: SearchRequest,
  { start, end }: Extract<Where, { kind: 'physical' }>,
): Generator<Step, void, void> {
  const { kernel } = context;
  const { pageSize } = kernel.memory;
  const read: Reader = (address, length) => physicalBytes(kernel, Number(address), length);
  const direct = kernel.arch.paging.directMap(kernel);
  const scan = new Scan(
    request.sought,
    Float64Array.of(Math.floor(start / pageSize), Math.ceil(end / pageSize)),
  );
  for (let hits = yield* next(scan); hits; hits = yield* next(scan)) {
    for (let i = 0; i < hits.physical.length; i++) {
      const at = hits.physical[i];
      if (at < start || at + sizeOf(request, hits.which[i]) > end) continue;
      const found = foundAt(request, hits, i, pageSize, true, (length) => read(BigInt(at), length));
      if (found === undefined) continue;
      const known = direct && linearVirtual(direct, at);
      yield* shown(kernel, request, { address: BigInt(at), which: hits.which[i], found }, read, known);
    }
  }
}

/**
 * Searches what is mapped in the areas. Memory is read once in its own order; the hits of a first area that lies in that
 * order, too (the direct map), come as they are found, those of the others after all is read.
 */
export function* searchMapped(
  context: CommandContext,
  request: SearchRequest,
  { space, areas, owners }: Extract<Where, { kind: 'virtual' }>,
): Generator<Step, void, void> {
  const { kernel } = context;
  const { pageSize } = kernel.memory;
  const mapped = new MappedMemory(space, areas);
  const read: Reader = (address, length) => space.memory.engine.aside(() => space.readSome(address, length));
  const streams = owners === undefined && mapped.ascending(0);
  const scan = new Scan(request.sought, mapped.frames(pageSize));
  const waiting: Waiting[] = [];
  for (let hits = yield* next(scan); hits; hits = yield* next(scan)) {
    for (let i = 0; i < hits.physical.length; i++) {
      const which = hits.which[i];
      const size = sizeOf(request, which);
      for (const { area, offset } of mapped.places(hits.physical[i])) {
        const address = step(areas[area].start, offset);
        if (address + BigInt(size) > areas[area].end) continue;
        const found = foundAt(request, hits, i, pageSize, streams && area === 0, (length) =>
          read(address, length),
        );
        if (found === undefined) continue;
        if (streams && area === 0) yield* shown(kernel, request, { address, which, found }, read, address);
        else waiting.push({ area, address, which, found });
      }
    }
    if (waiting.length > MAX_WAITING) throw new RequestError(scanWords.tooMany({ most: MAX_WAITING }));
  }
  waiting.sort(
    (a, b) => a.area - b.area || (a.address < b.address ? -1 : a.address > b.address ? 1 : a.which - b.which),
  );
  let last = -1;
  for (const hit of waiting) {
    const owner = owners?.[hit.area];
    if (owner && hit.area !== last) {
      if (last >= 0) yield { text: '' };
      yield taskHeading(kernel, owner);
      last = hit.area;
    }
    yield* shown(kernel, request, hit, read, hit.address);
  }
}

function* next(scan: Scan): Generator<Scan, Hits | undefined, void> {
  yield scan;
  return scan.take();
}

function sizeOf({ sought }: SearchRequest, which: number): number {
  return sought.kind === 'words' ? sought.width : sought.texts[which].length;
}

/**
 * What stands at hit `i`; undefined when it is none: a text that its page's end cuts must go on in the page that follows
 * at its address. `linear` says that this is the next frame; `read` gives bytes from the hit on.
 */
function foundAt(
  { sought }: SearchRequest,
  hits: Hits,
  i: number,
  pageSize: number,
  linear: boolean,
  read: (length: number) => Uint8Array,
): bigint | Uint8Array | undefined {
  if (sought.kind === 'words') return hits.words[i];
  const state = hits.states[i];
  // crash shows no more than the page has.
  if (state === TextState.whole)
    return hits.texts.subarray(
      i * TEXT_SHOWN,
      i * TEXT_SHOWN + Math.min(TEXT_SHOWN, pageSize - (hits.physical[i] % pageSize)),
    );
  if (linear && state === TextState.breaksOff) return undefined;
  const text = sought.texts[hits.which[i]];
  const bytes = read(Math.max(TEXT_SHOWN, text.length));
  return text.every((byte, at) => bytes[at] === byte) ? bytes : undefined;
}

/** As many of `length` bytes as there are before the first that is absent. */
function physicalBytes({ memory }: Kernel, address: number, length: number): Uint8Array {
  return memory.engine.aside(() => {
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const here = address + done;
      const part = memory.tryRead(here, Math.min(length - done, memory.pageSize - (here % memory.pageSize)));
      if (!part) break;
      bytes.set(part, done);
      done += part.length;
    }
    return bytes.subarray(0, done);
  });
}

/** A hit's line, or with -x what stands around it, too. */
function* shown(
  kernel: Kernel,
  request: SearchRequest,
  hit: Hit,
  read: Reader,
  known: bigint | undefined,
): Generator<Line, void, void> {
  const { around, unit } = request;
  if (around === 0 || typeof hit.found !== 'bigint') {
    yield new HitLine(kernel, request, hit, known, ': ');
    return;
  }
  const bytes = around * unit;
  const physical = request.where.kind === 'physical';
  const lines = (from: bigint): Generator<Line, void, void> =>
    wordLines(read(from, bytes), from, {
      unit,
      base: 'hex',
      ascii: true,
      isKernel: (value) => halfOf(kernel.layout.tables, value) === 'kernel',
      address: physical ? 'physical' : 'virtual',
    });
  if (hit.address >= BigInt(bytes)) yield* lines(hit.address - BigInt(bytes));
  yield new HitLine(kernel, request, hit, known, ':  ');
  yield* lines(hit.address + BigInt(unit));
  yield { text: '' };
}

/** What a hit lies in is asked for only when somebody wants the row. */
class HitLine implements Line {
  readonly text: string;
  readonly links: readonly Link[];

  constructor(
    private readonly kernel: Kernel,
    private readonly request: SearchRequest,
    private readonly hit: Hit,
    /** The kernel's or user's address of the hit, where it has one. */
    private readonly known: bigint | undefined,
    colon: string,
  ) {
    const { address, found, which } = hit;
    const physical = request.where.kind === 'physical';
    // crash sets addresses right when it shows memory around them.
    const start = colon.length === 2 ? hex(address) : physical ? hex(address).padStart(16) : hex(address, 16);
    const what = typeof found === 'bigint' ? `${hex(found)} ${request.labels[which]}` : printable(found);
    this.text = `${start}${colon}${what}`;
    const ref = physical ? `phys:${hex(address)}` : refTo.address(address);
    this.links = [{ start: start.length - start.trimStart().length, end: start.length, ref }];
  }

  get row(): Row {
    const { address, found, which } = this.hit;
    const { where, sought } = this.request;
    const place = this.known === undefined ? undefined : identify(this.kernel, this.known);
    return {
      address,
      ...(typeof found === 'bigint' ? { value: found } : { text: printable(found) }),
      ...(sought.kind === 'words' && sought.values.length > 1 ? { sought: sought.values[which] } : {}),
      ...(where.kind === 'physical' && this.known !== undefined ? { virtual: this.known } : {}),
      ...(place
        ? {
            in: typeof place.text === 'string' ? place.text : render(place.text, 'en'),
            kind: place.kind,
            ...(place.ref ? { ref: place.ref } : {}),
          }
        : {}),
    };
  }
}

/** Printable ASCII, all else as dots. */
function printable(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
  return text;
}
