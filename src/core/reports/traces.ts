import type { Printed } from '../arch/printed.ts';
import { frameOf, placeIn, type Frame } from './frames.ts';
import type { LogLine, Trace } from './report.ts';

/** Frames of one trace that are read. */
const MAX_FRAMES = 500;

/** What may stand between the frames of one trace: marks of stacks, registers of an exception, code. */
const BETWEEN =
  /^\s*(?:<\/?[#\w]+>\s*(?:<\/?[#\w]+>)*|(?:R[A-Z0-9]{2}|E[A-Z]{2}|CR\d|[FG]S|[xr]\d{1,2}|pstate|sp|lr|ra|gp|t\d|s\d+|a\d|DR\d) ?: ?[0-9a-f].*|R\d\d: .*|EFLAGS.*|ORIG_[RE]AX.*|Code: .*|Exception stack\(.*|[0-9a-f]{3,4}:( +[0-9a-f]{8}){1,8}|-{3,} ?(?:interrupt|Exception|\[ end|<).*|Stack: ?.*|\.{3}|=======+|Call Trace.*|<[A-Z#\d]+ ?stack>.*|(?:[0-9a-f]{16} ?){2,4}|\(\[<.*)$/;
/** Before 4.10 the first frame of a stack stood in the line that told the stack: " <IRQ>  [<ffffffff81046e8d>] …". */
const MARKED = /^\s*(?:<{1,2}\/?[#A-Z][#A-Z\d]*>{1,2}\s+)+(?=\[<|\? |[A-Za-z_])/;
const MARK = /<(\/?)([#A-Z][#\w]*)>/g;

/** Begins another trace, or another part of the report: the one before is over. */
const PART =
  /^\s*$|^\s*(?:Call [Tt]race|Backtrace|[Ss]tack backtrace|-> ?#\d|\.\.\. |to a |stack|the existing|Allocated|Freed|Last potentially|Uninit|Local variable|Memory state|The buggy|Object |hex dump|CPU: \d|Hardware name|Modules linked|Kernel panic|NMI backtrace|INFO: |WARNING: |BUG: |page |write to |read to |race at|Preemption disabled|other info|-{10,}|={10,}|---\[|\d+ locks? held|Showing all locks|task:|unreferenced object|Code: )/;
/** What was wrapped before the one function that it names. */
const OF_BEFORE = /(?:(?:en|dis)abled at \(\d+\):(?: \[<[0-9a-f]+>\])?|\bat:) *$|^WARNING: .*:\d+ *$/;
/** Lines of others that may stand within one trace: a console is shared. */
const MAX_NOISE = 60;

/** Every trace in \`lines\`, in order, each with the line that introduces it. */
export function tracesIn(lines: readonly LogLine[], machine: Printed | undefined): Trace[] {
  const traces: Trace[] = [];
  let frames: Frame[] = [];
  let title = '';
  let stack: string | undefined;
  let start = 0;
  let noise = 0;
  const close = (): void => {
    if (frames.length > 0) {
      traces.push({ title, frames, sequence: start });
      title = '';
    }
    frames = [];
    stack = undefined;
  };
  let before = '';
  for (const { text, sequence } of lines) {
    // "softirqs last enabled at (12):" and a lock's "at:" that were wrapped: no frame of a stack follows.
    const wrapped = frames.length === 0 && OF_BEFORE.test(before);
    before = text;
    if (wrapped) continue;
    const mark = MARKED.exec(text)?.[0];
    if (mark !== undefined) stack = stackAfter(mark, stack);
    const parsed = frameOf(mark === undefined ? text : text.slice(mark.length));
    if (parsed) {
      if (frames.length === 0) start = sequence;
      noise = 0;
      for (const each of parsed) {
        // arm names each function twice: as caller, and as what was called.
        const last = frames.at(-1);
        if (parsed.length === 2 && each === parsed[0] && last?.symbol === each.symbol) continue;
        if (frames.length < MAX_FRAMES) frames.push({ ...each, stack, sequence });
      }
      if (mark === undefined) stack = stackAfter(text, stack);
      continue;
    }
    if (machine?.place.test(text) && frames.length > 0) {
      const place = placeIn(text);
      if (place) frames.push({ ...place, stack, sequence });
      continue;
    }
    if (/^\s*<\/?[#\w]+>/.test(text)) {
      stack = stackAfter(text, stack);
      continue;
    }
    if (frames.length > 0 && BETWEEN.test(text)) continue;
    if (PART.test(text) || frames.length === 0 || ++noise > MAX_NOISE) {
      close();
      // What tells of another time stays the title until its trace comes.
      if ((!isHistory(title) || isHistory(text)) && !/^\s*$|^Call [Tt]race:|^Backtrace:/.test(text))
        title = text;
    }
  }
  close();
  return traces;
}

/** Titles of traces of another time than the report's: who allocated, who freed, who took the lock once. */
const HISTORY =
  /^(?:Allocated|Freed|PID = \d+|Last (?:potentially|call_rcu|creation|written)|Second to last|Uninit was|Local variable|Memory state|kasan: |-> ?#\d|\{[A-Z-]+\} state was registered|the existing|.*(?:state was registered at|which became|-irq-(?:safe|unsafe) lock|dependencies between)|\.\.\. (?:acquired|key)|INITIAL USE|HARDIRQ|SOFTIRQ|IN-|RECLAIM|RCU grace-period kthread stack dump|rcu: RCU grace-period|rcu_(?:sched|preempt|bh) +[A-Z] |task:rcu_(?:sched|preempt|bh) +state:|Object .*allocated|page (?:last )?(?:allocated|free|owner)|INFO: (?:Freed|Allocated)|ref_tracker|last (?:enabled|disabled)|Preemption disabled at)/;

/** Whether the trace under this title is of an earlier time: an allocation, a free, a lock taken. */
export const isHistory = (title: string): boolean => HISTORY.test(title.trim());

/** "<IRQ>" begins a stack, "</IRQ>" ends it; older kernels write "<EOI>" and "<<EOE>>". */
function stackAfter(text: string, stack: string | undefined): string | undefined {
  let now = stack;
  for (const [, end, name] of text.matchAll(MARK)) {
    if (end !== '' || /^EO[IE]$/.test(name)) now = undefined;
    else if (name !== 'TASK') now = name;
  }
  return now;
}
