import type { Kernel } from '../kernel/kernel.ts';
import { isStruct, sizeOf, type StructType } from '../types/model.ts';
import { refTo } from '../rows/ref.ts';
import type { Cell, TableSource } from '../rows/table.ts';

/** Members that are written into the hidden column, so that types are found by them. */
const MEMBERS_SHOWN = 400;

/** Structs, unions and enums by name, with their members, so that a filter on them finds types by member. */
export const table: TableSource<Kernel> = {
  id: 'types',
  title: 'Types',
  command: 'struct',
  columns: [
    { id: 'name', title: 'Name', kind: 'type' },
    { id: 'kind', title: 'Kind', kind: 'text' },
    { id: 'size', title: 'Size', kind: 'bytes' },
    { id: 'count', title: 'Members', kind: 'count' },
    { id: 'members', title: 'Names of members', kind: 'text' },
  ],
  *rows(kernel) {
    const seen = new Set<string>();
    for (const { kind, name, type: make } of kernel.types.all(['struct', 'union', 'enum'])) {
      const key = `${kind} ${name}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const type = make();
      const members = isStruct(type)
        ? memberNames(type)
        : type.kind === 'enum'
          ? type.values.map((each) => each.name)
          : [];
      yield row(name, kind, sizeOf(type), members);
    }
  },
};

function row(name: string, kind: string, size: number, members: readonly string[]): Cell[] {
  return [
    { text: name, ref: refTo.type(name) },
    { text: kind, tone: 'muted' },
    { text: String(size), order: size },
    { text: String(members.length), order: members.length, tone: 'muted' },
    { text: members.slice(0, MEMBERS_SHOWN).join(' '), tone: 'muted' },
  ];
}

/** Names of the members, those of anonymous structs and unions among them. */
function memberNames(type: StructType): string[] {
  const names: string[] = [];
  const waiting: StructType[] = [type];
  for (let i = 0; i < waiting.length && i < MEMBERS_SHOWN; i++)
    for (const member of waiting[i].members) {
      if (member.name !== '') names.push(member.name);
      else if (isStruct(member.type)) waiting.push(member.type);
    }
  return names;
}
