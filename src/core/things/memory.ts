import { hex, parseHex, type Addr } from '../addr.ts';
import { named, spoken, subject, verbatim } from '../catalogue/message.ts';
import { common, refErrors } from '../catalogue/things.ts';
import { RequestError, ifKnown } from '../errors.ts';
import { identify } from '../identify/index.ts';
import { codeLines } from '../inspect/code.ts';
import { memoryPart } from '../inspect/memory.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { pageOf } from '../kernel/pages.ts';
import { refTo } from '../rows/ref.ts';
import { symbolText, type SymbolAt } from '../symbols/symbol.ts';
import { objectAt, stateSaid } from './objects.ts';
import { describe, namesOf, type MoreFact } from './thing.ts';

const say = subject('places', {
  title: { en: 'Memory', ko: '메모리' },
  one: { en: 'memory', ko: '메모리' },
  physical: { en: 'physical memory', ko: '물리 메모리' },
  physicalAddress: { en: 'physical', ko: '물리 주소' },
  unreadable: { en: 'not readable', ko: '읽을 수 없음' },
  symbol: { en: 'symbol', ko: '심볼' },
  frame: { en: 'frame', ko: '프레임 번호' },
  page: { en: 'page', ko: '페이지' },
  'per-cpu': { en: 'per-CPU memory', ko: 'per-CPU 메모리' },
  present: { en: 'present', ko: '덤프에 있음' },
  value: { en: 'value', ko: '값' },
  pointsAt: { en: 'points at', ko: '가리키는 것' },
  whose: { en: 'is of', ko: '속한 곳' },
  object: { en: 'slab object', ko: '슬랩 객체' },
});

/** What the answers of identify/ call what they find, by their kinds. */
const kinds = subject('places.kinds', {
  null: { en: 'NULL', ko: 'NULL' },
  symbol: { en: 'symbol', ko: '심볼' },
  text: { en: 'code', ko: '코드' },
  task: { en: 'task', ko: '태스크' },
  stack: { en: 'stack', ko: '스택' },
  module: { en: 'module memory', ko: '모듈 메모리' },
  slab: { en: 'slab object', ko: '슬랩 객체' },
  vmalloc: { en: 'vmalloc memory', ko: 'vmalloc 메모리' },
  user: { en: 'user address', ko: '사용자 주소' },
  'non-canonical': { en: 'non-canonical address', ko: '비정규 주소' },
  poison: { en: 'poison value', ko: '포이즌 값' },
  error: { en: 'error code', ko: '오류 코드' },
  page: { en: 'page', ko: '페이지' },
  unmapped: { en: 'not mapped', ko: '매핑 없음' },
});

const AROUND = 64;

/** A place in memory: virtual, of the kernel's space, or physical. */
interface Place {
  readonly space: 'virtual' | 'physical';
  readonly address: Addr;
  /** The kind of reference that named it. */
  readonly kind: string;
}

