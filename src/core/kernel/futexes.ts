import { isKernelHalf, step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import { userSpaceOf } from './cmdline.ts';
import type { Kernel } from './kernel.ts';
import { listEntries } from './lists.ts';
import { knownTasks, taskByAddress, type Task } from './tasks.ts';
import { vmaAt, vmaFile, vmas, type Vma } from './vmas.ts';

/**
 * How a futex's key says where its word is (union futex_key, include/linux/futex.h): in memory of one process, asked for as its own
 * (FUTEX_PRIVATE_FLAG) or not ('shared', although the memory turned out to be private); in a file that processes may share.
 */
export type FutexKey = 'private' | 'shared' | 'file';

/** Who waits for a futex: struct futex_q (kernel/futex/futex.h). */
export interface FutexWaiter {
  readonly object: CObject;
  /** Undefined of those that wait without a task (io_uring), or whose task is not known. */
  readonly task: Task | undefined;
  readonly key: FutexKey;
  /** Its word in the waiter's memory; of a file's futex undefined where the waiter does not map that page any more. */
  readonly at: Addr | undefined;
  /** union futex_key.both: what makes two waiters wait for the same word. */
  readonly sameAs: string;
  /** Of futexes with priority inheritance: who has it, as struct futex_pi_state says. */
  readonly owner: Task | undefined;
  readonly inherits: boolean;
}

/** FUT_OFF_INODE, FUT_OFF_MMSHARED: bits of a key's offset (include/linux/futex.h). */
const IN_FILE = 1;
const IN_SHARED_MEMORY = 2;
/** Buckets of one table: 256 a CPU (futex_init, kernel/futex/core.c), 8192 CPUs. */
const MAX_BUCKETS = 1 << 21;
/** Buckets of all tables, and waiters in them; more are taken for damage. */
const MAX_LOOKED = 1 << 23;
const MAX_WAITERS = 1_000_000;
/** Areas of files that are kept, of all processes together. */
const MAX_KEPT_AREAS = 1_000_000;
/** Nodes that have a table of their own. */
const MAX_NODES = 1024;

/** The futex_q at `address`; undefined where that is none: woken, or something else. */
export function futexAt(kernel: Kernel, address: bigint): FutexWaiter | undefined {
  if (!kernel.types.has('futex_q', 'key.both.offset') || !kernel.types.has('futex_q', 'list.node_list'))
    return undefined;
  const object = kernel.at('struct futex_q', address);
  return object.try((each) => {
    // lock_ptr becomes NULL when it is woken (kernel/futex/waitwake.c).
    if (!isKernelHalf(each.get('lock_ptr').pointer()) || each.get('bitset').number() === 0) return undefined;
    const [first, word, offset] = ['ptr', 'word', 'offset'].map((name) =>
      each.get(`key.both.${name}`).pointer(),
    );
    if (!isKey(kernel, word, offset) || !isLinked(kernel, each)) return undefined;
    const bits = Number(offset);
    const key = bits & IN_FILE ? 'file' : bits & IN_SHARED_MEMORY ? 'shared' : 'private';
    const task = taskByAddress(kernel, each.get('task').pointer());
    const inPage = bits & ~(IN_FILE | IN_SHARED_MEMORY);
    const page = key === 'file' ? task && mappedAt(kernel, task, first, word) : word;
    const inheritance = each.find('pi_state')?.pointer() ?? 0n;
    const owner =
      inheritance === 0n
        ? 0n
        : (kernel.at('struct futex_pi_state', inheritance).try((state) => state.get('owner').pointer()) ??
          0n);
    return {
      object,
      task,
      key,
      at: page === undefined ? undefined : step(page, inPage),
      sameAs: `${first.toString(16)} ${word.toString(16)} ${offset.toString(16)}`,
      owner: taskByAddress(kernel, owner),
      inherits: inheritance !== 0n,
    };
  });
}

/** Whether a key can be one: a page of a process, or the number of a page of a file, and a word of four bytes within it. */
function isKey({ layout }: Kernel, word: bigint, offset: bigint): boolean {
  const page = BigInt(layout.pageSize);
  const kind = Number(offset & 3n);
  if (isKernelHalf(word) || (offset & ~3n) >= page || kind === (IN_FILE | IN_SHARED_MEMORY)) return false;
  return kind === IN_FILE || (word !== 0n && word % page === 0n);
}

/** Whether it hangs in the list of its bucket; where that is not in the dump nothing speaks against it. */
function isLinked({ space }: Kernel, waiter: CObject): boolean {
  const node = waiter.get('list.node_list').address;
  const [next, previous] = [space.u64(node), space.u64(step(node, 8))];
  if (!isKernelHalf(next) || !isKernelHalf(previous)) return false;
  return (space.tryU64(step(next, 8)) ?? node) === node && (space.tryU64(previous) ?? node) === node;
}

/**
 * Where `task` has page `index` of the file whose inode has the sequence number `sequence` (i_sequence, 5.5 on; before, the
 * key has the address of the inode).
 */
function mappedAt(kernel: Kernel, task: Task, sequence: bigint, index: bigint): Addr | undefined {
  const { pageSize } = kernel.layout;
  for (const { start, end, first } of filesMapped(kernel, task.mm).get(sequence) ?? []) {
    const address = index >= first ? step(start, (index - first) * BigInt(pageSize)) : undefined;
    if (address !== undefined && address < end) return address;
  }
  return undefined;
}

/** An area that maps a file, and which page of it comes first. */
interface FileArea {
  readonly start: Addr;
  readonly end: Addr;
  readonly first: bigint;
}

/** The areas of the struct mm_struct at `mm` that map files, by what keys call these; kept for all that wait in it. */
function filesMapped(kernel: Kernel, mm: bigint): ReadonlyMap<bigint, readonly FileArea[]> {
  const kept = kernel.remember('files mapped', () => ({
    byMm: new Map<bigint, ReadonlyMap<bigint, readonly FileArea[]>>(),
    areas: 0,
  }));
  const known = kept.byMm.get(mm);
  if (known) return known;
  if (kept.areas >= MAX_KEPT_AREAS) {
    kept.byMm.clear();
    kept.areas = 0;
  }
  const found = new Map<bigint, FileArea[]>();
  kept.byMm.set(mm, found);
  for (const { object, start, end } of mm === 0n ? [] : vmas(kernel, kernel.at('struct mm_struct', mm)))
    object.try((vma) => {
      if (vma.get('vm_file').pointer() === 0n) return;
      const inode = vma.get('vm_file').get('f_inode').deref();
      const sequence = inode.find('i_sequence')?.pointer() ?? inode.address;
      const area = { start, end, first: vma.get('vm_pgoff').pointer() };
      kept.areas++;
      const others = found.get(sequence);
      if (others) others.push(area);
      else found.set(sequence, [area]);
    });
  return found;
}

/**
 * Everybody who waits for a futex, as the kernel's tables have them (kernel/futex/core.c): the common one, since 6.16 one a
 * node and one a process. What cannot be read is passed over.
 */
export function* futexWaiters(kernel: Kernel): Generator<FutexWaiter, void, void> {
  if (!kernel.types.has('futex_hash_bucket', 'chain') || !kernel.types.has('plist_node', 'node_list')) return;
  const [tablesMet, met] = [new Set<bigint>(), new Set<bigint>()];
  let left = MAX_LOOKED;
  for (const table of tables(kernel)) {
    if (tablesMet.has(table.at) || !isTable(table)) continue;
    tablesMet.add(table.at);
    left -= table.buckets;
    if (left < 0) return;
    yield* waitersIn(kernel, table, met);
  }
}

interface Table {
  readonly at: Addr;
  readonly buckets: number;
}

function* tables(kernel: Kernel): Generator<Table, void, void> {
  yield* commonTables(kernel);
  const { types } = kernel;
  if (!types.has('futex_private_hash', 'queues')) return;
  // futex_phash since 6.16, a struct of its own since 7.2.
  const member = ['futex.phash.hash', 'futex_phash'].find((name) => types.has('mm_struct', name));
  for (const { mm } of member === undefined ? [] : knownTasks(kernel)) {
    const hash =
      mm === 0n
        ? undefined
        : kernel.at('struct mm_struct', mm).try((each) => each.get(member ?? '').pointer());
    const table = hash && kernel.at('struct futex_private_hash', hash);
    const mask = table && table.try((each) => each.get('hash_mask').number());
    if (table && mask !== undefined) yield { at: table.get('queues').address, buckets: mask + 1 };
  }
}

/**
 * __futex_data, whose struct has no name: the table and its size (since 4.4), or mask, shift and the tables of the nodes (6.16 on).
 * Before, futex_hash_buckets is said by its own symbols. What lies there tells them apart: a table is an address.
 */
function* commonTables(kernel: Kernel): Generator<Table, void, void> {
  const data = kernel.symbols.byName('__futex_data')?.address;
  const word = (i: number): bigint => (data && kernel.space.tryU64(step(data, i * 8))) ?? 0n;
  const [first, second] = [word(0), word(1)];
  if (isKernelHalf(first)) {
    yield { at: first as Addr, buckets: Number((second & 1n) === 0n ? second : second + 1n) };
    return;
  }
  for (let node = 0; node < MAX_NODES && isKernelHalf(word(2 + node)); node++)
    yield { at: word(2 + node) as Addr, buckets: Number(first + 1n) };
}

/** Whether a table has as many buckets as one can have: a power of two. */
function isTable({ buckets }: Table): boolean {
  return buckets > 0 && buckets <= MAX_BUCKETS && (buckets & (buckets - 1)) === 0;
}

/** Who waits in the buckets of a table, and is not in `met`: a list leads to each of them once. */
function* waitersIn(
  kernel: Kernel,
  { at, buckets }: Table,
  met: Set<bigint>,
): Generator<FutexWaiter, void, void> {
  const bucket = kernel.types.sizeOf('struct futex_hash_bucket') ?? 0;
  if (bucket === 0) return;
  const chain = kernel.types.offsetOf('futex_hash_bucket', 'chain.node_list');
  for (let i = 0; i < buckets; i++) {
    const head = step(at, i * bucket + chain);
    const first = kernel.space.tryU64(head);
    if (first === undefined || first === head || !isKernelHalf(first)) continue;
    for (const each of listEntries(kernel.at('struct list_head', head), 'struct futex_q', 'list.node_list')) {
      const found = met.has(each.address) ? undefined : futexAt(kernel, each.address);
      if (!found || met.size >= MAX_WAITERS) break;
      met.add(each.address);
      yield found;
    }
  }
}

/** The word that `waiter` waits for as it was; undefined where its page is not in the dump, as most user memory is not. */
export function futexValue(kernel: Kernel, { task, at }: FutexWaiter): number | undefined {
  const space = task && at !== undefined ? userSpaceOf(kernel, task) : undefined;
  return at === undefined ? undefined : space?.tryU32(at);
}

/** The area of its task's memory that the word lies in, and the file that it maps. */
export function futexArea(
  kernel: Kernel,
  { task, at }: FutexWaiter,
): { readonly vma: Vma; readonly file: string } | undefined {
  if (!task || task.mm === 0n || at === undefined) return undefined;
  const vma = vmaAt(kernel, kernel.at('struct mm_struct', task.mm), at);
  return vma && { vma, file: vmaFile(kernel, vma) };
}
