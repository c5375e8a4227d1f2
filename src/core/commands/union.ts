import type { Command } from './command.ts';
import { runStruct, STRUCT_OPTIONS } from './struct/run.ts';

export const command: Command = {
  name: 'union',
  group: 'memory',
  summary: 'a union: its layout, or the one at an address',
  synopsis:
    '[-o] [-l offset] [-rup] [-x | -d] union[.member[,member]…] [address | symbol[:cpus]] [count | -c count]',
  options: STRUCT_OPTIONS,
  examples: [['union sigval', 'how C declares it, and its size']],
  completes: ['type', 'symbol'],
  run: (context, args) => runStruct('union', context, args),
};
