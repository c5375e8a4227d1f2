import { hex, parseHex } from '../../addr.ts';
import { kmemSays } from '../../catalogue/kmem.ts';
import { asCrash } from '../../catalogue/commands.ts';
import { RequestError } from '../../errors.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { freeArrays } from '../../kernel/slab-arrays.ts';
import { slabCacheOf } from '../../kernel/slab-lookup.ts';
import { sheaves } from '../../kernel/slab-sheaves.ts';
import {
  cpuSlabs,
  listedSlabs,
  nodeSlabs,
  slabAt,
  slabCacheAt,
  slabCaches,
  type NodeSlabs,
  type SlabCache,
  type SlabList,
} from '../../kernel/slab.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line } from '../../rows/value.ts';
import type { Arguments, CommandContext } from '../command.ts';
import { cpuList } from '../expression.ts';
import { cacheLine, CACHE_HEADING, slabLine, SLAB_HEADING, slabLines } from './slab-lines.ts';

/** kmem -s and kmem -S: caches by name, by an address in them, or all; -S shows their slabs and objects too. */
export function* slabCommand(context: CommandContext, args: Arguments): Generator<Line, void, void> {
  const { kernel } = context;
  const all = slabCaches(kernel);
  if (all.length === 0) throw new RequestError(kmemSays.noCaches());
  const ignored = new Set((args.value('-I') ?? '').split(',').filter((name) => name !== ''));
  const whole = args.has('-S');
  const equals = args.value('-S');
  const cpus = equals ? new Set(cpuList(context, 'kmem', equals)) : undefined;
  if (args.words.length === 0) {
    if (!whole) yield CACHE_HEADING;
    for (const cache of all) {
      if (ignored.has(cache.name)) yield { text: `${hex(cache.address, 16)} [IGNORED]  ${cache.name}` };
      else if (whole) yield* contents(kernel, cache, cpus);
      else yield cacheLine(kernel, cache);
    }
    return;
  }
  for (const word of args.words) {
    const cache = all.find(({ name }) => name === word);
    if (word === 'list') yield* names(all);
    else if (cache && whole) yield* contents(kernel, cache, cpus);
    else if (cache) {
      yield CACHE_HEADING;
      yield cacheLine(kernel, cache);
    } else yield* atAddress(kernel, word, whole);
  }
}

function* names(all: readonly SlabCache[]): Generator<Line> {
  for (const { address, name } of all)
    yield {
      text: `${hex(address, 16)} ${name}`,
      row: { cache: address, name },
      links: [{ start: 0, end: 16, ref: refTo.instance('kmem_cache', address) }],
    };
}

function* atAddress(kernel: Kernel, word: string, whole: boolean): Generator<Line> {
  const address = parseHex(word);
  if (address === undefined) throw new RequestError(kmemSays.noCache({ name: word }));
  const lines = slabOf(kernel, address, whole);
  if (!lines) yield { text: `kmem: address is not allocated in slab subsystem: ${hex(address)}` };
  else yield* lines;
}

/** The cache, the slab and the object at `address`, with `whole` all objects of the slab; undefined for other memory. */
export function slabOf(kernel: Kernel, address: bigint, whole: boolean): Generator<Line> | undefined {
  const found = slabCacheOf(kernel, address);
  const cache = found && slabCacheAt(kernel, found.cacheAddress);
  const slab = found && slabAt(kernel, found.slab);
  if (!cache || !slab) return undefined;
  return (function* () {
    yield CACHE_HEADING;
    yield cacheLine(kernel, cache);
    yield* slabLines(kernel, cache, slab, whole ? undefined : (item) => item.address === found.object);
  })();
}

