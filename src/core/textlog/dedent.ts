import type { Row } from './format.ts';

/**
 * Lines that the kernel begins at the margin (arch/x86/kernel/dumpstack.c, kernel/panic.c, lib/bug.c, lib/dump_stack.c and
 * their like elsewhere): where they are indented, somebody indented the whole log.
 */
const AT_MARGIN =
  /^[ \t]+(?:(?:watchdog: |rcu: )?BUG: |WARNING: |Oops|INFO: |Unable to handle|Internal error: |Kernel panic|kernel BUG|general protection|CPU: \d|Pid: \d|Call [Tt]race:|Modules linked in|Hardware name: |RIP: |EIP: |EIP is at|PC is at|pc : |epc ?: |NIP |Krnl PSW|Code: |---\[ end |-+\[ cut here)/;

const indentOf = (text: string): number => /^[ \t]*/.exec(text)![0].length;
const hasStamp = ({ time, wall, since }: Row): boolean =>
  time !== undefined || wall !== undefined || since !== undefined;
/** Part of a text that may have been indented as a whole. */
const isIndented = (row: Row): boolean => !hasStamp(row) && (row.text === '' || /^[ \t]/.test(row.text));

/** `rows` with the margin taken off that a mail, a list or a code block put before all lines of a log without stamps. */
export function dedented(rows: readonly Row[]): Row[] {
  const result = [...rows];
  for (let from = 0; from < rows.length; from++) {
    if (!isIndented(rows[from])) continue;
    let to = from;
    let margin = Infinity;
    for (; to < rows.length && isIndented(rows[to]); to++)
      if (AT_MARGIN.test(rows[to].text)) margin = Math.min(margin, indentOf(rows[to].text));
    if (margin < Infinity)
      for (let at = from; at < to; at++) {
        const { text } = rows[at];
        result[at] = { ...rows[at], text: text.slice(Math.min(margin, indentOf(text))) };
      }
    from = to;
  }
  return result;
}
