import { isCrossCall, isDispatcher, isInterruptEntry } from './dispatchers.ts';
import type { Facts } from './facts.ts';
import type { Frame, Parsed } from './frames.ts';
import { blameTest, plainName } from './never-blame.ts';
import type { Report, Trace } from './report.ts';

/** Where a report says it happened, and who is to blame: from its own lines. */
export interface Blame {
  /** The place itself: the interrupted instruction, or the function that the heading names. */
  readonly where?: Parsed;
  /** The first function that may be blamed. */
  readonly blamed?: Parsed;
  /** The trace that leads there. */
  readonly trace?: Trace;
  /** Index in it of what is blamed. */
  readonly index?: number;
}

/** Traces of another time than the report's: who allocated, who freed, who took the lock once. */
const HISTORY =
  /^(?:Allocated|Freed|PID = \d+|Last (?:potentially|call_rcu|creation|written)|Second to last|Uninit was|Local variable|Memory state|kasan: |-> ?#\d|\{[A-Z-]+\} state was registered|the existing|.*(?:state was registered at|-irq-(?:safe|unsafe) lock|dependencies between)|\.\.\. (?:acquired|key)|\s+(?:INITIAL USE|HARDIRQ|SOFTIRQ|IN-|RECLAIM|\.\.\.)|RCU grace-period kthread stack dump|rcu: RCU grace-period|Object .*allocated|hardirqs last|softirqs last|page (?:last )?(?:allocated|free|owner)|kworker|read to |INFO: (?:Freed|Allocated)|ref_tracker|last (?:enabled|disabled))/;

export function blameOf(report: Report, facts: Facts): Blame {
  const mayBe = blameTest(facts.machine?.neverBlamed);
  const allowed = ({ symbol, module }: Parsed): boolean => mayBe({ name: symbol, module });
  const { heading, groups } = report.main;
  const trace = traceOf(report, facts);
  const named = namedBy(groups.symbol ?? groups.inside, trace);
  switch (heading.place) {
    case 'none':
      return { trace };
    case 'stalled':
      return stalled(facts, trace, allowed);
    case 'acquired': {
      const at = acquiredAt(report);
      const first = at && allowed(at) ? at : undefined;
      return first ? { where: first, blamed: first, trace } : inTrace(trace, allowed);
    }
    case 'trace':
      return inTrace(trace, allowed, facts.place);
    case 'named': {
      if (named && allowed(named)) return { where: named, blamed: named, trace };
      const found = inTrace(trace, allowed, facts.place);
      return { ...found, where: found.blamed ?? named ?? found.where };
    }
    case 'registers': {
      const place = facts.place ?? exactIn(trace);
      const own = place && allowed(place) ? place : undefined;
      const found = inTrace(trace, allowed, place);
      return { ...found, where: place ?? found.where, blamed: own ?? found.blamed };
    }
  }
}

function namedBy(symbol: string | undefined, trace: Trace | undefined): Parsed | undefined {
  if (symbol === undefined || /^(?:corrupted|X|kernel)$/.test(symbol)) return undefined;
  const frame = trace?.frames.find((each) => plainName(each.symbol) === plainName(symbol));
  return frame ?? { symbol, sure: true, inline: false, exact: false };
}

/** The trace of the report itself: the one after its heading that is not of another time. */
export function traceOf(report: Report, { traces }: Facts): Trace | undefined {
  const { sequence } = report.main.line;
  const own = traces.filter((each) => !HISTORY.test(each.title.trim()));
  if (report.main.heading.kind === 'lockdep') {
    const back = own.find(
      (each) =>
        /^stack backtrace/i.test(each.title) || /^(?:CPU|Hardware name|Call|Workqueue)/.test(each.title),
    );
    if (back) return back;
  }
  if (report.main.heading.id === 'leak') return traces.find((each) => each.sequence >= sequence);
  return own.find((each) => each.sequence >= sequence) ?? own[0] ?? traces[0];
}

/** Frames that the kernel is sure of and that stand for themselves; all when it is sure of none. */
function told(trace: Trace | undefined): readonly Frame[] {
  const frames = (trace?.frames ?? []).filter((each) => !each.inline);
  const sure = frames.filter((each) => each.sure);
  return sure.length > 0 ? sure : frames;
}

function exactIn(trace: Trace | undefined): Parsed | undefined {
  return trace?.frames.find((each) => each.exact);
}

function inTrace(trace: Trace | undefined, allowed: (each: Parsed) => boolean, place?: Parsed): Blame {
  const frames = told(trace);
  const blamed = frames.find(allowed) ?? (place && allowed(place) ? place : undefined);
  return {
    where: blamed ?? place ?? frames[0],
    blamed,
    trace,
    index: blamed && trace ? trace.frames.indexOf(blamed as Frame) : undefined,
  };
}

/** "… is trying to acquire lock: … at: tty_buffer_flush+0xbc/0x3e0" */
function acquiredAt({ lines }: Report): Parsed | undefined {
  const start = lines.findIndex(({ text }) =>
    /is trying to acquire lock|takes:$|inconsistent .* usage|just changed the state of lock/.test(text),
  );
  for (const { text } of lines.slice(Math.max(0, start), start + 8)) {
    const found =
      /\bat: (?:\[<[0-9a-f]+>\] )?([A-Za-z_][\w.]*)\+0x([0-9a-f]+)\/0x([0-9a-f]+)(?: \[(\w+)\])?/.exec(text);
    if (!found) continue;
    const [, symbol, offset, size, module] = found;
    return {
      symbol,
      offset: parseInt(offset, 16),
      size: parseInt(size, 16),
      module,
      sure: true,
      inline: false,
      exact: false,
    };
  }
  return undefined;
}

/** What a stalled CPU was asked to do: what a dispatcher called, below the interrupt in which the stall was noticed. */
function stalled(facts: Facts, trace: Trace | undefined, allowed: (each: Parsed) => boolean): Blame {
  const all = told(trace);
  const place = facts.place ?? exactIn(trace);
  const entry = all.findIndex((each) => isInterruptEntry(each.symbol));
  const exact = all.findIndex((each) => each.exact);
  const from = exact >= 0 && (entry < 0 || exact > entry) ? exact : entry + 1;
  let frames: readonly Frame[] = all.slice(from);
  if (place && entry < 0 && exact < 0) frames = [{ ...place, sequence: trace?.sequence ?? 0 }, ...all];
  if (frames.length === 0) frames = all;
  const cross = frames.find((each) => isCrossCall(each.symbol));
  if (cross) return { where: place ?? cross, blamed: cross, trace };
  let asked: Parsed | undefined;
  for (let i = 1; i < frames.length && !asked; i++)
    if (isDispatcher(frames[i].symbol) && !isDispatcher(frames[i - 1].symbol)) asked = frames[i - 1];
  if (asked && !allowed(asked)) {
    const at = frames.indexOf(asked as Frame);
    asked = frames.slice(0, at).findLast(allowed) ?? undefined;
  }
  asked ??= frames.find(allowed) ?? (place && allowed(place) ? place : undefined) ?? frames[0];
  return { where: asked, blamed: asked, trace };
}
