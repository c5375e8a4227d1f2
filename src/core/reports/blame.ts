import { isCrossCall, isDispatcher, isInterruptEntry, isSoftirq, isThunk, isTick } from './dispatchers.ts';
import type { Facts } from './facts.ts';
import type { Frame, Parsed } from './frames.ts';
import {
  blameTest,
  faultBlameTest,
  isChecker,
  isFlushing,
  isGate,
  isLocking,
  isLockWrapper,
  isReporter,
  listTest,
  placeTest,
  plainName,
} from './never-blame.ts';
import type { LogLine, Report, Trace } from './report.ts';
import { isHistory } from './traces.ts';

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

type Test = (each: Parsed) => boolean;
/** What of a report's functions may be blamed, and which may be the place. */
interface Tests {
  readonly blamed: Test;
  readonly place: Test;
  /** What is no part of reporting, be it of the machine: the place where nothing else is. */
  readonly told: Test;
}

/** Kinds in which memory itself was wrong where somebody touched it. */
const MEMORY = /^leak/;

/** Which function of the report is to blame, and where that is. */
export function blameOf(report: Report, facts: Facts): Blame {
  const own = facts.machine?.neverBlamed;
  const { heading, groups } = report.main;
  const memory = heading.place === 'registers' || MEMORY.test(heading.id);
  const mayBlame = (memory ? faultBlameTest : blameTest)(own);
  const mayPlace = placeTest(own);
  // Where a fault came up in taking a lock, whoever wraps that lock only took it for others, too.
  const { place: at } = facts;
  const locks =
    heading.place === 'acquired' ||
    (heading.place === 'registers' && at !== undefined && at.module === undefined && isLocking(at.symbol));
  const wraps = (each: Parsed): boolean => locks && isWrapping(each);
  const isOwn = listTest(own ?? '');
  const tests: Tests = {
    told: (each) => !isReporting(each) && !(each.module === undefined && isOwn(each.symbol)),
    blamed: (each) => !wraps(each) && mayBlame({ name: each.symbol, module: each.module }),
    place: (each) => !wraps(each) && mayPlace({ name: each.symbol, module: each.module }),
  };
  const trace = traceOf(report, facts);
  const named = namedBy(groups.symbol ?? groups.inside, trace);
  // drivers/tty/sysrq.c: the handler is the place, whoever wrote the letter.
  const asked =
    heading.kind === 'sysrq' &&
    !facts.place &&
    told(trace).find((each) => each.symbol === 'sysrq_handle_crash');
  if (asked) return { where: asked, trace };
  switch (heading.place) {
    case 'none':
      return { trace };
    case 'stalled':
      return stalled(facts, trace, tests.blamed);
    case 'acquired':
      return acquired(report, facts, trace, tests);
    case 'trace': {
      const inTraces = withWork(inTrace(trace, tests, facts.place), facts);
      // "1 lock held by …: … at: foo": who took it, where a task goes back to user space with it. A trace is of what came of it.
      const kept = !inTraces.where || /returning to user space/.test(report.main.line.text);
      const held = heading.kind === 'lockdep' && kept ? locksIn(report).find(tests.blamed) : undefined;
      const found = held ? { where: held, blamed: held } : inTraces;
      if (heading.kind === 'slab-corruption') return slabBy(report, found);
      // Memory that is lost: whoever asked for it, not the allocator.
      return memory ? lostBy(found, trace, tests) : found;
    }
    case 'named': {
      const found = inTrace(trace, tests, facts.place);
      if (!named) return facts.place ? atPlace(facts.place, found, trace, tests) : withWork(found, facts);
      const blamed = tests.blamed(named) ? named : found.blamed;
      // What only checks for others is named where it found something: the place is who had it checked.
      const only = heading.kind === 'warn' && isChecking(named);
      return { ...found, where: only ? (found.where ?? named) : named, blamed };
    }
    case 'registers': {
      const place = facts.place ?? (facts.pc === undefined ? exactIn(trace) : undefined);
      const found = inTrace(trace, tests, place);
      if (heading.kind === 'stack-overflow') return overflown(found, facts, trace, tests);
      // A list's own check is named where it found something: the place is who had it checked.
      if (place && found.where && heading.kind === 'list-corruption' && isChecking(place))
        return { ...found, where: found.where };
      if (place) return atPlace(place, found, trace, tests);
      const jumped = withWork(found, facts);
      // A jump to nowhere: whoever called is the place, be it what only calls for others.
      const from = facts.pc === undefined ? undefined : whoJumped(trace);
      return from ? { ...jumped, where: from } : jumped;
    }
  }
}

