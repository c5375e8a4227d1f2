import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { report } from '../../src/core/report/report.ts';
import { inWords } from '../../src/core/report/wording.ts';
import { spoken } from '../../src/core/catalogue/message.ts';
import { openLogOrDump } from '../../src/core/session.ts';
import { memorySource } from '../../src/core/source/source.ts';
import { seededRandom } from '../build/random.ts';
import { engine, textOf } from '../build/zoo.ts';
import type { Below } from './damage.ts';
import { Trial } from './trial.ts';

/** Texts of logs that are damaged: lines lost, torn, doubled, out of order, spliced from two machines, of any length and byte. */
export class TextDamage {
  private readonly texts: readonly string[];

  constructor() {
    const folder = fileURLToPath(new URL('../../../shared/logs/labelled/', import.meta.url));
    const names = existsSync(folder) ? readdirSync(folder).sort() : [];
    this.texts = [
      textOf('sample', 'log'),
      ...names.map((name) => readFileSync(folder + name, 'latin1').slice(0, 300_000)),
    ];
  }

  failures(seed: number): string[] {
    const below = seededRandom(seed * 2654435761);
    below(7);
    let text = this.texts[below(this.texts.length)];
    for (let i = below(4); i >= 0; i--) text = WAYS[below(WAYS.length)](text, below, this.texts);
    const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
    const trial = new Trial();
    trial.tolerate('opening', () => {
      const session = openLogOrDump([memorySource(bytes, 'damaged.log')], { engine });
      trial.tolerate('verdict', () => {
        const verdict = session.verdict();
        if (verdict.kind === 'live') trial.fell.push('a text is said to be of a machine that lives');
        if (verdict.kind === 'nothing' && verdict.confidence === 'proven' && PANIC.test(text))
          trial.fell.push('a panic is said to be nothing, as proven');
        for (const language of ['en', 'ko'] as const) {
          const said = spoken(verdict, language);
          for (const format of ['html', 'md', 'json'] as const)
            report(format, said, inWords(session.summary, language), language, [], '1');
        }
      });
      for (const line of ['log', 'log -m']) trial.drain(line, () => session.run(line));
      session.complete('lo');
      for (const ref of ['log:0', 'log:99999999', 'log:x', 'addr:0'])
        trial.tolerate(ref, () => session.inspect(ref, 'ko'));
    });
    return trial.end();
  }
}

/** A line that says for itself that the kernel panicked. */
const PANIC = /^\[ *\d+\.\d+\] Kernel panic - not syncing: /m;

type Way = (text: string, below: Below, all: readonly string[]) => string;
const lines = (text: string, change: (lines: string[]) => string[]): string =>
  change(text.split('\n')).join('\n');
const noise = (length: number, below: Below): string =>
  Array.from({ length }, () => String.fromCharCode(below(256))).join('');
const WAYS: readonly Way[] = [
  // Lines lost, doubled, out of order.
  (text, below) => lines(text, (all) => all.filter(() => below(10) > 0)),
  (text, below) => lines(text, (all) => all.flatMap((line) => (below(20) === 0 ? [line, line] : [line]))),
  (text, below) =>
    lines(text, (all) => {
      for (let i = 0; i < 30; i++) {
        const [a, b] = [below(all.length), below(all.length)];
        [all[a], all[b]] = [all[b], all[a]];
      }
      return all;
    }),
  (text) => lines(text, (all) => all.reverse()),
  // Cut off, begun in the middle, torn.
  (text, below) => text.slice(0, below(text.length + 1)),
  (text, below) => text.slice(below(text.length + 1)),
  (text, below) =>
    lines(text, (all) => all.map((line) => (below(8) === 0 ? line.slice(0, below(line.length + 1)) : line))),
  (text, below) =>
    lines(text, (all) => all.map((line) => (below(8) === 0 ? line.slice(below(line.length + 1)) : line))),
  (text, below) => text.replace(/\n/g, (end) => (below(6) === 0 ? '' : end)),
  // Two machines in one file.
  (text, below, all) => {
    const other = all[below(all.length)];
    const at = below(text.length + 1);
    return text.slice(0, at) + other + text.slice(at);
  },
  // Bytes that no log has, and numbers that none has.
  (text, below) => {
    let made = text;
    for (let i = below(20); i >= 0; i--) {
      const at = below(made.length + 1);
      made = made.slice(0, at) + noise(1 + below(12), below) + made.slice(at + below(12));
    }
    return made;
  },
  (text, below) => text.replace(/\d/g, (digit) => (below(30) === 0 ? String(below(10)) : digit)),
  (text, below) => text.replace(/\d+/g, (number) => (below(40) === 0 ? '9'.repeat(1 + below(400)) : number)),
  (text, below) =>
    text.replace(/[0-9a-f]{8,16}/g, (word) => (below(10) === 0 ? noise(word.length, below) : word)),
  // Prefixes, one within another, and lines without an end.
  (text, below) => {
    const prefix = [
      '> ',
      '[    1.000000] ',
      'Nov 26 12:00:01 host kernel: ',
      '<6>',
      '123:',
      '\x1b[31m',
      '[T1] ',
      '\r',
    ][below(8)];
    return lines(text, (all) => all.map((line) => prefix.repeat(1 + below(3)) + line));
  },
  (text, below) => {
    const at = below(text.length + 1);
    const piece = text.slice(at, at + 1 + below(60)).replace(/\n/g, ' ') || '(';
    return (
      text.slice(0, at) +
      piece.repeat(1 + Math.floor((100_000 * (1 + below(4))) / piece.length)) +
      text.slice(at)
    );
  },
  (text, below) => {
    const all = text.split('\n');
    const line = all[below(all.length)];
    return `${(line + '\n').repeat(Math.min(10_000, Math.ceil(300_000 / (line.length + 1))))}${text}`;
  },
];
