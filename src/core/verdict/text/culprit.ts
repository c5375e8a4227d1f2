import { textBlame } from '../../catalogue/reports.ts';
import { who } from '../../catalogue/stops.ts';
import { plainName } from '../../reports/never-blame.ts';
import type { Culprit } from '../../rows/verdict.ts';
import type { TextCase } from './case.ts';
import { blameOf, offFreeList } from '../culprit.ts';
import { hardwareCulprit } from '../hardware.ts';
import { worstOf } from '../../reports/hardware/index.ts';
import { deviceBefore, guestOf } from './surroundings.ts';

/** What did not get on. */
export const HANGS = new Set(['hung-task', 'soft-lockup', 'rcu-stall', 'workqueue-lockup']);
/** Kinds in which the first function only noticed. */
const NOTICED = new Set([
  'soft-lockup',
  'hard-lockup',
  'rcu-stall',
  'hung-task',
  'double-fault',
  'system-error',
]);
/** Kinds in which no function is to blame. */
const NOBODY = new Set(['machine-check', 'no-root', 'out-of-memory', 'reboot']);

/** Who is to blame for the report of `c`, as far as its lines tell. */
export function culpritOfText(c: TextCase): Culprit | undefined {
  const { kind } = c.fault;
  if (kind === 'sysrq')
    return { what: 'operator', name: textBlame.sysrq(), confidence: 'likely', why: textBlame.operator() };
  if (kind === 'init-killed') {
    const { task } = c.facts;
    return task && { what: 'task', name: who.task(task), confidence: 'likely', why: textBlame.userSpace() };
  }
  if (kind === 'machine-check')
    return hardwareCulprit(worstOf(c.log.hardware), guestOf(c.log, c.facts.hardware));
  if (NOBODY.has(kind)) return undefined;
  if (c.value?.flipped)
    return { what: 'hardware', name: textBlame.memory(), confidence: 'likely', why: textBlame.bitFlip() };
  const device = HANGS.has(kind) ? deviceBefore(c.log, c.report) : undefined;
  if (device) return { what: 'hardware', name: device.name, confidence: 'likely', why: textBlame.device() };
  const { blamed, where } = c.blame;
  if (!blamed) return undefined;
  const faulted = c.report.main.heading.place === 'registers';
  const here = faulted && where?.symbol === blamed.symbol && where.module === blamed.module;
  const name = plainName(blamed.symbol);
  const { module } = blamed;
  return {
    what: module ? 'module' : 'function',
    name: module ?? name,
    confidence: NOTICED.has(kind) || onFreeList(c) ? 'guess' : 'likely',
    why: blameOf(name, module, here),
  };
}

/** The allocator itself faulted: who asked for memory then only met what others had done. */
export function onFreeList({ fault, blame: { where }, report }: TextCase): boolean {
  return (
    report.main.heading.place === 'registers' &&
    where !== undefined &&
    where.module === undefined &&
    offFreeList(fault.kind, where.symbol)
  );
}
