import { textlog as say } from '../catalogue/textlog.ts';
import type { Message } from '../catalogue/message.ts';
import type { Row } from './format.ts';

/** So many stamped lines of one program, and this share of its lines, make it a guest's console. */
const LEAST = 5;
const SHARE = 0.6;

/**
 * Tells in a journal who wrote each line. Lines of programs are not the kernel's own, whatever they say, except where
 * one of them (qemu, a container's log) passes on the console of a guest and the host's kernel says nothing of
 * trouble itself: then the guest's lines are the log.
 */
export function whoWrote(rows: readonly Row[], tells: (text: string) => boolean, remarks: Message[]): Row[] {
  const guest = guestOf(rows, tells);
  if (guest === undefined) return rows.map((row) => (isProgram(row) ? { ...row, own: false } : row));
  const host = rows.filter(({ program }) => program === 'kernel').length;
  remarks.push(say.guest({ program: guest, lines: host }));
  return rows.map((row) => (row.program === undefined ? row : { ...row, own: row.program === guest }));
}

function isProgram({ program }: Row): boolean {
  return program !== undefined && program !== 'kernel';
}

function guestOf(rows: readonly Row[], tells: (text: string) => boolean): string | undefined {
  const programs = new Map<string, { lines: number; stamped: number; trouble: number }>();
  let hostTrouble = false;
  for (const { program, time, text } of rows) {
    if (program === undefined) continue;
    const bad = tells(text);
    if (program === 'kernel') {
      hostTrouble ||= bad;
      continue;
    }
    const counted = programs.get(program) ?? { lines: 0, stamped: 0, trouble: 0 };
    counted.lines++;
    if (time !== undefined) counted.stamped++;
    if (bad && time !== undefined) counted.trouble++;
    programs.set(program, counted);
  }
  if (hostTrouble) return undefined;
  const guests = [...programs].filter(
    ([, { lines, stamped, trouble: bad }]) => bad > 0 && stamped >= LEAST && stamped >= lines * SHARE,
  );
  return guests.sort(([, a], [, b]) => b.trouble - a.trouble)[0]?.[0];
}
