import type { Printed } from '../arch/printed.ts';
import type { Facts } from './facts.ts';
import type { Kind, Report } from './report.ts';

/** What the lines of a report tell of a fault beyond its heading. */
export interface Fault {
  readonly kind: Kind;
  readonly address?: bigint;
  readonly access?: 'read' | 'write' | 'execute';
  /** KASAN's shadow was what faulted: the addresses that it stands for. */
  readonly shadow?: { readonly from: bigint; readonly to: bigint };
}

/** Addresses below belong to no mapping on any machine: mmap_min_addr is 64 KiB where it is set, a page elsewhere. */
const NULL_PAGE = 4096n;

const ADDRESSED = new Set([
  'null-pointer',
  'bad-address',
  'user-access',
  'read-only-write',
  'no-exec',
  'non-canonical',
  'reserved-bit',
]);

/** The kind of `report` by all that it says: what a deeper line proves stands above what the processor noticed. */
export function faultOf(report: Report, facts: Facts): Fault {
  const { heading } = report.main;
  const given = report.found.map(({ groups }) => groups.address).find((each) => each !== undefined);
  const told = given === undefined ? undefined : /null/i.test(given) ? 0n : BigInt('0x' + given);
  const address =
    told ??
    (ADDRESSED.has(heading.kind) && heading.kind !== 'non-canonical'
      ? register(facts, facts.machine?.faulted)
      : undefined);
  const access = accessOf(report, facts);
  const plain = { kind: heading.kind, address, access };
  if (report.found.some((each) => each.heading.id === 'sysrq')) return { ...plain, kind: 'sysrq' };
  // What stopped at a check of the kernel's own and printed no oops went on.
  if (heading.id === 'headless' && facts.machine?.checkStop?.test(facts.code?.text ?? ''))
    return { ...plain, kind: 'warn' };
  if (heading.id === 'headless' && report.end?.heading.id === 'panic-on-warn')
    return { ...plain, kind: 'warn' };
  // A check that let the kernel go on is a warning.
  if (heading.id === 'fortify' && has(report, 'warn') && !has(report, 'bug'))
    return { ...plain, kind: 'warn' };
  const checked = checkedBy(report);
  if (checked !== undefined) return { ...plain, kind: checked };
  const shadow = shadowOf(report);
  if (shadow && heading.place === 'registers')
    return shadow.from < NULL_PAGE
      ? { ...plain, kind: 'null-pointer', shadow, address: shadow.from }
      : { ...plain, shadow };
  if (heading.id.startsWith('kasan') || heading.id === 'kfence')
    return {
      ...plain,
      access: access ?? sizedAccess(report),
      kind: memoryKind(report),
      address: told ?? reportedAddress(report),
    };
  if (!ADDRESSED.has(heading.kind)) return plain;
  if (heading.kind === 'no-exec' || report.found.some((each) => each.heading.id === 'nx'))
    return { ...plain, kind: 'no-exec', access: 'execute' };
  const pc = facts.pc ?? register(facts, facts.machine?.ip);
  const jumped =
    access === 'execute' || (address !== undefined && pc !== undefined && address === pc && !facts.place);
  if (jumped && heading.kind !== 'non-canonical')
    return { ...plain, kind: wordOf(facts)?.present ? 'no-exec' : 'bad-jump', access: 'execute' };
  if (heading.kind !== 'bad-address' || address === undefined) return plain;
  if (address < NULL_PAGE) return { ...plain, kind: 'null-pointer' };
  const word = wordOf(facts);
  if (word?.reserved) return { ...plain, kind: 'reserved-bit' };
  if (word?.present) {
    if (address < (facts.machine?.userBelow ?? 0n)) return { ...plain, kind: 'user-access' };
    if (access === 'write') return { ...plain, kind: 'read-only-write' };
  }
  return plain;
}

const has = (report: Report, kind: Kind): boolean =>
  report.found.some(({ heading }) => heading.kind === kind);