/** "INFO: Freed in hotkey_exit+0x50/0xb0 [thinkpad_acpi] age=14 …" (print_track() of mm/slub.c). */
const TRACK =
  /^\s*(?:INFO: )?(Allocated|Freed) in (?<symbol>[A-Za-z_][\w.]*)\+0x(?<offset>[0-9a-f]+)\/0x[0-9a-f]+(?: \[(?<module>\w+)\])?/;

/** A damaged object: who met it is random; who freed what was written over, else who had it, is told by its tracks. */
function slabBy(report: Report, found: Blame): Blame {
  const tracks = report.lines.flatMap(({ text }) => {
    const track = TRACK.exec(text);
    return track?.groups ? [{ freed: track[1] === 'Freed', ...track.groups }] : [];
  }) as { freed: boolean; symbol: string; offset: string; module?: string }[];
  const freed = /Poison overwritten/.test(report.main.line.text)
    ? tracks.find((each) => each.freed)
    : undefined;
  const by = freed ?? tracks.find((each) => !each.freed) ?? tracks[0];
  const own = found.trace !== undefined && !isHistory(found.trace.title);
  if (!(by as typeof by | undefined) || (own && !freed)) return found;
  const owner: Parsed = {
    symbol: by.symbol,
    offset: parseInt(by.offset, 16),
    module: by.module,
    sure: true,
    inline: false,
    exact: false,
  };
  return { ...found, where: own ? found.where : owner, blamed: owner };
}

/** Who asked for memory that is lost: what only allocates for others ("usb_alloc_urb", "bio_alloc_bioset") is passed over. */
function lostBy(found: Blame, trace: Trace | undefined, tests: Tests): Blame {
  const asked = told(trace).find((each) => tests.blamed(each) && !/(?:^|_)alloc/.test(each.symbol));
  const blamed = asked ?? found.blamed;
  return blamed ? { ...found, where: found.blamed ?? blamed, blamed } : found;
}

/** Frames of one function on a stack from which on its recursion is what filled it. */
const RECURSION = 8;

/** A stack that ran over: a recursion filled it, else what was asked for led there; the instruction at its end is the place. */
function overflown(found: Blame, facts: Facts, trace: Trace | undefined, tests: Tests): Blame {
  const asked = stalled({ ...facts, place: undefined }, trace, tests.blamed).blamed;
  const rounds = new Map<string, number>();
  const frames = told(trace);
  for (const { symbol } of frames) rounds.set(symbol, (rounds.get(symbol) ?? 0) + 1);
  const recursing = frames.find((each) => rounds.get(each.symbol)! >= RECURSION && tests.blamed(each));
  const { place } = facts;
  return {
    ...found,
    where: place && !isThunk(place.symbol) ? place : found.where,
    blamed: recursing ?? asked ?? found.blamed ?? (place && tests.blamed(place) ? place : undefined),
  };
}

/** The interrupted instruction is the place; the caller where it is only jumped through. */
function atPlace(place: Parsed, found: Blame, trace: Trace | undefined, tests: Tests): Blame {
  if (isThunk(place.symbol))
    return { ...found, where: told(trace).find((each) => !isThunk(each.symbol)) ?? place };
  return { ...found, where: place, blamed: tests.blamed(place) ? place : found.blamed };
}

/** Where no trace tells, the work item's function does. */
function withWork(found: Blame, { work }: Facts): Blame {
  if (found.blamed ?? work?.function === undefined) return found;
  const done: Parsed = { symbol: work!.function!, sure: true, inline: false, exact: false };
  return { ...found, where: found.where ?? done, blamed: done };
}

function namedBy(symbol: string | undefined, trace: Trace | undefined): Parsed | undefined {
  if (symbol === undefined || /^(?:corrupted|X|kernel)$/.test(symbol)) return undefined;
  // An address, where the kernel has no names.
  if (/^[0-9a-f]{8,16}$/.test(symbol))
    return trace?.frames.find(({ address }) => address === BigInt('0x' + symbol));
  const at = trace?.frames.findIndex((each) => plainName(each.symbol) === plainName(symbol)) ?? -1;
  // A function that was put into another: the one that has code.
  const frame = trace?.frames.slice(Math.max(0, at)).find(({ inline }) => !inline);
  return (
    (at < 0 ? undefined : (frame ?? trace?.frames[at])) ?? { symbol, sure: true, inline: false, exact: false }
  );
}

