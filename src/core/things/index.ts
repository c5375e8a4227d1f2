import { refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import { gather } from '../gather.ts';
import { parseRef, type Ref } from '../rows/ref.ts';
import type { Thing } from './thing.ts';

/** Every kind of thing: the files of this folder that export `thing`. */
export const things: readonly Thing[] = gather(
  import.meta.glob<{ thing?: Thing }>(['./*.ts', '!./index.ts'], { eager: true }),
  'thing',
  (thing) => thing.id,
);

/** Kinds of references that are no things: a view of the page, a line for the console. */
const ELSEWHERE = ['view', 'cmd'] as const;

const byKind = new Map(things.flatMap((thing) => thing.ref.kinds.map((kind) => [kind, thing])));
if (byKind.size < things.reduce((sum, thing) => sum + thing.ref.kinds.length, 0))
  throw new Error('Two kinds of things claim one kind of reference.');

/** Every kind of reference there is. */
export const refKinds: readonly string[] = [...byKind.keys(), ...ELSEWHERE];

/** The kind of thing called `id`. */
export function thingNamed(id: string): Thing | undefined {
  return things.find((thing) => thing.id === id);
}

/** `text` as a reference, and the kind of thing that it names one of (none for views and console lines). Throws RequestError when it is no reference. */
export function readRef(text: string): { readonly ref: Ref; readonly thing: Thing | undefined } {
  const ref = parseRef(text);
  if (!ref || !refKinds.includes(ref.kind)) throw new RequestError(refErrors.notOne({ text }));
  return { ref, thing: byKind.get(ref.kind) };
}
