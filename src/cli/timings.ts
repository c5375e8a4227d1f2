import { render, type Language } from '../core/catalogue/message.ts';
import type { Timing } from '../core/session.ts';
import { wordingIn } from '../core/report/wording.ts';

/** Steps and their time, one a line with the way that was taken, and the sum. */
export function timingsText(timings: readonly Timing[], language: Language): string {
  const all = [
    ...timings.map(({ step, way, milliseconds }) => ({
      name: render(step, language) + (way ? ` (${render(way, language)})` : ''),
      milliseconds,
    })),
    { name: '=', milliseconds: timings.reduce((sum, each) => sum + each.milliseconds, 0) },
  ];
  const width = Math.max(...all.map((each) => each.name.length));
  const lines = all.map(
    ({ name, milliseconds }) => `  ${name.padEnd(width)} ${milliseconds.toFixed(1).padStart(9)} ms`,
  );
  return [wordingIn(language).timings, ...lines].join('\n') + '\n';
}
