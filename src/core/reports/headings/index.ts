import { gather } from '../../gather.ts';
import type { Heading } from '../report.ts';

/** A file of this folder: headings that belong together. */
export interface Headings {
  readonly name: string;
  readonly list: readonly Heading[];
}

/** Every line that begins a report or adds to one: the files of this folder. */
export const headings: readonly Heading[] = gather(
  import.meta.glob<{ headings?: Headings }>(['./*.ts', '!./index.ts'], { eager: true }),
  'headings',
  ({ name }) => name,
).flatMap(({ list }) => list);

/**
 * What a line has in it that is a heading of whatever kind: words that few other lines have, so that a long log is passed
 * over quickly. The one list of them: which blocks of a large text are kept, too, goes by it (test/core/reports/headings.test.ts
 * holds every heading against it).
 */
export const MAYBE =
  /BUG|Bug: |WARN|INFO: |KASAN|kasan: |UBSAN|anic|[Uu]nable to |[ -]fault|Fault|GPF|Oops|ernal error|opcode|(?:operation|event|exception): 00|Kernel bug|invoked from kernel|Entering kdb|Vector: |int3|divide|[Ss]tack (?:over|guard|segment|going|recur)|stack space|stack regs|stack-protector|overran|overflown|orrupt|[Ss]ys[Rr]q ?:|Trigger a crash|Hardware Error|Machine Check|SError|NMI|LOCKUP|ODEBUG|kobject|sysfs: |already registered|name '|remove_proc_entry|refcount_t|percpu ref|usercopy|detected buffer|memory leak|unreferenced object|oom-killer|ut of memory|allocation failure|unregister_netdevice|VFS: |I\/O|EDAC|EXT\d-fs|XFS|BTRFS|F2FS-fs|lignment|unaligned|trap|CFI failure|rust_kernel|timeout|timing out|probe failure|Device |controller is down|hard resetting|exception|offline|NETDEV|Bad mode|Unhandled|stall|dereference|list_(?:add|del)|[Ll]ock(?: order|ing| was| held)|LOCKS_WARN|RWSEMS_WARN|lock state|lock class|unlock balance|contention|lock freed|RCU usage|rcu_dereference|wait context|non-static key|locks held|segfault|slab|Slab|to execute|blocked for|blocked in|can't die|Linux version|Booting|DMI: |Hardware name|Hypervisor|Machine model|SMBIOS|backtrace for cpu|Sending NMI|Task dump|Utilization|registers at|return address/;

/** What else stands in the blocks of a large text that are kept: bodies of reports, and what is said of the log itself. */
export const MATTERS = new RegExp(`${MAYBE.source}|cut here|[Cc]all [Tt]race|={20}|dropped \\*\\*|Part\\d`);
