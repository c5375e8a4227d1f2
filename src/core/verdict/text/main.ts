import type { Kind, Report } from '../../reports/report.ts';
import type { Split } from '../../reports/split.ts';

/** The report that the verdict is about; undefined where there is none. */
export function mainReport(log: Split, _kindOf: (report: Report) => Kind): Report | undefined {
  return log.reports[0];
}
