import type { Timing } from '../core/session.ts';

/** Steps and their time, one a line, and the sum. */
export function timingsText(timings: readonly Timing[], title: string): string {
  const all = [
    ...timings,
    { step: '=', milliseconds: timings.reduce((sum, each) => sum + each.milliseconds, 0) },
  ];
  const width = Math.max(...all.map((each) => each.step.length));
  const lines = all.map(
    ({ step, milliseconds }) => `  ${step.padEnd(width)} ${milliseconds.toFixed(1).padStart(9)} ms`,
  );
  return [title, ...lines].join('\n') + '\n';
}