/** The trace of the report itself: the one after its heading that is not of another time. */
export function traceOf(report: Report, { traces }: Facts): Trace | undefined {
  const { sequence } = report.main.line;
  const own = traces.filter((each) => !isHistory(each.title));
  if (report.main.heading.kind === 'lockdep') {
    const back = own.find(
      (each) =>
        /^stack backtrace/i.test(each.title) || /^(?:CPU|Hardware name|Call|Workqueue)/.test(each.title),
    );
    if (back) return back;
  }
  if (report.main.heading.kind === 'memory-leak') return traces.find((each) => each.sequence >= sequence);
  const after = own.filter((each) => each.sequence >= sequence);
  // Rests of another line are no stack of a CPU that does not get on.
  const whole =
    report.main.heading.place === 'stalled' ? after.find(({ frames }) => frames.length > 2) : undefined;
  // Of a stall the traces of another time are of who keeps RCU, not of who stalls it.
  const any = report.main.heading.kind === 'rcu-stall' ? undefined : traces[0];
  return whole ?? after[0] ?? own[0] ?? any;
}

/** Frames that the kernel is sure of and that stand for themselves; all when it is sure of none. */
function told(trace: Trace | undefined): readonly Frame[] {
  // A return address at the very beginning of a function belongs to the one before, whose last instruction was the call.
  const frames = (trace?.frames ?? []).filter(
    (each, i) => !each.inline && (each.offset !== 0 || i === 0 || each.exact),
  );
  const sure = frames.filter((each) => each.sure);
  return sure.length > 0 ? sure : frames;
}

/** The frame that an instruction pointer without a name was called from: the first that is sure and no part of reporting. */
function whoJumped(trace: Trace | undefined): Parsed | undefined {
  return told(trace).find((each) => !isReporting(each) && !isInterruptEntry(each.symbol));
}

function exactIn(trace: Trace | undefined): Parsed | undefined {
  return trace?.frames.find((each) => each.exact);
}

/** The first function that may be blamed, and the first that may be the place. */
function inTrace(trace: Trace | undefined, tests: Tests, place?: Parsed): Blame {
  const whole = told(trace);
  // What an interrupt interrupted has no part in what happened in it.
  const first = whole.findIndex(tests.place);
  const reporting = whole.findIndex(tests.told);
  const entry = whole.findIndex(
    (each, i) => i > Math.max(Math.min(first, reporting), 0) && isInterruptEntry(each.symbol),
  );
  const frames = entry > 0 && (first < entry || reporting < entry) ? whole.slice(0, entry) : whole;
  const blamed = frames.find(tests.blamed);
  const listed = whole.find((each) => !isReporting(each));
  const where = frames.find(tests.place) ?? whole[reporting] ?? listed ?? place ?? whole[0];
  return {
    where: where as Parsed | undefined,
    blamed,
    trace,
    index: blamed && trace ? trace.frames.indexOf(blamed) : undefined,
  };
}

/** Of lock checking: where the lock was being taken, where the other one is held, or who made it one of interrupts. */
function acquired(report: Report, facts: Facts, trace: Trace | undefined, tests: Tests): Blame {
  const found = inTrace(trace, tests, facts.place);
  // "… which became HARDIRQ-irq-safe at:" names who made the order matter.
  const safe = facts.traces.find(({ title }) => /which became .*-(?:irq-)?safe at/.test(title));
  const maker = safe && told(safe).find(tests.blamed);
  const places = locksIn(report);
  // Where the lock was being taken stands first; what only takes it for others leads to the stack, then to the other lock.
  const taken = places[0] as Parsed | undefined;
  if (maker) return { ...found, where: taken && tests.blamed(taken) ? taken : maker, blamed: maker };
  const gate = taken !== undefined && taken.module === undefined && isGate(taken.symbol);
  const locking = gate || (taken !== undefined && (isChecking(taken) || isWrapping(taken)));
  const at =
    (taken && tests.blamed(taken) ? taken : undefined) ??
    (locking ? found.blamed : undefined) ??
    places.find(tests.blamed) ??
    flushing(facts, tests) ??
    places.find(tests.place);
  // The place is where one of the two locks was asked for by name.
  const where = taken && (gate || !locking) ? taken : (places.find(tests.place) ?? at);
  return at ? { ...found, where, blamed: at } : found;
}

/** Both locks are those of work items: who waits for one of them to end closes the circle. */
function flushing({ traces }: Facts, tests: Tests): Frame | undefined {
  for (const trace of traces) {
    const frames = told(trace);
    const at = frames.findIndex(({ symbol }) => isFlushing(symbol));
    const by = at < 0 ? undefined : frames.slice(at).find(tests.blamed);
    if (by) return by;
  }
  return undefined;
}

