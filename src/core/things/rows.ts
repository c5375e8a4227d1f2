import { common } from '../catalogue/things.ts';
import { ifKnown } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import {
  inLanguages,
  type Batch,
  type ColumnBatch,
  type ColumnHead,
  type Datum,
  type ThingHead,
} from '../rows/thing.ts';
import type { Row, Value } from '../rows/value.ts';
import { PAUSE } from '../scan/scan.ts';
import { valueOf, type Column, type Columns, type Thing } from './thing.ts';

/** `thing` as the page needs it: titles in every language, columns, its place. Nothing of it is computed from objects. */
export function headOf(thing: Thing, kernel: Kernel): ThingHead {
  return {
    id: thing.id,
    title: inLanguages(thing.title),
    heading: inLanguages(thing.heading ?? thing.title),
    empty: inLanguages(thing.empty ?? common.none()),
    columns: Object.entries(thing.columns).map(([id, column]) => columnHead(id, column)),
    refs: thing.ref.kinds,
    view: thing.view,
    home: thing.home ? 'elsewhere' : 'list',
    command: thing.command,
    count: ifKnown(() => thing.count?.(kernel)),
  };
}

function columnHead(id: string, { title, kind, hint, words, optional, dear }: Column<unknown>): ColumnHead {
  return {
    id,
    title: inLanguages(title),
    kind,
    hint: hint && inLanguages(hint),
    words: words?.map(inLanguages),
    optional: optional === true || dear === true || undefined,
    dear,
  };
}

/** The objects of `thing` as rows of its table, one after the other, for drivers that breathe at its pauses. */
export function* tableSteps(thing: Thing, kernel: Kernel, argument?: string): Generator<unknown, void, void> {
  for (const object of thing.list?.(kernel, argument) ?? [])
    if (thing.rows && object !== PAUSE) yield* thing.rows(object);
    else yield object;
}

/** The objects of `thing` as rows of its table, without pauses. */
export function* tableRows(thing: Thing, kernel: Kernel, argument?: string): Generator<unknown, void, void> {
  for (const step of tableSteps(thing, kernel, argument)) if (step !== PAUSE) yield step;
}

/** The columns of a table that are computed without being asked for. */
export function cheapColumns(thing: Thing): string[] {
  return Object.keys(thing.columns).filter((id) => !thing.columns[id].dear);
}

/** `objects` as rows of the table, of the columns `ids`. */
export function batchOf(
  thing: Thing,
  kernel: Kernel,
  objects: readonly unknown[],
  ids: readonly string[] = cheapColumns(thing),
): Batch {
  const tones = thing.tone && objects.map((object) => thing.tone?.(object, kernel) ?? '');
  return {
    count: objects.length,
    columns: Object.entries(thing.columns).map(([id, column]) =>
      ids.includes(id) ? columnBatch(column, kernel, objects) : undefined,
    ),
    tones: tones?.some((tone) => tone !== '') ? tones : undefined,
  };
}

function columnBatch(column: Column<unknown>, kernel: Kernel, objects: readonly unknown[]): ColumnBatch {
  const each = (read: ((object: unknown, kernel: Kernel) => string | undefined) | undefined) => {
    if (!read) return undefined;
    const found = objects.map((object) => read.call(column, object, kernel) ?? '');
    return found.some((text) => text !== '') ? found : undefined;
  };
  return {
    ...packed(
      column,
      objects.map((object) => valueOf(column, object, kernel)),
    ),
    texts: each(column.text),
    refs: each(column.ref),
    tones: each(column.tone),
  };
}

/** Values in the array that fits their kind. */
function packed(column: Column<unknown>, values: readonly Datum[]): Pick<ColumnBatch, 'values' | 'absent'> {
  if (column.kind === 'text' || column.kind === 'flag') return { values };
  if (values.some((value) => typeof value === 'bigint'))
    return {
      values: BigUint64Array.from(values, (value) => BigInt.asUintN(64, BigInt(value ?? 0))),
      absent: values.includes(undefined)
        ? Uint8Array.from(values, (value) => Number(value === undefined))
        : undefined,
    };
  return { values: Float64Array.from(values, (value) => Number(value ?? Number.NaN)) };
}

/** Values of one object as a row: what `--json` prints and scripts read. */
export function toRow<T, C extends Columns<T>>(
  thing: Thing<T, C>,
  found: { readonly [id in keyof C & string]?: Datum },
): Row {
  const row: Record<string, Value> = {};
  for (const id of Object.keys(found)) row[id] = exact(thing.columns[id], found[id]);
  return row;
}

/** The columns `ids` of an object as a row, in their order. */
export function rowOf<T, C extends Columns<T>>(
  thing: Thing<T, C>,
  object: T,
  kernel: Kernel,
  ids: readonly (keyof C & string)[],
): Row {
  const row: Record<string, Value> = {};
  for (const id of ids) row[id] = exact(thing.columns[id], valueOf(thing.columns[id], object, kernel));
  return row;
}

/** `value` as JSON can have it without loss: addresses stay bigint (hexadecimal), other 64-bit numbers that would round are text. */
function exact(column: Column<never>, value: Datum): Value {
  if (value === undefined) return null;
  if (typeof value !== 'bigint' || column.kind === 'address') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
