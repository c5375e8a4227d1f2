import { ifKnown } from '../../errors.ts';
import { lockup } from '../../catalogue/lockup.ts';
import { stops } from '../../catalogue/stops.ts';
import { taskByPid } from '../../kernel/tasks.ts';
import { refTo } from '../../rows/ref.ts';
import type { Case } from '../case.ts';
import type { LogFact } from '../log.ts';
import { frameEvidence, ofFrame, ofPlace, quote, taskEvidence } from '../phrases.ts';
import type { Judgement, Rule } from '../rule.ts';
import { blamedFrame, cpuStanding, taskStanding, type Standing } from '../standing.ts';
import { ofStanding, stuckAt } from '../stuck.ts';

/** "BUG: workqueue lockup - pool cpus=1 node=0 flags=0x0 nice=0 stuck for 30s!" (wq_watchdog_timer_fn()); of an unbound pool "cpus=0-3". */
const POOL = /^BUG: workqueue lockup - pool (?:\d+: )?cpus=(\d{1,5})(?= |$)/;
/** The panic's text names it (panic_on_wq_watchdog()); that of BUG() does not. */
const NAMED = /workqueue/i;
/** "    in-flight: 214:lab_long_work [driver] for 31s" (show_pwq()); of rescuers "214(RESCUER):…". */
const IN_FLIGHT = /^\s+in-flight: (.*)/;
const WORKER = /(?:^|, )(\d{1,10})(?:\(RESCUER\))?:/g;
/** Records of a report after its heading. */
const LINES = 200;
/** Workers that are looked at. */
const MAX_WORKERS = 16;

/** The one CPU of the pool that `line` is of; undefined where its workers may run on several. */
export function cpuOfPool(line: string): number | undefined {
  const cpu = POOL.exec(line)?.[1];
  return cpu === undefined ? undefined : Number(cpu);
}

/** What did not get on: the workers of items in flight that stand in something of their own, else the CPU of the pool. */
function stuckIn(c: Case, line: LogFact | undefined): Standing | undefined {
  const { records } = c.log;
  const at = line ? records.indexOf(line.record) : -1;
  if (!line || at < 0) return undefined;
  const cpu = cpuOfPool(line.record.text);
  const pids = records
    .slice(at + 1, at + LINES)
    .filter(({ facility }) => facility === 0)
    .flatMap(({ text }) =>
      [...(IN_FLIGHT.exec(text)?.[1] ?? '').matchAll(WORKER)].map(([, pid]) => Number(pid)),
    );
  const workers = [...new Set(pids)].slice(0, MAX_WORKERS).flatMap((pid) => {
    const task = ifKnown(() => taskByPid(c.kernel, pid));
    return (task && ifKnown(() => taskStanding(c, task))) ?? [];
  });
  return (
    workers.find((each) => cpu !== undefined && each.cpu === cpu && blamedFrame(c, each)) ??
    (cpu === undefined ? undefined : cpuStanding(c, cpu)) ??
    workers.find((each) => blamedFrame(c, each))
  );
}

export const rule: Rule = {
  id: 'workqueue-lockup',
  about:
    'a panic, or BUG() up to 6.15, on a workqueue that does not get on (wq_watchdog_timer_fn, kernel/workqueue.c): the worker whose item is in flight, else the CPU of the pool; never the CPU that noticed it',
  order: 64,
  needs: ['log', 'stack'],
  examine(c) {
    const { panic } = c;
    const named = panic && NAMED.test(panic.match[1]);
    const line = c.log.last('workqueue');
    const bug =
      c.fault?.kind === 'invalid-opcode' && c.through('wq_watchdog_timer_fn', 'panic_on_wq_watchdog');
    if (!panic || !(named || (bug && line))) return undefined;
    return judgementOf(c, panic, line, stuckIn(c, line));
  },
};

function judgementOf(
  c: Case,
  panic: LogFact,
  line: LogFact | undefined,
  stuck: Standing | undefined,
): Judgement {
  const { findings, sure } = stuckAt(c, stuck);
  const frame = stuck && blamedFrame(c, stuck);
  const at = stuck?.registers ? ofPlace(c, stuck.registers.ip) : ofFrame(frame);
  return {
    kind: 'workqueue-lockup',
    title: stops.workqueueTitle(),
    confidence: 'proven',
    sentence: stuck
      ? lockup.poolStuck({ who: ofStanding(stuck), at })
      : line && !NAMED.test(panic.match[1])
        ? line.record.text
        : panic.match[1],
    findings: [
      ...[...(line ? [line] : []), panic].map((fact) => quote('workqueue-lockup', fact)),
      ...(stuck && frame
        ? [
            {
              rule: 'stalled',
              confidence: 'likely' as const,
              text: lockup.poolOf({ who: ofStanding(stuck), at: ofFrame(frame) }),
              evidence: [
                ...(stuck.cpu === undefined ? [] : [{ ref: refTo.cpu(stuck.cpu), text: `CPU ${stuck.cpu}` }]),
                ...(stuck.task ? [taskEvidence(stuck.task)] : []),
                frameEvidence(frame),
              ],
            },
          ]
        : []),
      ...findings,
    ],
    sure: sure ?? 'guess',
    stopped: stuck?.registers,
    ...(stuck
      ? {
          cpu: stuck.cpu,
          task: stuck.task,
          stack: stuck.stack,
          blameFrom: stuck.from,
          ...(!stuck.registers && { where: frame }),
        }
      : { elsewhere: true }),
  };
}
