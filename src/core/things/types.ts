import { hex, parseHex, type Addr } from '../addr.ts';
import { subject, verbatim } from '../catalogue/message.ts';
import { common, refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import { typeLook } from '../inspect/type.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { refTo } from '../rows/ref.ts';
import { bare, isStruct, sizeOf, type StructType, type Type } from '../types/model.ts';
import { describe, namesOf, type MoreFact, type Named, type Way } from './thing.ts';

const say = subject('types', {
  title: { en: 'Types', ko: '타입' },
  one: { en: 'type', ko: '타입' },
  empty: { en: 'This kernel carries no types (BTF).', ko: '이 커널에는 타입 정보(BTF)가 없습니다.' },
  name: { en: 'Name', ko: '이름' },
  kind: { en: 'Kind', ko: '종류' },
  count: { en: 'Members', ko: '멤버 수' },
  countHint: { en: 'of an enum: its values', ko: 'enum이면 값의 수' },
  members: { en: 'Names of members', ko: '멤버 이름' },
  open: { en: 'Members and values', ko: '멤버와 값' },
});

/** Members that are written into the hidden column, so that types are found by them. */
const MAX_MEMBERS = 400;
/** Members of an instance among the facts of the inspector. */
const MAX_FACTS = 60;
const MAX_NAMED = 3000;

/** A type of the kernel by its name, or an instance of it somewhere. */
interface NamedType {
  readonly name: string;
  readonly type: Type;
  readonly address?: Addr;
}

/** Structs, unions and enums by name, with their members, so that a filter on them finds types by member. */
export const thing = describe<NamedType>()({
  id: 'types',
  ...namesOf(say),
  view: { group: 'inside', order: 2 },
  columns: {
    name: {
      title: say.name(),
      kind: 'text',
      noFact: true,
      value: ({ name }) => name,
      ref: ({ name }) => refTo.type(name),
    },
    kind: {
      title: say.kind(),
      kind: 'text',
      noFact: true,
      value: ({ type }) => bare(type).kind,
      tone: () => 'muted',
    },
    size: { title: common.size(), kind: 'bytes', value: ({ type }) => sizeOf(type) },
    count: {
      title: say.count(),
      hint: say.countHint(),
      kind: 'count',
      value: ({ type }) => memberNames(type).length,
      tone: () => 'muted',
    },
    members: {
      title: say.members(),
      kind: 'text',
      noFact: true,
      value: ({ type }) => memberNames(type).slice(0, MAX_MEMBERS).join(' '),
      tone: () => 'muted',
    },
  },

  *list(kernel) {
    const seen = new Set<string>();
    for (const { kind, name, type } of kernel.types.all(['struct', 'union', 'enum'])) {
      const key = `${kind} ${name}`;
      if (seen.has(key)) continue;
      seen.add(key);
      yield { name, type: type() };
    }
  },
  ref: {
    kinds: ['type', 'struct'],
    of: ({ name, address }) => (address === undefined ? refTo.type(name) : refTo.instance(name, address)),
    find: ({ types }, { rest }) => {
      const [name, at] = rest.split('@');
      const type = types.struct(name) ?? types.enumeration(name) ?? types.lookup(name);
      if (!type) throw new RequestError(refErrors.type({ name }));
      const address = at === undefined ? undefined : parseHex(at);
      if (at !== undefined && address === undefined) throw new RequestError(refErrors.address({ ref: rest }));
      return { name, type, address };
    },
  },
  prefix: '%',
  *named(kernel, test): Generator<Named> {
    if (!kernel) return;
    let count = 0;
    for (const [name, kind] of names(kernel))
      if (test(name)) {
        yield { name, ref: refTo.type(name), about: kind };
        if (++count >= MAX_NAMED) return;
      }
  },

  name: ({ name, type, address }) =>
    `${bare(type).kind} ${name}${address === undefined ? '' : ` at ${hex(address, 16)}`}`,
  what: ({ type }) => ({ kind: bare(type).kind, message: verbatim(bare(type).kind) }),
  place: ({ name, address }) => (address === undefined ? undefined : { address, type: name }),
  *facts({ name, address }, kernel, language): Generator<MoreFact> {
    if (address === undefined) return;
    const { members } = typeLook(kernel, name, hex(address, 16), language);
    for (const member of members.filter(({ value }) => value !== undefined).slice(0, MAX_FACTS))
      yield {
        id: 'member',
        name: verbatim(member.name),
        text: member.value,
        ref: member.into ?? member.ref,
        tone: member.tone as MoreFact['tone'],
      };
  },
  *ways({ name, address }): Generator<Way> {
    if (address !== undefined) yield { id: 'type', label: common.type(), ref: refTo.type(name) };
  },
  shownBy: ({ name, type, address }) =>
    `${isStruct(bare(type)) ? 'struct' : 'whatis'} ${name}${address === undefined ? '' : ` ${hex(address, 16)}`}`,
});

/** Names of the members, those of anonymous structs and unions among them; of an enum its values. */
function memberNames(of: Type): string[] {
  const type = bare(of);
  if (type.kind === 'enum') return type.values.map(({ name }) => name);
  const names: string[] = [];
  const waiting: StructType[] = isStruct(type) ? [type] : [];
  for (let i = 0; i < waiting.length && i < MAX_MEMBERS; i++)
    for (const member of waiting[i].members) {
      if (member.name !== '') names.push(member.name);
      else if (isStruct(member.type)) waiting.push(member.type);
    }
  return names;
}

function names(kernel: Kernel): ReadonlyMap<string, string> {
  return kernel.remember('names of types', () => {
    const found = new Map<string, string>();
    for (const { kind, name } of kernel.types.all(['struct', 'union', 'enum']))
      if (!found.has(name)) found.set(name, kind);
    return found;
  });
}
