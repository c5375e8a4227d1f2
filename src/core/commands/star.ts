import type { Command } from './command.ts';
import { runStruct, STRUCT_OPTIONS } from './struct/run.ts';

export const command: Command = {
  name: '*',
  group: 'memory',
  summary: {
    en: 'short for struct or union, whichever has the name',
    ko: '이름에 맞는 struct 또는 union의 단축 명령',
  },
  synopsis:
    '[-o] [-l offset] [-rup] [-x | -d] name[.member[,member]…] [address | symbol[:cpus]] [count | -c count]',
  options: STRUCT_OPTIONS,
  examples: [['* page.flags ffffefddc068e700', { en: 'a member of an object', ko: '객체의 멤버' }]],
  exclusive: [['-x', '-d']],
  completes: ['type', 'symbol'],
  run: (context, args) => runStruct('*', context, args),
};
