import { visibleLine } from '../../core/rows/visible.ts';
import type { Line } from '../../core/rows/value.ts';

/** Part of a line as it is drawn: plain, a link, or what is looked for. */
export interface Segment {
  readonly text: string;
  readonly ref?: string;
  /** It holds what is looked for; without a link it is exactly that. */
  readonly hit?: boolean;
}

/** A line cut at its links, and outside of them at what is looked for (in small letters). */
export function segments({ text, links }: Pick<Line, 'text' | 'links'>, query = ''): Segment[] {
  if (!links || links.length === 0) return plain(visibleLine(text), query);
  const parts: Segment[] = [];
  let at = 0;
  for (const link of [...links].sort((a, b) => a.start - b.start)) {
    if (link.start < at || link.end <= link.start || link.end > text.length) continue;
    if (link.start > at) parts.push(...plain(visibleLine(text.slice(at, link.start)), query));
    const shown = visibleLine(text.slice(link.start, link.end));
    const hit = query !== '' && shown.toLowerCase().includes(query);
    parts.push(hit ? { text: shown, ref: link.ref, hit } : { text: shown, ref: link.ref });
    at = link.end;
  }
  if (at < text.length) parts.push(...plain(visibleLine(text.slice(at)), query));
  return parts;
}

function plain(text: string, query: string): Segment[] {
  if (query === '') return [{ text }];
  const lower = text.toLowerCase();
  // Letters that change their length with their case would shift what follows.
  if (lower.length !== text.length) return [{ text }];
  const parts: Segment[] = [];
  let at = 0;
  for (let hit = lower.indexOf(query); hit >= 0; hit = lower.indexOf(query, at)) {
    if (hit > at) parts.push({ text: text.slice(at, hit) });
    at = hit + query.length;
    parts.push({ text: text.slice(hit, at), hit: true });
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}
