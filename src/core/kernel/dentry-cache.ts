import { step, type Addr } from '../addr.ts';
import { PAUSE, type Pause } from '../scan/scan.ts';
import { cpuCount } from './cpus.ts';
import type { Kernel } from './kernel.ts';
import { superBlocks } from './super-blocks.ts';

/** A counter of fs/dcache.c or fs/inode.c that each CPU keeps a part of. */
export interface CacheCount {
  /** nr_dentry, nr_dentry_unused, nr_dentry_negative (5.0 on), nr_inodes, nr_unused (of inodes). */
  readonly name: string;
  readonly value: number;
}

/** A directory of which names are in memory: struct dentry (include/linux/dcache.h). */
export interface CachedDirectory {
  readonly address: Addr;
  readonly superBlock: Addr;
  /** Names in it that are in memory, and those of them that are known not to exist. */
  readonly names: number;
  readonly negative: number;
  /** Names that nobody uses: they can be given back. */
  readonly unused: number;
}

const COUNTERS = ['nr_dentry', 'nr_dentry_unused', 'nr_dentry_negative', 'nr_inodes', 'nr_unused'] as const;
/** Directories that are told of, the largest. */
const MAX_DIRECTORIES = 10_000;
/** DCACHE_DENTRY_CURSOR where no enumeration has it (up to 6.13): somebody who reads a directory, no name. */
const CURSOR = 1n << 29n;

/** How many dentries and inodes there were: what /proc/sys/fs/dentry-state and inode-state say. */
export function* cacheCounts(kernel: Kernel): Generator<CacheCount, void, void> {
  for (const name of COUNTERS) {
    const symbol = kernel.symbols.image.byName(name);
    if (!symbol) continue;
    let sum = 0n;
    let some = false;
    for (let cpu = 0; cpu < cpuCount(kernel); cpu++) {
      const offset = kernel.tryPerCpuOffset(cpu);
      const part = offset === undefined ? undefined : kernel.space.tryU64(step(symbol.address, offset));
      if (part === undefined) continue;
      some = true;
      sum += part;
    }
    const value = BigInt.asIntN(64, BigInt.asUintN(64, sum));
    // A CPU's part may be less than nothing, the sum not.
    if (some) yield { name, value: value < 0n ? 0 : Number(value) };
  }
}

/** Where in a dentry what is asked of it lies, resolved once. */
interface Layout {
  readonly inode: number;
  readonly parent: number;
  readonly count: number;
  readonly flags: number;
  /** The link to the next name of the same directory, and where a directory's names begin. */
  readonly sibling: number;
  readonly children: number;
  /** The names are a ring with a head (up to 6.7), else a chain that ends. */
  readonly ring: boolean;
  readonly cursor: bigint;
}

function layoutOf({ types }: Kernel): Layout | undefined {
  // d_sib and d_children since 6.8 (da549bdd15c2).
  const chain = types.has('dentry', 'd_children');
  const [sibling, children] = chain ? ['d_sib', 'd_children'] : ['d_child', 'd_subdirs'];
  if (
    !['d_inode', 'd_parent', 'd_lockref.count', 'd_flags', sibling, children].every((name) =>
      types.has('dentry', name),
    )
  )
    return undefined;
  const at = (name: string): number => types.offsetOf('dentry', name);
  return {
    inode: at('d_inode'),
    parent: at('d_parent'),
    count: at('d_lockref.count'),
    flags: at('d_flags'),
    sibling: at(sibling),
    children: at(children),
    ring: !chain,
    cursor: types.enumerator('dentry_flags', 'DCACHE_DENTRY_CURSOR') ?? CURSOR,
  };
}

/** Names that are read between two pauses; there is one after each file system too. */
const AT_ONCE = 500;

/** What of the cache was walked already, and what came of it: who goes on after a cancel begins where it ended. */
interface Walk {
  left: Iterator<Pause, readonly CachedDirectory[], void>;
  found?: readonly CachedDirectory[];
}

/**
 * The directories with names in memory, those with the most first: from the root of every file system down. Names that hang
 * in no tree (pipes, sockets) are counted by `cacheCounts` only. A name is of the directory that it says it is of (d_parent), so
 * there are no more than memory has room for; what cannot be read is passed over.
 */
