/**
 * What the outer document (frame, settings, saving) and the inner document (the app, in a sandbox without an
 * origin) say to each other, over one MessagePort. The outer side never follows a URL and never sees dump bytes.
 */

/** Settings that outlive the page; the sandbox has no storage of its own. */
export const SETTING_KEYS = ['theme', 'language', 'layout', 'history', 'timeformat', 'columns'] as const;
/** A setting that the outer document keeps. */
export type SettingKey = (typeof SETTING_KEYS)[number];

/** Packed data at the end of the outer document. */
export type PartName = 'inner' | 'engine' | 'worker' | 'sample';

/** What the inner document asks of the outer one. */
export type FromInner =
  | { readonly kind: 'save'; readonly name: string; readonly blob: Blob }
  | { readonly kind: 'set'; readonly key: SettingKey; readonly value: string }
  /** Ask before the page is left (a dump is open). */
  | { readonly kind: 'guard'; readonly on: boolean }
  | { readonly kind: 'part'; readonly name: PartName };

/** What the outer document tells the inner one. */
export type FromOuter =
  | {
      readonly kind: 'hello';
      readonly settings: Readonly<Partial<Record<SettingKey, string>>>;
      /** Identifies the build, see seal.ts. */
      readonly build: string;
      /** Whether a sample dump travels with the page, and its file name. */
      readonly sample?: string;
    }
  | { readonly kind: 'part'; readonly name: PartName; readonly bytes?: ArrayBuffer; readonly why?: string }
  | { readonly kind: 'files'; readonly files: readonly File[] }
  /** The text of a log: opened where nothing is open yet. */
  | { readonly kind: 'pasted'; readonly files: readonly File[] };

/** First word of the inner document to the outer one; the answer brings the port. */
export const KNOCK = 'oopscope:knock';
/** The outer document's answer. */
export const PORT = 'oopscope:port';

/** Names under which the outer document saves files. */
export const SAVE_NAME = /^[\w][\w. +-]{0,100}\.(txt|json|jsonl|html|csv|md|bin)$/;
