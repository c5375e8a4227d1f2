import { needs } from '../catalogue/needs.ts';
import { clockTime, crashTime, dateText } from '../kernel/time.ts';
import type { Case, Problem } from './case.ts';

/** What two places of the dump say differently, so that neither is told as a fact. */
export interface Contradictions {
  /** The kernel's release, where nothing speaks against it. */
  readonly release: string | undefined;
  readonly unchecked: readonly Problem[];
}

/**
 * The release of VMCOREINFO against the banner that the kernel printed (linux_banner, init/version.c), and the time of the crash
 * against the kernel's clock: a note may be another kernel's, a digit of it may be wrong.
 */
export function contradictions(c: Pick<Case, 'kernel' | 'log'>): Contradictions {
  const { kernel, log } = c;
  const unchecked: Problem[] = [];
  const { release, crashTime: noted } = kernel.vmcoreinfo;
  const printed = log.records
    .map(({ text, facility }) => (facility === 0 ? /^Linux version (\S+) \(/.exec(text)?.[1] : undefined))
    .filter((each) => each !== undefined);
  const other = release !== undefined && printed.length > 0 && !printed.includes(release);
  if (other)
    unchecked.push({ what: needs.release(), why: needs.twoSay({ note: release, memory: printed[0] }) });
  const clock = clockTime(kernel);
  if (noted !== undefined && clock !== undefined && crashTime(kernel) === undefined)
    unchecked.push({
      what: needs.date(),
      why: needs.twoSay({ note: dateText(noted), memory: dateText(clock) }),
    });
  return { release: other ? undefined : release, unchecked };
}
