import type { Line } from '../rows/value.ts';
import type { Command, CommandContext } from './command.ts';
import { totals } from './kmem/totals.ts';

export const command: Command = {
  name: 'free',
  group: 'memory',
  summary: { en: 'what memory is used for: kmem -i', ko: '메모리 사용 현황: kmem -i와 같음' },
  synopsis: '',
  wordsWith: [],
  options: [],
  examples: [['free', { en: 'free, used, cached and swapped memory', ko: '여유, 사용, 캐시, 스왑 메모리' }]],
  *run({ kernel }: CommandContext): Generator<Line, void, void> {
    yield* totals(kernel, false);
  },
};
