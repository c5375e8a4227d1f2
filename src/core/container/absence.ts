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
export type Absence = Exclude<keyof typeof PageStatus, 'present'>;

const NAMES = ['present', 'excluded', 'lost', 'hole', 'erased', 'damaged'] as const;
const SENTENCES: Record<Absence, string> = {
  excluded: 'the page was left out when the dump was written',
  lost: 'the dump is incomplete and this page is missing',
  hole: "the dump knows of no memory there (none on that machine, or the crash kernel's own)",
  erased: 'the page was erased on purpose before the dump was handed on',
  damaged: 'the stored page is damaged and cannot be decoded',
};

/** The name of `status`. */
export function statusName(status: number): keyof typeof PageStatus {
  return NAMES[status] ?? 'damaged';
}

/** A sentence for people: why there are no bytes. */
export function absenceText(absence: Absence): string {
  return SENTENCES[absence];
}
