import { refused } from '../../catalogue/commands.ts';
import { RequestError } from '../../errors.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line } from '../../rows/value.ts';
import { bare, isStruct, sizeOf, type StructType, type Type } from '../../types/model.ts';

/** Pointers and arrays in a row. */
const DEEP = 16;

/** Types by size ("16", "16-17") and by what they contain or point at, in order of size and name. */
export function* searchTypes(
  kernel: Kernel,
  size: string | undefined,
  member: string | undefined,
): Generator<Line, void, void> {
  const [low, high] = range(size);
  const name = member?.replace(/^(struct|union) /, '');
  const found = new Map<string, number>();
  for (const { name: each, type: make } of kernel.types.all(
    name === undefined ? ['struct', 'union', 'int', 'enum', 'typedef'] : ['struct', 'union'],
  )) {
    const type = make();
    const bytes = sizeOf(type);
    if (bytes < low || bytes > high || found.has(each)) continue;
    const struct = bare(type);
    if (name !== undefined && !(isStruct(struct) && holds(struct, name))) continue;
    if (type.kind === 'typedef' && !(isStruct(struct) && struct.name === '')) continue;
    found.set(each, bytes);
  }
  const sorted = [...found].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
  const width = Math.max(4, String(sorted.at(-1)?.[1] ?? 0).length);
  if (sorted.length === 0) throw new RequestError(refused.nothingSo({ command: 'whatis' }));
  yield { text: `${'SIZE'.padStart(width)}  TYPE` };
  for (const [each, bytes] of sorted)
    yield {
      text: `${String(bytes).padStart(width)}  ${each}`,
      row: { type: each, size: bytes },
      links: [{ start: width + 2, end: width + 2 + each.length, ref: refTo.type(each) }],
    };
}

function range(text: string | undefined): [number, number] {
  if (text === undefined) return [0, Infinity];
  const [, low, high] = /^(0x[0-9a-f]+|\d+)(?:-(0x[0-9a-f]+|\d+))?$/i.exec(text) ?? [];
  if (low === undefined) throw new RequestError(refused.sizeForm({ command: 'whatis', given: text }));
  return [Number(low), Number(high ?? low)];
}

/** Whether a member of `struct` is, or points at, the struct called `name`. `seen`: anonymous structs on the way. */
function holds(struct: StructType, name: string, seen = new Set<StructType>()): boolean {
  if (seen.has(struct)) return false;
  seen.add(struct);
  return struct.members.some(({ name: own, type }) => {
    const target = aimed(type);
    if (!isStruct(target)) return false;
    return target.name === name || (own === '' && target.name === '' && holds(target, name, seen));
  });
}

/** What arrays are of and pointers lead to. */
function aimed(type: Type): Type {
  let here: Type = bare(type);
  for (let i = 0; i < DEEP && (here.kind === 'array' || here.kind === 'pointer'); i++)
    here = bare(here.kind === 'array' ? here.element : here.target);
  return here;
}
