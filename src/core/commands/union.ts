import type { Command } from './command.ts';
import { runStruct, STRUCT_OPTIONS } from './struct/run.ts';

export const command: Command = {
  name: 'union',
  group: 'memory',
  summary: {
    en: 'a union: its layout, or the one at an address',
    ko: '공용체의 선언, 또는 지정한 주소의 공용체',
  },
  synopsis:
    '[-o] [-l offset] [-rup] [-x | -d] union[.member[,member]…] [address | symbol[:cpus]] [count | -c count]',
  options: STRUCT_OPTIONS,
  examples: [['union sigval', { en: 'how C declares it, and its size', ko: 'C 선언과 크기' }]],
  exclusive: [['-x', '-d']],
  completes: ['type', 'symbol'],
  run: (context, args) => runStruct('union', context, args),
};
