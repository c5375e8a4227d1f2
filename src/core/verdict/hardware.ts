import { hardware } from '../catalogue/hardware.ts';
import { trouble } from '../catalogue/trouble.ts';
import type { HardwareError } from '../reports/hardware/error.ts';
import { isUncorrected, worstOf } from '../reports/hardware/index.ts';
import { refTo } from '../rows/ref.ts';
import type { Culprit, Finding } from '../rows/verdict.ts';

/** Errors that a verdict shows: the worst, and the first of the others. */
const SHOWN = 8;

/** What the hardware said of itself, in words. `guest`: whose guest the kernel was, where the log tells. */
export function hardwareFindings(errors: readonly HardwareError[], guest: string | undefined): Finding[] {
  const worst = worstOf(errors);
  if (!worst) return [];
  const shown = [worst, ...errors.filter((each) => each !== worst)].slice(0, SHOWN);
  const found: Finding[] = shown
    .sort((a, b) => a.line.sequence - b.line.sequence)
    .map((error): Finding => {
      const { source, severity, what, place, address, count, line, decoded } = error;
      return {
        rule: 'hardware-error',
        confidence: decoded ? 'proven' : 'likely',
        text: hardware.error({ source, severity: hardware[severity](), what, place, address, count }),
        evidence: [{ ref: refTo.log(line.sequence), text: line.text }],
      };
    });
  if (guest !== undefined)
    found.push({
      rule: 'hardware-guest',
      confidence: 'likely',
      text: hardware.guest({ name: guest }),
      evidence: [],
    });
  return found;
}

/** Who is to blame for `worst`: in a guest whoever runs it, else the part that it names; proven only by what was decoded and no software can cause. */
export function hardwareCulprit(worst: HardwareError | undefined, guest: string | undefined): Culprit {
  if (guest !== undefined)
    return { what: 'hypervisor', name: guest, confidence: 'likely', why: hardware.guest({ name: guest }) };
  const name = worst?.place ?? worst?.source ?? trouble.hardware();
  if (!worst?.decoded) return { what: 'hardware', name, confidence: 'likely', why: hardware.unproven() };
  return {
    what: 'hardware',
    name,
    confidence: isUncorrected(worst) && !worst.perhapsSoftware ? 'proven' : 'likely',
    why: worst.perhapsSoftware ? hardware.perhaps({ name }) : hardware.blame({ name }),
  };
}
