import { culprit as blame, finding } from '../../catalogue/findings.ts';
import type { Message } from '../../catalogue/message.ts';
import { stops, who as whoIs } from '../../catalogue/stops.ts';
import { refTo } from '../../rows/ref.ts';
import {
  ofTask,
  ofSymbol,
  ofFrame,
  addressEvidence,
  frameEvidence,
  taskEvidence,
  quote,
} from '../phrases.ts';
import { hex0x } from '../../addr.ts';
import { deadlock, lockWait } from '../../kernel/locks.ts';
import { unwindTask } from '../../kernel/stacks.ts';
import { taskByPid, type Task } from '../../kernel/tasks.ts';
import type { Culprit, Finding } from '../../rows/verdict.ts';
import { ifKnown, type Case } from '../case.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'hung-task',
  about:
    'the panic says "hung_task: blocked tasks" (kernel/hung_task.c): the first blocked task, its lock and who holds it',
  order: 61,
  needs: ['log'],
  examine(c) {
    if (!c.panic || !/^hung_task:/.test(c.panic.match[1])) return undefined;
    const line = c.log.before(c.panic.record.sequence, 'hung-task');
    const task = line && ifKnown(() => taskByPid(c.kernel, Number(line.match[2])));
    const stack = task && ifKnown(() => unwindTask(c.kernel, task));
    const frame = stack?.frames.find((each) => each.symbol && c.mayBeBlamed(each.symbol.symbol));
    const { findings, culprit, circle } = locks(c, task);
    const seconds = line?.match[3] ?? '?';
    // Without the task's own structure the log still names it.
    const who = task
      ? ofTask(task)
      : whoIs.task({ comm: line?.match[1] ?? '?', pid: Number(line?.match[2] ?? 0) });
    return {
      kind: 'hung-task',
      title: stops.hungTitle({ task: who, seconds, deadlock: circle }),
      confidence: 'proven',
      sentence: stops.hung({ task: who, at: ofFrame(frame), locked: findings.length > 0 }),
      findings: [
        ...(frame?.symbol && task
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
        ...(line ? [quote('hung-task', line)] : []),
        quote('hung-task', c.panic),
      ],
      where: frame,
      task,
      stack,
      culprit:
        culprit ??
        (task && { what: 'task', name: nameOf(task), ref: refTo.task(task.address), confidence: 'guess' }),
    };
  },
};

/** Who waits for whom, from `task` on; a circle of them is the answer. */
function locks(c: Case, task: Task | undefined): { findings: Finding[]; culprit?: Culprit; circle: boolean } {
  const findings: Finding[] = [];
  if (!task) return { findings, circle: false };
  const circle = ifKnown(() => deadlock(c.kernel, task));
  for (const each of circle ?? [task]) {
    const wait = ifKnown(() => lockWait(c.kernel, each));
    if (!wait?.owner) continue;
    findings.push({
      rule: 'locks',
      confidence: 'proven',
      text: finding.waits({
        task: ofTask(each),
        kind: wait.kind,
        lock: { text: lockName(c, wait.lock), ref: refTo.address(wait.lock) },
        owner: ofTask(wait.owner),
      }),
      evidence: [taskEvidence(each), addressEvidence(wait.lock, wait.kind), taskEvidence(wait.owner)],
    });
  }
  if (!circle) {
    const owner = ifKnown(() => lockWait(c.kernel, task))?.owner;
    return {
      findings,
      circle: false,
      culprit: owner && {
        what: 'lock',
        name: nameOf(owner),
        ref: refTo.task(owner.address),
        confidence: 'likely',
      },
    };
  }
  const held = circle
    .flatMap((each) => ifKnown(() => lockWait(c.kernel, each))?.lock ?? [])
    .map((lock) => lockName(c, lock));
  findings.push({
    rule: 'locks',
    confidence: 'proven',
    text: finding.cycle({ tasks: [...circle, circle[0]].map(ofTask) }),
    evidence: circle.map(taskEvidence),
  });
  return {
    findings,
    circle: true,
    culprit: {
      what: 'lock',
      name: held.join(', '),
      confidence: 'proven',
      why: blame.lock(),
    },
  };
}

const nameOf = (task: Task): Message => whoIs.task({ comm: task.comm, pid: task.pid });

function lockName(c: Case, lock: bigint): string {
  const found = c.kernel.symbols.byAddress(lock);
  return found
    ? `${found.symbol.name}${found.symbol.module ? ` [${found.symbol.module}]` : ''}`
    : hex0x(lock);
}
