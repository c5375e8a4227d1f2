import type { Addr } from '../addr.ts';
import type { Language, Message } from '../catalogue/message.ts';
import { refErrors } from '../catalogue/things.ts';
import { ifKnown, RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Ref } from '../rows/ref.ts';
import type { Datum, Kind, MemoryPart, ThingView, Tone } from '../rows/thing.ts';
import type { Line } from '../rows/value.ts';
import type { Pause } from '../scan/scan.ts';
import { symbolText } from '../symbols/symbol.ts';

/** One property that all things of a kind have. */
export interface Column<T> {
  readonly title: Message;
  readonly hint?: Message;
  readonly kind: Kind;
  /** Its values, where they are words of ours: `value` gives the English of one of them. */
  readonly words?: readonly Message[];
  /** The table shows it only when it is chosen. */
  readonly optional?: boolean;
  /** Costs reads of its own for each object: computed only when it is asked for. */
  readonly dear?: boolean;
  /** Not among the facts of the inspector, which shows it in another way. */
  readonly noFact?: boolean;
  /** The value; undefined where there is none. A read that fails (FaultError, MissingError) counts as none. */
  value(object: T, kernel: Kernel): Datum;
  /** What is shown instead of the value, where that alone would say less ("schedule+0x2b" for an address); a blank for nothing. */
  text?(object: T, kernel: Kernel): string | undefined;
  /** The reference that it leads to. */
  ref?(object: T, kernel: Kernel): string | undefined;
  tone?(object: T, kernel: Kernel): Tone | undefined;
}

/** A fact that is no column: of some objects only, or too long for a table. */
export interface MoreFact {
  readonly id: string;
  readonly name: Message;
  readonly hint?: Message;
  readonly kind?: Kind;
  readonly value?: Datum;
  /** Instead of a value. */
  readonly text?: string | Message;
  readonly ref?: string;
  readonly tone?: Tone | 'absent';
}

/** A way on from an object. One that is a command (`cmd:…`) is offered only where that command exists. */
export interface Way {
  readonly id: string;
  readonly label: Message;
  readonly ref?: string;
  /** The palette is opened with this, to be completed. */
  readonly prompt?: string;
}

/** An object that goes by a name. */
export interface Named {
  readonly name: string;
  readonly ref: string;
  readonly about?: string;
  /** What is typed into a command for it; without it the name. */
  readonly word?: string;
}

/** What the inspector shows below the facts. */
export interface Content {
  readonly lines?: readonly Line[];
  readonly memory?: MemoryPart;
}

/** Columns by their ids, in the order in which they are shown. */
export type Columns<T> = Readonly<Record<string, Column<T>>>;

/**
 * A kind of thing, described once: how it is listed and found, what can be said of one, what leads on from it. The
 * page's table, view and inspector, palette and completion, JSON and CSV, the rows of commands and the reference are
 * made of this. T is one of them, an object of `kernel/`; descriptions compute values from it and hold nothing.
 */
export interface Thing<T = unknown, C extends Columns<T> = Columns<T>> {
  /** Name of its table, its view and its file. */
  readonly id: string;
  readonly title: Message;
  /** One of them: "task". */
  readonly one: Message;
  /** Name of the table, where that says more than the title. */
  readonly heading?: Message;
  /** What an empty list means. */
  readonly empty?: Message;
  /** Its place in the navigation of the page. A kind without one has no view of its own. */
  readonly view?: ThingView;
  /** The crash command that lists them. */
  readonly command?: string;
  readonly columns: C;

  /** All of them, bounded, with pauses where they are long in coming; of a kind that cannot be listed (addresses) there is none. */
  list?(kernel: Kernel, argument?: string): Iterable<T | Pause>;
  /** How many `list` gives, where that is known without walking it. */
  count?(kernel: Kernel): number | undefined;
  /** An object as the rows it takes in a table: a log record of several lines. */
  rows?(object: T): Iterable<T>;