/** Files of the kernel whose BUG() and WARN() speak of more than themselves. */
const FILES: readonly (readonly [file: RegExp, kind: Kind, of: 'bug' | 'warn' | 'both'])[] = [
  [/\blib\/list_debug\.c/, 'list-corruption', 'bug'],
  [/\blib\/debugobjects\.c/, 'object-debug', 'warn'],
  [/\blib\/refcount\.c|\binclude\/linux\/refcount\.h/, 'hardening', 'warn'],
  [/\bkernel\/(?:locking\/)?lockdep\S*\.[ch]/, 'lockdep', 'warn'],
  [/\bmm\/usercopy\.c/, 'hardening', 'both'],
  [/\bmm\/(?:slub|slab|slab_common)\.c/, 'double-free', 'bug'],
];

function checkedBy({ main }: Report): Kind | undefined {
  const { heading, groups } = main;
  const source = groups.what ?? '';
  if (heading.kind !== 'bug' && heading.kind !== 'warn') return undefined;
  return FILES.find(([file, , of]) => (of === 'both' || of === heading.kind) && file.test(source))?.[1];
}

const register = ({ registers }: Facts, name: string | undefined): bigint | undefined =>
  name === undefined ? undefined : registers.get(name);

/** What the word in which the processor tells of the fault says of the access. */
const wordOf = ({ word, machine }: Facts): ReturnType<NonNullable<Printed['access']>> =>
  word && machine?.access?.(word.value);

function accessOf(report: Report, facts: Facts): Fault['access'] {
  for (const { text } of report.lines) {
    const pf = /^#PF: \w+ (read|write|instruction)/.exec(text);
    if (pf) return pf[1] === 'instruction' ? 'execute' : (pf[1] as 'read' | 'write');
    const old = /^#PF error: (?:.*\[(WRITE|INSTR)\])?/.exec(text);
    if (old?.[1]) return old[1] === 'WRITE' ? 'write' : 'execute';
    const arm = /\bWnR = ([01])\b/.exec(text);
    if (arm) return arm[1] === '1' ? 'write' : 'read';
    const ppc = /(?:dereference|access) on (read|write) at/.exec(text);
    if (ppc) return ppc[1] as 'read' | 'write';
  }
  const { kind } = report.main.heading;
  return ADDRESSED.has(kind) && kind !== 'non-canonical' ? wordOf(facts)?.access : undefined;
}

/** "KASAN: null-ptr-deref in range [0x…-0x…]" */
function shadowOf(report: Report): Fault['shadow'] {
  const groups = report.found.find((each) => each.groups.from !== undefined)?.groups;
  return groups && { from: BigInt('0x' + groups.from!), to: BigInt('0x' + groups.to!) };
}

/** "Read of size 8 at addr ffff… by task" (mm/kasan/report.c). */
function sizedAccess({ lines }: Report): Fault['access'] {
  for (const { text } of lines) {
    const found = /^(Read|Write) of size \d+/.exec(text) ?? /^\w[\w-]* (read|write) (?:in|at) /.exec(text);
    if (found) return found[1].toLowerCase() as 'read' | 'write';
  }
  return undefined;
}
function reportedAddress({ lines }: Report): bigint | undefined {
  for (const { text } of lines) {
    const found =
      /^(?:Read|Write) of size \d+ at addr ([0-9a-f]{8,16})\b/.exec(text) ??
      /at (?:addr )?(0x[0-9a-f]{8,16})\b/.exec(text);
    if (found) return BigInt('0x' + found[1].replace(/^0x/, ''));
  }
  return undefined;
}

/** What KASAN or KFENCE calls the mistake. */
function memoryKind({ main }: Report): Kind {
  const what = main.groups.what ?? '';
  if (/use-after-free/.test(what)) return 'use-after-free';
  if (/double-free|invalid free|invalid-free/.test(what)) return 'double-free';
  if (/null-ptr/.test(what)) return 'null-pointer';
  if (/user-memory/.test(what)) return 'user-access';
  return main.heading.kind;
}
