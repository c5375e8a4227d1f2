import { parseHex } from '../addr.ts';
import { ifKnown } from '../errors.ts';
import { inLanguages, type Offer } from '../rows/thing.ts';
import { refTo } from '../rows/ref.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { slabCacheOf } from '../kernel/slab-lookup.ts';
import { things, thingNamed } from './index.ts';
import { type Named, type Thing } from './thing.ts';

/** The order in which kinds stand when their names fit equally well. */
const FIRST = ['tasks', 'modules', 'types'];
/** Types that are offered for an address before anything is typed, after what its slab cache says. */
const USUAL = [
  'task_struct',
  'list_head',
  'page',
  'file',
  'inode',
  'dentry',
  'mm_struct',
  'sk_buff',
  'device',
];

/**
 * What is called `query`, best first: exact names, then those that begin with it, then those that contain it.
 * Where there is none, those that contain it but for a typing error. The prefix of a kind (`@name`, `#name`, `%name`) asks for that kind only; `as ADDRESS name` for types to see an
 * address as. Of a text there is no kernel: `among` are its own kinds.
 */
export function find(
  kernel: Kernel | undefined,
  query: string,
  most: number,
  among: readonly Thing[] = things,
): Offer[] {
  const as = /^as (?:0x)?([0-9a-f]{1,16}) *(\w*)$/i.exec(query);
  if (as && kernel && among === things) return asType(kernel, as[1], as[2], most);
  const scope = among.find(({ prefix }) => prefix !== undefined && query.startsWith(prefix));
  const word = (scope ? query.slice(1) : query).trim();
  if (word === '' && scope?.id !== 'tasks') return [];
  const kinds = scope ? [scope] : inOrder(among);
  const found = kinds.flatMap((thing) => offers(thing, kernel, word));
  const like = found.length === 0 ? alike(word) : undefined;
  if (like)
    for (const thing of kinds)
      for (const { name, ref, about } of thing.named?.(kernel, like) ?? [])
        found.push({ text: name, ref, about, kind: inLanguages(thing.one) });
  return found
    .map((offer, i) => ({ offer, rank: rank(offer, word), i }))
    .sort((a, b) => a.rank - b.rank || a.offer.text.length - b.offer.text.length || a.i - b.i)
    .slice(0, most)
    .map(({ offer }) => offer);
}

function inOrder(among: readonly Thing[]): readonly Thing[] {
  const place = ({ id }: Thing): number => (FIRST.includes(id) ? FIRST.indexOf(id) : FIRST.length);
  return [...among].sort((a, b) => place(a) - place(b));
}

function offers(thing: Thing, kernel: Kernel | undefined, word: string): Offer[] {
  const wanted = word.toLowerCase();
  const kind = inLanguages(thing.one);
  const found: Offer[] = [];
  const add = ({ name, ref, about }: Named): void => void found.push({ text: name, ref, about, kind });
  // The exact name first: what contains it may be more than is listed.
  for (const named of thing.named?.(kernel, (name) => name === word) ?? []) add(named);
  for (const named of thing.named?.(kernel, (name) => name !== word && name.toLowerCase().includes(wanted)) ??
    [])
    add(named);
  return found;
}

/** Shorter words are like too much, longer ones do not fit into the bits of a number. */
const MIN_ALIKE = 5;
const MAX_ALIKE = 30;

/**
 * Whether a name contains `word` but for one error (from eight characters on two): a character that is wrong, missing or
 * too much; two that are exchanged count as one more. Wu and Manber's algorithm ("Fast text searching allowing errors",
 * CACM 35/10, 1992): a bit for each beginning of the word, a number for each count of errors. Undefined where the word
 * is too short or too long for it.
 */
function alike(word: string): ((name: string) => boolean) | undefined {
  const wanted = word.toLowerCase();
  if (wanted.length < MIN_ALIKE || wanted.length > MAX_ALIKE) return undefined;
  const errors = wanted.length < 8 ? 1 : 2;
  const masks = new Map<number, number>();
  for (let i = 0; i < wanted.length; i++)
    masks.set(wanted.charCodeAt(i), (masks.get(wanted.charCodeAt(i)) ?? 0) | (1 << i));
  const whole = 1 << (wanted.length - 1);
  return (name) => {
    const text = name.toLowerCase();
    // After so many errors the beginnings of the word, as if so many of their characters had been missing.
    const states = Array.from({ length: errors + 1 }, (_, k) => (1 << k) - 1);
    for (let i = 0; i < text.length; i++) {
      const mask = masks.get(text.charCodeAt(i)) ?? 0;
      let before = 0;
      for (let k = 0; k <= errors; k++) {
        const was = states[k];
        states[k] = ((was << 1) | 1) & mask;
        if (k > 0) states[k] |= before | ((before | states[k - 1]) << 1) | 1;
        before = was;
      }
      if (states[errors] & whole) return true;
    }
    return false;
  };
}

function rank({ text, about }: Offer, word: string): number {
  const name = text.toLowerCase();
  const wanted = word.toLowerCase();
  if (name === wanted || about === `PID ${word}`) return 0;
  return name.startsWith(wanted) ? 1 : 2;
}

/** Types to see the bytes at an address as: the slab cache's first, or those whose name has `word` in it. */
function asType(kernel: Kernel, at: string, word: string, most: number): Offer[] {
  const address = parseHex(at);
  const types = thingNamed('types');
  if (address === undefined || !types) return [];
  const cache = ifKnown(() => slabCacheOf(kernel, address))?.cache;
  const names =
    word === ''
      ? [cache, cache?.replace(/_cache(p)?$/, ''), cache?.replace(/_cache$/, '_struct'), ...USUAL].filter(
          (name): name is string => name !== undefined && kernel.types.struct(name) !== undefined,
        )
      : offers(types, kernel, word).map(({ text }) => text);
  return [...new Set(names)].slice(0, most).map((name) => ({
    text: `struct ${name}`,
    ref: refTo.instance(name, address),
    kind: inLanguages(types.one),
    about: name === cache ? 'slab' : undefined,
  }));
}

/** Words that begin with `word` and name a `kind` ('task', 'symbol': the name of its list in the singular), for completion. */
export function matching(kernel: Kernel, kind: string, word: string, most: number): string[] {
  const thing = thingNamed(`${kind}s`);
  const found: string[] = [];
  for (const named of thing?.named?.(kernel, (name) => name.startsWith(word)) ?? []) {
    found.push(named.word ?? named.name);
    if (found.length >= most) break;
  }
  return found;
}
