import { hex, parseHex } from '../addr.ts';
import { subject } from '../catalogue/message.ts';
import { common, refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import { codeLines } from '../inspect/code.ts';
import { memoryPart } from '../inspect/memory.ts';
import { modules, moduleSymbols } from '../kernel/modules.ts';
import { symbolLetter } from '../kernel/symbol-letter.ts';
import { refTo } from '../rows/ref.ts';
import { symbolText, type KernelSymbol } from '../symbols/symbol.ts';
import { placeFacts } from './memory.ts';
import { describe, namesOf, type MoreFact, type Named } from './thing.ts';

const say = subject('symbols', {
  title: { en: 'Symbols', ko: '심볼' },
  one: { en: 'symbol', ko: '심볼' },
  function: { en: 'function', ko: '함수' },
  variable: { en: 'variable', ko: '변수' },
  heading: { en: 'Symbols of the kernel and its modules', ko: '커널과 모듈의 심볼' },
  empty: {
    en: 'This kernel’s symbol table (kallsyms) could not be read.',
    ko: '이 커널의 심볼 테이블(kallsyms)을 읽지 못했습니다.',
  },
  letter: { en: 'Kind', ko: '종류' },
  letterHint: {
    en: 'T text, D data, B bss, R read-only, A absolute; small: local (nm)',
    ko: 'T 코드, D 데이터, B bss, R 읽기 전용, A 절대값. 소문자는 지역 심볼(nm)',
  },
  sizeHint: { en: 'to the next symbol', ko: '다음 심볼까지' },
  name: { en: 'Name', ko: '이름' },
  also: { en: 'also at', ko: '같은 이름' },
});

const MAX_NAMED = 3000;
const MAX_ALSO = 8;
/** Bytes of a variable that the inspector shows. */
const AROUND = 64;

const isText = (symbol: KernelSymbol): boolean => /[tTwW]/.test(symbol.letter);

/** Names of the kernel and its modules, in order of address (kallsyms, and the symbol tables of the modules). */
export const thing = describe<KernelSymbol>()({
  id: 'symbols',
  ...namesOf(say),
  view: { group: 'inside', order: 3 },
  command: 'sym -l',
  columns: {
    address: {
      title: common.address(),
      kind: 'address',
      noFact: true,
      value: (symbol) => symbol.address,
      ref: (symbol) => refTo.address(symbol.address),
    },
    letter: {
      title: say.letter(),
      hint: say.letterHint(),
      kind: 'text',
      value: (symbol, kernel) => (symbol.module === undefined ? symbolLetter(kernel, symbol) : symbol.letter),
      tone: () => 'muted',
    },
    size: {
      title: common.size(),
      hint: say.sizeHint(),
      kind: 'bytes',
      value: (symbol) => symbol.size,
      tone: () => 'muted',
    },
    module: {
      title: common.module(),
      kind: 'text',
      value: (symbol) => symbol.module,
      ref: (symbol) => symbol.module && refTo.module(symbol.module),
    },
    name: {
      title: say.name(),
      kind: 'text',
      noFact: true,
      value: (symbol) => symbol.name,
      ref: (symbol) => refTo.symbol(symbol.name),
    },
  },

  /** With an argument those of the module whose struct module lies there. */
  list(kernel, argument) {
    const only = argument === undefined ? undefined : parseHex(argument);
    if (argument === undefined) return kernel.symbols.all();
    const module = modules(kernel).find(({ object }) => object.address === only);
    return module ? moduleSymbols(kernel, module).all() : [];
  },
  ref: {
    kinds: ['sym'],
    of: (symbol) => refTo.symbol(symbol.name),
    find: (kernel, { rest }) => {
      const symbol = kernel.symbols.byName(rest);
      if (!symbol) throw new RequestError(refErrors.symbol({ name: rest }));
      return symbol;
    },
  },
  prefix: '@',
  *named(kernel, test): Generator<Named> {
    if (!kernel) return;
    let count = 0;
    for (const symbol of kernel.symbols.matching(test)) {
      const about = symbol.module ?? (isText(symbol) ? 'text' : 'data');
      yield { name: symbol.name, ref: refTo.symbol(symbol.name), about };
      if (++count >= MAX_NAMED) return;
    }
  },

  name: (symbol) => symbolText({ symbol, offset: 0 }, 16),
  what: (symbol) =>
    isText(symbol)
      ? { kind: 'function', message: say.function() }
      : { kind: 'variable', message: say.variable() },
  place: ({ address }, kernel) => (kernel.space.readable(address) ? { address } : undefined),
  *facts(symbol, kernel): Generator<MoreFact> {
    yield* placeFacts(kernel, symbol.address);
    const others = kernel.symbols.allByName(symbol.name).filter((other) => other.address !== symbol.address);
    for (const { address } of others.slice(0, MAX_ALSO))
      yield { id: 'also', name: say.also(), kind: 'address', value: address, ref: refTo.address(address) };
  },
  *ways(symbol, kernel) {
    if (isText(symbol) && kernel.space.readable(symbol.address))
      yield { id: 'code', label: common.code(), ref: refTo.code(symbol.address) };
  },
  // The addresses of per-CPU variables are offsets, and pages may be absent: there is nothing to be seen at them.
  home: (symbol, kernel) => {
    if (isText(symbol)) return refTo.code(symbol.address);
    return kernel.space.readable(symbol.address) ? refTo.memory(symbol.address) : undefined;
  },
  shownBy: (symbol, kernel) => {
    const readable = kernel.space.readable(symbol.address);
    return `${readable ? (isText(symbol) ? 'dis' : 'rd') : 'sym'} ${symbol.name}`;
  },
  content: (symbol, kernel, language) =>
    isText(symbol)
      ? { lines: codeLines(kernel, symbol.address, 8) }
      : {
          memory: memoryPart(
            kernel,
            'virtual',
            hex(symbol.address, 16),
            Math.min(AROUND, Math.max(8, Math.ceil((symbol.size ?? 8) / 8) * 8)),
            language,
          ),
        },
});
