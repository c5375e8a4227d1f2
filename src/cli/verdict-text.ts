import type { Confidence, SpokenVerdict } from '../core/rows/verdict.ts';
import type { Palette } from './colours.ts';
import type { Wording } from './wording.ts';
import { cpuLine, logLine, machineLine, traceLine } from './verdict-facts.ts';
import { visible } from '../core/rows/visible.ts';

const WIDTH = 96;
const INDENT = '  ';

/** The verdict as the terminal shows it: what happened and how sure that is, why, where, and what is not known. */
export function verdictText(verdict: SpokenVerdict, words: Wording, paint: Palette): string {
  const sections = [
    opening(verdict, words, paint),
    [...code(verdict, paint), ...findings(verdict, words, paint)],
    registers(verdict, words, paint),
    frame(verdict, words, paint),
    log(verdict, words, paint),
    list(
      words.unchecked,
      verdict.unchecked.map(({ what, why }) => (why ? `${what} (${why})` : what)),
      paint,
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

function opening(verdict: SpokenVerdict, words: Wording, paint: Palette): string[] {
  const title = visible(verdict.title);
  const room = ' '.repeat(
    Math.max(2, WIDTH - columns(title) - columns(words.confidence[verdict.confidence])),
  );
  const lines = [
    paint.bad(title) + room + sure(verdict.confidence, words, paint),
    paint.strong(visible(verdict.sentence)),
  ];
  const suspect = verdict.culprit;
  if (suspect) {
    const why = suspect.why ? `: ${visible(suspect.why)}` : '';
    lines.push(
      `${paint.label(words.culprit)}  ${visible(`${words.blamed[suspect.what]} ${suspect.name}`)} (${sure(suspect.confidence, words, paint)})${why}`,
    );
  }
  const machine = machineLine(verdict, words);
  if (machine) lines.push(paint.muted(visible(machine)));
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

function findings(verdict: SpokenVerdict, words: Wording, paint: Palette): string[] {
  return verdict.findings.flatMap((finding) => [
    `${INDENT}• ${visible(finding.text)}  ${sure(finding.confidence, words, paint)}`,
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

function frame(verdict: SpokenVerdict, words: Wording, paint: Palette): string[] {
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
  return labelled(rows, paint);
}

/** Labels in a column of their own, what they name folded beside them. */
function labelled(rows: readonly (readonly [string, string])[], paint: Palette): string[] {
  const width = Math.max(0, ...rows.map(([label]) => columns(label))) + 2;
  return rows.flatMap(([label, text]) =>
    text
      .split('\n')
      .flatMap((line) => folded(visible(line), WIDTH + 14 - width))
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
    ...shown.map((line) => {
      const text = INDENT + visible(logLine(line));
      return line.level <= 3 ? paint.warn(text) : text;
    }),
  ];
}

function list(title: string, lines: readonly string[], paint: Palette): string[] {
  return lines.length === 0 ? [] : [paint.label(title), ...lines.map((line) => INDENT + visible(line))];
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
