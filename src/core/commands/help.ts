import type { Language } from '../catalogue/message.ts';
import type { InLanguages } from '../rows/thing.ts';
import { asCrash } from '../catalogue/commands.ts';
import { RequestError } from '../errors.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { BUILTIN_ALIASES } from './runner/names.ts';

export const command: Command = {
  name: 'help',
  group: 'session',
  summary: { en: 'the commands there are, or the manual of one', ko: '명령 목록, 또는 명령 하나의 설명서' },
  synopsis: '[command | all]',
  options: [],
  examples: [
    ['help', { en: 'all commands, by what they are about', ko: '모든 명령을 분야별로' }],
    ['help bt', { en: 'the manual of bt', ko: 'bt의 설명서' }],
  ],
  completes: ['command'],
  run,
};

const GROUPS: readonly (readonly [group: Command['group'], title: InLanguages])[] = [
  ['tasks', { en: 'Tasks and stacks', ko: '태스크와 스택' }],
  ['memory', { en: 'Memory and types', ko: '메모리와 타입' }],
  ['symbols', { en: 'Symbols and code', ko: '심볼과 코드' }],
  ['kernel', { en: 'The kernel', ko: '커널' }],
  ['session', { en: 'The console', ko: '콘솔' }],
];
/** What the list of commands ends with. */
const MORE: InLanguages = {
  en: '"help COMMAND" is the manual of one. Output may be piped: log | tail -5.',
  ko: '명령 하나의 설명서는 "help 명령"으로 봅니다. 출력은 파이프로 넘길 수 있습니다: log | tail -5',
};

function* run({ commands, language }: CommandContext, args: Arguments): Generator<Line, void, void> {
  const [word] = args.words;
  if (word === undefined) yield* list(commands, language);
  else if (word === 'all') for (const each of commands) yield* page(commands, each.name, language);
  else yield* page(commands, word, language);
}

/** Each command with its summary, under the headings of their groups. */
function* list(all: readonly Command[], language: Language): Generator<Line, void, void> {
  const width = Math.max(...all.map(({ name }) => name.length)) + 2;
  for (const [group, title] of GROUPS) {
    const members = all.filter((each) => each.group === group);
    if (members.length === 0) continue;
    yield { text: `${title[language]}:` };
    for (const { name, summary } of members)
      yield {
        text: `  ${name.padEnd(width)}${summary[language]}`,
        row: { command: name, summary: summary[language] },
        links: [{ start: 2, end: 2 + name.length, ref: refTo.command(`help ${name}`) }],
      };
    yield { text: '' };
  }
  yield { text: MORE[language] };
}

function* page(commands: readonly Command[], word: string, language: Language): Generator<Line, void, void> {
  const name = BUILTIN_ALIASES.get(word)?.split(' ')[0] ?? word;
  const found = commands.find((each) => each.name === name);
  if (!found) throw new RequestError(asCrash(`No help data for "${word}" is available.`));
  yield* manual(found, language);
}

/** Columns of running text. */
const WIDTH = 78;
const INDENT = '  ';

/** A command's declaration as a manual page. */
function* manual(command: Command, language: Language): Generator<Line, void, void> {
  yield { text: 'NAME' };
  yield { text: `${INDENT}${command.name} - ${command.summary[language]}` };
  yield { text: '' };
  yield { text: 'SYNOPSIS' };
  yield { text: `${INDENT}${command.name} ${command.synopsis}`.trimEnd() };
  if (command.description) {
    yield { text: '' };
    yield { text: 'DESCRIPTION' };
    for (const paragraph of command.description[language].split('\n'))
      yield* filled(paragraph, INDENT.length);
  }
  if (command.options.length > 0) {
    yield { text: '' };
    yield { text: 'OPTIONS' };
    const names = command.options.map(({ flag, value, equals }) => {
      const word = equals === undefined ? flag : `${flag}[=${equals}]`;
      return value === undefined ? word : `${word} ${value}`;
    });
    const width = Math.max(...names.map((name) => name.length)) + 2;
    for (const [i, option] of command.options.entries()) {
      const lines = [...filled(option.about[language], INDENT.length + width)];
      yield { text: INDENT + names[i].padEnd(width) + (lines[0]?.text.trimStart() ?? '') };
      yield* lines.slice(1);
    }
  }
  if (command.examples.length === 0) return;
  yield { text: '' };
  yield { text: 'EXAMPLES' };
  for (const [line, about] of command.examples) {
    yield { text: `${INDENT}${line}`, links: [{ start: 2, end: 2 + line.length, ref: refTo.command(line) }] };
    yield* filled(about[language], 6);
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
