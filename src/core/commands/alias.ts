import { refused } from '../catalogue/commands.ts';
import { RequestError } from '../errors.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { BUILTIN_ALIASES } from './runner/names.ts';

/** More aliases than this are no longer typed by a person. */
const MAX_ALIASES = 1000;

export const command: Command = {
  name: 'alias',
  group: 'session',
  summary: { en: 'short names for commands', ko: '명령의 별칭' },
  synopsis: '[name [command…]]',
  description: {
    en:
      'Without arguments: all aliases. With a name: that one. With a name and a command: the name stands for the ' +
      'command from now on, until the dump is closed; with a name and "" it is dropped.',
    ko: '인수 없이 실행하면 모든 별칭을, 이름을 주면 그 별칭을 표시합니다. 이름과 명령을 주면 덤프를 닫을 때까지 그 이름이 명령을 대신하며, 이름과 ""를 주면 별칭을 없앱니다.',
  },
  options: [],
  examples: [
    ['alias', { en: 'all aliases', ko: '모든 별칭' }],
    ['alias kt ps -k', { en: 'kt lists kernel threads', ko: 'kt로 커널 스레드 목록 보기' }],
  ],
  completes: ['command'],
  raw: true,
  *run(context: CommandContext, args: Arguments): Generator<Line, void, void> {
    const { aliases } = context;
    const [name, ...words] = args.raw;
    if (words.length > 0) {
      const meaning = args.line
        .trim()
        .slice(name.length)
        .trim()
        .replace(/^"(.*)"$/s, '$1');
      if (context.commands.some((each) => each.name === name))
        throw new RequestError(refused.aliasOfCommand({ name }));
      if (aliases.size >= MAX_ALIASES) throw new RequestError(refused.aliasesFull({ most: MAX_ALIASES }));
      if (meaning === '') {
        const there = aliases.delete(name);
        yield { text: there ? `alias deleted: ${name}` : `alias does not exist: ${name}` };
        return;
      }
      aliases.set(name, meaning);
    }
    yield { text: 'ORIGIN   ALIAS    COMMAND' };
    const all = [
      ...[...BUILTIN_ALIASES].map(([alias, meaning]) => ({ origin: 'builtin', alias, meaning })),
      ...[...aliases].map(([alias, meaning]) => ({ origin: 'runtime', alias, meaning })),
    ].filter(({ alias }) => name === undefined || alias === name);
    for (const { origin, alias, meaning } of all)
      yield {
        text: `${origin}  ${alias.padEnd(8)} ${meaning} `,
        row: { origin, alias, command: meaning },
      };
    if (name !== undefined && all.length === 0) yield { text: `alias does not exist: ${name}` };
  },
};
