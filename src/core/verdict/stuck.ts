import { hex0x } from '../addr.ts';
import { lockup } from '../catalogue/lockup.ts';
import type { Said } from '../catalogue/message.ts';
import { who as whoIs } from '../catalogue/stops.ts';
import { ifKnown } from '../errors.ts';
import { seenCpus } from '../kernel/cpus.ts';
import { refTo } from '../rows/ref.ts';
import type { Confidence, Evidence, Finding } from '../rows/verdict.ts';
import { symbolText } from '../symbols/symbol.ts';
import type { Case, Machine } from './case.ts';
import { loopAt } from './loop.ts';
import { addressEvidence, frameEvidence, ofAddress, ofFrame, ofPlace, ofTask } from './phrases.ts';
import { noLock } from './no-lock.ts';
import { holdersOf, spinningOn, type Spinning } from './spin-lock.ts';
import { cpuStanding, type Standing } from './standing.ts';

/** What a CPU that did not get on was at: an endless loop, a loop that waits for memory to change, a lock. */
export interface Stuck {
  readonly findings: readonly Finding[];
  /** How sure it is that where it stood is to blame; absent where it was only found there. */
  readonly sure?: Confidence;
}

/** What the CPU that stood at `standing` was at; without findings where that is not known. */
export function stuckAt(c: Case, standing: Standing | undefined): Stuck {
  const { machine } = c;
  if (!machine || !standing) return { findings: [] };
  const spinning = ifKnown(() => spinningOn(c, machine, standing));
  if (spinning) return ifKnown(() => onLock(c, machine, spinning)) ?? { findings: [] };
  const { findings, sure } = ifKnown(() => inLoop(c, machine, standing)) ?? { findings: [] };
  return { findings: [...findings, ...otherSpins(c, machine, standing)], sure };
}

/** CPUs that are told one by one. */
const MAX_SPINNING = 8;

/** Other CPUs that spin on locks meanwhile: what stands still holds them up. */
function otherSpins(c: Case, machine: Machine, standing: Standing): Finding[] {
  const others = (ifKnown(() => seenCpus(c.kernel)) ?? []).filter((cpu) => cpu !== standing.cpu);
  return others
    .slice(0, MAX_CPUS)
    .flatMap((cpu) => {
      const there = cpuStanding(c, cpu);
      const spinning = there && ifKnown(() => spinningOn(c, machine, there));
      return (spinning && ifKnown(() => onLock(c, machine, spinning).findings)) ?? [];
    })
    .slice(0, MAX_SPINNING);
}
const MAX_CPUS = 64;

function inLoop(c: Case, machine: Machine, { registers }: Standing): Stuck {
  const loop = registers && loopAt(c, machine, registers);
  if (!registers || !loop) return { findings: [] };
  const evidence = [{ ref: refTo.code(registers.ip), text: hex0x(registers.ip) }];
  if (loop.endless)
    return {
      sure: 'likely',
      findings: [
        {
          rule: 'loop',
          confidence: 'proven',
          text: lockup.endless({
            first: ofPlace(c, loop.first),
            last: ofPlace(c, loop.last),
            count: loop.count,
          }),
          evidence,
        },
      ],
    };
  if (loop.calls || loop.reads.length === 0 || loop.reads.length > 2) return { findings: [] };
  return {
    findings: [
      {
        rule: 'loop',
        confidence: 'proven',
        text: lockup.waits({
          first: ofPlace(c, loop.first),
          count: loop.count,
          what: loop.reads.map(({ address, size }) => ofRead(c, address, size)),
        }),
        evidence,
      },
    ],
  };
}

function ofRead(c: Case, address: bigint, size: number): Said {
  const symbol = c.kernel.symbols.byAddress(address);
  const place = { text: symbol ? symbolText(symbol, 16) : hex0x(address), ref: refTo.memory(address) };
  const bytes = c.kernel.space.tryRead(address, size);
  if (!bytes || size > 8 || size === 0) return place;
  const value = bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return lockup.held({ place, value: value < 10n ? String(value) : hex0x(value) });
}

/** "insmod (PID 166) on CPU 0". */
export function ofStanding({ task, cpu }: Standing): Said {
  if (!task) return cpu === undefined ? whoIs.kernel() : `CPU ${cpu}`;
  return cpu === undefined ? ofTask(task) : whoIs.taskOnCpu({ task: ofTask(task), cpu });
}

