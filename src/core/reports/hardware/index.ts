import { SEVERITIES, type Severity } from '../../arch/machine-check.ts';
import { gather } from '../../gather.ts';
import type { LogLine } from '../report.ts';
import type { Building, HardwareError, HardwareSource } from './error.ts';

const sources: readonly HardwareSource[] = gather(
  import.meta.glob<{ source?: HardwareSource }>(['./*.ts', '!./index.ts', '!./error.ts'], { eager: true }),
  'source',
  ({ name }) => name,
);

/** What lines of such errors have in them and next to no others. */
const HARDWARE =
  /\[Hardware Error\]|Machine [Cc]heck|^EDAC |Bus Error: severity|error status\/mask|evice recovery|can't recover|^\s*NVRM: (?:Xid|.*fallen off)|^Memory failure: |^MCE: CPU|^(?:MCI_)?STATUS |^CPU \d+ (?:BANK )?\d+ |ADDR |PROCESSOR \d/;

/** Errors of one log that are told apart. */
const MAX_ERRORS = 1000;

/** Reads the errors that hardware reported out of the lines of one log. */
export class HardwareReader {
  private readonly found: Building[] = [];
  private readonly readers = sources.map((each) => each.start(this.found));

  take(line: LogLine): void {
    if (!HARDWARE.test(line.text)) return;
    for (const read of this.readers) if (read(line, line.text)) break;
    if (this.found.length > MAX_ERRORS) this.found.length = MAX_ERRORS;
  }

  /** In order, the same one once. */
  finish(): HardwareError[] {
    const known = new Map<string, Building>();
    for (const error of this.found) {
      const { source, severity, what, place } = error;
      const key = JSON.stringify([source, severity, what, place]);
      const same = known.get(key);
      if (same) same.count += error.count;
      else known.set(key, { ...error });
    }
    return [...known.values()];
  }
}

const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);

/** Whether the error left something damaged: all that is worse than corrected. */
export const isUncorrected = ({ severity }: HardwareError): boolean => rank(severity) > rank('corrected');

/** Of `errors` the worst, the first of those. */
export function worstOf(errors: readonly HardwareError[]): HardwareError | undefined {
  return errors.reduce<HardwareError | undefined>(
    (worst, each) => (worst && rank(worst.severity) >= rank(each.severity) ? worst : each),
    undefined,
  );
}
