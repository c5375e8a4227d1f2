import { addr, parseHex, step, type Addr } from '../addr.ts';
import { asCrash, refused } from '../catalogue/commands.ts';
import { kmemSays } from '../catalogue/kmem.ts';
import { MissingError, RequestError } from '../errors.ts';
import { cpuCount } from '../kernel/cpus.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { symbolLetter } from '../kernel/symbol-letter.ts';
import { taskAt, taskCpu } from '../kernel/tasks.ts';
import { shownName, type KernelSymbol } from '../symbols/symbol.ts';
import type { CommandContext } from './command.ts';
import { evaluate } from './eval/evaluate.ts';

/**
 * Addresses, counts and CPUs as crash takes them: a symbol, hexadecimal with or without 0x, an expression in
 * parentheses; counts are decimal unless they begin with 0x. What is no such thing is answered with the
 * symbols whose names contain it.
 */

/** Alternatives that are listed. */
const MAX_ALTERNATIVES = 5000;

/** The address that `word` means: a symbol's, or hexadecimal. Throws RequestError with alternatives. */
export function symbolOrAddress(kernel: Kernel, word: string): Addr {
  const found = kernel.symbols.byName(word)?.address ?? parseHex(word);
  if (found === undefined) throw symbolNotFound(kernel, word);
  return found;
}

/** Like symbolOrAddress, and an expression where there are parentheses: "(schedule+5)". */
export function addressOf(context: CommandContext, command: string, word: string): Addr {
  return word.startsWith('(')
    ? addr(evaluate(context, command, word))
    : symbolOrAddress(context.kernel, word);
}

/** Like addressOf, and "symbol+5", "symbol-0x10". */
export function addressWithOffset(context: CommandContext, command: string, word: string): Addr {
  const sum = /^([A-Za-z_.$][\w.$]*)([+-])(\w+)$/.exec(word);
  const symbol = sum ? context.kernel.symbols.byName(sum[1]) : undefined;
  const offset = sum ? parseNumber(sum[3], 10) : undefined;
  if (!sum || !symbol || offset === undefined) return addressOf(context, command, word);
  return step(symbol.address, sum[2] === '-' ? -offset : offset);
}

/** An address as people type it into a field: all that commands take, sums without parentheses, and `per_cpu_symbol:cpu`. */
export function addressTyped(context: CommandContext, text: string): Addr {
  const { kernel } = context;
  const plain = kernel.symbols.byName(text)?.address ?? parseHex(text);
  if (plain !== undefined) return plain;
  const spec = cpuSpec(context, 'rd', text);
  if (!spec) return addr(evaluate(context, 'rd', text));
  return step(symbolOrAddress(kernel, spec.name), kernel.perCpuOffset(spec.cpus[0] ?? 0));
}

/** "symbol not found: x", and what has x in its name. */
export function symbolNotFound(kernel: Kernel, word: string): RequestError {
  const lines: string[] = [];
  for (const symbol of kernel.symbols.matching((name) => name.includes(word))) {
    if (lines.length >= MAX_ALTERNATIVES) {
      lines.push(`  … and more; "sym -q ${word}" lists all`);
      break;
    }
    lines.push('  ' + symbolLine(kernel, symbol));
  }
  if (lines.length === 0) lines.push('  (none found)');
  return new RequestError(asCrash(`symbol not found: ${word}\npossible alternatives:\n${lines.join('\n')}`));
}

/** "ffffffffa90079c0 (D) jiffies", with the module it is of. */
export function symbolLine(kernel: Kernel, symbol: KernelSymbol, offset = 0): string {
  const at = step(symbol.address, offset).toString(16);
  const after = offset === 0 ? '' : `+${offset}`;
  return `${at} (${symbolLetter(kernel, symbol)}) ${shownName(symbol.name)}${after}${symbol.module ? ` [${symbol.module}]` : ''}`;
}

/** A plain number: 0x…, or in `radix`; undefined when it is none. */
function parseNumber(word: string, radix: 10 | 16): bigint | undefined {
  if (/^0x[0-9a-f]{1,16}$/i.test(word)) return BigInt(word);
  if (radix === 16 && /^[0-9a-f]{1,16}$/i.test(word)) return BigInt('0x' + word);
  return /^\d{1,20}$/.test(word) ? BigInt.asUintN(64, BigInt(word)) : undefined;
}

/** A count: decimal or 0x…; negative ones are allowed. Throws RequestError naming the command. */
export function parseCount(command: string, word: string): number {
  const value = parseNumber(word.replace(/^-/, ''), 10) ?? (parseHex(word) as bigint | undefined);
  if (value === undefined || value > BigInt(Number.MAX_SAFE_INTEGER))
    throw new RequestError(asCrash(`${command}: invalid count: ${word}`));
  return word.startsWith('-') ? -Number(value) : Number(value);
}

/** The values that `words` are: hexadecimal with or without 0x, or (expressions). Throws RequestError for others, and for none. */
export function numbersGiven(context: CommandContext, command: string, words: readonly string[]): Addr[] {
  if (words.length === 0) throw new RequestError(kmemSays.sayOne({ command }));
  return words.map((word) => {
    const value = word.startsWith('(') ? addr(evaluate(context, command, word)) : parseHex(word);
    if (value === undefined) throw new RequestError(asCrash(`${command}: invalid input: "${word}"`));
    return value;
  });
}

/** What a list of CPUs says: the CPUs in order, or the part that makes no sense and whether it is a number at least. */
export type CpuNumbers =
  { readonly cpus: readonly number[] } | { readonly wrong: string; readonly number: boolean };

/** CPUs of a list as crash takes it: "1,3,5-7", "a", "all". */
export function cpuNumbers(kernel: Kernel, text: string): CpuNumbers {
  const count = cpuCount(kernel);
  if (text === 'a' || text === 'all') return { cpus: Array.from({ length: count }, (_, cpu) => cpu) };
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const range = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part);
    if (!range) return { wrong: part, number: false };
    const first = Number(range[1]);
    const last = Number(range[2] ?? range[1]);
    if (last >= count || first > last) return { wrong: part, number: true };
    for (let cpu = first; cpu <= last; cpu++) found.add(cpu);
  }
  return { cpus: [...found].sort((a, b) => a - b) };
}

/** A word with ":cpuspec" after it. */
export interface CpuSpec {
  readonly name: string;
  readonly cpus: readonly number[];
}

/** "runqueues:a", "runqueues:0,2-3", "runqueues:" (the context's CPU); undefined when there is no colon. */
export function cpuSpec(context: CommandContext, command: string, word: string): CpuSpec | undefined {
  const colon = word.lastIndexOf(':');
  if (colon <= 0) return undefined;
  return { name: word.slice(0, colon), cpus: cpuList(context, command, word.slice(colon + 1)) };
}

/** "1,8,9-14", "a", "all", "" (the CPU of the current task). Throws RequestError for CPUs that are not there. */
export function cpuList(context: CommandContext, command: string, text: string): readonly number[] {
  const { kernel } = context;
  if (text === '') return [taskCpu(taskAt(kernel, context.task))];
  const found = cpuNumbers(kernel, text);
  if ('cpus' in found) return found.cpus;
  const which = found.number ? `; there are CPUs 0 to ${cpuCount(kernel) - 1}` : '';
  throw new RequestError(asCrash(`${command}: invalid cpu specification: ${text}${which}`));
}

/** Throws MissingError with what to do instead, where this dump carries no types. */
export function needTypes(kernel: Kernel, command: string): void {
  if (!kernel.types.known) throw new MissingError(refused.noTypes({ command }));
}
