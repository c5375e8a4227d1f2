import type { Kernel } from '../kernel/kernel.ts';
import { modules } from '../kernel/modules.ts';
import { knownTasks } from '../kernel/tasks.ts';
import type { Command } from './command.ts';

/** What the last word of a line may become. */
export interface Completion {
  /** Index in the line where that word begins. */
  readonly from: number;
  /** Whole words that fit, sorted, none twice. */
  readonly words: readonly string[];
}

const MAX = 300;
const TYPE_COMMANDS = new Set(['struct', 'union', '*', 'whatis', 'enum', 'list', 'tree']);

/** What may stand at the end of `line`: commands, then options, symbols, types, members, PIDs, modules by the command. */
export function complete(kernel: Kernel, commands: readonly Command[], line: string): Completion {
  const start = Math.max(line.lastIndexOf(';'), line.lastIndexOf('|')) + 1;
  const words = line.slice(start).trimStart().split(/\s+/);
  const word = words.at(-1) ?? '';
  const from = line.length - word.length;
  if (words.length <= 1) return answer(from, word, names(commands, word));
  const command = commands.find((each) => each.name === words[0]);
  if (word.startsWith('-') && command)
    return answer(
      from,
      word,
      command.options.map((option) => option.flag),
    );
  const kinds = command?.completes ?? (TYPE_COMMANDS.has(words[0]) ? ['type'] : ['symbol']);
  return answer(
    from,
    word,
    kinds.flatMap((kind) => candidates(kind, kernel, commands, word)),
  );
}

function names(commands: readonly Command[], word: string): string[] {
  return commands.map((command) => command.name).filter((name) => name.startsWith(word));
}

function candidates(
  kind: NonNullable<Command['completes']>[number],
  kernel: Kernel,
  commands: readonly Command[],
  word: string,
): string[] {
  switch (kind) {
    case 'command':
      return names(commands, word);
    case 'task':
      return taskWords(kernel, word);
    case 'type':
      return typeWords(kernel, word);
    case 'module':
      return modules(kernel).map((module) => module.name);
    case 'symbol':
    case 'address':
      return symbolWords(kernel, word);
  }
}

function taskWords(kernel: Kernel, word: string): string[] {
  return knownTasks(kernel)
    .map((task) => String(task.pid))
    .filter((pid) => pid.startsWith(word))
    .slice(0, MAX);
}

function symbolWords(kernel: Kernel, word: string): string[] {
  const found: string[] = [];
  if (word === '') return found;
  for (const { name } of kernel.symbols.matching((each) => each.startsWith(word))) {
    if (found.push(name) >= MAX) break;
  }
  return found;
}

/** Names of types, or after "NAME." the members of that struct. */
function typeWords(kernel: Kernel, word: string): string[] {
  const dot = word.lastIndexOf('.');
  if (dot > 0) {
    const struct = kernel.types.struct(word.slice(0, dot));
    return (struct?.members ?? []).map((member) => `${word.slice(0, dot)}.${member.name}`);
  }
  const found: string[] = [];
  for (const { name } of kernel.types.base?.named(['struct', 'union', 'enum', 'typedef']) ?? []) {
    if (name.startsWith(word)) found.push(name);
    if (found.length >= MAX) break;
  }
  return found;
}

function answer(from: number, word: string, found: readonly string[]): Completion {
  return {
    from,
    words: [...new Set(found.filter((each) => each !== '' && each.startsWith(word)))].sort().slice(0, MAX),
  };
}
