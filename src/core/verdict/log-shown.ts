import { finding } from '../catalogue/findings.ts';
import { refTo } from '../rows/ref.ts';
import type { Finding, LogLineView } from '../rows/verdict.ts';
import type { Case, Fault } from './case.ts';

/** Lines before the report that ended the machine, its first ones, and the very last of the log. */
const BEFORE = 4;
const FIRST = 8;
const LAST = 4;

/**
 * The log's last lines: those around where the report of the crash began (`report`, a record's number; else what the log has of
 * trouble last), and those with which it ends.
 */
export function lastLines(c: Pick<Case, 'log' | 'panic'>, report: number | undefined): LogLineView[] {
  const { records } = c.log;
  const told = c.log.all.findLast(({ pattern, id }) => pattern.about !== undefined && id !== 'panic');
  const began = report ?? (told ?? c.panic)?.record.sequence;
  const found = began === undefined ? -1 : records.findIndex(({ sequence }) => sequence === began);
  const at = found < 0 ? records.length : found;
  const end = c.panic ? records.indexOf(c.panic.record) : records.length - 1;
  // After the panic comes what ends any log: where the kernel lay, and that it is over.
  const shown = new Set([...span(at - BEFORE, at + FIRST), ...span(end - LAST + 1, end + 1)]);
  return records
    .filter((_, i) => shown.has(i))
    .map((record) => ({
      sequence: record.sequence,
      time: (Number(record.time / 1000n) / 1e6).toFixed(6),
      level: record.level,
      text: record.text,
    }));
}

const span = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - Math.max(0, from)) }, (_, i) => Math.max(0, from) + i);

/** A line of a call trace: " do_one_initcall+0x5b/0x310 [module]", or the address alone; with "? " it is a guess of the kernel's own. */
const TRACE_LINE = /^ (\? )?(?:([^\s+]+)\+0x[0-9a-f]+\/0x[0-9a-f]+|0x[0-9a-f]{8,16}$)/;
/** Lines of one trace that are read. */
const MAX_LINES = 1000;

/** The functions of the last oops' call trace in the log, as far as the kernel was sure of them. */
function loggedTrace(c: Pick<Case, 'log'>): { functions: string[]; sequence: number } | undefined {
  const { records } = c.log;
  const oops = c.log.last('oops');
  const start = oops ? records.indexOf(oops.record) : -1;
  const head = records.findIndex((record, i) => i > start && record.text.startsWith('Call Trace:'));
  if (start < 0 || head < 0) return undefined;
  const functions: string[] = [];
  for (const record of records.slice(head + 1, head + 1 + MAX_LINES)) {
    if (/^ <\w+>$/.test(record.text)) continue;
    const line = TRACE_LINE.exec(record.text);
    if (!line) break;
    if (line[1] === undefined) functions.push(line[2] ?? '?');
  }
  return { functions, sequence: records[head].sequence };
}

/** Whether the stack that was unwound from memory is the one that the kernel printed when it died. */
export function traceFinding(c: Case, fault: Fault): Finding[] {
  const logged = loggedTrace(c);
  const frames =
    c.stack?.frames.slice(fault.index + 1).map((frame) => frame.symbol?.symbol.name ?? '?') ?? [];
  if (!logged || logged.functions.length === 0 || frames.length === 0) return [];
  const different = logged.functions.findIndex((name, i) => name !== frames[i]);
  const evidence = [{ ref: refTo.log(logged.sequence), text: 'Call Trace' }];
  // The log's trace may end where a line of it is damaged or lost.
  if (different < 0 && frames.length > logged.functions.length)
    return [
      {
        rule: 'trace',
        confidence: 'likely',
        text: finding.traceBegins({ count: logged.functions.length }),
        evidence,
      },
    ];
  if (different < 0)
    return [
      {
        rule: 'trace',
        confidence: 'proven',
        text: finding.traceAgrees({ count: logged.functions.length }),
        evidence,
      },
    ];
  return [
    {
      rule: 'trace',
      confidence: 'likely',
      text: finding.traceDiffers({
        count: different,
        logged: logged.functions[different],
        found: frames[different] ?? '—',
      }),
      evidence,
    },
  ];
}
