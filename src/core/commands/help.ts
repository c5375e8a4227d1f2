import type { Language } from '../catalogue/message.ts';
import type { InLanguages } from '../rows/thing.ts';
import { asCrash, refused } from '../catalogue/commands.ts';
import { RequestError } from '../errors.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { BUILTIN_ALIASES } from './runner/names.ts';

export const command: Command = {
  name: 'help',
  group: 'session',
  summary: { en: 'the commands there are, or the manual of one', ko: '명령 목록, 또는 명령 하나의 설명서' },
  synopsis: '[command | input | output | all]',
  options: [],
  raw: true,
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

/** What crash tells under these names: how lines are read, and where answers go. */
const TOPICS: ReadonlyMap<string, InLanguages> = new Map([
  [
    'input',
    {
      en:
        'A line is a command with its options and arguments; several stand on one line with semicolons between them, and one that starts with # or // is a comment.\n' +
        'Numbers that may be addresses are hexadecimal, counts and PIDs decimal; 0x makes any number hexadecimal. Where an address is asked for, a symbol, symbol+offset and an (expression) do as well; per-CPU symbols take a CPU: runqueues:1, runqueues:all.\n' +
        'A name that is no command is taken for a variable (p), a struct or union, or a typedef (whatis). “alias” gives a line another name. !! repeats the last line; ↑ and ↓ go through what was typed, Tab completes.\n' +
        '“< FILE” runs the lines of a file as commands.',
      ko:
        '한 줄은 명령과 옵션, 인자로 이루어집니다. 세미콜론으로 여러 명령을 한 줄에 쓸 수 있고, #이나 //로 시작하는 줄은 주석입니다.\n' +
        '주소가 될 수 있는 숫자는 16진수, 개수와 PID는 10진수로 읽습니다. 0x를 붙이면 항상 16진수입니다. 주소 자리에는 심볼, 심볼+오프셋, (수식)도 쓸 수 있으며, per-CPU 심볼에는 CPU를 붙입니다: runqueues:1, runqueues:all.\n' +
        '명령이 아닌 이름은 변수(p), 구조체나 공용체, typedef(whatis)로 해석합니다. “alias”로 줄에 다른 이름을 붙입니다. !!는 마지막 줄을 반복하고, ↑ ↓는 입력 기록, Tab은 자동 완성입니다.\n' +
        '“< 파일”은 파일의 줄을 명령으로 차례로 실행합니다.',
    },
  ],
  [
    'output',
    {
      en:
        'What a command prints may go through filters: log | grep -i oops | tail -5. Built in are grep, head, tail, wc, sort, uniq, cut, awk and less; in a terminal any other word is the shell’s.\n' +
        '“COMMAND > FILE” saves the answer, “>> FILE” adds to it; a file that is there already is replaced by “>! FILE” only.\n' +
        'Numbers are printed decimal or hexadecimal by “set radix 10” and “set radix 16”, or by -d and -x of many commands.',
      ko:
        '명령의 출력은 필터로 넘길 수 있습니다: log | grep -i oops | tail -5. 내장 필터는 grep, head, tail, wc, sort, uniq, cut, awk, less입니다. 터미널에서는 그 밖의 이름을 셸로 넘깁니다.\n' +
        '“명령 > 파일”은 출력을 저장하고 “>> 파일”은 덧붙입니다. 이미 있는 파일은 “>! 파일”로만 바꿉니다.\n' +
        '숫자는 “set radix 10”, “set radix 16” 또는 여러 명령의 -d, -x 옵션에 따라 10진수나 16진수로 표시합니다.',
    },
  ],
]);

function* run({ commands, language }: CommandContext, args: Arguments): Generator<Line, void, void> {
  const [word] = args.words;
  const topic = TOPICS.get(word);
  if (word?.startsWith('-')) throw new RequestError(refused.internals({ command: 'help', flag: word }));
  if (topic) for (const paragraph of topic[language].split('\n')) yield* filled(paragraph, 0);
  else if (word === undefined) yield* list(commands, language);
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
