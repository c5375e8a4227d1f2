import { hex } from '../addr.ts';
import type { Task } from '../kernel/tasks.ts';
import type { Verdict } from '../rows/verdict.ts';
import type { Frame } from '../unwind/stack.ts';
import { shownName } from '../symbols/symbol.ts';
import type { Case } from './case.ts';
import { plainName } from '../reports/never-blame.ts';
import { actors } from './open-case.ts';
import type { Judgement, LoggedPlace } from './rule.ts';

/** Where it happened: the place, the context of the CPU, and the name under which the same crash is found again. */

/** Kinds whose bad value is worth tracing back. */
export const BAD_VALUE = new Set([
  'null-pointer',
  'bad-address',
  'user-access',
  'alignment',
  'non-canonical',
  'read-only-write',
  'use-after-free',
  'bad-jump',
  'no-exec',
]);

/** The frames of the stack that the judgement is about. */
export function framesOf(c: Case, judgement: Judgement): readonly Frame[] {
  return (judgement.stack ?? c.stack)?.frames ?? [];
}

/** The first of `frames`, from `from` on, that may be blamed. */
export function blamedIn(
  c: Pick<Case, 'machine' | 'mayBeBlamed'>,
  frames: readonly Frame[],
  from: number,
): Frame | undefined {
  return actors(c.machine, frames, from).find(({ symbol }) => symbol && c.mayBeBlamed(symbol.symbol));
}

/** The first function of `judgement` that may be blamed: what had no frame of its own, else a frame of its stack. */
export function firstBlamed(c: Case, { tail, blameFrom, ...judgement }: Judgement): Frame | undefined {
  if (tail?.symbol && c.mayBeBlamed(tail.symbol.symbol)) return tail;
  return blamedIn(c, framesOf(c, judgement), blameFrom ?? 0);
}

/** Where it happened: the interrupted instruction, else the first function that may be blamed. */
export function placeOf(c: Case, judgement: Judgement): Verdict['where'] {
  if (judgement.elsewhere) return undefined;
  const frames = framesOf(c, judgement);
  const at = judgement.blameFrom === undefined ? undefined : frames[judgement.blameFrom];
  const own = at?.symbol?.symbol;
  // Of a fault it is the instruction; where the kernel only noticed, it is what may be blamed.
  const exact = at?.exact && own && (BAD_VALUE.has(judgement.kind) || c.mayBeBlamed(own));
  const logged = placeByLog(c, judgement);
  if (!judgement.where && logged) {
    const { symbol: name, offset, module } = logged;
    const start = c.kernel.symbols.allByName(name).find((each) => each.module === module)?.address;
    const address = at?.address ?? (start === undefined ? undefined : start + BigInt(offset));
    return { symbol: name, offset, module, address: address === undefined ? undefined : hex(address, 16) };
  }
  const frame = judgement.where ?? (exact ? at : (firstBlamed(c, judgement) ?? at));
  const symbol = frame?.symbol;
  return (
    symbol && {
      symbol: shownName(symbol.symbol.name),
      offset: symbol.offset,
      module: symbol.symbol.module,
      address: hex(frame.address, 16),
    }
  );
}

/**
 * What the log calls the instruction of frame `index`, where this dump has no name for it: the kernel had its modules'
 * symbols when it printed them.
 */
function placeOfFrame(c: Case, index: number | undefined): LoggedPlace | undefined {
  const frame = index === undefined ? undefined : c.stack?.frames[index];
  return frame?.exact && !frame.symbol ? loggedPlace(c) : undefined;
}

/** The place that the log names for the judgement: where no stack can be read, or no name is known of it. */
export function placeByLog(c: Case, judgement: Judgement): LoggedPlace | undefined {
  return judgement.place ?? (judgement.stack ? undefined : placeOfFrame(c, judgement.blameFrom));
}

/** The place of the last oops, as the log names it. */
export function loggedPlace(c: Case): LoggedPlace | undefined {
  const fact = c.log.last('place');
  const [, symbol, offset, module] = (fact && c.kernel.arch.faultLog?.place.exec(fact.record.text)) ?? [];
  return fact && symbol !== undefined ? { symbol, offset: parseInt(offset, 16), module, fact } : undefined;
}

/** Functions in which softirqs run (kernel/softirq.c). */
const SOFTIRQ = /^(__do_softirq|handle_softirqs|do_softirq|run_ksoftirqd)/;

/** In what the CPU was when it stopped: told by the entry code and the stacks that the frames lie on. */
export function context(c: Case, judgement: Judgement, idle: readonly Task[]): Verdict['context'] {
  const frames = framesOf(c, judgement);
  const names = frames.map((frame) => frame.symbol?.symbol.name ?? '');
  const stacks = frames.map((frame) => frame.stack?.kind);
  // What lies outside the fault is where it happened; what lies inside is its handling.
  const from = judgement.blameFrom ?? (judgement.stack ? 0 : (c.fault?.index ?? 0));
  // What came last counts: an interrupt may come into a softirq, and a softirq runs at an interrupt's end.
  for (const [i, name] of names.slice(from).entries()) {
    if (stacks[from + i] === 'NMI' || c.machine?.trouble.isNmi.test(name)) return 'nmi';
    if (SOFTIRQ.test(name)) return 'softirq';
    if (c.machine?.trouble.isInterrupt.test(name)) return 'hardirq';
  }
  const task = judgement.task ?? c.task;
  if (!task) return undefined;
  return idle.some((each) => each.address === task.address) ? 'idle' : 'process';
}

/** Functions that go into a bucket. */
const FUNCTIONS = 5;

/**
 * The name under which the same crash is found again: kind, what of it matters, and the first functions that
 * may be blamed, without offsets, addresses and what compilers add.
 */
export function bucketOf(c: Case, judgement: Judgement): string {
  const frames = judgement.elsewhere ? [] : framesOf(c, judgement).slice(judgement.blameFrom ?? 0);
  const logged = placeByLog(c, judgement);
  const names = logged ? [nameOf(logged.symbol, logged.module)] : [];
  for (const frame of judgement.tail ? [judgement.tail, ...frames] : frames) {
    const symbol = frame.symbol?.symbol;
    if (!symbol || !c.mayBeBlamed(symbol)) continue;
    const name = nameOf(symbol.name, symbol.module);
    // A recursion counts once.
    if (names.at(-1) !== name) names.push(name);
    if (names.length === FUNCTIONS) break;
  }
  return [judgement.kind + (judgement.subKind ? `/${judgement.subKind}` : ''), names.join('<-')]
    .filter((part) => part !== '')
    .join(':');
}

function nameOf(symbol: string, module: string | undefined): string {
  return plainName(symbol) + (module ? `[${module}]` : '');
}
