import { addr, isKernelHalf, step, type Addr } from '../addr.ts';
import { open as say } from '../catalogue/open.ts';
import type { Message } from '../catalogue/message.ts';
import { imageBlocks, type ImageBlock } from '../memory/image.ts';
import type { AddressSpace } from '../memory/space.ts';
import { KernelSymbols } from '../symbols/kernel-symbols.ts';
import type { KernelSymbol } from '../symbols/symbol.ts';
import { NameTable, PlainNames } from '../symbols/name-table.ts';
import type { Types } from '../types/types.ts';
import type { Given } from './given.ts';

/**
 * Variables of kernels whose names tell functions only (CONFIG_KALLSYMS_ALL is off) or are lost: found in the kernel image by
 * the shape that their types give them. Where there are no types there is no shape.
 */
type Ground = Pick<Given, 'space' | 'symbols' | 'types' | 'layout' | 'vmcoreinfo'>;
type Found = Map<string, { readonly address: bigint; readonly letter: string }>;

/** The upper half of pointers into the kernel's half. */
const KERNEL_HIGH = 0xffff0000;
/** "swap", with which the name of init_task begins (init/init_task.c). */
const SWAP = 0x70617773;
/** More CPUs than this are taken for damage. */
const MAX_CPUS = 8192;
const PAGE = 4096n;
/** Entries of a list that are looked at. */
const ENTRIES = 8;

/** The names with those of variables that were found; the same ones where the kernel names its variables. */
export function namesWithFound(ground: Ground, remark: (said: Message) => void): KernelSymbols {
  const { space, symbols, types, layout, vmcoreinfo } = ground;
  const { image } = symbols;
  if (!types.known || image.byName('init_task')) return symbols;
  const start = vmcoreinfo.symbol('_stext') ?? image.byName('_stext')?.address;
  if (start === undefined) return symbols;
  const found: Found = new Map();
  const search = new Search(space, types, image, found);
  for (const block of imageBlocks(space, start)) search.look(block);
  const variables = [...found.keys()];
  if (variables.length === 0) return symbols;
  search.perCpuNames();
  for (const [name, address] of textEnds(image, start)) found.set(name, { address, letter: 'T' });
  remark(say.foundByShape({ names: variables }));
  return new KernelSymbols(withNames(image, found), start, layout.image.end);
}

class Search {
  /** Where in a task_struct its name, PID and place in the list stand; undefined where the types do not say. */
  private readonly task: { readonly comm: number; readonly pid: number; readonly tasks: number } | undefined;
  /** Offset of this_cpu_off in each CPU's variables: it has the CPU's __per_cpu_offset (arch/x86/kernel/setup_percpu.c). */
  private readonly ownOffset: number | undefined;
  /** The longest array of CPUs' offsets so far. */
  private cpus = 0;
  private readonly heads: readonly Head[];

  constructor(
    private readonly space: AddressSpace,
    private readonly types: Types,
    private readonly image: NameTable,
    private readonly found: Found,
  ) {
    const known = ['comm', 'pid', 'tasks'].every((member) => types.has('task_struct', member));
    const at = (member: string): number => types.offsetOf('task_struct', member);
    this.task = known ? { comm: at('comm'), pid: at('pid'), tasks: at('tasks') } : undefined;
    for (const { name, offset } of types.base?.variables() ?? [])
      if (name === 'this_cpu_off') this.ownOffset = offset;
    this.heads = HEADS.filter(({ name, struct, link }) => !image.byName(name) && types.has(struct, link));
  }

  look({ address, bytes }: ImageBlock): void {
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
    for (let i = 0; i + 3 < words.length; i += 2) {
      if (words[i] === SWAP) this.initTask(step(address, i * 4));
      if (words[i + 1] < KERNEL_HIGH) continue;
      const here = step(address, i * 4);
      const word = (BigInt(words[i + 1]) << 32n) | BigInt(words[i]);
      if ((words[i] & 0xfff) === 0) this.offsets(here, word);
      // A list with something in it: both neighbours point back.
      if (words[i + 3] < KERNEL_HIGH || (words[i] & 7) !== 0 || (words[i + 2] & 7) !== 0) continue;
      if (word !== here && this.space.tryU64(step(word, 8)) === here) this.head(here, word);
    }
  }

