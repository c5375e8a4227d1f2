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

/** What all headings have in common, to pass over the other lines of a long log quickly. */
export const MAYBE =
  /BUG|Bug|WARN|INFO|KASAN|UBSAN|panic|Panic|[Uu]nable to|fault|Fault|Oops|Internal error|opcode|int3|divide|stack|corrupt|lock|[Ss]ysRq|sysrq|Hardware Error|SError|NMI|ODEBUG|kobject|already registered|refcount_t|usercopy|detected|memory leak|oom-killer|ut of memory|allocation failure|unregister_netdevice|VFS:|I\/O|EXT4|XFS|BTRFS|Alignment|trap|CFI|rust|timeout|probe failure|offline|rejecting|Linux version|exception|Bad mode|alignment|stall|dereference|Dentry|vmalloc|stalled|wait/;
