import type { Confidence, SpokenVerdict } from '../core/rows/verdict.ts';
import type { Palette } from './colours.ts';
import type { Wording } from '../core/report/wording.ts';
import { cpuLine, logLine, machineLine, traceLine } from '../core/report/facts.ts';
import { visible } from '../core/rows/visible.ts';

/** Columns that the heading takes and that lists are folded to where nobody says how many there are. */
const WIDTH = 96;
const NARROWEST = 30;
const INDENT = '  ';

/** Columns of a terminal: what it says itself, else COLUMNS (POSIX); undefined where sentences are not folded. */
export function widthOf(
  columns: number | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): number | undefined {
  const said = /^\d{1,5}$/.test(environment.COLUMNS ?? '') ? Number(environment.COLUMNS) : 0;
  const width = columns ?? said;
  return width > 0 ? Math.max(width, NARROWEST) : undefined;
}

/**
 * The verdict as the terminal shows it: what happened and how sure that is, why, where, and what is not known.
 * Sentences are folded at `width` columns; lines of the kernel and of code stay whole.
 */
export function verdictText(
  verdict: SpokenVerdict,
  words: Wording,
  paint: Palette,
  width = Number.POSITIVE_INFINITY,
): string {
  const sections = [
    opening(verdict, words, paint, width),
    [...code(verdict, paint), ...findings(verdict, words, paint, width)],
    registers(verdict, words, paint),
    frame(verdict, words, paint, width),
    log(verdict, words, paint),
    list(
      words.unchecked,
      verdict.unchecked.map(({ what, why }) => (why ? `${what} (${why})` : what)),
      paint,
      width,
    ),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n') + '\n')
    .join('\n');
}

function sure(confidence: Confidence, words: Wording, paint: Palette): string {
  const text = words.confidence[confidence];
  return confidence === 'proven'
    ? paint.good(text)
    : confidence === 'likely'
      ? paint.warn(text)
      : paint.muted(text);
}

function opening(verdict: SpokenVerdict, words: Wording, paint: Palette, width: number): string[] {
  const title = visible(verdict.title);
  const room = ' '.repeat(
    Math.max(2, Math.min(WIDTH, width) - columns(title) - columns(words.confidence[verdict.confidence])),
  );
  const lines = [
    paint.bad(title) + room + sure(verdict.confidence, words, paint),
    ...folded(visible(verdict.sentence), width).map((line) => paint.strong(line)),
  ];
  const suspect = verdict.culprit;
  if (suspect) {
    const named = visible(`${words.blamed[suspect.what]} ${suspect.name}`);
    const why = suspect.why ? `: ${visible(suspect.why)}` : '';
    const plain = `${words.culprit}  ${named} (${words.confidence[suspect.confidence]})${why}`;
    const [first, ...rest] = folded(plain, width);
    const painted = `${paint.label(words.culprit)}  ${named} (${sure(suspect.confidence, words, paint)})`;
    // Only what is not painted is folded; a name that fills the line stays as it is.
    const head = plain.slice(0, plain.length - why.length);
    lines.push(
      ...(first.startsWith(head) ? [painted + first.slice(head.length), ...rest] : folded(plain, width)),
    );
  }
  const machine = machineLine(verdict, words);
  if (machine) lines.push(...folded(visible(machine), width).map((line) => paint.muted(line)));
  return lines;
}

function code(verdict: SpokenVerdict, paint: Palette): string[] {
  const shown = verdict.instructions ?? [];
  const bytesWidth = Math.max(0, ...shown.map((each) => each.bytes.length));
  return shown.map((each) => {
    const line = `${each.address}  ${each.bytes.padEnd(bytesWidth)}  ${each.text}`;
    const note = each.note ? `    ${visible(each.note)}` : '';
    return each.faulting
      ? paint.strong(`> ${visible(line)}`) + note
      : INDENT + paint.muted(visible(line)) + note;
  });
}

function findings(verdict: SpokenVerdict, words: Wording, paint: Palette, width: number): string[] {
  return verdict.findings.flatMap((finding) => [
    ...hung(`${INDENT}• `, visible(finding.text), width, `  ${sure(finding.confidence, words, paint)}`),
    ...finding.evidence.map(({ ref, text }) =>
      paint.muted(visible(`      ${ref}${text && text !== ref ? `  ${text}` : ''}`)),
    ),
  ]);
}

function registers(verdict: SpokenVerdict, words: Wording, paint: Palette): string[] {
  const shown = verdict.registers ?? [];
  if (shown.length === 0) return [];
  const width = Math.max(...shown.map((each) => each.name.length));
  return [
    paint.label(words.registers),
    ...shown.map((each) =>
      `${INDENT}${each.name.padEnd(width)}  ${each.value}  ${paint.muted(visible(each.text))}`.trimEnd(),
    ),
  ];
}

function frame(verdict: SpokenVerdict, words: Wording, paint: Palette, width: number): string[] {
  const rows: (readonly [string, string])[] = [];
  const trace = traceLine(verdict);
  if (trace) rows.push([words.trace, trace]);
  const taints = verdict.taints ?? [];
  if (verdict.taints)
    rows.push([
      words.taints,
      taints.map(({ letter, text }) => `${letter} (${text})`).join(', ') || words.notTainted,
    ]);
  const others = verdict.otherCpus ?? [];
  if (others.length > 0) rows.push([words.otherCpus, others.map(cpuLine).join('\n')]);
  return labelled(rows, paint, Math.min(WIDTH + 14, width));
}

/** Labels in a column of their own, what they name folded beside them. */
function labelled(rows: readonly (readonly [string, string])[], paint: Palette, most: number): string[] {
  const width = Math.max(0, ...rows.map(([label]) => columns(label))) + 2;
  return rows.flatMap(([label, text]) =>
    text
      .split('\n')
      .flatMap((line) => folded(visible(line), most - width))
      .map(
        (line, index) =>
          (index === 0 ? paint.label(label) + ' '.repeat(width - columns(label)) : ' '.repeat(width)) + line,
      ),
  );
}

function log(verdict: SpokenVerdict, words: Wording, paint: Palette): string[] {
  const shown = verdict.log ?? [];
  if (shown.length === 0) return [];
  return [
    paint.label(words.log),
    ...shown.flatMap((line, at) => {
      const text = INDENT + visible(logLine(line));
      const gap =
        at > 0 && line.sequence > shown[at - 1].sequence + 1 ? [`${INDENT}${paint.muted('…')}`] : [];
      return [...gap, line.level <= 3 ? paint.warn(text) : text];
    }),
  ];
}

function list(title: string, lines: readonly string[], paint: Palette, width: number): string[] {
  return lines.length === 0
    ? []
    : [paint.label(title), ...lines.flatMap((line) => hung(INDENT, visible(line), width))];
}

/** `text` after `mark`, folded so that its further lines begin where the first does; `end` stands after the last. */
function hung(mark: string, text: string, width: number, end = ''): string[] {
  const lines = folded(text, width - mark.length);
  return lines.map(
    (line, at) => (at === 0 ? mark : ' '.repeat(mark.length)) + line + (at === lines.length - 1 ? end : ''),
  );
}

/** `text` in lines of at most `width` columns, broken at spaces. */
function folded(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && columns(line) + 1 + columns(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** Columns of a terminal that `text` takes: Hangul and the other wide blocks take two (Unicode TR11). */
function columns(text: string): number {
  let width = 0;
  for (const character of text)
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/.test(character) ? 2 : 1;
  return width;
}
