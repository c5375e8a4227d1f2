import type { Verdict } from '../../../core/rows/verdict.ts';
import type { Segment } from '../../console/segments.ts';
import { visible } from '../../../core/rows/visible.ts';

/** Names in a verdict's sentences that lead somewhere: task, function, module, addresses. */
export function linkify(text: string, verdict: Verdict): Segment[] {
  const names = new Map<string, string>();
  const { task, where, culprit } = verdict;
  const module = (name: string): void => {
    names.set(name, `module:${name}`);
    names.set(`[${name}]`, `module:${name}`);
  };
  if (where?.module) module(where.module);
  if (culprit?.what === 'module') module(culprit.name);
  if (task?.ref) names.set(task.comm, task.ref);
  if (where) {
    const at = `${where.symbol}+0x${where.offset.toString(16)}`;
    const ref = where.address
      ? `dis:${where.address.replace(/^0x/, '').padStart(16, '0')}`
      : `sym:${where.symbol}`;
    names.set(at, ref);
    if (!names.has(where.symbol)) names.set(where.symbol, ref);
  }
  const words = [...names.keys()].filter((name) => name.length > 1).sort((a, b) => b.length - a.length);
  const pattern = new RegExp(
    [...words.map((word) => `(?<![\\w])${escaped(word)}(?![\\w])`), '\\b(?:0x)?ffff[0-9a-f]{12}\\b'].join(
      '|',
    ),
    'g',
  );
  const parts: Segment[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) parts.push({ text: visible(text.slice(at, match.index)) });
    parts.push({
      text: visible(match[0]),
      ref: names.get(match[0]) ?? `addr:${match[0].replace(/^0x/, '')}`,
    });
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ text: visible(text.slice(at)) });
  return parts;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
