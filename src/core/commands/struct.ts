import type { Command } from './command.ts';
import { runStruct, STRUCT_OPTIONS } from './struct/run.ts';

export const command: Command = {
  name: 'struct',
  group: 'memory',
  summary: 'a struct: its layout, or the one at an address',
  synopsis:
    '[-o] [-l offset] [-rup] [-x | -d] struct[.member[,member]…] [address | symbol[:cpus]] [count | -c count]',
  options: STRUCT_OPTIONS,
  examples: [
    ['struct list_head', 'how C declares it, and its size'],
    ['struct -o page', 'with the offset of each member'],
    ['struct task_struct.pid,comm init_task', 'two members of an object'],
    ['struct rq.nr_running runqueues:a', 'of each CPU'],
  ],
  completes: ['type', 'symbol'],
  run: (context, args) => runStruct('struct', context, args),
};
