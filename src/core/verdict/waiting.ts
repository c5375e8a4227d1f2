import { hex0x } from '../addr.ts';
import { culprit as blame, finding } from '../catalogue/findings.ts';
import { who as whoIs } from '../catalogue/stops.ts';
import type { Message, Said } from '../catalogue/message.ts';
import { ifKnown } from '../errors.ts';
import { identify } from '../identify/index.ts';
import { objectAt } from '../kernel/slab-objects.ts';
import { stateShort, type Task } from '../kernel/tasks.ts';
import { symbolText } from '../symbols/symbol.ts';
import type { Work } from '../kernel/workqueues.ts';
import { waitChain, type Wait } from '../kernel/waits.ts';
import { refTo } from '../rows/ref.ts';
import type { Confidence, Culprit, Finding } from '../rows/verdict.ts';
import { bitWaitFinding } from './bit-wait.ts';
import type { Case } from './case.ts';
import { addressEvidence, frameEvidence, ofAddress, ofFrame, ofTask, taskEvidence } from './phrases.ts';
import { blamedFrame, taskStanding } from './standing.ts';

/** What a sleeping task waits for, who has that, and who is to blame for it. */
export interface Waiting {
  readonly findings: readonly Finding[];
  readonly culprit?: Culprit;
  /** The tasks that wait for each other. */
  readonly circle?: readonly Task[];
  /** It waits for a lock. */
  readonly locked: boolean;
}

/** Links of a chain of waiters that are told one by one. */
const MAX_LINKS = 16;
const LOCKS: readonly Wait['kind'][] = ['mutex', 'rwsem', 'semaphore', 'rt_mutex'];

/** Who waits for whom, from `task` on. Throws where the kernel's types or memory do not tell. */
export function waitingOf(c: Case, task: Task): Waiting {
  const { waits, circle } = waitChain(c.kernel, task);
  const findings = waits
    .slice(0, MAX_LINKS)
    .map((wait) =>
      wait.bit
        ? bitWaitFinding(c, wait, wait.bit, { name: (at) => nameOfPlace(c, at), lies: (at) => whatIs(c, at) })
        : waitFinding(c, wait),
    );
  const locked = waits.length > 0 && LOCKS.includes(waits[0].kind);
  if (circle) {
    const within = waits.filter((wait) => circle.some((each) => each.address === wait.task.address));
    // A queue that holds an item back may also have been frozen.
    const surely = ({ hold, until, flush }: Wait): boolean =>
      hold === 'owner' || (until !== undefined && flush?.state !== 'inactive');
    const confidence: Confidence = within.every(surely) ? 'proven' : 'likely';
    findings.push({
      rule: 'locks',
      confidence,
      text: finding.cycle({ tasks: [...circle, circle[0]].slice(0, MAX_LINKS).map(ofTask) }),
      evidence: circle.slice(0, MAX_LINKS).map(taskEvidence),
    });
    const held = within.filter(({ owner }) => owner);
    // What is waited for by flushing is no lock: who waits so is to blame as everywhere else.
    if (held.length === 0 && within.every(({ flush }) => flush)) return { findings, circle, locked };
    const places = (held.length > 0 ? held : within).map(({ at }) => nameOfPlace(c, at));
    const name = [...new Set(places)].join(', ');
    return { findings, circle, locked, culprit: { what: 'lock', name, confidence, why: blame.lock() } };
  }
  const last = waits.at(-1);
  if (last?.owner) {
    findings.push(...holderFindings(c, last, last.owner));
    return {
      findings,
      locked,
      culprit: {
        what: 'task',
        name: nameOf(last.owner),
        ref: refTo.task(last.owner.address),
        confidence: last.hold === 'owner' ? 'likely' : 'guess',
        why: blame.holder(),
      },
    };
  }
  return {
    findings,
    locked,
    culprit:
      last?.gone === undefined
        ? undefined
        : {
            what: 'lock',
            name: nameOfPlace(c, last.at),
            ref: refTo.address(last.at),
            confidence: 'likely',
            why: blame.gone(),
          },
  };
}

