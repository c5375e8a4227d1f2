/**
 * What is said about kinds of things (things/thing.ts) outside of the core: heads of tables, rows as columns, facts,
 * leads, offers. Plain data, as it travels from the worker to the page; addresses are unsigned 64-bit bigints.
 */
import { render, type Language, type Message } from '../catalogue/message.ts';
import type { Line } from './value.ts';

/** A message in every language: what crosses to the page, which shows the one its reader has chosen. */
export type InLanguages = Readonly<Record<Language, string>>;

/** `message` in every language, for the page, which may change its language without asking again. */
export function inLanguages(message: Message): InLanguages {
  return { en: render(message, 'en'), ko: render(message, 'ko') };
}

/**
 * What the values of a column are, and so how they are aligned, shown, sorted, filtered and exported. `bytes` and `ns`
 * are whole bytes and nanoseconds whatever they are shown in; `percent` is of a hundred.
 */
export type Kind = 'address' | 'count' | 'bytes' | 'ns' | 'percent' | 'text' | 'flag';

/** A value of a column; undefined where the object has none or it cannot be read. */
export type Datum = string | number | bigint | boolean | undefined;

/** How something looks: said of a cell, a fact or a row. */
export type Tone = 'muted' | 'warn' | 'bad' | 'good';

/** The groups of the page's navigation, in their order. */
export const GROUPS = ['happened', 'who', 'memory', 'io', 'machine', 'inside', 'about'] as const;

/** A part of the navigation: a question. */
export type Group = (typeof GROUPS)[number];

/** Where a kind's table has its place. */
export interface ThingView {
  readonly group: Group;
  readonly order: number;
  /** Reached from what its rows belong to; the navigation does not have it. */
  readonly within?: true;
}

/** A column as the page knows it. */
export interface ColumnHead {
  readonly id: string;
  readonly title: InLanguages;
  readonly kind: Kind;
  readonly hint?: InLanguages;
  /** What its values are called, where they are words of ours: a value is the English one. */
  readonly words?: readonly InLanguages[];
  /** Shown only when chosen. */
  readonly optional?: boolean;
  /** Costs reads of its own for each row: computed only when it is asked for. */
  readonly dear?: boolean;
}

/** A kind of thing as the page needs it: its table, its place in the navigation, its references. */
export interface ThingHead {
  readonly id: string;
  readonly title: InLanguages;
  /** Name of its table. */
  readonly heading: InLanguages;
  /** What an empty table means. */
  readonly empty: InLanguages;
  readonly columns: readonly ColumnHead[];
  /** The kinds of references that name one; the first is how rows name theirs. */
  readonly refs: readonly string[];
  readonly view?: ThingView;
  /** Whether one is seen best in the list, or elsewhere (a symbol in its code). */
  readonly home: 'list' | 'elsewhere';
  readonly command?: string;
  /** How many there are, where that is known without listing them. */
  readonly count?: number;
}

/** The values of one column over some rows. */
export interface ColumnBatch {
  /** Numbers and addresses in typed arrays, which travel fast; NaN is a number that is absent. */
  readonly values: readonly Datum[] | Float64Array | BigUint64Array;
  /** 1 where an address is absent. */
  readonly absent?: Uint8Array;
  /** What is shown instead of the value ('' for the value itself). */
  readonly texts?: readonly string[];
  /** Where the cell leads ('' for nowhere). */
  readonly refs?: readonly string[];
  readonly tones?: readonly string[];
}

/** Some rows of a table, column by column in the order of its head; columns that were not asked for are absent. */
export interface Batch {
  readonly count: number;
  readonly columns: readonly (ColumnBatch | undefined)[];
  /** Tone of each whole row ('' for none). */
  readonly tones?: readonly string[];
}

/** One named fact of an object. Either a value, to be shown as its kind is, or a text. */
export interface Fact {
  /** The column it comes from, or a name of its own. */
  readonly id: string;
  readonly name: InLanguages;
  readonly kind: Kind;
  readonly value?: Datum;
  readonly text?: string | InLanguages;
  readonly hint?: InLanguages;
  readonly ref?: string;
  readonly tone?: Tone | 'absent';
}

/** A way on from an object; only what this build can answer. */
export interface Lead {
  readonly id: string;
  readonly label: InLanguages;
  /** Where it leads; or what the palette is to begin with. */
  readonly ref?: string;
  readonly prompt?: string;
}

/** A stretch of memory. */
export interface MemoryPart {
  readonly space: 'virtual' | 'physical';
  /** First address, 16 hexadecimal digits. */
  readonly from: string;
  readonly bytes: Uint8Array;
  /** Stretches that are not there, and why: excluded, lost, hole, erased, damaged, not-mapped, table-absent, non-canonical. */
  readonly gaps: readonly { readonly from: number; readonly length: number; readonly why: string }[];
  /** What 8-byte words that look like pointers point at, by offset. */
  readonly notes: readonly { readonly at: number; readonly text: string; readonly ref: string }[];
}

/** What the inspector shows about a reference. */
export interface Inspection {
  readonly ref: string;
  /** The thing's id, or what was found at an address ('poison', 'slab'). */
  readonly kind: string;
  readonly what: InLanguages;
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly leads: readonly Lead[];
  /** The address it stands at, 16 hexadecimal digits. */
  readonly address?: string;
  /** The view that a click goes on to, as a reference. */
  readonly home?: string;
  /** The crash command that shows it. */
  readonly command?: string;
  readonly memory?: MemoryPart;
  /** Lines of text: code, a declaration, a log record with its neighbours. */
  readonly lines?: readonly Line[];
}

/** One object that the palette offers. */
export interface Offer {
  readonly text: string;
  readonly ref: string;
  /** What it is: a thing's title, 'view', 'command'. */
  readonly kind: InLanguages;
  readonly about?: string;
}
