import { refTo } from '../../rows/ref.ts';
import type { Finding } from '../../rows/verdict.ts';
import type { Case } from '../case.ts';
import type { Fault } from '../fault.ts';

/** A line of a call trace: " do_one_initcall+0x5b/0x310 [module]"; with "? " it is a guess of the kernel's own. */
const TRACE_LINE = /^ (\? )?([^\s+]+)\+0x[0-9a-f]+\/0x[0-9a-f]+/;
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
    if (line[1] === undefined) functions.push(line[2]);
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
  if (different < 0)
    return [
      {
        rule: 'trace',
        confidence: 'proven',
        text: c.say('trace.agrees', { count: logged.functions.length }),
        evidence,
      },
    ];
  return [
    {
      rule: 'trace',
      confidence: 'likely',
      text: c.say('trace.differs', {
        count: different,
        logged: logged.functions[different],
        found: frames[different] ?? '—',
      }),
      evidence,
    },
  ];
}
