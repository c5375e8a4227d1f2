import { hex } from '../addr.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { swappedTo } from '../kernel/swap.ts';
import { entryAddress } from '../memory/tables.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { numbersGiven } from './expression.ts';

export const command: Command = {
  name: 'pte',
  group: 'memory',
  summary: {
    en: 'what an entry of a page table says: page and flags, or where it was swapped out to',
    ko: '페이지 테이블 엔트리의 의미: 페이지와 플래그, 또는 스왑 위치',
  },
  synopsis: 'entry…',
  options: [],
  examples: [
    [
      'pte 80000000fed00173',
      { en: 'a page that is not cached and not executed', ko: '캐시되지 않고 실행할 수 없는 페이지' },
    ],
  ],
  *run(context: CommandContext, args: Arguments): Generator<Line, void, void> {
    for (const entry of numbersGiven(context, 'pte', args.words)) yield* entryLines(context.kernel, entry);
  },
};

function* entryLines(kernel: Kernel, entry: bigint): Generator<Line> {
  const { format } = kernel.space;
  const { pageMask, pageValue, valid } = format.entry;
  const present = (entry & valid) === valid && (entry & pageMask) === pageValue;
  const swapped = present ? undefined : swappedTo(kernel, entry);
  if (swapped) {
    const { area, offset } = swapped;
    const width = Math.max(hex(entry).length, 3);
    yield { text: `${centre('PTE', width)}  ${centre('SWAP', area.path.length)}  OFFSET` };
    yield {
      text: `${hex(entry).padStart(width)}  ${area.path}  ${offset}`,
      row: { entry, swap: area.path, offset },
    };
    return;
  }
  const physical = present ? entryAddress(format.entry, entry) : 0n;
  const shown = hex(physical);
  const width = Math.max(hex(entry).length, 3);
  const column = Math.max(shown.length, 8);
  const flags = present ? kernel.arch.paging.entryFlags(entry) : 'no mapping';
  yield { text: `${centre('PTE', width)}  ${centre('PHYSICAL', column)}  FLAGS` };
  yield {
    text: `${centre(hex(entry), width)}  ${centre(shown, column)}  (${flags})`,
    row: { entry, present, ...(present ? { physical, flags } : {}) },
  };
}

function centre(text: string, width: number): string {
  return text.padStart(text.length + Math.floor((width - text.length) / 2)).padEnd(width);
}