  private initTask(name: Addr): void {
    if (!this.task || this.found.has('init_task')) return;
    const { space, task } = this;
    const start = step(name, -task.comm);
    const link = step(start, task.tasks);
    const next = space.tryU64(link);
    const fits =
      space.tryString(name, 16)?.startsWith('swapper') === true &&
      space.tryU32(step(start, task.pid)) === 0 &&
      next !== undefined &&
      space.tryU64(step(next, 8)) === link;
    if (fits) this.found.set('init_task', { address: start, letter: 'D' });
  }

  private offsets(here: Addr, first: bigint): void {
    const own = this.ownOffset;
    if (own === undefined || this.space.tryU64(step(first, own)) !== first) return;
    let count = 1;
    for (; count < MAX_CPUS; count++) {
      const word = this.space.tryU64(step(here, count * 8));
      if (!word || this.space.tryU64(step(word, own)) !== word) break;
    }
    // pcpu_base_addr is the first CPU's alone.
    if (count <= this.cpus) return;
    this.cpus = count;
    this.found.set('__per_cpu_offset', { address: here, letter: 'R' });
  }

  private head(here: Addr, next: bigint): void {
    for (const head of this.heads)
      if (!this.found.has(head.name) && this.isList(head, here, next))
        this.found.set(head.name, { address: here, letter: 'D' });
  }

  /** Whether the entries from `next` on look as they must, and lead on or back to `here`. */
  private isList(head: Head, here: Addr, next: bigint): boolean {
    const { space, types } = this;
    const at = types.offsetOf(head.struct, head.link);
    let link = next;
    for (let i = 0; i < ENTRIES; i++) {
      if (!head.fits(space, types, step(link, -at))) return false;
      const after = space.tryU64(link);
      if (after === undefined || space.tryU64(step(after, 8)) !== link) return false;
      if (after === here) return true;
      link = after;
    }
    return true;
  }

  /** Variables of CPUs by BTF: up to 6.14 their names stand for offsets on x86-64, which is why the array could be found. */
  perCpuNames(): void {
    if (this.cpus === 0) return;
    for (const { name, offset } of this.types.base?.variables() ?? [])
      if (!this.found.has(name) && !this.image.byName(name))
        this.found.set(name, { address: BigInt(offset), letter: 'A' });
  }
}

/** A list whose head is a variable, and what its first entry must look like. */
interface Head {
  readonly name: string;
  readonly struct: string;
  readonly link: string;
  fits(space: AddressSpace, types: Types, entry: Addr): boolean;
}

/** Whether a struct module can lie at `entry`. */
export function isModule(space: AddressSpace, types: Types, entry: Addr): boolean {
  return (
    types.has('module', 'name') &&
    /^[\w-]{1,55}$/.test(space.tryString(step(entry, types.offsetOf('module', 'name')), 56) ?? '') &&
    (space.tryU32(step(entry, types.offsetOf('module', 'state'))) ?? 4) < 4 &&
    hasCode(space, types, entry)
  );
}

/** A module's code: mod_mem[MOD_TEXT] since 6.4, core_layout since 4.5, module_core before (include/linux/module.h). */
const CODE = [
  ['mem', 'module_memory'],
  ['core_layout', 'module_layout'],
] as const;
const MAX_CODE = 1 << 30;

/**
 * Whether the struct module at `entry` has code; those that are only being made (MODULE_STATE_UNFORMED) need not have it yet. Other
 * lists have a text where the name would be, too: kernel/params.c keeps values of parameters so.
 */
