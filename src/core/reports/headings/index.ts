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

/** Words that reports have and next to nothing else: blocks of a large text with one of them are kept before others. */
const REPORTS =
  /BUG|WARN|KASAN|kasan: |UBSAN|anic|[Uu]nable to |GPF|general protection|Oops|ernal error|invalid opcode|divide error|ODEBUG|refcount_t|usercopy|detected buffer|memory leak|unreferenced object|Bad mode|CFI failure|rust_kernel|Trigger a crash|Machine Check|SError|LOCKUP|dereference|can't die|blocked for|stack-protector|list_(?:add|del)|to execute|self-detected|detected stall|suspicious (?:RCU|rcu)|possible (?:circular|recursive|irq)|non-static key/;

/**
 * What a line has in it that is a heading of whatever kind: words that few other lines have, so that a long log is passed
 * over quickly. The one list of them: which blocks of a large text are kept, too, goes by it (test/core/reports/headings.test.ts
 * holds every heading against it).
 */
export const MAYBE = new RegExp(
  `${REPORTS.source}|` +
    String.raw`kthread (?:starved|timer)|bad because|PANIC at|SPL PANIC|VERIFY|ASSERT|LBUG|Bug: |INFO: |[ -]fault|Fault|opcode|(?:operation|event|exception): 00|Kernel bug|invoked from kernel|Entering kdb|Vector: |int3|divide|[Ss]tack (?:over|guard|segment|going|recur)|stack space|stack regs|overran|overflown|orrupt|[Ss]ys[Rr]q ?:|Hardware Error|achine check|Bus Error|status\/mask|Memory failure|Xid|fallen off|NMI|kobject|sysfs: |already registered|name '|remove_proc_entry|percpu ref|oom-killer|ut of memory|allocation failure|unregister_netdevice|VFS: |I\/O|EDAC|EXT\d-fs|XFS|BTRFS|F2FS-fs|lignment|unaligned|trap|timeout|timing out|probe failure|Device |controller is down|hard resetting|exception|offline|NETDEV|Unhandled|stall|[Ll]ock(?: order|ing| was| held)|LOCKS_WARN|RWSEMS_WARN|lock state|lock class|unlock balance|contention|lock freed|RCU usage|rcu_dereference|wait context|non-static key|locks held|segfault|slab|Slab|blocked in|Linux version|Booting|DMI: |Hardware name|Hypervisor|Machine model|SMBIOS|backtrace for cpu|Sending NMI|Task dump|Utilization|registers at|return address`,
);

/** Blocks of a large text that are kept first: those with reports and their bodies. */
export const TOLD = new RegExp(`${REPORTS.source}|cut here|[Cc]all [Tt]race|={20}`);
/** Those that are kept as far as there is room: what may come before a report, and what is said of the log itself. */
export const MATTERS = new RegExp(`${MAYBE.source}|dropped \\*\\*|Part\\d`);
