import { hex } from '../addr.ts';
import { isMessage, type Language, verbatim } from '../catalogue/message.ts';
import { common } from '../catalogue/things.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { refTo } from '../rows/ref.ts';
import {
  inLanguages,
  type Datum,
  type Fact,
  type InLanguages,
  type Inspection,
  type Lead,
} from '../rows/thing.ts';
import { readRef } from './index.ts';
import { valueOf, type Column, type MoreFact, type Thing, type Way } from './thing.ts';

/** Whether there is a command of this name: ways that are commands are offered only then. */
type HasCommand = (name: string) => boolean;

/** What `ref` names, for the inspector. Throws RequestError in words when it names nothing. */
export function inspect(kernel: Kernel, text: string, language: Language, has: HasCommand): Inspection {
  const { ref, thing } = readRef(text);
  if (!thing) {
    const what = inLanguages(verbatim(ref.kind));
    return { ref: text, kind: ref.kind, what, title: ref.rest, facts: [], leads: [], home: text };
  }
  const object = thing.ref.find(kernel, ref);
  const what = thing.what?.(object, kernel);
  const place = thing.place?.(object, kernel);
  const command = thing.shownBy?.(object, kernel);
  return {
    ref: text,
    kind: what?.kind ?? thing.id,
    what: inLanguages(what?.message ?? thing.one),
    title: thing.name(object, kernel, language),
    address: place && hex(place.address, 16),
    facts: [...factsOf(thing, object, kernel, language)],
    leads: leadsOf(thing, object, kernel, has),
    home: thing.home ? thing.home(object, kernel) : thing.ref.of(object),
    command: command !== undefined && answers(command, has) ? command : undefined,
    ...thing.content?.(object, kernel, language),
  };
}

/** The ways on from `text`: what a menu offers. None from what cannot be found. */
export function waysFrom(kernel: Kernel, text: string, has: HasCommand): readonly Lead[] {
  const { ref, thing } = readRef(text);
  return thing ? leadsOf(thing, thing.ref.find(kernel, ref), kernel, has) : [];
}

/** The columns that have a value, then what the thing says besides. */
function* factsOf(thing: Thing, object: unknown, kernel: Kernel, language: Language): Generator<Fact> {
  for (const [id, column] of Object.entries(thing.columns)) {
    if (column.noFact || column.dear) continue;
    const value = valueOf(column, object, kernel);
    if (value === undefined || value === '') continue;
    yield {
      id,
      name: inLanguages(column.title),
      kind: column.kind,
      value,
      text: inOurWords(column, column.text?.(object, kernel) ?? value),
      hint: column.hint && inLanguages(column.hint),
      ref: column.ref?.(object, kernel),
      tone: column.tone?.(object, kernel),
    };
  }
  for (const fact of thing.facts?.(object, kernel, language) ?? []) yield more(fact);
}

/** What `shown` is called in every language where the column's values are words of ours; else a text as it is, nothing for a value. */
function inOurWords({ words, text }: Column<unknown>, shown: Datum): string | InLanguages | undefined {
  const found = words?.map(inLanguages).find(({ en }) => en === shown);
  return found ?? (text && typeof shown === 'string' ? shown : undefined);
}

function more({ name, hint, text, kind = 'text', ...fact }: MoreFact): Fact {
  return {
    ...fact,
    kind,
    name: inLanguages(name),
    hint: hint && inLanguages(hint),
    text: isMessage(text) ? inLanguages(text) : text,
  };
}

function leadsOf(thing: Thing, object: unknown, kernel: Kernel, has: HasCommand): Lead[] {
  const own = [...(thing.ways?.(object, kernel) ?? [])];
  const place = thing.place?.(object, kernel);
  return [...own, ...(place ? inMemory(place.address, place.type, own) : [])]
    .filter(({ ref }) => !ref?.startsWith('cmd:') || answers(ref.slice(4), has))
    .map(({ label, ...way }) => ({ ...way, label: inLanguages(label) }));
}

/** The ways that everything in memory has. */
function inMemory(address: bigint, type: string | undefined, own: readonly Way[]): Way[] {
  const ways: Way[] = [];
  if (!own.some(({ id }) => id === 'memory'))
    ways.push({ id: 'memory', label: common.memory(), ref: refTo.memory(address) });
  if (type) ways.push({ id: 'struct', label: common.asType({ type }), ref: refTo.instance(type, address) });
  else ways.push({ id: 'as', label: common.asStruct(), prompt: `as ${hex(address, 16)} ` });
  ways.push({ id: 'search', label: common.search(), ref: refTo.command(`search ${hex(address, 16)}`) });
  return ways;
}

function answers(line: string, has: HasCommand): boolean {
  return has(line.split(' ', 1)[0]);
}
