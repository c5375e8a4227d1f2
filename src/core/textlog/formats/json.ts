import type { Line, Row, WholeFormat } from '../format.ts';

/** What shippers of logs call the line itself: Docker, Kubernetes, Elastic, Fluent Bit, Splunk, Google, Azure, GitLab. */
const NAMES = [
  'log',
  'message',
  'msg',
  'MESSAGE',
  'text',
  'line',
  '_raw',
  'textPayload',
  '_line',
  'event',
  'body',
];
const NAMED = new RegExp(`"(?:${NAMES.join('|')})"\\s*:`);
/** Loki's and CloudWatch's answers: pairs of a time and a line under "values". */
const VALUES = /"values"\s*:\s*\[/;

/** A line that begins with the kernel's own clock stands in no JSON, whatever programs wrote beside it. */
const STAMPED = /^\s*(?:<\d{1,3}>)?\[ {0,12}\d{1,9}\.\d{3,9}\]/;

/** Whole texts of one object are put together as far as this. */
const MAX_TEXT = 16 << 20;
const MAX_DEPTH = 8;

/** A string after one of the names, or after a time of digits in a pair: what is left of JSON that was cut. */
const PAIR = new RegExp(
  `(?:"(?:${NAMES.join('|')})"\\s*:|\\[\\s*"\\d{9,20}"\\s*,)\\s*("(?:[^"\\\\]|\\\\.){0,20000}")`,
  'g',
);

/** Every line that `value` has, in order. */
function* linesIn(value: unknown, depth = 0): Generator<string> {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return;
  if (Array.isArray(value)) {
    for (const each of value) yield* linesIn(each, depth + 1);
    return;
  }
  const fields = value as Readonly<Record<string, unknown>>;
  const name = NAMES.find((each) => typeof fields[each] === 'string');
  if (name !== undefined) {
    yield fields[name] as string;
    return;
  }
  for (const [key, each] of Object.entries(fields))
    if (key === 'values' && Array.isArray(each)) {
      for (const pair of each as readonly unknown[])
        if (Array.isArray(pair) && typeof pair[1] === 'string') yield pair[1];
    } else yield* linesIn(each, depth + 1);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Cut, or never JSON.
    return undefined;
  }
}

function* rowsOf(value: unknown, line: number): Generator<Row> {
  for (const text of linesIn(value)) yield { line, text: text.replace(/\r?\n$/, '') };
}

/** JSON of whoever collects logs: an object a line, or one object or list of them; the line under one of the usual names. */
export const format: WholeFormat = {
  name: 'json',
  ofAnybody: true,
  looks: (head) =>
    /^\s*(?:\{|\[\s*(?:[[{"]|$))/.test(head[0] ?? '') &&
    !head.some((line) => STAMPED.test(line)) &&
    head.some((line) => NAMED.test(line) || VALUES.test(line)),
  *rows(lines: Iterable<Line>) {
    let whole = '';
    let begun = 1;
    for (const { line, text } of lines) {
      const alone = /^\s*\{.*\}\s*,?\s*$/.test(text) ? parsed(text.replace(/,\s*$/, '')) : undefined;
      if (alone !== undefined && whole === '') {
        yield* rowsOf(alone, line);
        continue;
      }
      if (whole === '') begun = line;
      // A string has no end of a line in it: those that stand in it here are of lines that were too long.
      if (whole.length + text.length < MAX_TEXT) whole += text;
    }
    const value = parsed(whole);
    if (value !== undefined) yield* rowsOf(value, begun);
    else for (const [, text] of whole.matchAll(PAIR)) yield* rowsOf({ text: parsed(text) }, begun);
  },
};