/** Everything that is known of where a cache's slabs are: what CPUs have, sheaves, what nodes list. */
function* contents(
  kernel: Kernel,
  cache: SlabCache,
  cpus: ReadonlySet<number> | undefined,
): Generator<Line, void, void> {
  yield CACHE_HEADING;
  yield cacheLine(kernel, cache);
  if (cache.perSlab !== undefined) {
    yield* arrayContents(kernel, cache, cpus);
    return;
  }
  let active = 0;
  for (const { cpu, address, slab, partial } of cpuSlabs(kernel, cache)) {
    if (cpus && !cpus.has(cpu)) continue;
    if (slab) active++;
    yield { text: `CPU ${cpu} KMEM_CACHE_CPU:` };
    yield {
      text: `  ${hex(address, 16)}`,
      links: [{ start: 2, end: 18, ref: refTo.instance('kmem_cache_cpu', address) }],
    };
    yield { text: `CPU ${cpu} SLAB:` };
    if (slab) yield* slabLines(kernel, cache, slab);
    else yield EMPTY;
    yield { text: `CPU ${cpu} PARTIAL:` };
    if (partial.length === 0) yield EMPTY;
    for (const each of partial) yield* slabLines(kernel, cache, each);
  }
  yield* sheafLines(kernel, cache, cpus);
  for (const node of nodeSlabs(kernel, cache)) {
    yield { text: 'KMEM_CACHE_NODE   NODE  SLABS  PARTIAL  PER-CPU' };
    const columns = `${String(node.node).padStart(5)}  ${String(node.slabs).padStart(5)}  ${String(node.partialCount).padStart(7)}  ${String(active).padStart(7)}`;
    yield {
      text: `${hex(node.object.address, 16)} ${columns}`,
      row: { cache: cache.name, node: node.node, slabs: node.slabs, partial: node.partialCount },
      links: [{ start: 0, end: 16, ref: refTo.instance('kmem_cache_node', node.object.address) }],
    };
    yield* listLines(kernel, cache, node, 'partial', '(empty)');
    // Full slabs are on a list only where user tracking (SLAB_STORE_USER) is on.
    const tracked = (cache.flags & STORE_USER) !== 0n;
    yield* listLines(kernel, cache, node, 'full', tracked ? '(empty)' : '(not tracked)');
  }
  yield { text: '' };
}

/** SLAB_STORE_USER (include/linux/slab.h): 0x10000 in every release that has the flag. */
const STORE_USER = 0x10000n;
const EMPTY: Line = { text: '  (empty)' };

function* listLines(
  kernel: Kernel,
  cache: SlabCache,
  node: NodeSlabs,
  which: SlabList,
  none: string,
): Generator<Line> {
  yield { text: `NODE ${node.node} ${which.toUpperCase()}:` };
  let any = false;
  // One line each: kmem -S of an address within shows the objects.
  for (const slab of listedSlabs(kernel, node, which)) {
    if (!any) yield SLAB_HEADING;
    any = true;
    yield slabLine(kernel, cache, slab);
  }
  if (!any) yield { text: `  ${none}` };
}

/** Of SLAB: what the arrays of CPUs and nodes have, and the slabs on the three lists of each node. */
function* arrayContents(
  kernel: Kernel,
  cache: SlabCache,
  cpus: ReadonlySet<number> | undefined,
): Generator<Line, void, void> {
  for (const { kind, owner, address, size, objects } of freeArrays(kernel, cache.object)) {
    if (kind === 'cpu' && cpus && !cpus.has(owner)) continue;
    const whose = kind === 'cpu' ? `CPU ${owner}` : `NODE ${owner} ${kind.toUpperCase()}`;
    yield { text: `${whose} ARRAY_CACHE:` };
    yield {
      text: `  ${hex(address, 16)}  ${size} objects`,
      row: { cache: cache.name, array: address, kind, owner, objects: size },
      links: [{ start: 2, end: 18, ref: refTo.instance('array_cache', address) }],
    };
    for (const object of objects())
      yield {
        text: `   ${hex(object, 16)}`,
        row: { cache: cache.name, object, state: `${kind} array` },
        links: [{ start: 3, end: 19, ref: refTo.address(object) }],
      };
  }
  for (const node of nodeSlabs(kernel, cache))
    for (const which of ['partial', 'full', 'free'] as const)
      yield* listLines(kernel, cache, node, which, '(empty)');
  yield { text: '' };
}

/** The sheaves of kernels that have them (7.0 on, some caches since 6.18), and the objects in each. */
function* sheafLines(
  kernel: Kernel,
  cache: SlabCache,
  cpus: ReadonlySet<number> | undefined,
): Generator<Line> {
  for (const sheaf of sheaves(kernel, cache)) {
    const { role, owner, address, size } = sheaf;
    if (role !== 'barn' && cpus && !cpus.has(owner)) continue;
    yield {
      text: role === 'barn' ? `NODE ${owner} BARN SHEAF:` : `CPU ${owner} ${role.toUpperCase()} SHEAF:`,
    };
    yield {
      text: `  ${hex(address, 16)}  ${size} objects`,
      row: { cache: cache.name, sheaf: address, role, owner, objects: size },
      links: [{ start: 2, end: 18, ref: refTo.instance('slab_sheaf', address) }],
    };
    for (const object of sheaf.objects())
      yield {
        text: `   ${hex(object, 16)}`,
        row: { cache: cache.name, object, state: `${role} sheaf` },
        links: [{ start: 3, end: 19, ref: refTo.address(object) }],
      };
  }
}

/** What crash says of options for kernels that are long gone. */
export function notApplicable(flag: string): RequestError {
  return new RequestError(
    asCrash(`kmem: ${flag} option not supported or applicable on this architecture or kernel`),
  );
}
