import { stops } from '../../catalogue/stops.ts';
import { who, quote } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'stack-protector',
  about: "__stack_chk_fail: a function's canary had changed (kernel/panic.c)",
  order: 72,
  needs: ['stack'],
  examine(c) {
    const line = c.log.last('stack-protector');
    const frame = c.through('__stack_chk_fail');
    if (!frame && !(c.panic && line)) return undefined;
    return {
      kind: 'stack-protector',
      title: stops.protectorTitle(),
      confidence: frame ? 'proven' : 'likely',
      sentence: stops.protector({ who: who(c), function: line?.match[1] ?? '?' }),
      findings: line ? [quote('stack-protector', line)] : [],
      // Who called the check is the function whose canary it was.
      ...(frame && c.stack && { blameFrom: c.stack.frames.indexOf(frame) + 1 }),
    };
  },
};
