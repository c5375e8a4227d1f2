import licences from 'virtual:licences';

/** Packages whose code is in the page, with their licence texts (gathered by scripts/page/licences.ts). */
export interface Licence {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

/** The packages whose code is in the page, told while it is built. */
export const LICENCES: readonly Licence[] = licences;
