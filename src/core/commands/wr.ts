import { asCrash } from '../catalogue/commands.ts';
import { RequestError } from '../errors.ts';
import type { Command } from './command.ts';

/** crash's command to change a live system's memory: a dump is never written to. */
export const command: Command = {
  name: 'wr',
  group: 'memory',
  refused: true,
  summary: { en: 'refused: a dump is never written to', ko: '거부됨: 덤프에는 쓰지 않습니다' },
  synopsis: '[-u | -k | -p] [-8 | -16 | -32 | -64] [address | symbol] value',
  options: [],
  examples: [],
  raw: true,

  *run() {
    throw new RequestError(asCrash('wr: not allowed on dumpfiles'));
  },
};
