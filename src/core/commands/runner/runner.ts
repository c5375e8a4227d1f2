import { refused } from '../../catalogue/commands.ts';
import { RequestError } from '../../errors.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Command, CommandContext, Step } from '../command.ts';
import { BUILTIN_ALIASES, NEVER } from './names.ts';
import { firstWord, parseArguments } from './arguments.ts';
import { GDB_WORDS } from '../gdb/requests.ts';

/** Substitutions of aliases in a row; more are taken for an alias that names itself. */
const MAX_ALIASES = 8;

/** Commands that end crash (help.c); here whoever asks goes by himself. */
const LEAVING: ReadonlySet<string> = new Set(['q', 'exit']);

/** A context that runs `commands` on `kernel`, beginning at the task with task_struct `task`. */
export function createContext(kernel: Kernel, commands: readonly Command[], task: bigint): CommandContext {
  const byName = new Map(commands.map((command) => [command.name, command]));
  const context: CommandContext = {
    kernel,
    task,
    language: 'en',
    radix: 10,
    settings: new Map(),
    values: [],
    aliases: new Map(),
    commands,
    run: (line) => run(byName, context, line),
  };
  return context;
}

function* run(
  commands: ReadonlyMap<string, Command>,
  context: CommandContext,
  typed: string,
): Generator<Step, void, void> {
  // "*page" is "* page", as in crash.
  const line = withoutAliases(typed.trim(), context.aliases).replace(/^\*(?=[A-Za-z_])/, '* ');
  if (line === '' || line.startsWith('#') || line.startsWith('//')) return;
  if (LEAVING.has(line)) return;
  const [name, rest] = firstWord(line);
  const command = commands.get(name);
  if (command) {
    yield* command.run(context, parseArguments(command, rest));
    return;
  }
  const bare = bareWord(commands, context, name, rest);
  if (bare !== undefined) {
    yield* run(commands, context, bare);
    return;
  }
  throw unknown(name);
}

function withoutAliases(line: string, aliases: ReadonlyMap<string, string>): string {
  let now = line;
  for (let i = 0; i < MAX_ALIASES; i++) {
    const [, first, rest] = /^(\S+)(.*)$/s.exec(now) ?? [undefined, '', ''];
    const meant = aliases.get(first) ?? BUILTIN_ALIASES.get(first);
    if (meant === undefined) break;
    now = meant + rest;
  }
  return now;
}

/** crash tries an unknown first word as a variable, a struct or a typedef. */
function bareWord(
  commands: ReadonlyMap<string, Command>,
  context: CommandContext,
  name: string,
  rest: string,
): string | undefined {
  // With a format gdb's own is meant: p/x, x/4gx.
  if (GDB_WORDS.has(name.split('/')[0]) || name.startsWith('p/')) return `gdb ${name} ${rest}`;
  if (NEVER.has(name) || !/^[A-Za-z_]\w*(\.[\w.,[\]]+)?(:.*)?$/.test(name)) return undefined;
  const word = name.split(/[.:]/)[0];
  const { kernel } = context;
  if (commands.has('struct') && kernel.types.find('struct', word)) return `struct ${name} ${rest}`;
  if (commands.has('union') && kernel.types.find('union', word)) return `union ${name} ${rest}`;
  if (commands.has('whatis') && kernel.types.find('typedef', word)) return `whatis ${name} ${rest}`;
  if (commands.has('p') && kernel.symbols.byName(word)) return `p ${name} ${rest}`;
  return undefined;
}

function unknown(name: string): RequestError {
  const never = NEVER.get(name);
  if (never !== undefined) return new RequestError(refused.never({ name, why: never }));
  return new RequestError(refused.unknown({ name }));
}
