import { RequestError } from '../errors.ts';
import { rustName } from '../symbols/rust-names.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { usage } from './runner/arguments.ts';

export const command: Command = {
  name: 'rustfilt',
  group: 'symbols',
  summary: {
    en: 'names of Rust functions as they are written in Rust',
    ko: 'Rust 심볼을 Rust 이름으로 변환',
  },
  synopsis: 'symbol…',
  options: [],
  examples: [
    [
      'rustfilt _RNvCskwGfYPst2Cb_3foo16example_function',
      { en: 'a function of the crate foo', ko: '크레이트 foo의 함수' },
    ],
  ],
  completes: ['symbol'],
  *run(_context: CommandContext, args: Arguments): Generator<Line, void, void> {
    if (args.words.length === 0) throw new RequestError(usage(command));
    for (const word of args.words) {
      const name = rustName(word);
      if (name === undefined) yield { text: 'Not a rust symbol: ' };
      yield { text: name ?? word, row: { symbol: word, name: name ?? null } };
    }
  },
};
