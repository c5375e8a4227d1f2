import { hex0x } from '../../addr.ts';
import { deadlock, lockWait } from '../../kernel/locks.ts';
import { unwindTask } from '../../kernel/stacks.ts';
import { taskByPid, type Task } from '../../kernel/tasks.ts';
import type { Culprit, Finding } from '../../rows/verdict.ts';
import { ifKnown, type Case } from '../case.ts';
import { isNeverBlamed } from '../never-blame.ts';
import { addressEvidence, at, frameEvidence, quote, taskEvidence } from '../phrases.ts';
import type { Rule } from '../rule.ts';

const name = (task: Task): string => `${task.comm} (PID ${task.pid})`;

export const rule: Rule = {
  id: 'hung-task',
  about:
    'the panic says "hung_task: blocked tasks" (kernel/hung_task.c): the first blocked task, its lock and who holds it',
  order: 61,
  examine(c) {
    if (!c.panic || !/^hung_task:/.test(c.panic.match[1])) return undefined;
    const line = c.log.before(c.panic.record.sequence, 'hung-task');
    const task = line && ifKnown(() => taskByPid(c.kernel, Number(line.match[2])));
    const stack = task && ifKnown(() => unwindTask(c.kernel, task));
    const frame = stack?.frames.find(
      (each) => each.symbol && !isNeverBlamed(each.symbol.symbol.name, each.symbol.symbol.module),
    );
    const { findings, culprit } = locks(c, task);
    const who = task ? name(task) : (line?.match[1] ?? '?');
    return {
      kind: 'hung-task',
      title: c.say('hung.title', {
        comm: task?.comm ?? line?.match[1] ?? '?',
        pid: line?.match[2] ?? '?',
        seconds: line?.match[3] ?? '?',
      }),
      confidence: 'proven',
      sentence: c.say('hung.sentence', {
        comm: task?.comm ?? who,
        pid: line?.match[2] ?? '?',
        at: at(c, frame?.symbol),
      }),
      findings: [
        ...(frame && task
          ? [
              {
                rule: 'hung-task',
                confidence: 'proven' as const,
                text: c.say('hung.blocked', { who, at: at(c, frame.symbol) }),
                evidence: [taskEvidence(task), frameEvidence(frame)],
              },
            ]
          : []),
        ...findings,
        ...(line ? [quote(c, 'hung-task', line)] : []),
        quote(c, 'hung-task', c.panic),
      ],
      where: frame,
      task,
      stack,
      culprit: culprit ?? (task && { what: 'task', name: who, confidence: 'guess' }),
    };
  },
};

/** Who waits for whom, from `task` on; a circle of them is the answer. */
function locks(c: Case, task: Task | undefined): { findings: Finding[]; culprit?: Culprit } {
  const findings: Finding[] = [];
  if (!task) return { findings };
  const circle = ifKnown(() => deadlock(c.kernel, task));
  for (const each of circle ?? [task]) {
    const wait = ifKnown(() => lockWait(c.kernel, each));
    if (!wait?.owner) continue;
    findings.push({
      rule: 'locks',
      confidence: 'proven',
      text: c.say('hung.waits', {
        comm: each.comm,
        pid: each.pid,
        kind: wait.kind,
        lock: lockName(c, wait.lock),
        owner: name(wait.owner),
      }),
      evidence: [taskEvidence(each), addressEvidence(wait.lock, wait.kind), taskEvidence(wait.owner)],
    });
  }
  if (!circle) {
    const owner = ifKnown(() => lockWait(c.kernel, task))?.owner;
    return { findings, culprit: owner && { what: 'lock', name: name(owner), confidence: 'likely' } };
  }
  const cycle = [...circle, circle[0]].map(name).join(' → ');
  const held = circle
    .flatMap((each) => ifKnown(() => lockWait(c.kernel, each))?.lock ?? [])
    .map((lock) => lockName(c, lock));
  findings.push({
    rule: 'locks',
    confidence: 'proven',
    text: c.say('hung.cycle', { cycle }),
    evidence: circle.map(taskEvidence),
  });
  return {
    findings,
    culprit: {
      what: 'lock',
      name: held.join(', '),
      confidence: 'proven',
      why: c.say('culprit.lock'),
    },
  };
}

function lockName(c: Case, lock: bigint): string {
  const found = c.kernel.symbols.byAddress(lock);
  return found
    ? `${found.symbol.name}${found.symbol.module ? ` [${found.symbol.module}]` : ''}`
    : hex0x(lock);
}
