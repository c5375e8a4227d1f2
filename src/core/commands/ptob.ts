import { addr, hex, parseHex } from '../addr.ts';
import { asCrash } from '../catalogue/commands.ts';
import { kmemSays } from '../catalogue/kmem.ts';
import { RequestError } from '../errors.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { evaluate } from './eval/evaluate.ts';

export const command: Command = {
  name: 'ptob',
  group: 'memory',
  summary: { en: 'from a page frame number to its physical address', ko: '페이지 프레임 번호를 물리 주소로' },
  synopsis: 'frame…',
  options: [],
  description: {
    en: 'A number is decimal unless it begins with 0x or has a letter a to f; the answer is hexadecimal.',
    ko: '0x로 시작하거나 a~f 글자가 있으면 16진수, 아니면 10진수로 읽고, 결과는 16진수로 표시합니다.',
  },
  examples: [['ptob 1639', { en: 'where frame 1639 is', ko: '1639번 프레임의 위치' }]],
  *run(context: CommandContext, args: Arguments): Generator<Line, void, void> {
    if (args.words.length === 0) throw new RequestError(kmemSays.sayOne({ command: 'ptob' }));
    for (const word of args.words) {
      const frame = word.startsWith('(')
        ? evaluate(context, 'ptob', word)
        : /^\d{1,19}$/.test(word)
          ? addr(BigInt(word))
          : parseHex(word);
      if (frame === undefined) throw new RequestError(asCrash(`ptob: not a valid number: ${word}`));
      const address = addr(frame * BigInt(context.kernel.layout.pageSize));
      yield { text: `${hex(frame)}: ${hex(address)}`, row: { frame: Number(frame), address } };
    }
  },
};
