import { absences } from '../catalogue/memory.ts';
import type { Message } from '../catalogue/message.ts';
/** Why a page is there or not. The numbers are those of assembly/memory/status.ts. */
export const PageStatus = {
  present: 0,
  /** Left out when the dump was written (dump level, filter). */
  excluded: 1,
  /** Should be there, but the file is incomplete. */
  lost: 2,
  /** No memory at this address on that machine. */
  hole: 3,
  /** Overwritten on purpose (makedumpfile's erase filter). */
  erased: 4,
  /** There, but the stored bytes cannot be decoded. */
  damaged: 5,
} as const;
export type PageStatus = (typeof PageStatus)[keyof typeof PageStatus];
/** What a hole in the file is, where the kernel tells: the crash kernel's own memory, or such as it lends until it runs. */
export type HoleKind = 'crash-kernel' | 'crash-cma';

/** Why a page is not there. */
export type Absence = Exclude<keyof typeof PageStatus, 'present'> | HoleKind;

const NAMES = ['present', 'excluded', 'lost', 'hole', 'erased', 'damaged'] as const;
/** The name of `status`. */
export function statusName(status: number): keyof typeof PageStatus {
  return NAMES[status] ?? 'damaged';
}

/** Why there are no bytes, for people. */
export function absenceSaid(absence: Absence): Message {
  return absences[absence]();
}
