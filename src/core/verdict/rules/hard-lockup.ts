import { lockup } from '../../catalogue/lockup.ts';
import { stops } from '../../catalogue/stops.ts';
import { refTo } from '../../rows/ref.ts';
import type { Finding } from '../../rows/verdict.ts';
import { ofPlace, quote, interruptFinding } from '../phrases.ts';
import { cpuStanding } from '../standing.ts';
import { ofStanding, stuckAt } from '../stuck.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'hard-lockup',
  about:
    'the panic says "Hard LOCKUP": the watchdog found a CPU that takes no interrupts, by an NMI there or from its neighbour (kernel/watchdog.c)',
  order: 50,
  needs: ['log', 'stack'],
  examine(c) {
    if (!c.panic || !/Hard LOCKUP/i.test(c.panic.match[1])) return undefined;
    const line = c.log.before(c.panic.record.sequence, 'hard-lockup');
    // The buddy detector's report comes from another CPU (6.5 on).
    const named = line ? Number(line.match[1]) : c.cpu;
    const standing = named === undefined ? undefined : cpuStanding(c, named);
    const other = named !== c.cpu;
    const registers = standing?.registers;
    const { findings, sure } = stuckAt(c, standing);
    const noticed: Finding[] =
      other && c.cpu !== undefined && named !== undefined
        ? [
            {
              rule: 'hard-lockup',
              confidence: 'proven',
              text: lockup.noticed({ cpu: c.cpu, other: named }),
              evidence: [{ ref: refTo.cpu(named), text: `CPU ${named}` }],
            },
          ]
        : [];
    return {
      kind: 'hard-lockup',
      title: stops.hardLockupTitle(),
      confidence: 'proven',
      sentence: stops.hardLockup({
        who: standing ? ofStanding(standing) : `CPU ${named ?? '?'}`,
        at: registers && ofPlace(c, registers.ip),
      }),
      findings: [
        ...noticed,
        ...(line ? [quote('hard-lockup', line)] : []),
        quote('hard-lockup', c.panic),
        ...findings,
        ...interruptFinding(c, 'hard-lockup', registers),
      ],
      blameFrom: standing?.from,
      stopped: registers,
      sure,
      ...(other &&
        (standing
          ? { cpu: named, task: standing.task, stack: standing.stack }
          : { cpu: named, elsewhere: true })),
    };
  },
};
