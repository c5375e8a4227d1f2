import { asCrash, refused } from '../catalogue/commands.ts';
import { RequestError } from '../errors.ts';
import type { Line } from '../rows/value.ts';
import { refTo } from '../rows/ref.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { manual } from './help/manual.ts';
import { BUILTIN_ALIASES } from './runner/aliases.ts';
import { NOT_YET } from './runner/not-yet.ts';

export const command: Command = {
  name: 'help',
  group: 'session',
  summary: 'the commands there are, or the manual of one',
  synopsis: '[command | all]',
  options: [],
  examples: [
    ['help', 'all commands, by what they are about'],
    ['help bt', 'the manual of bt'],
  ],
  completes: ['command'],
  run,
};

const GROUPS = [
  ['tasks', 'Tasks and stacks'],
  ['memory', 'Memory and types'],
  ['symbols', 'Symbols and code'],
  ['kernel', 'The kernel'],
  ['session', 'The console'],
] as const;

function* run({ commands }: CommandContext, args: Arguments): Generator<Line, void, void> {
  const [word] = args.words;
  if (word === undefined) yield* list(commands);
  else if (word === 'all') for (const each of commands) yield* page(commands, each.name);
  else yield* page(commands, word);
}

/** Each command with its summary, under the headings of their groups. */
function* list(all: readonly Command[]): Generator<Line, void, void> {
  const width = Math.max(...all.map(({ name }) => name.length)) + 2;
  for (const [group, title] of GROUPS) {
    const members = all.filter((each) => each.group === group);
    if (members.length === 0) continue;
    yield { text: `${title}:` };
    for (const { name, summary } of members)
      yield {
        text: `  ${name.padEnd(width)}${summary}`,
        row: { command: name, summary },
        links: [{ start: 2, end: 2 + name.length, ref: refTo.command(`help ${name}`) }],
      };
    yield { text: '' };
  }
  yield { text: '"help COMMAND" is the manual of one. Output may be piped: log | tail -5.' };
}

function* page(commands: readonly Command[], word: string): Generator<Line, void, void> {
  const name = BUILTIN_ALIASES.get(word)?.split(' ')[0] ?? word;
  const found = commands.find((each) => each.name === name);
  if (!found && NOT_YET.has(name)) throw new RequestError(refused.notYet({ name }));
  if (!found) throw new RequestError(asCrash(`No help data for "${word}" is available.`));
  yield* manual(found);
}