/** The lock as it is called: its variable, or its address. */
function ofLock(c: Case, lock: bigint): Said {
  const symbol = c.kernel.symbols.byAddress(lock);
  return symbol ? { text: symbolText(symbol, 16), ref: refTo.address(lock) } : ofAddress(lock);
}

const LOCKED = 0xff;

function onLock(c: Case, machine: Machine, spinning: Spinning): Stuck {
  const { lock, caller, word, standing } = spinning;
  const shown = ofLock(c, lock);
  const evidence = [addressEvidence(lock, ''), frameEvidence(caller)];
  const findings: Finding[] = [
    {
      rule: 'spins',
      confidence: 'proven',
      text: lockup.spins({
        who: ofStanding(standing),
        lock: shown,
        at: ofFrame(caller),
        word: word === undefined ? undefined : hex0x(word),
      }),
      evidence,
    },
  ];
  const none = noLock(c, spinning);
  if (none.length > 0) return { findings: [...findings, ...none], sure: 'likely' };
  const { holders, all } = holdersOf(c, machine, spinning);
  for (const { standing: other, frame } of holders.slice(0, 4)) {
    const self = other.cpu === standing.cpu;
    const at = ofFrame(frame) ?? '?';
    findings.push({
      rule: 'holder',
      confidence: 'likely',
      text: self
        ? lockup.heldBySelf({ lock: shown, at })
        : lockup.heldBy({ lock: shown, who: ofStanding(other), at }),
      evidence: [frameEvidence(frame)],
    });
  }
  const circle = holders.find(
    ({ standing: other }) => other.cpu !== standing.cpu && waitsFor(c, machine, other, standing),
  );
  if (circle)
    findings.push({
      rule: 'deadlock',
      confidence: 'likely',
      text: lockup.circle({
        who: [ofStanding(standing), ofStanding(circle.standing), ofStanding(standing)],
      }),
      evidence: [frameEvidence(caller), frameEvidence(circle.frame)],
    });
  const died = holders.length === 0 ? diedHolding(c) : undefined;
  if (died)
    findings.push({
      rule: 'holder',
      confidence: died.confidence,
      text: lockup.diedHolding({ line: died.line }),
      evidence: [died.line],
    });
  if (all && holders.length === 0 && word !== undefined && (word & LOCKED) !== 0)
    findings.push({
      rule: 'holder',
      confidence: 'guess',
      text: lockup.heldByNobody({ lock: shown }),
      evidence: [addressEvidence(lock, '')],
    });
  return { findings, sure: holders.length > 0 ? 'likely' : undefined };
}

/** do_exit() and make_task_dead() of a task that held a spinlock or had interrupts off (kernel/exit.c). */
const DIED = /^note: .{1,64}\[\d{1,10}\] exited with (?:preempt_count [1-9]|irqs disabled)/;

/** Reports of what makes no progress. */
const STUCK = ['soft-lockup', 'hard-lockup', 'rcu-stall', 'workqueue'];
/** Nanoseconds between a task's death and the wait for what it held, where one came of the other. */
const SOON = 120_000_000_000n;

interface Death {
  readonly line: Evidence & { readonly ref: string };
  readonly confidence: Confidence;
}

/** The last task that died so; a guess, unless the CPU began to wait soon after, and not before. */
function diedHolding(c: Case): Death | undefined {
  const record = c.log.records.findLast(({ text, facility }) => facility === 0 && DIED.test(text));
  if (!record) return undefined;
  const reports = STUCK.flatMap((id) => c.log.every(id));
  const times = reports.map(({ id, record: { time }, match }) => ({
    time,
    // "stuck for 22s"; a watchdog reports the others when they have waited for its own time.
    waited: id === 'soft-lockup' ? BigInt(match[2]) * 1_000_000_000n : 0n,
  }));
  const before = times.some(({ time }) => time < record.time && time > record.time - SOON);
  const after = times.filter(({ time }) => time >= record.time);
  const soon = after.some(({ time, waited }) => time - waited - record.time < SOON);
  return {
    line: { ref: refTo.log(record.sequence), text: record.text.split('\n', 1)[0] },
    confidence: soon && !before ? 'likely' : 'guess',
  };
}

/** Whether `other` spins on a lock that `standing` has. */
function waitsFor(c: Case, machine: Machine, other: Standing, standing: Standing): boolean {
  const wanted = spinningOn(c, machine, other);
  return (
    wanted !== undefined &&
    holdersOf(c, machine, wanted).holders.some(({ standing: holder }) => holder.cpu === standing.cpu)
  );
}