function hasCode(space: AddressSpace, types: Types, entry: Addr): boolean {
  if (space.tryU32(step(entry, types.offsetOf('module', 'state'))) === UNFORMED) return true;
  const place = CODE.find(([member, struct]) => types.has('module', member) && types.has(struct, 'base'));
  const [base, size] = place
    ? (['base', 'size'] as const).map(
        (member) => types.offsetOf('module', place[0]) + types.offsetOf(place[1], member),
      )
    : ['module_core', 'core_size'].map((member) =>
        types.has('module', member) ? types.offsetOf('module', member) : undefined,
      );
  // Types that tell of neither prove nothing against it.
  if (base === undefined || size === undefined) return true;
  const at = space.tryU64(step(entry, base));
  const bytes = space.tryU32(step(entry, size)) ?? 0;
  return at !== undefined && isKernelHalf(at) && (at & (PAGE - 1n)) === 0n && bytes > 0 && bytes < MAX_CODE;
}
const UNFORMED = 3;

const HEADS: readonly Head[] = [
  {
    // kernel/module/main.c
    name: 'modules',
    struct: 'module',
    link: 'list',
    fits: isModule,
  },
  {
    // mm/slab_common.c
    name: 'slab_caches',
    struct: 'kmem_cache',
    link: 'list',
    fits(space, types, entry) {
      const at = (member: string): Addr => step(entry, types.offsetOf('kmem_cache', member));
      const members = ['name', 'object_size', 'size'];
      if (!members.every((member) => types.has('kmem_cache', member))) return false;
      const [size, object] = [space.tryU32(at('size')) ?? 0, space.tryU32(at('object_size')) ?? 0];
      const name = space.tryU64(at('name'));
      return (
        object > 0 &&
        size >= object &&
        size < 1 << 24 &&
        name !== undefined &&
        /^[\x21-\x7e]{1,127}$/.test(space.tryString(name, 128) ?? '')
      );
    },
  },
  {
    // fs/super.c
    name: 'super_blocks',
    struct: 'super_block',
    link: 's_list',
    fits(space, types, entry) {
      const known = ['s_blocksize', 's_blocksize_bits'].every((member) => types.has('super_block', member));
      const at = (member: string): Addr => step(entry, types.offsetOf('super_block', member));
      const bits = known ? (space.tryU32(at('s_blocksize_bits')) ?? 0) & 0xff : 0;
      return bits >= 9 && bits <= 20 && space.tryU64(at('s_blocksize')) === 1n << BigInt(bits);
    },
  },
];

/**
 * Where text ends: kallsyms leaves these names out, as they may move between its passes (scripts/kallsyms.c), and
 * the text of start-up lies apart.
 */
function* textEnds(image: NameTable, start: Addr): Generator<readonly [string, bigint]> {
  const init = image.byName('_sinittext')?.address;
  let last: bigint = start;
  let lastInit: bigint | undefined;
  for (const { address, letter } of image.all()) {
    if (!/[tTwW]/.test(letter) || address < start) continue;
    if (init === undefined || address < init) last = address > last ? address : last;
    else lastInit = lastInit === undefined || address > lastInit ? address : lastInit;
  }
  const pageAfter = (address: bigint): bigint => (address | (PAGE - 1n)) + 1n;
  if (last > start && !image.byName('_etext')) yield ['_etext', pageAfter(last)];
  if (lastInit !== undefined && !image.byName('_einittext')) yield ['_einittext', pageAfter(lastInit)];
}

function withNames(image: NameTable, found: Found): NameTable {
  const more = Array.from(found, ([name, { address, letter }]): KernelSymbol => ({
    name,
    address: addr(address),
    letter,
  }));
  const all = [...image.all(), ...more].sort((a, b) =>
    a.address < b.address ? -1 : a.address > b.address ? 1 : 0,
  );
  return new NameTable(
    new PlainNames(all.map(({ letter, name }) => letter + name)),
    BigUint64Array.from(all, ({ address }) => address),
  );
}
