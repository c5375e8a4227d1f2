/**
 * The product's own words: one catalogue, typed, in every language side by side. What core says travels as a Message
 * (an identifier and its named fields: plain data that can be cloned, compared and kept) and becomes text at the edge
 * only: page, terminal, report. Nothing reads a sentence back; whoever needs to know what was said looks at the
 * identifier and the fields. crash's own texts are no words of ours and do not pass through here.
 *
 *     export const memory = subject('memory', {
 *       notMapped: text<{ level: number; entry: bigint }>({
 *         en: ({ level, entry }) => `nothing is mapped there (level ${level} entry ${hex(entry)})`,
 *         ko: ({ level, entry }) => `매핑되지 않은 주소입니다(레벨 ${level} 엔트리 ${hex(entry)})`,
 *       }),
 *       unreadable: text<{ reason: Message }>({
 *         en: ({ reason }, say) => `cannot be read: ${say(reason)}`,
 *         ko: ({ reason }, say) => `읽을 수 없습니다: ${say(reason)}`,
 *       }),
 *     });
 *     memory.unreadable({ reason: memory.notMapped({ level: 2, entry: 0n }) })   // a Message
 *     render(message, 'ko')                                                       // its text
 *
 * A subject stands in a file of its own, in the folder `catalogue` of the layer that speaks (core, cli, app).
 */

/** The languages everything is said in. */
export const LANGUAGES = ['en', 'ko'] as const;

/** A language that everything is said in. */
export type Language = (typeof LANGUAGES)[number];

/** What a message may carry: data of the dump, numbers, other messages, what leads somewhere, lists of them. */
export type Field = string | number | bigint | boolean | undefined | Message | Mention | readonly Field[];

/** Something that oopscope says: which sentence, and what stands in it. Plain data. */
export interface Message {
  /** 'subject.name' of the catalogue. */
  readonly id: string;
  readonly fields: Readonly<Record<string, Field>>;
}

/** Something that a sentence names and that can be gone to: its text, and a text reference (rows/ref.ts). */
export interface Mention {
  readonly text: string | Message;
  readonly ref?: string;
}

/** What can be put into words: data of the dump as it is, a sentence, something to go to. */
export type Said = string | Message | Mention;

/** Puts what stands within a message into words of the same language. */
export type Say = (said: Said) => string;

type Wording<Fields> = string | ((fields: Fields, say: Say) => string);

/** One entry of the catalogue: the same thing said in every language, with the same fields. */
export type Entry<Fields> = Readonly<Record<Language, Wording<Fields>>> & {
  /** For the type only: what it takes. */
  readonly takes?: (fields: Fields) => void;
};

/**
 * An entry with the fields `Fields`; an absent or extra field is a compile error in either language. An entry without
 * fields needs no call: `{ en: '…', ko: '…' }` is one.
 */
export function text<Fields extends object = never>(entry: Entry<Fields>): Entry<Fields> {
  return entry;
}

/** Makes the message of one entry. */
type Maker<E> =
  E extends Readonly<Record<Language, string>>
    ? () => Message
    : E extends Entry<infer Fields>
      ? [Fields] extends [never]
        ? () => Message
        : (fields: Fields) => Message
      : never;

const registered = new Map<string, Entry<never>>();

/**
 * Enters `entries` into the catalogue under `name`; answers a maker of messages for each. Throws when two subjects
 * have one name.
 */
export function subject<const Entries extends Record<string, Entry<never>>>(
  name: string,
  entries: Entries,
): { readonly [Key in keyof Entries]: Maker<Entries[Key]> } {
  const makers: Record<string, (fields?: Record<string, Field>) => Message> = {};
  for (const [key, entry] of Object.entries(entries)) {
    const id = `${name}.${key}`;
    if (registered.has(id)) throw new Error(`The catalogue has two entries ${id}.`);
    registered.set(id, entry);
    // One without fields keeps nothing of what it may be called with (as a callback, say): messages travel to the page.
    const plain = typeof entry.en === 'string';
    makers[key] = (fields = {}) => ({ id, fields: plain ? {} : fields });
  }
  return makers as { readonly [Key in keyof Entries]: Maker<Entries[Key]> };
}

/** Words that are the same in every language: a name, or a text that came from elsewhere. */
export const verbatim: (text: string) => Message = (text) => ({ id: 'verbatim', fields: { text } });
registered.set('verbatim', {
  en: ({ text }: { text: string }) => text,
  ko: ({ text }: { text: string }) => text,
} as Entry<never>);

/** What `portable` makes: the text in every language, in pieces where some of it leads somewhere. */
const inPieces =
  (language: Language) =>
  (fields: Message['fields'], say: Say): string =>
    [fields[language]]
      .flat()
      .map((piece) => say(piece as Said))
      .join('');
registered.set('in-languages', { en: inPieces('en'), ko: inPieces('ko') } as Entry<never>);

/**
 * `value`, plain data, with its messages so that they can be rendered where none of the catalogue is (the page): each carries
 * its text in every language, what leads somewhere in it as mentions, and its identifier.
 */
export function portable<T>(value: T): T {
  if (isMessage(value))
    return {
      id: 'in-languages',
      fields: {
        said: value.id,
        ...Object.fromEntries(LANGUAGES.map((each) => [each, piecesOf(value, each)])),
      },
    } as T;
  if (Array.isArray(value)) return value.map((each: unknown) => portable(each)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, portable(each as unknown)]),
  ) as T;
}

/** `message` as text; in pieces where something in it leads somewhere. */
function piecesOf(message: Message, language: Language): string | readonly Field[] {
  const pieces = segments(message, language).map(({ text, ref }) =>
    ref === undefined ? text : { text, ref },
  );
  return pieces.some((piece) => typeof piece !== 'string') ? pieces : pieces.join('');
}

