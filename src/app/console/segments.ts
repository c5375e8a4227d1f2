import type { Line } from '../../core/rows/value.ts';

export interface Segment {
  readonly text: string;
  readonly ref?: string;
}

const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Control characters (and those that turn the direction of text) made visible: what a dump says never steers the page. */
export function visible(text: string): string {
  return text.replace(CONTROL, (char) => {
    const code = char.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** A line cut at its links. */
export function segments({ text, links }: Pick<Line, 'text' | 'links'>): Segment[] {
  if (!links || links.length === 0) return [{ text: visible(text) }];
  const parts: Segment[] = [];
  let at = 0;
  for (const link of [...links].sort((a, b) => a.start - b.start)) {
    if (link.start < at || link.end <= link.start || link.end > text.length) continue;
    if (link.start > at) parts.push({ text: visible(text.slice(at, link.start)) });
    parts.push({ text: visible(text.slice(link.start, link.end)), ref: link.ref });
    at = link.end;
  }
  if (at < text.length) parts.push({ text: visible(text.slice(at)) });
  return parts;
}
