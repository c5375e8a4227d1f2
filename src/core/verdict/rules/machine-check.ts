import { faults } from '../../catalogue/stops.ts';
import { ofLine, quote } from '../phrases.ts';
import type { Culprit } from '../../rows/verdict.ts';
import type { Case } from '../case.ts';
import type { Rule } from '../rule.ts';

/** "Hypervisor detected: KVM" (arch/x86/kernel/cpu/hypervisor.c), "Booting paravirtualized kernel on KVM" (paravirt.c). */
const GUEST = /^Hypervisor detected: (.+)|^Booting paravirtualized kernel on (?!bare hardware)(.+)/;
/** "CPU 0: Machine Check Exception: 5 Bank 1: bd00000000000134" (__print_mce(), arch/x86/kernel/cpu/mce/core.c). */
const BANK = /Machine Check[^:]*: [0-9a-f]+ Bank \d+: ([0-9a-f]{16})/;
/** MCi_STATUS: VAL and UC (Intel SDM volume 3, 16.3.2.2; the same bits on AMD). */
const VALID = 1n << 63n;
const UNCORRECTED = 1n << 61n;

/** In a guest whoever runs it made the error up or handed it on; else the hardware, proven by a bank that says so. */
function culpritOf(c: Case): Culprit {
  for (const { text, facility } of c.log.records) {
    const guest = facility === 0 ? GUEST.exec(text) : null;
    if (guest) return { what: 'hypervisor', name: guest[1] ?? guest[2], confidence: 'likely' };
  }
  const decoded = c.log.every('mce').some(({ record }) => {
    const status = BigInt(`0x${BANK.exec(record.text)?.[1] ?? '0'}`);
    return (status & VALID) !== 0n && (status & UNCORRECTED) !== 0n;
  });
  return { what: 'hardware', name: 'machine check', confidence: decoded ? 'proven' : 'likely' };
}

export const rule: Rule = {
  id: 'machine-check',
  about:
    'the stack goes through what stops the kernel for a hardware error, or a panic that says "machine check"',
  order: 30,
  needs: ['log'],
  examine(c) {
    const frame = c.through(...(c.machine?.trouble.hardwareError ?? []));
    const message =
      c.panic && /machine check|CPUs entered broadcast exception|Monarch CPU/i.test(c.panic.match[1])
        ? c.panic
        : undefined;
    if (!message && !frame) return undefined;
    const line = c.log.last('mce') ?? message;
    return {
      kind: 'machine-check',
      title: faults.machineCheckTitle(),
      confidence: 'proven',
      sentence: faults.machineCheck({ line: line ? ofLine(line) : '' }),
      findings: [
        ...(message ? [quote('machine-check', message)] : []),
        ...c.log
          .every('mce')
          .slice(0, 8)
          .map((fact) => quote('machine-check', fact)),
      ],
      culprit: culpritOf(c),
    };
  },
};
