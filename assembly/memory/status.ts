/** Why a page is there or not; the same numbers as src/core/container/absence.ts. */
export const PAGE_PRESENT: i32 = 0;
export const PAGE_EXCLUDED: i32 = 1;
export const PAGE_LOST: i32 = 2;
export const PAGE_HOLE: i32 = 3;
export const PAGE_ERASED: i32 = 4;
export const PAGE_DAMAGED: i32 = 5;
/** No translation: a page-table entry is not present. */
export const NOT_MAPPED: i32 = 6;
/** No translation: a page of the page tables is itself absent (`pageStatus` says why). */
export const TABLE_ABSENT: i32 = 7;
/** The address is in no half that these tables map: not canonical. */
export const NON_CANONICAL: i32 = 8;
/** Another space has taken the place of this one: it has to be declared again. */
export const SPACE_GONE: i32 = 9;
