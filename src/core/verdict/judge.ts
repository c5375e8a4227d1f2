import type { Kernel } from '../kernel/kernel.ts';
import type { Verdict } from '../rows/verdict.ts';

/** Judges: what happened, with its evidence. */
export function judge(_kernel: Kernel, lacks: readonly string[]): Verdict {
  return { kind: 'unknown', title: 'Not judged yet', confidence: 'guess', sentence: '', findings: [], unchecked: lacks.map((what) => ({ what, why: '' })) };
}