const isWrapping = ({ symbol, module }: Parsed): boolean => module === undefined && isLockWrapper(symbol);
// What a module has of such names is its own.
const isChecking = ({ symbol, module }: Parsed): boolean => module === undefined && isChecker(symbol);
const isReporting = ({ symbol, module }: Parsed): boolean => module === undefined && isReporter(symbol);

const AT = /\bat: *(?:\[?<[0-9a-f]+>\] )?([A-Za-z_][\w.]*)\+0x([0-9a-f]+)\/0x([0-9a-f]+)(?: \[(\w+)\])?/;

/** "… is trying to acquire lock: … at: tty_buffer_flush+0xbc/0x3e0", then "… is already holding lock: … at: …". */
function locksIn({ lines, main }: Report): Parsed[] {
  const found: Parsed[] = [];
  const start = Math.max(0, lines.indexOf(main.line));
  const told = lines.slice(start, start + 40);
  for (const [i, { text }] of told.entries()) {
    if (/^(?:which lock already|the existing dependency|stack backtrace|other info)/.test(text)) break;
    // A mail may have wrapped it; "is trying to release lock (…) at:" has it in the next line.
    const next = told[i + 1] as LogLine | undefined;
    const at = AT.exec(/ at: *$/.test(text) && next ? `${text.trimEnd()} ${next.text.trimStart()}` : text);
    if (!at) continue;
    const [, symbol, offset, size, module] = at;
    found.push({
      symbol,
      offset: parseInt(offset, 16),
      size: parseInt(size, 16),
      module,
      sure: true,
      inline: false,
      exact: false,
    });
  }
  return found;
}

/** What a stalled CPU was asked to do: what a dispatcher called, below the interrupt in which the stall was noticed. */
function stalled(facts: Facts, trace: Trace | undefined, allowed: Test): Blame {
  const all = told(trace);
  const place = facts.place ?? exactIn(trace);
  const entry = all.findIndex((each) => isInterruptEntry(each.symbol));
  const exact = all.findIndex((each) => each.exact);
  // Registers above the trace: it begins where they are. Else the interrupt that noticed the stall stands before them.
  const above = facts.place && (facts.placeLine?.sequence ?? 0) < (trace?.sequence ?? 0);
  const from = exact >= 0 && (entry < 0 || exact > entry) ? exact : entry + 1;
  let frames: readonly Frame[] = above
    ? [{ ...facts.place!, sequence: trace?.sequence ?? 0 }, ...all]
    : all.slice(from);
  if (frames.length === 0) frames = all;
  const cross = frames.find((each) => isCrossCall(each.symbol));
  if (cross) return { where: place ?? cross, blamed: cross, trace };
  const below = frames.findIndex(
    ({ symbol }, i) => i > 0 && isInterruptEntry(symbol) && !isInterruptEntry(frames[i + 1]?.symbol ?? ''),
  );
  const within = frames.slice(0, Math.max(0, below));
  if (below > 0 && below < frames.length - 1 && !within.some((each) => isSoftirq(each.symbol))) {
    // The handler of an interrupt: the task below it is where the CPU was; the clock's tick only looked at it.
    const asked = askedIn(frames.slice(below + 1), allowed);
    const handler = within.some((each) => isTick(each.symbol)) ? undefined : askedIn(within, allowed);
    if (asked) return { where: asked, blamed: handler ?? asked, trace };
  }
  const asked = askedIn(frames, allowed) ?? (place && allowed(place) ? place : undefined);
  // What only switches tasks and prints is not what was asked for: the work item's function is, where it is told.
  // Where the processor was is random, what it was asked for is not: the one is the place, the other to blame.
  return asked
    ? { where: place && allowed(place) ? place : asked, blamed: asked, trace }
    : withWork(
        { where: facts.work?.function ? undefined : (frames as (Frame | undefined)[])[0], trace },
        facts,
      );
}

/** What was asked of the kernel on a stack: what the first dispatcher called, else the first that may be blamed. */
function askedIn(frames: readonly Frame[], allowed: Test): Frame | undefined {
  const at = frames.findIndex(
    ({ symbol }, i) => i > 0 && isDispatcher(symbol) && !isDispatcher(frames[i - 1].symbol),
  );
  const asked = at < 0 ? undefined : frames[at - 1];
  if (asked && allowed(asked)) return asked;
  return (at < 0 ? undefined : frames.slice(0, at - 1).findLast(allowed)) ?? frames.find(allowed);
}
