import { SECRETS, type Secret } from './secret.ts';
import { EVERYBODYS, SHAPES, TELLINGS } from './secrets.ts';

/** Takes secrets out of text. */
export type Redaction = (text: string) => string;

/** What is known to be secret before any text is seen. */
export interface Known {
  /** Names of the machine, full or short. */
  readonly hosts?: readonly string[];
  /** Paths of the files that were given. */
  readonly files?: readonly string[];
  /** Text in which names betray themselves: the log, command lines. */
  readonly texts?: Iterable<string>;
}

/** Names that are learned at most, and the shortest that is one. */
const MAX_NAMES = 20_000;
const SHORTEST = 2;
/** Lines of a key in PEM, at most. */
const MAX_KEY_LINES = 120;
/** Letters of a full one, at least (RFC 7468 has 64). */
const FULL_LINE = 40;
/** A name of letters only must be this long to be looked for within other words: "lab" is in "available". */
const WITHIN_WORDS = 5;
/** Parts of domains that many have. */
const NOBODYS: ReadonlySet<string> = new Set(
  'amazonaws azure cloud cloudapp cluster compute debian domain example fedora google internal intranet kernel local localdomain redhat ubuntu'.split(
    ' ',
  ),
);
/** Names of dumps that say nothing. */
const PLAIN_FILES =
  /^(?:vmcore|dump|core|memory|mem|dmesg|vmcore-dmesg|log|messages|syslog|kern|console|kmsg|crash|file|sample)$/i;

/** Secrets that are told apart; further ones are no less taken out. */
const MAX_NUMBERED = 100_000;

/** Pseudonyms: the same secret has the same one, whatever its form. */
class Pseudonyms {
  private readonly numbers = new Map<string, number>();
  private readonly counts = new Map<Secret, number>();

  of(secret: Secret, text: string): string {
    if (secret === 'cmdline') return '[command line]';
    if (secret === 'strings') return '[text]';
    const key = `${secret} ${text.toLowerCase()}`;
    const known = this.numbers.get(key);
    if (known === undefined && this.numbers.size >= MAX_NUMBERED) return `[${secret}]`;
    const number = known ?? (this.counts.get(secret) ?? 0) + 1;
    if (known === undefined) {
      this.numbers.set(key, number);
      this.counts.set(secret, number);
    }
    return `[${secret}-${number}]`;
  }
}

/** A name that was learned, and what stands in its place. */
interface Name {
  readonly text: string;
  readonly instead: string;
}

/**
 * What takes `secrets` out of text, with consistent pseudonyms. Names (of hosts, users, files) are taken out in any
 * case, in their short forms and within other words; they are known beforehand or betray themselves in `known.texts`
 * and in what is redacted. Addresses of the kernel stay: they name nobody.
 */
export function redaction(secrets: readonly Secret[], known: Known = {}): Redaction {
  if (secrets.length === 0) return (text) => text;
  const redactor = new Redactor(new Set(secrets));
  for (const host of known.hosts ?? []) redactor.host(host, true);
  for (const file of known.files ?? []) redactor.file(file);
  redactor.learnAll(known.texts ?? []);
  return (text) => redactor.redact(text);
}

class Redactor {
  private readonly pseudonyms = new Pseudonyms();
  private readonly names = new Map<string, Name>();
  private pattern: RegExp | undefined;

  constructor(private readonly secrets: ReadonlySet<Secret>) {}

  /**
   * A host by all its names: "db01.corp.example.com" is "db01" too, and others are of "corp.example.com". Of the machine's `own`
   * name whose it is counts alone: "example".
   */
  host(full: string, own = false): void {
    const name = full.replace(/\.$/, '');
    if (!this.secrets.has('host') || isEverybodys(name) || /^\d[\d.]*$/.test(name)) return;
    const [short, ...domain] = name.split('.');
    const instead = this.pseudonyms.of('host', short);
    this.keep(name, instead);
    if (!isEverybodys(short)) this.keep(short, instead);
    for (let from = 0; from + 1 < domain.length; from++) {
      const parent = domain.slice(from).join('.');
      if (isEverybodys(parent)) break;
      this.keep(parent, this.pseudonyms.of('host', parent));
    }
    const whose = domain.at(-2);
    if (own && whose !== undefined && whose.length >= WITHIN_WORDS && !NOBODYS.has(whose.toLowerCase()))
      this.keep(whose, this.pseudonyms.of('host', domain.slice(-2).join('.')));
  }

  /** A file of the user's: its path, its name, and the name without endings unless that is everybody's. */
  file(path: string): void {
    if (!this.secrets.has('file')) return;
    const base = path.split('/').at(-1) ?? path;
    const instead = this.pseudonyms.of('file', base);
    if (path !== base) this.keep(path, instead);
    if (!PLAIN_FILES.test(base)) this.keep(base, instead);
    const stem = base.replace(/\.[A-Za-z0-9.]{1,16}$/, '');
    if (stem.length > 3 && !PLAIN_FILES.test(stem)) this.keep(stem, instead);
  }

