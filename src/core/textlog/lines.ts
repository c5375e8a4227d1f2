import type { Block } from './blocks.ts';
import type { Line } from './format.ts';

/**
 * What consoles send besides text (ECMA-48: CSI, OSC, charsets, single functions), also as journals and syslog servers
 * show the escape character ("#033", "^[", "\x1b").
 */
const ESCAPES = new RegExp(
  [
    '\\x1b\\[[0-?]*[ -/]*[@-~]',
    '\\x1b\\][^\\x07\\x1b\\n]{0,512}(?:\\x07|\\x1b\\\\)',
    '\\x1b[ -/]{1,2}[0-~]',
    '\\x1b[0-~]',
    '\\x9b[0-?]*[ -/]*[@-~]',
    '(?:#033|\\^\\[|\\\\x1b|\\\\033|\\\\e)\\[[0-9;?]{0,16}[A-Za-z]',
  ].join('|'),
  'g',
);
/** Left over from a console: zeros of a lost block, bells, backspaces; the mark of byte order. */
const STRAY = /[\x00-\x06\x07\x0e-\x1a\x7f\ufeff]|.?\x08/g;
const SUSPICIOUS = /[\x00-\x08\x0e-\x1f\x7f\x9b\ufeff]|#033|\^\[|\\x1b|\\033|\\e\[/;
/** Spaces that mail programs, pages and word processors put for ordinary ones (Unicode's Zs), and those without width. */
const WIDE = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
const WIDTHLESS = /[\u200b-\u200d\u2060]/g;
/** What word processors and blogs make of the x in 0x1f. */
const TIMES = /\b0\u00d7(?=[0-9a-f])/gi;
const FOREIGN = /[\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000]/;

/** `text` without what consoles are sent besides text, with ordinary spaces. */
export function cleaned(text: string): string {
  const bare = SUSPICIOUS.test(text) ? text.replace(ESCAPES, '').replace(STRAY, '') : text;
  const plain = bare.includes('\u00d7') ? bare.replace(TIMES, '0x') : bare;
  return FOREIGN.test(plain) ? plain.replace(WIDE, ' ').replace(WIDTHLESS, '') : plain;
}

/** The lines in `blocks` as they are; a lone carriage return ends one too. */
export function* linesOf(blocks: Iterable<Block>): Generator<Line> {
  for (const { line: first, text } of blocks) {
    let line = first;
    let from = 0;
    while (from < text.length) {
      const found = text.indexOf('\n', from);
      const to = found < 0 ? text.length : found;
      let end = to;
      while (end > from && text.charCodeAt(end - 1) === 13) end--;
      while (from < end && text.charCodeAt(from) === 13) from++;
      const whole = text.slice(from, end);
      if (!whole.includes('\r')) yield { line, text: whole };
      else for (const part of whole.split(/\r+/)) if (part !== '') yield { line, text: part };
      from = to + 1;
      line++;
    }
  }
}