  readonly ref: {
    /** The kinds of references that name one of these; `of` writes the first. */
    readonly kinds: readonly string[];
    of(object: T): string;
    /** The object that `ref` names. Throws RequestError in words when there is none. */
    find(kernel: Kernel, ref: Ref): T;
  };
  /** Prefix of the palette that asks for this kind only: '@', '#', '%'. */
  readonly prefix?: string;
  /** Those with a name (or number) that satisfies `test`, bounded. Of a text there is no kernel, and nothing of one. */
  named?(kernel: Kernel | undefined, test: (name: string) => boolean): Iterable<Named>;

  /** What one is called: "insmod (PID 166)". */
  name(object: T, kernel: Kernel, language: Language): string;
  /** What kind of this kind it is, where there are several: "function", "variable". */
  what?(object: T, kernel: Kernel): { readonly kind: string; readonly message: Message } | undefined;
  /** Where it lies in memory, and as what: for the ways that every object in memory has. */
  place?(object: T, kernel: Kernel): { readonly address: Addr; readonly type?: string } | undefined;
  facts?(object: T, kernel: Kernel, language: Language): Iterable<MoreFact>;
  ways?(object: T, kernel: Kernel): Iterable<Way>;
  /** The reference of the view where one is seen best; its own without. */
  home?(object: T, kernel: Kernel): string | undefined;
  /** The crash command that shows one. */
  shownBy?(object: T, kernel: Kernel): string | undefined;
  content?(object: T, kernel: Kernel, language: Language): Content;
  /** Tone of the whole row. */
  tone?(object: T, kernel: Kernel): Tone | undefined;
}

/** Gives a description its types: `describe<Task>()({ … })`; the types of the values are those the columns compute. */
export const describe =
  <T>() =>
  <const C extends Columns<T>>(thing: Thing<T, C>): Thing<T, C> =>
    thing;

/** The words of a kind (a subject of the catalogue) as far as its description names them. */
interface KindWords {
  title(): Message;
  one(): Message;
  heading?(): Message;
  empty?(): Message;
}

/** What a kind is called, from its words: a description begins with its id and these. */
export function namesOf(say: KindWords): Pick<Thing, 'title' | 'one' | 'heading' | 'empty'> {
  return { title: say.title(), one: say.one(), heading: say.heading?.(), empty: say.empty?.() };
}

/**
 * References of a kind whose things are all found in no time: `of` writes one, and it is found again among `all`.
 * `find` throws RequestError where there is none.
 */
export function foundIn<T>(
  kind: string,
  all: (kernel: Kernel) => Iterable<T>,
  of: (object: T) => string,
): Thing<T>['ref'] {
  return {
    kinds: [kind],
    of,
    find(kernel, { rest }) {
      const wanted = `${kind}:${rest}`;
      for (const each of all(kernel)) if (of(each) === wanted) return each;
      throw new RequestError(refErrors.nothing({ ref: wanted }));
    },
  };
}

/** Bytes of so many pages of the kernel; undefined where their number is. */
export function inBytes(kernel: Pick<Kernel, 'layout'>, pages: number | undefined): number | undefined {
  return pages === undefined ? undefined : pages * kernel.layout.pageSize;
}

/** The symbol that covers `address`, as tables show it ("schedule+0x2b"); undefined where none does. */
export function symbolShown(kernel: Kernel, address: bigint | undefined): string | undefined {
  const at = address === undefined || address === 0n ? undefined : kernel.symbols.byAddress(address);
  return at && symbolText(at, 16);
}

/** The value of `column`; undefined where it cannot be read. */
export function valueOf<T>(column: Column<T>, object: T, kernel: Kernel): Datum {
  return ifKnown(() => column.value(object, kernel));
}

/** The columns `ids` of `object`, each with the type that the column computes. */
export function values<T, C extends Columns<T>, K extends keyof C & string>(
  thing: Thing<T, C>,
  object: T,
  kernel: Kernel,
  ids: readonly K[],
): { readonly [P in K]: ReturnType<C[P]['value']> | undefined } {
  const found: { [P in K]?: Datum } = {};
  for (const id of ids) found[id] = valueOf(thing.columns[id], object, kernel);
  return found as { [P in K]: ReturnType<C[P]['value']> | undefined };
}
