import type { Kernel } from '../../src/core/kernel/kernel.ts';
import { BtfWriter, type BtfMember } from './btf.ts';
import { typedMemory } from './typed-memory.ts';

/** Which layout of SLAB: struct slab over struct page, the same in struct page, a struct slab of its own (members of 2.6.32 or of 3.10). */
export type SlabForm = '6.1' | '4.19' | '3.10' | '2.6.32';

/** A machine of two CPUs and two nodes whose only cache has three slabs of eight objects on node 0. */
export interface ArrayMachine {
  readonly kernel: Kernel;
  readonly cache: bigint;
  /** Of each slab what lists and struct pages name, where its memory begins, and its objects. */
  readonly slabs: readonly { readonly address: bigint; readonly start: bigint; readonly objects: readonly bigint[] }[];
}

const [SIZE, NUM, COLOUR, PAGE] = [128, 8, 64, 4096];
const DIRECT = 0xffff888000000000n;
/** Numbers of the objects that the first slab itself has free; those of the third are all free. */
const FREE = [1, 6, 7] as const;

/** Members one after the other, `bytes` each; answers their offsets as well. */
function layout(fields: readonly (readonly [name: string, type: number, bytes: number])[]): { members: BtfMember[]; at: Record<string, number>; size: number } {
  const at: Record<string, number> = {};
  let size = 0;
  const members = fields.map(([name, type, bytes]) => {
    at[name] = size;
    size += bytes;
    return { name, type, bits: at[name] * 8 };
  });
  return { members, at, size };
}

/**
 * Writes such a machine as mm/slab.c of `form` lays it out. Slab 0: five in use, one of them in the array of CPU 0; slab 1: all in use, of them
 * object 2 in the array of CPU 0, 3 in that of CPU 1, 4 in the shared array of node 0, 5 in the one that node 1 keeps for node 0; slab 2: free.
 */
