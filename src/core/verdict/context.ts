import type { Task } from '../kernel/tasks.ts';
import type { Verdict } from '../rows/verdict.ts';
import type { Case } from './case.ts';
import type { Judgement } from './rule.ts';

/** In what the CPU was when it stopped: told by the entry code and the stacks that the frames lie on. */
export function context(c: Case, judgement: Judgement, idle: readonly Task[]): Verdict['context'] {
  const frames = c.stack?.frames ?? [];
  const names = frames.map((frame) => frame.symbol?.symbol.name ?? '');
  const stacks = frames.map((frame) => frame.stack?.kind);
  // What lies outside the fault is where it happened; what lies inside is its handling.
  const from = judgement.blameFrom ?? c.fault?.index ?? 0;
  const outer = names.slice(from);
  if (stacks.slice(from).includes('NMI') || outer.some((name) => /^(asm_)?exc_nmi|end_repeat_nmi/.test(name)))
    return 'nmi';
  if (outer.some((name) => /^(__do_softirq|handle_softirqs|do_softirq|run_ksoftirqd)/.test(name)))
    return 'softirq';
  if (
    outer.some((name) =>
      /^(asm_sysvec_|asm_common_interrupt|common_interrupt|__common_interrupt|__sysvec_)/.test(name),
    )
  )
    return 'hardirq';
  if (!c.task) return undefined;
  return idle.some((each) => each.address === c.task?.address) ? 'idle' : 'process';
}