function waitFinding(
  c: Case,
  { task, kind, at, type, owner, hold, gone, until, flush, waiters }: Wait,
): Finding {
  const lock = {
    text: nameOfPlace(c, at),
    ref: type === undefined ? refTo.address(at) : refTo.instance(type, at),
  };
  const told = { task: ofTask(task), kind, lock };
  const evidence = [taskEvidence(task), addressEvidence(at, kind)];
  if (owner)
    return {
      rule: 'locks',
      confidence: hold === 'owner' ? 'proven' : 'likely',
      text: (hold === 'owner' ? finding.waits : finding.lastHeld)({ ...told, owner: ofTask(owner) }),
      evidence: [...evidence, taskEvidence(owner)],
    };
  if (gone !== undefined)
    return {
      rule: 'locks',
      confidence: 'likely',
      text: finding.ownerGone({ ...told, owner: leftOf(c, gone) }),
      evidence,
    };
  if (flush)
    return {
      rule: 'waits',
      confidence: 'proven',
      text: finding.waitsWork({
        task: told.task,
        work: ofWork(c, flush),
        queue: flush.queue,
        state: flush.state,
        worker: flush.worker && ofTask(flush.worker),
        until: until && ofTask(until),
      }),
      evidence: [...evidence, ...(until ? [taskEvidence(until)] : [])],
    };
  if (until)
    return {
      rule: 'waits',
      confidence: 'proven',
      text: finding.waitsEnd({ task: told.task, kind, at: lock, until: ofTask(until) }),
      evidence: [...evidence, taskEvidence(until)],
    };
  return {
    rule: 'waits',
    confidence: 'proven',
    text: finding.waitsFor({ task: told.task, kind, at: lock, waiters, what: whatIs(c, at) }),
    evidence,
  };
}

/** A work item by its function. */
function ofWork(c: Case, { address, function: run }: Work): Said {
  const symbol = c.kernel.symbols.byAddress(run);
  return { text: symbol ? symbolText(symbol, 16) : hex0x(run), ref: refTo.instance('work_struct', address) };
}

/** The ended task at `address`: its name, where the object is still one of task_struct's and nobody has it now. */
function leftOf(c: Case, address: bigint): Said {
  const shown = ofAddress(address);
  const object = ifKnown(() => objectAt(c.kernel, address));
  if (!object?.free || object.cache !== 'task_struct') return shown;
  const task = c.kernel.at('struct task_struct', address);
  const comm = task.try((each) => each.get('comm').string());
  const pid = task.try((each) => each.get('pid').number());
  if (!comm || pid === undefined || pid <= 0) return shown;
  return finding.wasTask({ address: shown, task: whoIs.task({ comm, pid }) });
}

/** Of a place without a name what it lies in: a slab object, a stack. */
function whatIs(c: Case, at: bigint): Said | undefined {
  return c.kernel.symbols.byAddress(at) ? undefined : identify(c.kernel, at)?.text;
}

/** What the last holder of a chain does, which waits for nothing that its stack tells: it runs, sleeps, or is gone. */
function holderFindings(c: Case, { at, hold }: Wait, owner: Task): Finding[] {
  const lock = { text: nameOfPlace(c, at), ref: refTo.address(at) };
  if (EXITED.has(stateShort(owner)))
    return [
      {
        rule: 'locks',
        confidence: hold === 'owner' ? 'proven' : 'likely',
        text: finding.ownerExited({ owner: ofTask(owner), lock }),
        evidence: [taskEvidence(owner)],
      },
    ];
  const standing = taskStanding(c, owner);
  const frame = standing && blamedFrame(c, standing);
  const place = ofFrame(frame);
  if (!frame || !place) return [];
  return [
    {
      rule: 'locks',
      confidence: 'proven',
      text: (hold === 'owner' ? finding.ownerAt : finding.lastAt)({ owner: ofTask(owner), at: place }),
      evidence: [taskEvidence(owner), frameEvidence(frame)],
    },
  ];
}
/** As crash has them: zombies and the dead. */
const EXITED = new Set(['ZO', 'DE']);

/** "lab_keeper (PID 12)", without a way to it. */
export const nameOf = (task: Task): Message => whoIs.task({ comm: task.comm, pid: task.pid });

/** The variable at `address`, with its module; else the address. */
function nameOfPlace(c: Case, address: bigint): string {
  const found = c.kernel.symbols.byAddress(address);
  if (!found) return hex0x(address);
  const { symbol, offset } = found;
  return (
    symbol.name +
    (offset === 0 ? '' : `+0x${offset.toString(16)}`) +
    (symbol.module ? ` [${symbol.module}]` : '')
  );
}
