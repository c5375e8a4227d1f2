import { describe, expect, it } from 'vitest';
import { spoken } from '../../../src/core/catalogue/message.ts';
import { culpritOf } from '../../../src/core/verdict/culprit.ts';
import { rules } from '../../../src/core/verdict/rules/index.ts';
import { addressOf, caseOf, type CasePlan, type PlannedFrame } from '../../build/case.ts';
import { firstAnswer, inEnglish } from '../../build/judged.ts';

const STACK = 0xffffc90000004200n;
const task = { comm: 'insmod', pid: 77 };
const ON_WARN = 'Kernel panic - not syncing: kernel: panic_on_warn set ...';
const CUT = '------------[ cut here ]------------';

function judged(plan: CasePlan) {
  const c = caseOf(plan);
  const { found } = firstAnswer(c);
  return { ...found, ...inEnglish(found), blamed: culpritOf(c, found).culprit };
}

/** A trap at the first of `inner`, with its code, that the kernel did not survive. */
function trapped(
  inner: readonly (string | PlannedFrame)[],
  log: readonly string[],
  entry = 'asm_exc_invalid_op',
): CasePlan {
  const frames: (string | PlannedFrame)[] = [
    ...['machine_kexec', 'crash_kexec', 'oops_end', 'do_trap', 'handle_bug'],
    { name: entry, entered: { rsp: STACK, rdi: 0x7777777777777777n } },
    ...inner,
  ];
  const first = typeof inner[0] === 'string' ? inner[0] : inner[0].name;
  const at = addressOf({ frames }, first) + 16n;
  const code = entry === 'asm_exc_invalid_op' ? [0x0f, 0x0b] : [0x48, 0x8b, 0x47, 0x18];
  return { cpu: 0, task, frames, log, memory: { [at.toString()]: code } };
}
const onWarn = (lines: readonly string[]): CasePlan => ({
  cpu: 0,
  task,
  log: [...lines, ON_WARN],
  frames: ['machine_kexec', 'panic', '__warn', 'object_err', 'lab_drop [driver]'],
});
const WARNING = 'WARNING: mm/slub.c:1239 at object_err+0x1f3/0x202, CPU#0: insmod/77';

describe('a slab report that panic_on_warn ended', () => {
  it.each([
    [
      'kmem_cache_free(lab_packet, 000000001a1e7423): object belongs to different cache kmalloc-128',
      'WARNING: mm/slub.c:6500 at warn_free_bad_obj+0xaa/0xe0, CPU#0: insmod/179',
    ],
    [
      'cache_from_obj: Wrong slab cache. lab_packet but object is from kmalloc-128',
      'WARNING: CPU: 0 PID: 77 at mm/slab.h:684 kmem_cache_free+0x2d3/0x3b0',
    ],
  ])('names both caches of an object that was freed into another one: %s', (text, warning) => {
    const found = judged(onWarn([CUT, text, warning]));
    expect(found.kind).toBe('slab-corruption');
    expect(found.sentence).toContain('lab_packet');
    expect(found.said).toContain('belongs to the slab cache kmalloc-128');
    expect(found.blamed?.name).toBe('driver');
  });

  it('is of a double free where more are to be freed than there are', () => {
    const line =
      'BUG lab_packet (Tainted: G           OE      ): Slab has 0 allocated objects but 1 are to be freed';
    expect(judged(onWarn([line, CUT, WARNING]))).toMatchObject({
      kind: 'double-free',
      subKind: 'lab_packet',
    });
  });

  it('says what was overwritten, and who had the object', () => {
    const found = judged(
      onWarn([
        '[Right Redzone overwritten] 0x00000000231c55b1-0x00000000231c55b1 @offset=3952. First byte 0x41 instead of 0xcc',
        '=====',
        'BUG lab_packet (Tainted: G           OE      ): Object corrupt',
        'Allocated in redzone+0x40/0x70 [driver] age=10 cpu=0 pid=77',
        CUT,
        WARNING,
      ]),
    );
    expect(found.title).toBe('Slab corruption: Right Redzone overwritten');
    expect(found.said).toContain('First byte 0x41 instead of 0xcc');
    expect(found.said).toContain('Allocated in redzone');
  });
});

describe('a BUG() in a function that checks for others', () => {
  it('is told of whoever called it, with what was said just before', () => {
    const said = 'skbuff: skb_over_panic: text:ffffffffc060506f len:4000 put:4000 head:ffff8af1018dc500';
    const found = judged(
      trapped(
        ['skb_panic', 'skb_put', 'lab_append [driver]'],
        ['x', said, CUT, 'kernel BUG at net/core/skbuff.c:214!'],
      ),
    );
    expect(found.kind).toBe('bug');
    expect(found.sentence).toContain('lab_append');
    expect(found.said).not.toContain('skb_over_panic');
    const plan = trapped(
      ['skb_panic', 'skb_put', 'lab_append [driver]'],
      ['x', said, CUT, 'kernel BUG at net/core/skbuff.c:214!'],
    );
    // A second apart it is not of the same breath; of one it is quoted.
    const c = caseOf({ ...plan, interval: 1_000_000n });
    const bug = rules.find(({ id }) => id === 'bug')?.examine(c);
    expect(JSON.stringify(bug && spoken(bug.findings, 'en'))).toContain('skb_over_panic');
  });
});

