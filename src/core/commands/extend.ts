import { refused } from '../catalogue/commands.ts';
import { RequestError } from '../errors.ts';
import type { Arguments, Command, CommandContext, Step } from './command.ts';

/** crash's command that loads extensions: there are none to list, and none can be loaded. */
export const command: Command = {
  name: 'extend',
  group: 'session',
  refused: true,
  summary: {
    en: 'refused: extensions of crash cannot be loaded',
    ko: '거부됨: crash 확장 모듈은 불러올 수 없습니다',
  },
  synopsis: '[file…]',
  options: [],
  examples: [],
  raw: true,

  *run(_context: CommandContext, args: Arguments): Generator<Step, void, void> {
    const [file] = args.raw.filter((word) => !word.startsWith('-'));
    if (file !== undefined) throw new RequestError(refused.noExtensions({ file }));
  },
};
