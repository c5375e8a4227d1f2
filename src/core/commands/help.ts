import { asCrash, refused } from '../catalogue/commands.ts';
import { RequestError } from '../errors.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
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

/** Columns of running text. */
const WIDTH = 78;
const INDENT = '  ';

/** A command's declaration as a manual page. */
function* manual(command: Command): Generator<Line, void, void> {
  yield { text: 'NAME' };
  yield { text: `${INDENT}${command.name} - ${command.summary}` };
  yield { text: '' };
  yield { text: 'SYNOPSIS' };
  yield { text: `${INDENT}${command.name} ${command.synopsis}`.trimEnd() };
  if (command.description) {
    yield { text: '' };
    yield { text: 'DESCRIPTION' };
    for (const paragraph of command.description.split('\n')) yield* filled(paragraph, INDENT.length);
  }
  if (command.options.length > 0) {
    yield { text: '' };
    yield { text: 'OPTIONS' };
    const names = command.options.map(({ flag, value }) => (value === undefined ? flag : `${flag} ${value}`));
    const width = Math.max(...names.map((name) => name.length)) + 2;
    for (const [i, option] of command.options.entries()) {
      const lines = [...filled(option.about, INDENT.length + width)];
      yield { text: INDENT + names[i].padEnd(width) + (lines[0]?.text.trimStart() ?? '') };
      yield* lines.slice(1);
    }
  }
  if (command.examples.length === 0) return;
  yield { text: '' };
  yield { text: 'EXAMPLES' };
  for (const [line, about] of command.examples) {
    yield { text: `${INDENT}${line}`, links: [{ start: 2, end: 2 + line.length, ref: refTo.command(line) }] };
    yield* filled(about, 6);
  }
}

/** `text` in lines of at most 78 columns, each after `indent` blanks. */
function* filled(text: string, indent: number): Generator<Line, void, void> {
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > WIDTH) {
      yield { text: ' '.repeat(indent) + line };
      line = '';
    }
    line += (line === '' ? '' : ' ') + word;
  }
  yield { text: ' '.repeat(indent) + line };
}
