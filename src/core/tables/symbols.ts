import { hex } from '../addr.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { refTo } from '../rows/ref.ts';
import type { TableSource } from '../rows/table.ts';

/** Names of the kernel and its modules, in order of address. */
export const table: TableSource<Kernel> = {
  id: 'symbols',
  title: 'Symbols',
  command: 'sym -l',
  columns: [
    { id: 'address', title: 'Address', kind: 'address' },
    {
      id: 'letter',
      title: 'Kind',
      kind: 'text',
      about: 'T text, D data, B bss, R read-only, A absolute; small: local (nm)',
    },
    { id: 'size', title: 'Size', kind: 'bytes', about: 'to the next symbol' },
    { id: 'module', title: 'Module', kind: 'module' },
    { id: 'name', title: 'Name', kind: 'text' },
  ],
  *rows(kernel) {
    for (const symbol of kernel.symbols.all())
      yield [
        { text: hex(symbol.address, 16), ref: refTo.address(symbol.address), order: symbol.address },
        { text: symbol.letter, tone: 'muted' },
        {
          text: symbol.size === undefined ? '' : String(symbol.size),
          order: symbol.size ?? 0,
          tone: 'muted',
        },
        symbol.module ? { text: symbol.module, ref: refTo.module(symbol.module) } : { text: '' },
        { text: symbol.name, ref: refTo.symbol(symbol.name) },
      ];
  },
};
