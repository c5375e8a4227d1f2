import type { Colours } from './options.ts';

/** The roles text can have; each is a select-graphic-rendition code (ECMA-48), or nothing. */
export interface Palette {
  readonly title: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly good: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly muted: (text: string) => string;
  readonly label: (text: string) => string;
}

const plain = (text: string): string => text;
const sgr =
  (code: string) =>
  (text: string): string =>
    `\x1b[${code}m${text}\x1b[0m`;

/** Text as it is, for pipes and files. */
export const PLAIN: Palette = {
  title: plain,
  bad: plain,
  warn: plain,
  good: plain,
  strong: plain,
  muted: plain,
  label: plain,
};

/** ANSI colours, of the sixteen that every terminal has. */
export const COLOURED: Palette = {
  title: sgr('1'),
  bad: sgr('1;31'),
  warn: sgr('33'),
  good: sgr('32'),
  strong: sgr('1'),
  muted: sgr('2'),
  label: sgr('36'),
};

/** no-color.org: NO_COLOR with any value forbids colours that were not asked for. */
export function paletteFor(
  wish: Colours,
  terminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): Palette {
  if (wish !== 'auto') return wish === 'always' ? COLOURED : PLAIN;
  return terminal && !environment.NO_COLOR && environment.TERM !== 'dumb' ? COLOURED : PLAIN;
}