  /** Keeps the names that betray themselves in `text`. */
  learn(text: string): void {
    for (const { secret, pattern } of TELLINGS) {
      if (!this.secrets.has(secret)) continue;
      for (const { groups } of text.matchAll(pattern))
        for (const name of Object.values(groups ?? {})) {
          if (name === undefined) continue;
          if (secret === 'host') this.host(name);
          else if (secret === 'user') this.user(name.replace(/\.+$/, ''));
          else if (!isEverybodys(name)) this.keep(name, this.pseudonyms.of(secret, name));
        }
    }
  }

  /** The same of `texts`, which follow each other: what stands between the lines that a key begins and ends with is of the key. */
  learnAll(texts: Iterable<string>): void {
    let within = 0;
    let short: string | undefined;
    for (const text of texts) {
      this.learn(text);
      if (!this.secrets.has('key')) continue;
      const part = within > 0 ? /(?<=^|\s)[A-Za-z0-9+/]{4,76}={0,2}$/.exec(text)?.[0] : undefined;
      const ends = /-----END /.test(text);
      // Lines are full but for the last one: what else is short is a word of another message.
      const key = ends ? short : part !== undefined && part.length >= FULL_LINE ? part : undefined;
      if (key !== undefined) this.keep(key, this.pseudonyms.of('key', key));
      short = part;
      within = /-----BEGIN /.test(text) ? MAX_KEY_LINES : ends ? 0 : within - 1;
    }
  }

  redact(text: string): string {
    this.learn(text);
    let left = text;
    for (const { secret, pattern, is, same } of SHAPES) {
      if (!this.secrets.has(secret)) continue;
      left = left.replace(pattern, (...matched: unknown[]) => {
        const whole = matched[0] as string;
        const groups = matched.at(-1) as Record<string, string | undefined> | number | string;
        const found =
          typeof groups === 'object' ? Object.values(groups).find((each) => each !== undefined) : undefined;
        const secretText = found ?? whole;
        if (is?.(secretText) === false || isPseudonym(secretText)) return whole;
        const instead = this.pseudonyms.of(secret, same?.(secretText) ?? secretText);
        if (found === undefined) return instead;
        const at = whole.lastIndexOf(found);
        return whole.slice(0, at) + instead + whole.slice(at + found.length);
      });
    }
    const names = this.namesPattern();
    return names
      ? left.replace(names, (found) => this.names.get(found.toLowerCase())?.instead ?? found)
      : left;
  }

  private user(name: string): void {
    if (isEverybodys(name)) return;
    this.keep(name, this.pseudonyms.of('user', name));
    // "alice@corp.example.com" and "CORP\alice" are alice.
    const [alone, domain] = name.split('@');
    if (domain !== undefined) this.keep(alone, this.pseudonyms.of('user', name));
  }

  private keep(name: string, instead: string): void {
    const key = name.toLowerCase();
    if (name.length < SHORTEST || isPseudonym(name) || this.names.has(key) || this.names.size >= MAX_NAMES)
      return;
    this.names.set(key, { text: name, instead });
    this.pattern = undefined;
  }

  /** One expression for all names, the longest first. */
  private namesPattern(): RegExp | undefined {
    if (this.names.size === 0) return undefined;
    return (this.pattern ??= new RegExp(
      [...this.names.values()]
        .sort((a, b) => b.text.length - a.text.length)
        .map(({ text }) => bounded(text))
        .join('|'),
      'gi',
    ));
  }
}

function isEverybodys(name: string): boolean {
  return EVERYBODYS.has(name.toLowerCase());
}

const PSEUDONYM = new RegExp(
  `^(?:\\[?(?:(?:${SECRETS.join('|')})-\\d+|command line|text)\\]?|\\[(?:${SECRETS.join('|')})\\])$`,
);

/** What stands in a secret's place already. */
function isPseudonym(text: string): boolean {
  return PSEUDONYM.test(text);
}

/** An expression for `name`: anywhere, unless it is so short that other words have it in them; never within a pseudonym. */
function bounded(name: string): string {
  const escaped = name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  const anywhere = name.length >= WITHIN_WORDS || (/\d/.test(name) && /[a-z]/i.test(name) && name.length > 2);
  return anywhere ? `${escaped}(?!-\\d+\\])` : `(?<![a-z])${escaped}(?![a-z]|-\\d+\\])`;
}

/** `value` with every string in it redacted: verdicts on their way into JSON and reports. Keys stay. */
export function redactAll<T>(value: T, redact: Redaction): T {
  if (typeof value === 'string') return redact(value) as T;
  if (Array.isArray(value)) return value.map((each: unknown) => redactAll(each, redact)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, redactAll(each as unknown, redact)]),
  ) as T;
}
