import { quote, who } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'stack-protector',
  about: "__stack_chk_fail: a function's canary had changed (kernel/panic.c)",
  order: 72,
  examine(c) {
    const line = c.log.last('stack-protector');
    const frame = c.through('__stack_chk_fail');
    if (!frame && !(c.panic && line)) return undefined;
    return {
      kind: 'stack-protector',
      title: c.say('stack-protector.title'),
      confidence: frame ? 'proven' : 'likely',
      sentence: c.say('stack-protector.sentence', { who: who(c), function: line?.match[1] ?? '?' }),
      findings: line ? [quote(c, 'stack-protector', line)] : [],
    };
  },
};
