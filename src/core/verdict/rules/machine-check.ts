import { faults } from '../../catalogue/stops.ts';
import { ofLine, quote } from '../phrases.ts';
import { worstOf } from '../../reports/hardware/index.ts';
import { splitOf } from '../events.ts';
import { guestOf } from '../text/surroundings.ts';
import { hardwareCulprit, hardwareFindings } from '../hardware.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'machine-check',
  about:
    'the stack goes through what stops the kernel for a hardware error, or a panic that says "machine check"',
  order: 30,
  needs: ['log'],
  examine(c) {
    const frame = c.through(...(c.machine?.trouble.hardwareError ?? []));
    const message =
      c.panic &&
      /machine check|CPUs entered broadcast exception|Monarch CPU|Fatal hardware error|hardware memory error/i.test(
        c.panic.match[1],
      )
        ? c.panic
        : undefined;
    if (!message && !frame) return undefined;
    const line = c.log.last('mce') ?? message;
    const split = splitOf(c);
    const errors = split.hardware;
    const guest = guestOf(split);
    return {
      kind: 'machine-check',
      title: faults.machineCheckTitle(),
      confidence: 'proven',
      sentence: faults.machineCheck({ line: line ? ofLine(line) : '' }),
      findings: [
        ...(message ? [quote('machine-check', message)] : []),
        ...(errors.length > 0
          ? hardwareFindings(errors, guest)
          : c.log
              .every('mce')
              .slice(0, 8)
              .map((fact) => quote('machine-check', fact))),
      ],
      culprit: hardwareCulprit(worstOf(errors), guest),
    };
  },
};
