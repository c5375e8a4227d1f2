import type { WholeFormat } from '../format.ts';
import { journalRow } from '../journal.ts';
import { objects } from '../json.ts';

/** journalctl -o json, json-pretty, json-seq and json-sse: one object an entry. */
export const format: WholeFormat = {
  name: 'journal, json',
  looks: (head) =>
    /^(?:\x1e|data: )?\s*\{/.test(head[0] ?? '') && head.some((line) => line.includes('"MESSAGE"')),
  *rows(lines) {
    for (const { fields, line } of objects(lines)) {
      const row = journalRow(fields, line);
      if (row) yield row;
    }
  },
};
