import type { Case } from './case.ts';
import type { LogFact } from './log-facts.ts';

/** A place as the log names it. */
export interface LoggedPlace {
  readonly symbol: string;
  readonly offset: number;
  readonly module?: string;
  readonly fact: LogFact;
}

/** "RIP: 0010:null_pointer_init+0x1f/0x1000 [null_pointer]" (show_ip(), arch/x86/kernel/dumpstack.c). */
const PLACE = /^RIP: 0010:([\w.$]{1,512})\+0x([0-9a-f]{1,8})\/0x[0-9a-f]{1,8}(?: \[(\w{1,64})[^\]]{0,64}\])?/;

/**
 * What the log calls the instruction of frame `index`, where this dump has no name for it: the kernel had its modules'
 * symbols when it printed them.
 */
export function loggedPlace(c: Case, index: number | undefined): LoggedPlace | undefined {
  const frame = index === undefined ? undefined : c.stack?.frames[index];
  const fact = c.log.last('rip');
  if (!frame?.exact || frame.symbol || !fact) return undefined;
  const [, symbol, offset, module] = PLACE.exec(fact.record.text) ?? [];
  return symbol === undefined ? undefined : { symbol, offset: parseInt(offset, 16), module, fact };
}