describe('a BUG() or WARN() in the core of the kernel', () => {
  const bug = (inner: readonly string[]) =>
    judged(trapped(inner, ['x', CUT, 'kernel BUG at net/core/dev.c:11487!'])).blamed;
  const warn = (inner: readonly string[]) =>
    judged({
      cpu: 0,
      task,
      log: [CUT, 'WARNING: CPU: 0 PID: 77 at fs/proc/generic.c:1 forget_it+0x1/0x2', ON_WARN],
      frames: ['machine_kexec', 'panic', '__warn', ...inner],
    }).blamed;

  it('is told of the module that called it: the function only complains of what it was given', () => {
    for (const found of [bug, warn]) {
      expect(found(['forget_it', 'lab_drop [driver]', 'do_one_initcall'])).toMatchObject({
        what: 'module',
        name: 'driver',
        confidence: 'likely',
      });
      // What passes on for others stands between them.
      expect(found(['forget_it', 'call_timer_fn', 'lab_drop [driver]'])?.name).toBe('driver');
    }
  });

  it('is of the function itself where one of the core called it, whoever stands further out', () => {
    for (const found of [bug, warn])
      expect(found(['forget_it', 'vfs_frob', 'lab_drop [driver]'])).toMatchObject({
        what: 'function',
        name: 'forget_it',
      });
  });
});

describe('what an interrupt came into', () => {
  it('is not to blame for what happened in the interrupt', () => {
    const plan = trapped(
      [
        '__run_timers',
        'run_timer_softirq',
        'handle_softirqs',
        { name: 'asm_sysvec_apic_timer_interrupt', entered: { rsp: STACK } },
        'innocent [other]',
        'do_idle',
      ],
      ['general protection fault, probably for non-canonical address 0x777777777777778f: 0000 [#1] SMP'],
      'asm_exc_general_protection',
    );
    const found = judged(plan);
    expect(found.kind).toBe('non-canonical');
    expect(found.blamed).toBeUndefined();
  });
});

describe("ends by the kernel's own rules", () => {
  const stopped = (log: readonly string[], inner: readonly string[]): CasePlan => ({
    cpu: 0,
    task,
    log,
    frames: ['machine_kexec', 'vpanic', 'panic', ...inner],
  });

  it('tell of the file system, its device and its errors', () => {
    const found = judged(
      stopped(
        [
          'EXT4-fs error (device vdc): ext4_lookup:1858: inode #2: comm ls: deleted inode referenced: 12',
          'Kernel panic - not syncing: EXT4-fs (device vdc): panic forced after error',
        ],
        ['ext4_handle_error', '__ext4_error'],
      ),
    );
    expect(found).toMatchObject({ kind: 'filesystem', confidence: 'proven' });
    expect(found.sentence).toContain('EXT4-fs on vdc');
    expect(found.said).toContain('deleted inode referenced');
  });

  it('of a file system has the disk for a cause only where the disk itself failed', () => {
    const culprit = (line: string) =>
      judged(
        stopped(
          [line, 'Kernel panic - not syncing: EXT4-fs (device sda1): panic forced after error'],
          ['ext4_handle_error', '__ext4_error'],
        ),
      ).culprit;
    expect(culprit('blk_update_request: I/O error, dev sda, sector 2048 op 0x0:(READ)')).toMatchObject({
      what: 'hardware',
      name: 'sda1',
    });
    expect(culprit('Buffer I/O error on dev sr0, logical block 0, async page read')?.what).not.toBe(
      'hardware',
    );
    expect(culprit('blk_update_request: I/O error, dev sda12, sector 8')?.what).not.toBe('hardware');
  });

  it('tell which slab cache ate the memory', () => {
    const found = judged(
      stopped(
        [
          'lab_leaker invoked oom-killer: gfp_mask=0xc2cc0(GFP_KERNEL), order=0, oom_score_adj=0',
          '262030 pages RAM',
          'bio-128                   11KB         11KB',
          'kmalloc-4k            697268KB     697268KB',
          'Kernel panic - not syncing: Out of memory: system-wide panic_on_oom is enabled',
        ],
        ['out_of_memory'],
      ),
    );
    expect(found.kind).toBe('out-of-memory');
    expect(found.said).toContain('681 MB of memory, 67 % of all, is in objects of the slab cache kmalloc-4k');
    expect(found.said).not.toContain('bio-128');
  });
});

describe('a warning in the free path with an object and its cache in registers', () => {
  it('is what it says, and no double free', () => {
    const plan = trapped(
      ['kmem_cache_free', 'lab_drop [driver]'],
      [
        CUT,
        'cache_from_obj: Wrong slab cache. lab_packet but object is from kmalloc-128',
        'WARNING: CPU: 0 PID: 77 at mm/slub.c:4703 kmem_cache_free+0x2d3/0x3b0',
        ON_WARN,
      ],
    );
    const found = judged({ ...plan, frames: ['machine_kexec', 'panic', ...(plan.frames ?? []).slice(3)] });
    expect(found.kind).toBe('slab-corruption');
  });
});

describe('a fault of the allocator over its own free list', () => {
  it('makes who asked for memory a guess, and says why', () => {
    const found = judged(
      trapped(
        ['__kmalloc_cache_noprof', 'innocent [other]'],
        ['general protection fault, probably for non-canonical address 0x777777777777778f: 0000 [#1] SMP'],
        'asm_exc_general_protection',
      ),
    );
    expect(found.kind).toBe('non-canonical');
    expect(found.blamed).toMatchObject({ name: 'other', confidence: 'guess' });
  });
});
