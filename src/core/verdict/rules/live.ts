import { stops } from '../../catalogue/stops.ts';
import { saysNoPanic } from '../../kernel/panic.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'live',
  about: 'nothing panicked: no CPU says so and the log has no panic and no oops',
  order: 10,
  needs: ['log'],
  examine(c) {
    if (c.cpu !== undefined || c.panic || c.log.first('oops', 'stack-guard', 'double-fault'))
      return undefined;
    // Absence proves nothing: the kernel notes the time at which it crashes, and a log that was not read has no panic.
    if (c.kernel.vmcoreinfo.crashTime !== undefined || c.log.records.length === 0) return undefined;
    // Texts that were found lying in memory may be of another boot, and not all of them.
    if (c.log.records.some(({ found }) => found)) return undefined;
    // It must say so itself, and a log with holes may have lost the panic.
    if (!saysNoPanic(c.kernel) || c.logGaps.length > 0) return undefined;
    return {
      kind: 'live',
      title: stops.liveTitle(),
      confidence: 'proven',
      sentence: stops.live(),
      findings: [],
    };
  },
};
