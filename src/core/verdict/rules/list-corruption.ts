import { stops } from '../../catalogue/stops.ts';
import { who, ofFrame, ofLine, quote } from '../phrases.ts';
import type { Rule } from '../rule.ts';

const CHECKS = /^__list_(add|del_entry)_valid/;

export const rule: Rule = {
  id: 'list-corruption',
  about: 'BUG() or WARN() in the checks of lib/list_debug.c: the function that checked stands on the stack',
  order: 76,
  needs: ['stack', 'registers'],
  examine(c) {
    const line = c.log.last('list');
    const frame = c.stack?.frames.find((each) => CHECKS.test(each.symbol?.symbol.name ?? ''));
    if (!frame || c.fault?.kind !== 'invalid-opcode') return undefined;
    const caller = c.blame(c.fault.index);
    return {
      kind: 'list-corruption',
      title: stops.listTitle(),
      confidence: 'proven',
      sentence: stops.list({
        who: who(c),
        at: ofFrame(caller),
        detail: line ? ofLine(line) : (frame.symbol?.symbol.name ?? ''),
      }),
      findings: line ? [quote('list-corruption', line)] : [],
      blameFrom: c.fault.index,
    };
  },
};
