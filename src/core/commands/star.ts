import type { Command } from './command.ts';
import { runStruct, STRUCT_OPTIONS } from './struct/run.ts';

export const command: Command = {
  name: '*',
  group: 'memory',
  summary: 'short for struct or union, whichever has the name',
  synopsis:
    '[-o] [-l offset] [-rup] [-x | -d] name[.member[,member]…] [address | symbol[:cpus]] [count | -c count]',
  options: STRUCT_OPTIONS,
  examples: [['* page.flags ffffefddc068e700', 'a member of an object']],
  completes: ['type', 'symbol'],
  run: (context, args) => runStruct('*', context, args),
};
