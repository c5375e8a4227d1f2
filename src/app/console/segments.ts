import { visible } from '../../core/rows/visible.ts';
import type { Line } from '../../core/rows/value.ts';

export interface Segment {
  readonly text: string;
  readonly ref?: string;
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

/** `text` cut at what is looked for, in any case of letters. */
export function marked(text: string, query: string): { readonly text: string; readonly hit: boolean }[] {
  if (query === '') return [{ text, hit: false }];
  const parts: { text: string; hit: boolean }[] = [];
  const lower = text.toLowerCase();
  let at = 0;
  // Letters that change their length with their case would shift what follows.
  if (lower.length === text.length)
    for (let hit = lower.indexOf(query); hit >= 0; hit = lower.indexOf(query, at)) {
      if (hit > at) parts.push({ text: text.slice(at, hit), hit: false });
      at = hit + query.length;
      parts.push({ text: text.slice(hit, at), hit: true });
    }
  if (at < text.length) parts.push({ text: text.slice(at), hit: false });
  return parts;
}
