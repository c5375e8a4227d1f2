import type { Command } from './command.ts';
import { runStruct, STRUCT_OPTIONS } from './struct/run.ts';

export const command: Command = {
  name: 'struct',
  group: 'memory',
  summary: {
    en: 'a struct: its layout, or the one at an address',
    ko: '구조체의 선언, 또는 지정한 주소의 구조체',
  },
  synopsis:
    '[-o] [-l offset] [-rup] [-x | -d] struct[.member[,member]…] [address | symbol[:cpus]] [count | -c count]',
  options: STRUCT_OPTIONS,
  examples: [
    ['struct list_head', { en: 'how C declares it, and its size', ko: 'C 선언과 크기' }],
    ['struct -o page', { en: 'with the offset of each member', ko: '멤버별 오프셋 표시' }],
    ['struct task_struct.pid,comm init_task', { en: 'two members of an object', ko: '객체의 멤버 두 개' }],
    ['struct rq.nr_running runqueues:a', { en: 'of each CPU', ko: 'CPU마다 표시' }],
  ],
  exclusive: [['-x', '-d']],
  completes: ['type', 'symbol'],
  run: (context, args) => runStruct('struct', context, args),
};
