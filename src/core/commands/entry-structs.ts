import { asCrash } from '../catalogue/commands.ts';
import { hex, parseHex, step, type Addr } from '../addr.ts';
import { FaultError, ifKnown, RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { FaultReason } from '../memory/space.ts';
import type { Line } from '../rows/value.ts';
import { CObject } from '../types/cobject.ts';
import { bare, type Type } from '../types/model.ts';
import type { Arguments, CommandContext, Option } from './command.ts';
import { printOptions, radixOf } from './print-options.ts';
import { data } from './struct/data.ts';
import { askedFor, memberAt, type Asked } from './struct/names.ts';

/** What list and tree have in common: offsets given as struct.member, and structs shown for each entry. */

/** The options of list and tree that show a struct of each entry. */
export const STRUCT_OPTIONS: readonly Option[] = [
  {
    flag: '-s',
    value: 'struct[.member,…]',
    about: { en: 'show this struct, or members of it, of each entry', ko: '항목마다 구조체 또는 멤버 표시' },
  },
  {
    flag: '-S',
    value: 'struct[.member,…]',
    about: {
      en: 'as -s, the plain values of members: numbers and texts',
      ko: '-s와 같고 멤버의 값만(숫자, 문자열)',
    },
  },
  { flag: '-x', about: { en: 'numbers in hexadecimal', ko: '숫자를 16진수로' } },
  { flag: '-d', about: { en: 'numbers in decimal', ko: '숫자를 10진수로' } },
];

/** "task_struct.tasks", "0x10" or "16" as bytes; undefined when it is neither. */
export function offsetGiven(kernel: Kernel, word: string): number | undefined {
  const member = /^([A-Za-z_]\w*)\.([\w.[\]]+)$/.exec(word);
  if (member) {
    const type = kernel.types.find('struct', member[1]) ?? kernel.types.find('union', member[1]);
    return type && kernel.types.has(member[1], member[2])
      ? kernel.types.offsetOf(member[1], member[2])
      : undefined;
  }
  const value = /^\d{1,9}$/.test(word) ? Number(word) : Number(parseHex(word) ?? NaN);
  return Number.isFinite(value) && value < 1 << 30 ? value : undefined;
}

/** Shows what -s and -S ask for of the object at an address. */
export function structShower(
  context: CommandContext,
  args: Arguments,
): ((address: Addr) => Generator<Line, void, void>) | undefined {
  const { kernel } = context;
  const shown = (flag: string): readonly Asked[] =>
    (args.options.get(flag) ?? []).map((word) => askedFor(kernel, '*', word));
  const whole = shown('-s');
  const plain = shown('-S');
  if (whole.length + plain.length === 0) return undefined;
  // -h is no radix here.
  const numbers = { ...args, has: (flag: string): boolean => flag !== '-h' && args.has(flag) };
  const format = {
    command: 'struct' as const,
    space: kernel.space,
    print: printOptions(context, numbers),
    follow: false,
  };
  const radix = radixOf(context, numbers);
  return function* (address) {
    for (const asked of whole) yield* data(kernel, asked, address, format);
    for (const asked of plain)
      if (asked.members.length === 0) yield* data(kernel, asked, address, format);
      else
        for (const path of asked.members)
          if (isPlain(asked, path)) yield memberLine(kernel, asked, path, address, radix);
          else yield* data(kernel, { ...asked, members: [path] }, address, format);
  };
}

/** Whether a member is a number, an address or a text; others are printed as -s does. */
function isPlain(asked: Asked, path: string): boolean {
  const found = memberAt(asked.struct, path);
  const type = found && bare(found.type);
  if (type?.kind === 'array') return isCharacter(type.element);
  return type?.kind === 'int' || type?.kind === 'enum' || type?.kind === 'pointer';
}

function isCharacter(type: Type): boolean {
  const t = bare(type);
  return t.kind === 'int' && t.size === 1 && !t.bool;
}

/** Bytes of a text that is pointed at. */
const MAX_TEXT = 256;

/** A member by its bytes alone: a text in quotes, a number, an address. */
function memberLine(kernel: Kernel, asked: Asked, path: string, address: Addr, radix: 10 | 16): Line {
  const object = CObject.at(asked.type, address, kernel.space, kernel.types);
  const found = memberAt(asked.struct, path);
  const value = found && plainText(object.get(path), radix);
  return {
    text: `  ${path} = ${value ?? '?'}`,
    row: { type: asked.name, address, member: path, value: value ?? null },
  };
}

function plainText(object: CObject, radix: 10 | 16): string {
  const type = object.bare;
  if (type.kind === 'array') return `"${object.string(type.count)}"`;
  const value = object.bigint();
  if (type.kind === 'pointer') {
    const text =
      value !== 0n && isCharacter(type.target) ? ifKnown(() => object.string(MAX_TEXT)) : undefined;
    return `0x${hex(value)}${text === undefined ? '' : ` "${text}"`}`;
  }
  return radix === 16
    ? `0x${hex(BigInt.asUintN(object.size >= 8 ? 64 : object.size * 8, value))}`
    : String(value);
}

/** crash's words for an address of the kernel that cannot be read: `what` was looked for there. */
export function unreadable(kernel: Kernel, address: bigint, reason: FaultReason, what: string): string {
  const type = `  type: "${what}"`;
  if (reason === 'excluded') return `page excluded: kernel virtual address: ${hex(address)}${type}`;
  // The direct map reaches up to vmalloc's part, memory or not; what is nowhere mapped is no address at all.
  const direct = kernel.arch.paging.directMap(kernel);
  const end = kernel.arch.paging.vmallocStart?.(kernel);
  const linear = direct !== undefined && address >= direct.start && (end === undefined || address < end);
  return linear || (reason !== 'not-mapped' && reason !== 'non-canonical')
    ? `seek error: kernel virtual address: ${hex(address)}${type}`
    : `invalid kernel virtual address: ${hex(address)}${type}`;
}

/** The word at `address`. Throws RequestError in crash's words where it cannot be read. */
export function pointerAt(kernel: Kernel, command: string, address: bigint, what: string): Addr {
  try {
    return kernel.space.u64(address);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    throw new RequestError(
      asCrash(`${command}: ${unreadable(kernel, step(address, 0), error.reason as FaultReason, what)}`),
    );
  }
}
