import { beforeEach, expect, it, vi } from 'vitest';
import { addressOf, caseOf, type CasePlan, type PlannedFrame } from '../../build/case.ts';

/**
 * The free path's own check for an object that was freed last (CONFIG_SLAB_FREELIST_HARDENED): BUG() in set_freepointer() of SLUB, a
 * WARN() without a text in __free_one() of SLAB, which is inlined in ___cache_free() (mm/slab.c). Objects and caches are stood in for.
 */

const OBJECT = 0xffff8f8b4421bbc8n;
const CACHE = 0xffff8f8b41f34f00n;
let free = true;
vi.mock('../../../src/core/kernel/slab-lookup.ts', () => ({
  slabCacheOf: (_: unknown, address: bigint) =>
    address === OBJECT ? { cache: 'lab_packet', cacheAddress: CACHE, object: OBJECT } : undefined,
}));
vi.mock('../../../src/core/kernel/slab-objects.ts', () => ({
  objectAt: (_: unknown, address: bigint) =>
    address === OBJECT
      ? { cache: 'lab_packet', free, state: { kind: free ? 'cpu' : 'allocated' } }
      : undefined,
}));
const { firstAnswer, inEnglish } = await import('../../build/judged.ts');
const { culpritOf } = await import('../../../src/core/verdict/culprit.ts');

const ON_WARN = 'Kernel panic - not syncing: kernel: panic_on_warn set ...';
const CUT = '------------[ cut here ]------------';
const WARNING = 'WARNING: CPU: 0 PID: 77 at mm/slab.c:597 ___cache_free+0x81/0x230';

function judged(where: string, log: readonly string[], inner: readonly string[]) {
  const frames: (string | PlannedFrame)[] = [
    ...inner,
    {
      name: 'asm_exc_invalid_op',
      entered: { rsp: 0xffffc90000004200n, rdi: CACHE, rsi: OBJECT },
    },
    ...[where, 'kmem_cache_free', 'lab_drop [driver]'],
  ];
  const plan: CasePlan = { cpu: 0, task: { comm: 'insmod', pid: 77 }, frames, log };
  const at = addressOf(plan, where) + 16n;
  const c = caseOf({ ...plan, memory: { [at.toString()]: [0x0f, 0x0b] } });
  const { found } = firstAnswer(c);
  return { ...found, ...inEnglish(found), blamed: culpritOf(c, found).culprit };
}
const warned = (log: readonly string[], where = '___cache_free') =>
  judged(
    where,
    [...log, WARNING, ON_WARN],
    ['machine_kexec', '__crash_kexec', 'panic', 'check_panic_on_warn', '__warn', 'report_bug', 'handle_bug'],
  );

beforeEach(() => {
  free = true;
});

it('a warning without a text there, of an object that is free, is a double free', () => {
  const found = warned([CUT]);
  expect(found).toMatchObject({ kind: 'double-free', confidence: 'proven', subKind: 'lab_packet' });
  expect(found.said).toContain('At this WARN()');
  expect(found.said).not.toContain('BUG()');
  expect(found.said).toContain('stands on the allocator');
  expect(found.said).toContain('panic_on_warn made a crash of it');
  expect(found.blamed?.name).toBe('driver');
});

it('is only a warning where the object is not free', () => {
  free = false;
  expect(warned([CUT]).kind).toBe('warn');
});

it('is only a warning in another function, and what its text says where it has one', () => {
  expect(warned([CUT], 'drain_array').kind).toBe('warn');
  const text = 'cache_from_obj: Wrong slab cache. lab_packet but object is from kmalloc-128';
  expect(warned([CUT, text], 'kmem_cache_free').kind).toBe('slab-corruption');
  expect(warned([CUT, 'virt_to_cache: Object is not a Slab page!']).kind).toBe('warn');
});

it('a BUG() there is one as before, likely where the object is no longer free', () => {
  const bug = (): ReturnType<typeof judged> =>
    judged(
      '__slab_free',
      [CUT, 'kernel BUG at mm/slub.c:419!', 'Kernel panic - not syncing: Fatal exception'],
      ['machine_kexec', 'crash_kexec', 'oops_end', 'do_trap', 'handle_bug'],
    );
  expect(bug()).toMatchObject({ kind: 'double-free', confidence: 'proven' });
  expect(bug().said).toContain('At this BUG()');
  free = false;
  expect(bug()).toMatchObject({ kind: 'double-free', confidence: 'likely' });
});
