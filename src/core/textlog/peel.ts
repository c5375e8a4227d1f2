import type { Line, LineFormat, Row, Told } from './format.ts';
import { lineFormats } from './formats/index.ts';

/** Prefixes within each other; two stamps of the kernel's kind (some vendors print two clocks) and a caller. */
const MAX_NESTED = 8;
const MAX_STAMPS = 3;
/** Lines that are looked at to tell which ambiguous prefixes are meant, and how many times. */
const SAMPLE = 2000;
const ROUNDS = 4;

/** Takes prefixes off the lines of one text. Which of the ambiguous ones are meant is told by a sample of its lines. */
export class Peeler {
  /** The formats met so far, outermost first as they were met. */
  readonly met = new Set<LineFormat>();
  private readonly believed = new Set<LineFormat>();

  constructor(lines: readonly Line[]) {
    const sample = sampled(lines);
    for (let round = 0; round < ROUNDS && this.believe(sample); round++);
    this.met.clear();
  }

  /** Believes the ambiguous prefix that most lines of `sample` have beneath those believed; false when none has enough. */
  private believe(sample: readonly string[]): boolean {
    const left = sample.map((text) => ({ ...this.peel({ line: 0, text }) }));
    const counts = lineFormats
      .filter(({ share, place }) => share !== undefined && (place === 'outside' || place === 'inside'))
      .filter((format) => !this.believed.has(format))
      .map((format) => {
        const open = left.filter(
          (row) => (format.place === 'inside') === (row.time !== undefined && row.number === undefined),
        );
        const having = open.filter(({ text }) => format.peel(text) !== undefined).length;
        return { format, part: open.length < 2 ? 0 : having / open.length };
      })
      .filter(({ format: { share = 1 }, part }) => part >= share)
      .sort((a, b) => b.part - a.part);
    if (counts.length === 0) return false;
    this.believed.add(counts[0].format);
    return true;
  }

  /** `line` without its prefixes, and what they told. */
  peel<T extends Row>(line: T): Row {
    let { text } = line;
    let told: Told = {};
    let stamps = 0;
    const once = new Set<LineFormat>();
    for (let nested = 0; nested < MAX_NESTED && text !== ''; nested++) {
      const format = this.next(text, stamps, once) ?? this.indented(text, stamps, once);
      if (!format) break;
      const { format: used, peeled } = format;
      if (used.share !== undefined) once.add(used);
      if (used.place === 'stamp') stamps++;
      this.met.add(used);
      told = { ...told, ...peeled };
      text = peeled.text;
    }
    return { ...line, ...told, text };
  }

  /** The prefix of a line that a mail or a page indented: of one's own stamp only, frames are indented too. */
  private indented(text: string, stamps: number, done: ReadonlySet<LineFormat>) {
    if (stamps > 0 || !/^[ \t]/.test(text)) return undefined;
    const found = this.next(text.trimStart(), stamps, done);
    return found && found.format.share === undefined && found.format.name !== 'caller' ? found : undefined;
  }

  private next(text: string, stamps: number, done: ReadonlySet<LineFormat>) {
    for (const format of lineFormats) {
      if (format.first?.includes(text[0]) === false) continue;
      if (
        format.place === 'outside'
          ? stamps > 0
          : format.place === 'inside'
            ? stamps === 0
            : stamps >= MAX_STAMPS
      )
        continue;
      if (format.share !== undefined && (done.has(format) || !this.believed.has(format))) continue;
      const peeled = format.peel(text);
      if (peeled) return { format, peeled };
    }
    return undefined;
  }
}

function sampled(lines: readonly Line[]): string[] {
  const step = Math.max(1, Math.floor(lines.length / SAMPLE));
  const texts: string[] = [];
  for (let at = 0; at < lines.length && texts.length < SAMPLE; at += step)
    if (lines[at].text !== '') texts.push(lines[at].text);
  return texts;
}
