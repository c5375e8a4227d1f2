import { reported } from '../../catalogue/reports.ts';
import { trouble } from '../../catalogue/trouble.ts';
import type { Heading } from '../report.ts';
import type { Headings } from './index.ts';

/** What the kernel's own checks print: BUG(), WARN(), lists, references, hardening, pages, slabs, object debugging. */
export const headings: Headings = {
  name: 'checks',
  list: [
    // __report_bug(), lib/bug.c; BUG() without CONFIG_BUG's table, include/asm-generic/bug.h
    {
      id: 'bug',
      kind: 'bug',
      pattern:
        /^(?:PANIC: )?[kK]ernel BUG (?:at (?<what>\S+?)!|at (?<symbol>[A-Za-z_][\w.]*)\+0x\S+ \[verbose|at (?:\S+)|in )|^BUG: failure at (?:\S+?)\/(?<inside>\w+)\(\)!/,
      about: trouble.bug,
      place: 'registers',
      rank: 5,
    },
    // OpenZFS's module/os/linux/spl/spl-err.c and Lustre's libcfs/libcfs/debug.c: the task stops, the kernel goes on
    ...[
      /^PANIC at (?<what>[\w./-]+:\d+):(?<symbol>\w+)\(\)/,
      /^SPLError: \d+:\d+:\((?<what>[\w.-]+:\d+):(?<symbol>\w+)\(\)\) SPL PANIC/,
      /^LustreError: \d+:\d+:\((?<what>[\w.-]+:\d+):(?<symbol>\w+)\(\)\) (?:ASSERTION\(|LBUG)/,
    ].map((pattern): Heading => ({
      id: 'module-assert',
      kind: 'bug',
      pattern,
      about: reported.assertion,
      place: 'named',
      rank: 6,
    })),
    {
      id: 'module-verify',
      kind: 'bug',
      pattern: /^(?:VERIFY|ASSERT)\w{0,6}\(.*\) failed(?: \(|$)/,
      about: reported.assertion,
      place: 'trace',
      rank: 4,
      adds: true,
    },
    // lib/list_debug.c; before 4.10 its messages ended in BUG() or WARN() too
    {
      id: 'list',
      kind: 'list-corruption',
      pattern:
        /^(?:slab_bug: )?list_(?:add|del)(?:_rcu)? (?:corruption|double add)|^list_(?:add|del) corruption/,
      about: trouble.list,
      place: 'registers',
      rank: 6,
      adds: true,
    },
    // Without CONFIG_DEBUG_BUGVERBOSE no file is known.
    {
      id: 'warn-bare',
      kind: 'warn',
      pattern:
        /^(?:-+\[ cut here \]-+ *)?WARNING: (?:CPU: (?<cpu>\d+) )?(?:PID: (?<pid>\d+) )?at (?<symbol>[A-Za-z_.<][\w.$]*)\+0x/,
      about: trouble.warn,
      place: 'named',
    },
    {
      id: 'warn',
      kind: 'warn',
      pattern:
        /^(?:-+\[ cut here \]-+ *)?WARNING: (?:CPU: (?<cpu>\d+) )?(?:PID: (?<pid>\d+) )?(?:\(?\.{2,3}\)? )?at (?<what>\S+?:\d+|\S+) ?(?:(?<symbol>[A-Za-z_.<][^\s+]*)(?:\+0x|\(\)| \S+\.[ch]:\d))?/,
      about: trouble.warn,
      place: 'named',
    },
    // __warn() of 6.19 on: the condition may stand in brackets, the file comes first, the CPU and the task last.
    {
      id: 'warn-new',
      kind: 'warn',
      pattern:
        /^(?:-+\[ cut here \]-+ *)?WARNING: (?:\[.*?\] )?(?:\.{2,3} )?(?<what>[\w./+-]+\.(?:[chS]|rs):\d+)(?: at)?(?: (?:(?<symbol>[A-Za-z_.<][^\s+,]*)|0x0)(?:\+0x[^,\s]*|(?=,|$| \S+:\d)))?(?: [\w./+-]+:\d+)?(?:, CPU#(?<cpu>\d+)(?:: (?<comm>.*)\/(?<pid>\d+))?)?/,
      about: trouble.warn,
      place: 'named',
    },
    // lib/refcount.c, include/linux/refcount.h
    {
      id: 'refcount',
      kind: 'hardening',
      pattern: /^refcount_t: |^percpu ref \(\w+\) <= 0/,
      about: trouble.refcount,
      place: 'trace',
      rank: 6,
      adds: true,
    },
    // mm/usercopy.c
    {
      id: 'usercopy',
      kind: 'hardening',
      pattern:
        /^usercopy: [Kk]ernel memory (?:exposure|overwrite) attempt|^Bad or missing usercopy whitelist/,
      about: trouble.usercopy,
      place: 'trace',
      rank: 6,
    },
    {
      id: 'fortify',
      kind: 'hardening',
      pattern: /^(?:\w+: )?detected buffer overflow/,
      about: trouble.fortify,
      place: 'trace',
      rank: 6,
      adds: true,
    },
    {
      id: 'cfi',
      kind: 'hardening',
      pattern: /^CFI failure(?: at (?<symbol>[A-Za-z_][\w.]*))?/,
      about: trouble.cfi,
      place: 'named',
      rank: 6,
    },
    // lib/debugobjects.c
    {
      id: 'odebug',
      kind: 'object-debug',
      pattern: /^ODEBUG: (?!Out of memory|\d|selftest|end of)/,
      about: reported.objectDebug,
      place: 'trace',
      rank: 6,
    },
    {
      id: 'kobject',
      kind: 'object-debug',
      pattern:
        /^kobject(?:: |_add_internal |\w* )?(?:.*tried to (?:init|add) an|.*is not initialized|.*does not have a release|failed for|.*attempted to be registered with)|^sysfs: cannot create duplicate filename/,
      about: reported.objectDebug,
      place: 'trace',
      rank: 6,
      adds: true,
    },
    {
      id: 'proc',
      kind: 'object-debug',
      pattern: /^(?:proc_dir_entry '\S+ already registered|name '.*'$|remove_proc_entry: )/,
      about: reported.objectDebug,
      place: 'trace',
      rank: 6,
      adds: true,
    },
    // mm/page_alloc.c, mm/memory.c, kernel/fork.c
    {
      id: 'bad-page',
      kind: 'bad-page',
      pattern: /^BUG: Bad page (?:state|map|cache) in process (?<comm>.*?)(?:\s+pfn:|\s+pte:|$)/,
      about: trouble.badPage,
      place: 'trace',
    },
    // What is left of one whose first line is lost.
    {
      id: 'bad-page-flags',
      kind: 'bad-page',
      pattern: /^bad because of flags: /,
      about: trouble.badPage,
      place: 'trace',
      rank: 2,
    },
    {
      id: 'bad-rss',
      kind: 'bad-page',
      pattern: /^BUG: (?:Bad rss-counter state|non-zero (?:nr_ptes|nr_pmds|pgtables_bytes))/,
      about: trouble.badRss,
      place: 'none',
    },
    // mm/slub.c, mm/slab.c
    {
      id: 'double-free',
      kind: 'double-free',
      pattern: /^BUG \S+ \(.*\): Object already free|^slab: double free detected/,
      about: trouble.slab,
      place: 'trace',
    },
    {
      id: 'slab',
      kind: 'slab-corruption',
      pattern:
        /^BUG (?<what>\S+) \([^)]*\): |^BUG \S+: (?:Objects remaining|Poison overwritten|Redzone overwritten|Padding overwritten|Freepointer corrupt|Wrong object count)\b|^BUG (?:kmalloc|kmem_cache)\S*: |^(?:Slab corruption|slab error in )/,
      about: trouble.slab,
      place: 'trace',
    },
    {
      id: 'slab-track',
      kind: 'slab-corruption',
      pattern: /^INFO: (?:Freed|Allocated) in (?<symbol>[A-Za-z_][\w.]*)(?:\+0x\S+)? age=/,
      about: reported.slabInfo,
      place: 'named',
      rank: 2,
    },
    {
      id: 'stack-protector',
      kind: 'stack-protector',
      pattern: /^(?!---\[ end ).*stack-protector: Kernel stack is corrupted in: (?<symbol>[A-Za-z_][\w.]*)?/,
      about: trouble.stackProtector,
      place: 'named',
      rank: 8,
      ends: true,
    },
    {
      id: 'stack-end',
      kind: 'stack-overflow',
      pattern: /corrupted stack end detected inside scheduler|Thread overran stack, or stack corrupted/,
      about: trouble.stackOverflow,
      place: 'stalled',
      rank: 8,
    },
    // arch/x86/kernel/unwind_{orc,frame}.c
    {
      id: 'unwinder',
      kind: 'unwinder',
      pattern:
        /^(?:WARNING: )?(?:kernel stack (?:regs|frame pointer) at|stack (?:going in the wrong direction|recursion)|unrecognized kernel stack return address|can't access registers at|kernel stack regs has bad)/,
      about: reported.unwinder,
      place: 'none',
      rank: 4,
    },
    {
      id: 'in-use',
      kind: 'filesystem',
      pattern: /^BUG: Dentry .*still in use|^VFS: (?:Close: file count is|Busy inodes after unmount)/,
      about: reported.inUse,
      place: 'trace',
    },
    {
      id: 'netdev',
      kind: 'netdev-busy',
      pattern: /^unregister_netdevice: waiting for (?<what>\S+) to become free/,
      about: reported.netdev,
      aside: true,
      place: 'none',
    },
    {
      id: 'leak',
      kind: 'memory-leak',
      pattern: /^(?:[\d/]+ [\d:]+ )?BUG: memory leak/,
      about: reported.leak,
      place: 'trace',
    },
    // /sys/kernel/debug/kmemleak has the objects alone.
    {
      id: 'leak-object',
      kind: 'memory-leak',
      pattern: /^unreferenced object (?:\(percpu\) )?0x[0-9a-f]+ \(size/,
      about: reported.leak,
      place: 'trace',
      rank: 4,
    },
  ],
};
