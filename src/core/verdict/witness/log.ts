import type { LogLineView } from '../../rows/verdict.ts';
import type { Case } from '../case.ts';

const LINES = 12;

/** The log's last lines before the report of the crash began, and the report's first ones. */
export function lastLines(c: Case): LogLineView[] {
  const { records } = c.log;
  const report = c.log.first(
    'null-fault',
    'page-fault',
    'gpf',
    'bug',
    'oops',
    'panic',
    'stack-guard',
    'warn',
    'soft-lockup',
    'hard-lockup',
    'hung-task',
    'rcu-stall',
    'sysrq',
  );
  const at = report ? records.indexOf(report.record) : records.length;
  const start = Math.max(0, Math.min(at - 4, records.length - LINES));
  return records.slice(start, start + LINES).map((record) => ({
    sequence: record.sequence,
    time: (Number(record.time / 1000n) / 1e6).toFixed(6),
    level: record.level,
    text: record.text,
  }));
}
