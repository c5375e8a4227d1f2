import { hex } from '../addr.ts';
import { kmemSays } from '../catalogue/kmem.ts';
import { render } from '../catalogue/message.ts';
import { memorySummary } from '../kernel/memory-summary.ts';
import { swapAreas } from '../kernel/swap.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import type { Command, CommandContext } from './command.ts';

export const command: Command = {
  name: 'swap',
  group: 'memory',
  summary: { en: 'where memory is swapped out to, and how full that is', ko: '스왑 영역과 사용량' },
  synopsis: '',
  wordsWith: [],
  options: [],
  examples: [
    [
      'swap',
      { en: 'files and partitions that pages are swapped out to', ko: '페이지를 내보내는 파일과 파티션' },
    ],
  ],
  *run({ kernel, language }: CommandContext): Generator<Line, void, void> {
    const areas = swapAreas(kernel);
    yield { text: 'SWAP_INFO_STRUCT    TYPE       SIZE       USED     PCT  PRI  FILENAME' };
    const { swapTotal } = memorySummary(kernel);
    if (areas.length === 0 && swapTotal > 0)
      yield { text: render(kmemSays.swapAbsent({ bytes: swapTotal * kernel.layout.pageSize }), language) };
    const kb = kernel.layout.pageSize / 1024;
    for (const { object, pages, used, priority, partition, path } of areas) {
      const percent = pages > 0 ? Math.trunc((used * 100) / pages) : 0;
      const type = partition ? 'PARTITION' : 'FILE';
      yield {
        text: `${hex(object.address, 16)} ${type.padStart(9)} ${`${pages * kb}k`.padStart(10)} ${`${used * kb}k`.padStart(10)} ${`${percent}%`.padStart(6)} ${String(priority).padStart(4)}  ${path}`,
        row: {
          swap_info: object.address,
          type,
          bytes: pages * kernel.layout.pageSize,
          used: used * kernel.layout.pageSize,
          percent,
          priority,
          path,
        },
        links: [{ start: 0, end: 16, ref: refTo.instance('swap_info_struct', object.address) }],
      };
    }
  },
};
