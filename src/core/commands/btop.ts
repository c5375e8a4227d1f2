import { hex } from '../addr.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { numbersGiven } from './expression.ts';

export const command: Command = {
  name: 'btop',
  group: 'memory',
  summary: { en: 'from a physical address to its page frame number', ko: '물리 주소를 페이지 프레임 번호로' },
  synopsis: 'address…',
  options: [],
  examples: [['btop 667000', { en: 'the frame of an address', ko: '주소의 프레임 번호' }]],
  completes: ['address'],
  *run(context: CommandContext, args: Arguments): Generator<Line, void, void> {
    const size = BigInt(context.kernel.layout.pageSize);
    for (const address of numbersGiven(context, 'btop', args.words)) {
      const frame = address / size;
      yield { text: `${hex(address)}: ${hex(frame)}`, row: { address, frame: Number(frame) } };
    }
  },
};
