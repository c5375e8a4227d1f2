import { RequestError } from '../errors.ts';
import type { Arguments, Command, CommandContext, Step } from './command.ts';
import { usage } from './runner/arguments.ts';

/** crash repeats a command until it is stopped, for live systems; a dump does not change, so it runs once. */
export const command: Command = {
  name: 'repeat',
  group: 'session',
  summary: {
    en: 'runs a command once: a dump does not change',
    ko: '명령을 한 번 실행합니다(덤프는 변하지 않음)',
  },
  synopsis: '[-seconds] command',
  options: [],
  examples: [['repeat -1 p jiffies', { en: 'the same as p jiffies', ko: 'p jiffies와 같음' }]],
  raw: true,
  *run(context: CommandContext, args: Arguments): Generator<Step, void, void> {
    const line = args.line.trim().replace(/^-\d+(\.\d+)?\s*/, '');
    if (line === '') throw new RequestError(usage(command));
    yield* context.run(line);
  },
};