export function* cachedDirectories(kernel: Kernel): Generator<Pause, readonly CachedDirectory[], void> {
  const walk = kernel.remember('directories in memory', (): Walk => ({ left: walked(kernel) }));
  while (!walk.found) {
    const { value, done } = next(kernel, walk);
    if (done) walk.found = value;
    else yield PAUSE;
  }
  return walk.found;
}

/** The next step of `walk`; one that throws has nothing left, and is begun anew when it is asked for again. */
function next(kernel: Kernel, walk: Walk): IteratorResult<Pause, readonly CachedDirectory[]> {
  try {
    return walk.left.next();
  } catch (error) {
    walk.left = walked(kernel);
    throw error;
  }
}

/** The directory at `address` as `cachedDirectories` has it; undefined where there is none with names. */
export function cachedDirectory(kernel: Kernel, address: Addr): CachedDirectory | undefined {
  const layout = layoutOf(kernel);
  if (!layout || !kernel.types.has('dentry', 'd_sb')) return undefined;
  const superBlock = kernel.space.tryU64(step(address, kernel.types.offsetOf('dentry', 'd_sb')));
  if (!superBlock || ![...superBlocks(kernel)].includes(superBlock)) return undefined;
  const count = { names: 0, negative: 0, unused: 0 };
  for (const name of namesIn(kernel, layout, address)) tally(kernel, layout, name, count);
  return count.names > 0 ? { address, superBlock, ...count } : undefined;
}

function* walked(kernel: Kernel): Generator<Pause, readonly CachedDirectory[], void> {
  const layout = layoutOf(kernel);
  const found: CachedDirectory[] = [];
  if (!layout || !kernel.types.has('super_block', 's_root')) return found;
  const root = kernel.types.offsetOf('super_block', 's_root');
  const met = new Set<bigint>();
  for (const block of superBlocks(kernel)) {
    const top = kernel.space.tryU64(step(block, root));
    if (top) yield* below(kernel, layout, block as Addr, top, met, found);
    yield PAUSE;
  }
  return found.sort((a, b) => b.names - a.names).slice(0, MAX_DIRECTORIES);
}

function* below(
  kernel: Kernel,
  layout: Layout,
  superBlock: Addr,
  top: Addr,
  met: Set<bigint>,
  into: CachedDirectory[],
): Generator<Pause, void, void> {
  const waiting = [top];
  let read = 0;
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    if (met.has(here)) continue;
    met.add(here);
    const count = { names: 0, negative: 0, unused: 0 };
    for (const name of namesIn(kernel, layout, here)) {
      if (tally(kernel, layout, name, count) && hasNames(kernel, layout, name)) waiting.push(name);
      if (++read % AT_ONCE === 0) yield PAUSE;
    }
    if (count.names > 0) into.push({ address: here, superBlock, ...count });
  }
}

/** Counts `name`; true where it is of something that exists. */
function tally(
  kernel: Kernel,
  layout: Layout,
  name: Addr,
  count: { names: number; negative: number; unused: number },
): boolean {
  const inode = kernel.space.tryU64(step(name, layout.inode));
  const flags = kernel.space.tryU32(step(name, layout.flags));
  if (inode === undefined || flags === undefined || (BigInt(flags) & layout.cursor) !== 0n) return false;
  count.names++;
  if (inode === 0n) count.negative++;
  if (((kernel.space.tryU32(step(name, layout.count)) ?? 1) | 0) === 0) count.unused++;
  return inode !== 0n;
}

function hasNames(kernel: Kernel, layout: Layout, dentry: Addr): boolean {
  const head = step(dentry, layout.children);
  const first = kernel.space.tryU64(head);
  return first !== undefined && first !== 0n && first !== head;
}

/** The names of the directory at `dentry`; one of another directory ends them, so does a circle that leaves the head out. */
function* namesIn(kernel: Kernel, layout: Layout, dentry: Addr): Generator<Addr, void, void> {
  const head = step(dentry, layout.children);
  const end = layout.ring ? head : 0n;
  let here = kernel.space.tryU64(head);
  // Brent: the name remembered is renewed at each power of two.
  let remembered: bigint = head;
  for (let count = 1, power = 1; here !== undefined && here !== end && here !== 0n; count++) {
    const name = step(here, -layout.sibling);
    const parent = kernel.space.tryU64(step(name, layout.parent));
    if (parent !== undefined && parent !== dentry) return;
    yield name;
    if (here === remembered) return;
    if (count === power) {
      remembered = here;
      power *= 2;
    }
    here = kernel.space.tryU64(here);
  }
}
