import { finding } from '../../catalogue/findings.ts';
import { stops, who as whoIs } from '../../catalogue/stops.ts';
import { ifKnown } from '../../errors.ts';
import { unwindTask } from '../../kernel/stacks.ts';
import { taskByPid } from '../../kernel/tasks.ts';
import { refTo } from '../../rows/ref.ts';
import type { Case } from '../case.ts';
import type { LogFact } from '../log.ts';
import { splitOf } from '../events.ts';
import { frameEvidence, ofFrame, ofLoggedPlace, ofSymbol, ofTask, quote, taskEvidence } from '../phrases.ts';
import type { Judgement, Rule } from '../rule.ts';
import { judgeText } from '../text/judge.ts';
import { nameOf, waitingOf } from '../waiting.ts';

/** Nanoseconds within which khungtaskd tells of all that one look found. */
const ONE_LOOK = 1_000_000_000n;
/** Hung tasks that are quoted and looked at. */
const MAX_TOLD = 8;

/** The lines of the look that ended in the panic, one for each task, in order. */
function told(c: Case, panic: LogFact): LogFact[] {
  const lines = c.log.every('hung-task').filter(({ record }) => record.sequence <= panic.record.sequence);
  const last = lines.at(-1);
  return last
    ? lines.filter(({ record }) => last.record.time - record.time < ONE_LOOK).slice(0, MAX_TOLD)
    : [];
}

/**
 * What the log says of the task that `line` is about, by the trace that the kernel printed of it: for tasks whose stack is not in the
 * dump.
 */
function byTrace(c: Case, line: LogFact): Pick<Judgement, 'place' | 'culprit' | 'shown'> {
  const split = splitOf(c);
  const report = split.reports.find((each) => each.main.line.sequence === line.record.sequence);
  const said = report && ifKnown(() => judgeText({ ...split, reports: [report] }));
  if (said?.kind !== 'hung-task' || !said.where) return {};
  const { symbol, offset = 0, module } = said.where;
  return {
    place: { symbol, offset, module, fact: line },
    culprit: said.culprit,
    shown: { trace: said.trace },
  };
}

export const rule: Rule = {
  id: 'hung-task',
  about:
    'the panic says "hung_task: blocked tasks" (kernel/hung_task.c): of the tasks that it told of the one in a circle of locks, else one whose lock says who has it, else the first',
  order: 61,
  needs: ['log'],
  examine(c) {
    const { panic } = c;
    if (!panic || !/^hung_task:/.test(panic.match[1])) return undefined;
    const lines = told(c, panic);
    const all = lines.map((line) => {
      const task = ifKnown(() => taskByPid(c.kernel, Number(line.match[2])));
      return { line, task, waiting: task && ifKnown(() => waitingOf(c, task)) };
    });
    const chosen =
      all.find(({ waiting }) => waiting?.circle) ?? all.find(({ waiting }) => waiting?.culprit) ?? all.at(0);
    const { line, task, waiting } = chosen ?? {};
    const stack = task && ifKnown(() => unwindTask(c.kernel, task));
    const frame = stack?.frames.find((each) => each.symbol && c.mayBeBlamed(each.symbol.symbol));
    const logged = frame || !line ? {} : byTrace(c, line);
    const { place } = logged;
    const findings = waiting?.findings ?? [];
    // Without the task's own structure the log still names it; kernel.hung_task_warnings may have run out.
    const who = task ? ofTask(task) : line && whoIs.task({ comm: line.match[1], pid: Number(line.match[2]) });
    return {
      kind: 'hung-task',
      title: stops.hungTitle({
        task: who,
        seconds: line?.match[3],
        deadlock: waiting?.circle !== undefined,
      }),
      confidence: 'proven',
      sentence: stops.hung({
        task: who,
        at: frame ? ofFrame(frame) : place && ofLoggedPlace(place),
        locked: waiting?.locked === true,
      }),
      findings: [
        ...(frame?.symbol && task && who
          ? [
              {
                rule: 'hung-task',
                confidence: 'proven' as const,
                text: finding.blocked({ task: who, at: ofSymbol(frame.symbol) }),
                evidence: [taskEvidence(task), frameEvidence(frame)],
              },
            ]
          : []),
        ...findings,
        ...lines.map((each) => quote('hung-task', each)),
        ...c.log
          .every('hung-blocker')
          .filter(({ record }) =>
            lines.some(
              ({ record: { sequence } }) => record.sequence > sequence && record.sequence <= sequence + NEAR,
            ),
          )
          .slice(-MAX_TOLD)
          .map((each) => quote('hung-task', each)),
        quote('hung-task', panic),
      ],
      where: frame,
      ...logged,
      task,
      stack,
      culprit:
        waiting?.culprit ??
        logged.culprit ??
        (frame || !task
          ? undefined
          : { what: 'task', name: nameOf(task), ref: refTo.task(task.address), confidence: 'guess' }),
      sure: 'guess',
      elsewhere: stack === undefined && !place,
    };
  },
};
/** Records after a task's line within which the kernel says who it thinks has the lock (debug_show_blocker(), 6.16 on). */
const NEAR = 200;