/** Whatever is at an address. It cannot be listed; references name it, and identify/ says what it is. */
export const thing = describe<Place>()({
  id: 'places',
  ...namesOf(say),
  columns: {},
  ref: {
    kinds: ['addr', 'mem', 'dis', 'phys'],
    of: refOf,
    find: (kernel, { kind, rest }) => {
      const address = parseHex(rest) ?? (kind === 'dis' ? kernel.symbols.byName(rest)?.address : undefined);
      if (address === undefined) throw new RequestError(refErrors.address({ ref: `${kind}:${rest}` }));
      return { kind, space: kind === 'phys' ? 'physical' : 'virtual', address };
    },
  },

  name: ({ space, address }, kernel, language) =>
    (space === 'virtual' ? spoken(identify(kernel, address), language)?.text : undefined) ?? hex(address, 16),
  what({ space, address }, kernel) {
    if (space === 'physical') return { kind: 'physical', message: say.physical() };
    const kind = identify(kernel, address)?.kind;
    if (kind !== undefined) return { kind, message: named(kinds, kind) ?? verbatim(kind) };
    return kernel.space.readable(address) ? undefined : { kind: 'unreadable', message: say.unreadable() };
  },
  place: ({ space, address }, kernel) =>
    space === 'virtual' && kernel.space.readable(address) ? { address } : undefined,
  *facts({ space, address }, kernel, language): Generator<MoreFact> {
    if (space === 'physical') {
      // What the file is cut into need not be the kernel's pages.
      const absent = kernel.memory.absence(Math.floor(Number(address) / kernel.memory.pageSize));
      const frame = Math.floor(Number(address) / kernel.layout.pageSize);
      yield { id: 'frame', name: say.frame(), text: hex(frame) };
      yield { id: 'page', name: say.page(), text: absent ?? say.present(), tone: absent && 'warn' };
      return;
    }
    yield* placeFacts(kernel, address);
    yield* ownerFacts(kernel, address);
    const at = kernel.symbols.byAddress(address);
    if (at) {
      yield { id: 'symbol', name: say.symbol(), text: symbolText(at, 16), ref: refTo.symbol(at.symbol.name) };
      const { module } = at.symbol;
      if (module) yield { id: 'module', name: common.module(), text: module, ref: refTo.module(module) };
    }
    const what = spoken(identify(kernel, address), language);
    if (what?.ref && !at) yield { id: 'of', name: say.whose(), text: what.text, ref: what.ref };
    const word = isText(at) || address % 8n !== 0n ? undefined : kernel.space.tryU64(address);
    if (word === undefined) return;
    const target = word === 0n ? undefined : spoken(identify(kernel, word), language);
    const ref = target && (target.ref ?? refTo.address(word));
    yield { id: 'value', name: say.value(), kind: 'address', value: word, ref };
    if (target) yield { id: 'target', name: say.pointsAt(), text: target.text, ref };
  },
  *ways({ space, address }, kernel) {
    if (space === 'physical') yield { id: 'memory', label: common.memory(), ref: `phys:${hex(address)}` };
    else if (kernel.space.readable(address) && isText(kernel.symbols.byAddress(address)))
      yield { id: 'code', label: common.code(), ref: refTo.code(address) };
  },
  home: (place, kernel) => {
    if (place.kind !== 'addr') return refOf(place);
    return isText(kernel.symbols.byAddress(place.address)) ? refTo.code(place.address) : undefined;
  },
  shownBy({ space, address }, kernel) {
    if (space === 'physical') return `rd -p ${hex(address)} 16`;
    const readable = kernel.space.readable(address);
    if (readable && isText(kernel.symbols.byAddress(address))) return `dis ${hex(address, 16)}`;
    return readable ? `rd ${hex(address, 16)} 8` : `vtop ${hex(address, 16)}`;
  },
  content({ space, address }, kernel, language) {
    if (space === 'virtual' && !kernel.space.readable(address)) return {};
    if (space === 'virtual' && isText(kernel.symbols.byAddress(address)))
      return { lines: codeLines(kernel, address) };
    return { memory: memoryPart(kernel, space, hex(address & ~7n, 16), AROUND, language) };
  },
});

function refOf({ kind, address }: Place): string {
  return `${kind}:${hex(address, 16)}`;
}

function isText(at: SymbolAt | undefined): boolean {
  return at !== undefined && /[tTwW]/.test(at.symbol.letter);
}

/** What is said of every address: where it lies physically, or why it cannot be read. */
export function* placeFacts(kernel: Kernel, address: Addr): Generator<MoreFact> {
  const physical = kernel.space.translate(address);
  const absent = kernel.space.absence(address);
  yield {
    id: 'address',
    name: common.address(),
    kind: 'address',
    value: address,
    ref: refTo.address(address),
  };
  if (physical !== undefined)
    yield { id: 'physical', name: say.physicalAddress(), text: hex(physical), ref: `phys:${hex(physical)}` };
  if (absent) yield { id: 'absent', name: say.unreadable(), text: absent, tone: 'warn' };
}

/** The slab object that an address lies in and whether it is allocated, and the struct page of its frame. */
function* ownerFacts(kernel: Kernel, address: Addr): Generator<MoreFact> {
  const object = ifKnown(() => objectAt(kernel, address));
  if (object)
    yield {
      id: 'object',
      name: say.object(),
      text: stateSaid(object.state),
      ref: `object:${hex(object.address, 16)}`,
      tone: object.state.kind === 'allocated' ? undefined : 'warn',
    };
  const physical = kernel.space.translate(address);
  const page = physical === undefined ? undefined : ifKnown(() => pageOf(kernel, physical));
  if (page)
    yield {
      id: 'struct-page',
      name: verbatim('struct page'),
      kind: 'address',
      value: page.address,
      ref: `page:${hex(page.address, 16)}`,
    };
}
