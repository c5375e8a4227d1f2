import type { WholeFormat } from '../format.ts';
import { journalRow } from '../journal.ts';

/** A field's name: journalctl -o verbose indents it, export does not. */
const FIELD = /^ {0,8}([A-Z_][A-Z0-9_]{0,63})=/;
const NAME = /^[A-Z_][A-Z0-9_]{0,63}$/;
/** systemd docs/JOURNAL_EXPORT_FORMATS.md: a field that is no text has 64 bits of length before it. */
const LENGTH = /^[^\0]{0,4}\0{3,7}/;

/** journalctl -o export and -o verbose: a field a line, an empty line (or the next clock) after each entry. */
export const format: WholeFormat = {
  name: 'journal, export',
  looks: (head) =>
    head.some((line) => /^__CURSOR=|^__REALTIME_TIMESTAMP=/.test(line)) ||
    (/\[s=[0-9a-f]{8,};i=/.test(head[0] ?? '') && head.some((line) => FIELD.test(line))),
  *rows(lines) {
    let fields: Record<string, string> = {};
    let binary: string | undefined;
    let first = 1;
    for (const { line, text } of lines) {
      const field = FIELD.exec(text);
      if (field) {
        fields[field[1]] ??= text.slice(field[0].length);
        binary = undefined;
      } else if (NAME.test(text)) {
        binary = text;
      } else if (binary !== undefined && text !== '') {
        const before = fields[binary] as string | undefined;
        fields[binary] = before === undefined ? text.replace(LENGTH, '') : `${before}\n${text}`;
      } else {
        const row = journalRow(fields, first);
        if (row) yield row;
        fields = {};
        binary = undefined;
        first = line + 1;
      }
    }
    const last = journalRow(fields, first);
    if (last) yield last;
  },
};