/**
 * The message without fields that a subject has under `key`, where the key is data (a kind, a state); undefined when
 * the subject has none, as for what a newer core may say.
 */
export function named(makers: Readonly<Record<string, () => Message>>, key: string): Message | undefined {
  return Object.hasOwn(makers, key) ? makers[key]() : undefined;
}

/** A subject in one language: texts where an entry takes no fields, functions of the fields elsewhere. */
export type Saying<Makers> = {
  readonly [Key in keyof Makers]: Makers[Key] extends () => Message
    ? string
    : Makers[Key] extends (fields: infer Fields) => Message
      ? (fields: Fields) => string
      : never;
};

/** `makers` of one subject, saying what they say in `language`: for edges that know their language (command line). */
export function saying<Makers extends Readonly<Record<string, (fields: never) => Message>>>(
  makers: Makers,
  language: Language,
): Saying<Makers> {
  const said: Record<string, unknown> = {};
  for (const [key, make] of Object.entries(makers)) {
    const message = (fields: unknown): Message => make(fields as never);
    const wording = registered.get(message(undefined).id)?.[language];
    said[key] =
      typeof wording === 'string' ? wording : (fields: unknown) => render(message(fields), language);
  }
  return said as Saying<Makers>;
}

/**
 * A count with its thousands told apart, the same in every language: "1,234"; of a fraction, three digits at most. (Not by
 * `toLocaleString`: the first use of it makes a browser load its tables, some 30 ms.)
 */
export function grouped(count: number | bigint): string {
  const [whole, rest] = String(typeof count === 'bigint' ? count : Math.round(count * 1000) / 1000).split(
    '.',
  );
  return whole.replace(/\B(?=(?:\d{3})+$)/g, ',') + (rest === undefined ? '' : `.${rest}`);
}

/** An address or word as 16 hexadecimal digits. */
export function hex16(value: bigint): string {
  return BigInt.asUintN(64, value).toString(16).padStart(16, '0');
}

/** Every entry that was entered so far, by identifier: for the test that walks them. */
export function catalogueEntries(): ReadonlyMap<string, Entry<never>> {
  return registered;
}

/** `said` in words. An identifier that this build does not know is shown as it is, with its fields. */
export function render(said: Said, language: Language): string {
  return put(said, language, (mention) => render(mention.text, language));
}

function put(said: Said, language: Language, mentioned: (mention: Mention) => string): string {
  if (typeof said === 'string') return said;
  if (!isMessage(said)) return mentioned(said);
  const wording = registered.get(said.id)?.[language] as Wording<Message['fields']> | undefined;
  if (wording === undefined) return `${said.id}(${Object.values(said.fields).map(String).join(', ')})`;
  if (typeof wording === 'string') return wording;
  const fields = said.id === 'verbatim' ? said.fields : onOneLine(said.fields);
  return wording(fields, (inner) => put(inner, language, mentioned));
}

/** Fields that are texts of several lines: crash's own words and how a command is called. */
const TEXTS: ReadonlySet<string> = new Set(['crash', 'usage']);

/** `fields` with line feeds in names shown (U+240A): a file or a process that has one in its name begins no line of ours. */
function onOneLine(fields: Message['fields']): Message['fields'] {
  const broken = (field: Field): boolean =>
    typeof field === 'string' ? field.includes('\n') : Array.isArray(field) && field.some(broken);
  if (!Object.values(fields).some(broken)) return fields;
  const shown = (field: Field): Field =>
    typeof field === 'string'
      ? field.replace(/\n/g, '\u240a')
      : Array.isArray(field)
        ? field.map(shown)
        : field;
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, TEXTS.has(name) ? field : shown(field)]),
  );
}

/** A piece of a sentence; with `ref` it leads somewhere. */
export interface Segment {
  readonly text: string;
  readonly ref?: string;
}

/** Around the number of a mention while a sentence is put together: noncharacters, which no text has a use for. */
const MARKS = /\ufdd0(\d{1,4})\ufdd1/;

/** `said` in words, cut where something is mentioned that can be gone to. */
export function segments(said: Said, language: Language): Segment[] {
  const mentions: Segment[] = [];
  const marked = put(said, language, (mention) => {
    const text = render(mention.text, language);
    if (mention.ref === undefined) return text;
    mentions.push({ text, ref: mention.ref });
    return `\ufdd0${mentions.length - 1}\ufdd1`;
  });
  // Every second piece is the number of a mention.
  return marked
    .split(MARKS)
    .map((piece, i): Segment =>
      i % 2 === 0 ? { text: piece } : (mentions[Number(piece)] ?? { text: piece }),
    )
    .filter(({ text }) => text !== '');
}

/** `T` with words in place of what is said in it. */
export type Spoken<T> = T extends Message
  ? string
  : T extends readonly (infer Each)[]
    ? readonly Spoken<Each>[]
    : T extends object
      ? { readonly [Key in keyof T]: Spoken<T[Key]> }
      : T;

/** `value`, plain data, with every message in it put into words. */
export function spoken<T>(value: T, language: Language): Spoken<T> {
  if (isMessage(value)) return render(value, language) as Spoken<T>;
  if (Array.isArray(value)) return value.map((each: unknown) => spoken(each, language)) as Spoken<T>;
  if (typeof value !== 'object' || value === null) return value as Spoken<T>;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, spoken(each as unknown, language)]),
  ) as Spoken<T>;
}

/** Whether `value` is a message: told by its shape, as clones have no class. */
export function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'id' in value && 'fields' in value;
}