export function arrayMachine(form: SlabForm): ArrayMachine {
  const apart = form === '3.10' || form === '2.6.32';
  const w = new BtfWriter();
  const u8 = w.int('unsigned char', 1);
  const u32 = w.int('unsigned int', 4);
  const u64 = w.int('unsigned long', 8);
  const u16 = w.int('unsigned short', 2);
  const pointer = w.pointer(0);
  const list = w.struct('list_head', 16, [
    { name: 'next', type: pointer, bits: 0 },
    { name: 'prev', type: pointer, bits: 64 },
  ]);
  if (!apart) w.typedef('freelist_idx_t', u8);
  w.enum('pageflags', { PG_slab: 7 });
  const [stride, objectSize] = form === '2.6.32' ? ['buffer_size', 'obj_size'] : ['size', 'object_size'];
  const link = form === '2.6.32' ? 'next' : 'list';
  const nodeName = apart ? 'kmem_list3' : 'kmem_cache_node';
  const pointers = w.array(pointer, 2);
  const node = layout([
    ['slabs_partial', list, 16],
    ['slabs_full', list, 16],
    ['slabs_free', list, 16],
    ['free_objects', u64, 8],
    ['shared', pointer, 8],
    ['alien', pointer, 8],
    ...(apart ? [] : ([['total_slabs', u64, 8]] as const)),
  ]);
  const nodePointer = w.pointer(w.struct(nodeName, node.size, node.members));
  const tables = w.array(nodePointer, 2);
  const cache = layout([
    [stride, u32, 4],
    ['flags', u32, 4],
    ['num', u32, 4],
    ['gfporder', u32, 4],
    ['name', pointer, 8],
    [link, list, 16],
    [objectSize, u32, 8],
    // From 3.19 on a per-CPU pointer; before 3.11 a pointer to the table of nodes.
    ...(apart ? ([['array', pointers, 16], ['nodelists', w.pointer(nodePointer), 8]] as const) : ([['cpu_cache', pointer, 8], ['node', tables, 16]] as const)),
  ]);
  w.struct('kmem_cache', cache.size, cache.members);
  const array = layout([
    ['avail', u32, 4],
    ['limit', u32, 4],
    ['batchcount', u32, 4],
    ['touched', u32, 4],
    ...(apart ? ([['lock', u64, 8]] as const) : []),
    ['entry', w.array(pointer, 0), 0],
  ]);
  const arrayType = w.struct('array_cache', array.size, array.members);
  if (!apart) w.struct('alien_cache', 8 + array.size, [{ name: 'lock', type: u64, bits: 0 }, { name: 'ac', type: arrayType, bits: 64 }]);
  const over = layout([
    ['flags', u64, 8],
    ...(form === '6.1' ? ([['slab_list', list, 16]] as const) : ([['lru', list, 16]] as const)),
    ['slab_cache', pointer, 8],
    ['freelist', pointer, 8],
    ['s_mem', pointer, 8],
    ['active', u32, 8],
  ]);
  const own = layout([
    ['list', list, 16],
    ['colouroff', u64, 8],
    ['s_mem', pointer, 8],
    ['inuse', u32, 4],
    ['free', u32, 4],
    ['nodeid', u16, 8],
  ]);
  const oldPage = layout(form === '3.10' ? [['flags', u64, 8], ['lru', list, 16], ['slab_cache', pointer, 8], ['slab_page', pointer, 32]] : [['flags', u64, 8], ['lru', list, 56]]);
  if (form === '6.1') w.struct('slab', 64, over.members);
  if (apart) w.struct('slab', own.size, own.members);
  const pageMembers = form === '4.19' ? over.members : apart ? oldPage.members : [{ name: 'flags', type: u64, bits: 0 }];
  w.struct('page', 64, [...pageMembers, { name: 'compound_head', type: u64, bits: 56 * 8 }]);

  const m = typedMemory(w);
  const pages = m.alloc(0x200 * 64, 4096);
  const at = m.alloc(cache.size);
  const write = (where: bigint, l: { at: Record<string, number> }, name: string, value: bigint | number): void =>
    typeof value === 'number' ? m.u32(where + BigInt(l.at[name]), value) : m.u64(where + BigInt(l.at[name]), value);
  const ring = (head: bigint, entries: readonly bigint[]): void => {
    const all = [head, ...entries];
    all.forEach((each, i) => {
      m.u64(each, all[(i + 1) % all.length]);
      m.u64(each + 8n, all[(i + all.length - 1) % all.length]);
    });
  };
  const slabs = [0, 1, 2].map((number) => {
    const start = m.alloc(PAGE, PAGE);
    const page = pages + ((start - DIRECT) / 4096n) * 64n;
    const first = start + BigInt(COLOUR);
    const objects = Array.from({ length: NUM }, (_, i) => first + BigInt(i * SIZE));
    const inuse = [5, 8, 0][number];
    m.u64(page, 1n << 7n);
    if (!apart) {
      const free = m.alloc(NUM);
      [0, 2, 3, 4, 5, ...FREE].forEach((index, i) => m.u8(free + BigInt(i), number === 0 ? index : i));
      for (const [name, value] of [['slab_cache', at], ['freelist', free], ['s_mem', first], ['active', inuse]] as const) write(page, over, name, value);
      return { address: page, start, objects };
    }
    // In the slab, after its objects; the chain of free ones after it.
    const slab = start + 2048n;
    for (const [name, value] of [['colouroff', BigInt(COLOUR)], ['s_mem', first], ['inuse', inuse], ['free', number === 0 ? FREE[0] : number === 1 ? 0xffffffff : 0]] as const) write(slab, own, name, value);
    const chain = number === 0 ? new Map<number, number>([[1, 6], [6, 7], [7, 0xffffffff]]) : new Map(objects.map((_, i) => [i, i === 7 ? 0xffffffff : i + 1]));
    for (const [i, next] of chain) m.u32(slab + BigInt(own.size + i * 4), next);
    const named = form === '3.10' ? oldPage.at : { slab_cache: 8, slab_page: 16 };
    m.u64(page + BigInt(named.slab_cache), at);
    m.u64(page + BigInt(named.slab_page), slab);
    return { address: slab, start, objects };
  });
  const arrayOf = (objects: readonly bigint[], room = m.alloc(256)): bigint => {
    write(room, array, 'avail', objects.length);
    objects.forEach((object, i) => m.u64(room + BigInt(array.size + i * 8), object));
    return room;
  };
  const nodeObjects = [0, 1].map((id) => {
    const where = m.alloc(node.size);
    const link8 = apart ? BigInt(own.at.list) : BigInt(over.at[form === '6.1' ? 'slab_list' : 'lru']);
    for (const [i, name] of ['slabs_partial', 'slabs_full', 'slabs_free'].entries())
      ring(where + BigInt(node.at[name]), id === 0 ? [slabs[i].address + link8] : []);
    write(where, node, 'free_objects', id === 0 ? BigInt(FREE.length + NUM) : 0n);
    write(where, node, 'shared', arrayOf(id === 0 ? [slabs[1].objects[4]] : []));
    const aliens = m.alloc(16);
    if (id === 1) m.u64(aliens, apart ? arrayOf([slabs[1].objects[5]]) : (arrayOf([slabs[1].objects[5]], m.alloc(256) + 8n)) - 8n);
    write(where, node, 'alien', aliens);
    if (!apart) write(where, node, 'total_slabs', id === 0 ? 3n : 0n);
    return where;
  });
  const cpus = [arrayOf([slabs[0].objects[0], slabs[1].objects[2]], m.alloc(256, 256)), arrayOf([slabs[1].objects[3]], m.alloc(256, 256))];
  const name = m.alloc(16);
  m.text(name, 'things');
  for (const [field, value] of [[stride, SIZE], ['num', NUM], ['gfporder', 0], ['name', name], [objectSize, 100]] as const) write(at, cache, field, value);
  if (apart) {
    cpus.forEach((each, i) => m.u64(at + BigInt(cache.at.array + i * 8), each));
    const table = m.alloc(16);
    nodeObjects.forEach((each, i) => m.u64(table + BigInt(i * 8), each));
    write(at, cache, 'nodelists', table);
  } else {
    write(at, cache, 'cpu_cache', cpus[0]);
    nodeObjects.forEach((each, i) => m.u64(at + BigInt(cache.at.node + i * 8), each));
  }
  const head = m.alloc(16);
  ring(head, [at + BigInt(cache.at[link])]);
  m.symbol(form === '2.6.32' ? 'cache_chain' : 'slab_caches', head);
  const kernel = Object.assign(m.kernel, {
    arch: { paging: { vmemmap: () => pages, directMap: () => ({ start: DIRECT, end: DIRECT + (1n << 30n), offset: DIRECT }) } },
    layout: { pageSize: PAGE },
    container: { pages: { endPfn: 0x200, pageSize: PAGE } },
    memory: { pageSize: PAGE },
    vmcoreinfo: { size: () => undefined, number: () => undefined },
    tryPerCpuOffset: (cpu: number) => BigInt(cpu) * (cpus[1] - cpus[0]),
  });
  kernel.remember('nodes', () => [{ id: 0 }, { id: 1 }]);
  kernel.remember('cpu count', () => 2);
  return { kernel, cache: at, slabs };
}
