import { reported } from '../catalogue/reports.ts';
import { HardwareReader } from './hardware/index.ts';
import type { HardwareError } from './hardware/error.ts';
import { headings, MATTERS, MAYBE, TOLD } from './headings/index.ts';
import type { Found, Heading, LogLine, Report } from './report.ts';

/**
 * Cuts a log into the reports that the kernel printed. A report begins with one or several headings, has a body
 * (registers, traces), and ends where another begins, where the kernel says so, or where time goes on without it. Lines
 * of different callers ("[T277]", "[C0]") are streams of their own. Takes line by line, so that a log of any length
 * needs memory for its reports only.
 */

/** What was read of a log. */
export interface Split {
  readonly reports: readonly Report[];
  /** Lines that are trouble without being a report, in order. */
  readonly minor: readonly Found[];
  /** Errors that hardware reported, in order, the same one once. */
  readonly hardware: readonly HardwareError[];
  readonly lines: number;
  readonly first?: LogLine;
  readonly last?: LogLine;
  /** The first boot banner in the middle of the log: the machine was reset before it. */
  readonly rebooted?: LogLine;
  /** Of the first line of each further boot: a banner after a kernel that ran, or time that begins again. */
  readonly boots: readonly number[];
  /** Lines that tell of the machine, wherever they stand: banner, DMI, hypervisor. */
  readonly machine: readonly LogLine[];
  /** The last lines, for who has no report. */
  readonly tail: readonly LogLine[];
}

/** Printed lines of one report that are kept: lockdep's longest have some thousand. */
const MAX_LINES = 4000;
/** Reports that are kept whole; of further ones the headings alone. */
const MAX_WHOLE = 200;
const MAX_REPORTS = 5000;
const MAX_MINOR = 2000;
/** printk() cuts records at 1024 bytes; what a damaged line has beyond is not read. */
const MAX_TEXT = 1024;
/** Seconds without a line after which what follows is something else. */
const PAUSE = 5;
/** Headings of one report follow each other within so many lines and seconds. */
const HEADING_LINES = 14;
const HEADING_SECONDS = 1;
const TAIL = 12;
const MAX_MACHINE = 40;
const MAX_BOOTS = 1000;
/** Time that falls by more seconds is another boot's; consoles and CPUs print out of order by less. */
const BACK = 30;
/** Lines within which two banners are of one boot: some machines print two. */
const BANNERS = 20;
/** Lines in which the body of a report is looked for whose first line is lost. */
const RECENT = 120;

/** The body of a report has begun. */
const BODY =
  /^\s*(?:CPU: \d|Pid: \d|PID: |Modules linked in|(?:RIP|EIP|NIP|epc|pc|PC|Krnl PSW)\b|Call [Tt]race|Backtrace:|[Ss]tack backtrace|Workqueue:|x29: |Process \S|task: )/;
/** Lines that may be headings, or the beginnings of ones that go on in the next line. */
const BEGINS =
  /^\s*(?:(?:rcu|watchdog|NMI watchdog|EXT4-fs|usercopy|sysrq): )?(?:BUG|Bug|WARNING|Oops|INFO|KASAN|UBSAN|Internal error|Kernel panic|kernel BUG|[Uu]nable to handle|general protection|list_\w+ corruption|refcount_t)\b/;
/** Who ran, and the interrupted instruction: what a report has whose first line is lost. */
const WHO = /^CPU: \d+ .*PID: \d+ .*Comm: |^Pid: \d+, comm: /;
const POINTER = /^(?:RIP: (?:0010|e030):|EIP: |EIP is at |pc : |PC is at |NIP \[|epc ?: |ERA: |Krnl PSW)/;
/** The pointer names a function of the kernel: programs' instructions have no names here. */
const NAMED = /[A-Za-z_][\w.]*\+0x[0-9a-f]+\/0x[0-9a-f]+/;
const TRACED = /^(?:Call [Tt]race|Backtrace|Stack):/;
/** What prints registers and a trace and is no trouble of its own: who was asked to show them, a program that crashed. */
const SHOWN =
  /^NMI backtrace for|^Sending NMI|^Task dump for|[Ss]how(?:ing)? |unhandled (?:signal|page fault)|segfault|traps: |invoked oom-killer|page allocation failure/;
/** Lines before the pointer that may be of the same report. */
const REGISTERS = 25;
const HEADLESS: Heading = {
  id: 'headless',
  kind: 'unknown',
  pattern: /^$/,
  about: reported.headless,
  place: 'registers',
  rank: 1,
};
/** Of a report whose first line is lost: what the function tells in which the kernel stopped itself. */
const STOPPED: readonly (readonly [pattern: RegExp, id: string])[] = [
  [/\b_*usercopy_abort\b/, 'usercopy'],
  [/\b_*fortify_(?:panic|report)\b/, 'fortify'],
  [/\b__list_(?:add|del_entry)_valid/, 'list'],
  [/\brefcount_warn_saturate\b/, 'refcount'],
  [/\b(?:btrfs_)?(?:assertfail|assfail)\b/, 'bug'],
];
const CUT = /^-+\[ cut here \]-+/;
const END = /^---\[ end (?:trace|Kernel panic)/;
const BANNER = /^Linux version \d|^Booting Linux on physical CPU/;
const MACHINE =
  /^(?:Linux version|DMI: |Hardware name|Hypervisor detected|Machine model|Booting paravirtualized kernel on|SMBIOS)/;
/** A CPU answers a stall that another one reports. */
const ANSWER = /^(?:NMI backtrace for cpu \d|Sending NMI from CPU|Task dump for CPU|CPU#?\d+ Utilization)/;

interface Building {
  readonly found: Found[];
  readonly lines: LogLine[];
  main: Found;
  end?: Found;
  body: boolean;
  /** Of the last heading. */
  heading: LogLine;
  headingAt: number;
  time?: number;
}

interface Stream {
  open?: Building;
  /** The line before, where it began as headings do and may have been wrapped. */
  begun?: { readonly line: LogLine; readonly at: number };
  /** Headings that only add, before the one that they add to. */
  pending: Found[];
  pendingAt: number;
}

/** Takes records in order and cuts them into reports; bounded, however long the log is. */
export class ReportReader {
  private readonly streams = new Map<string, Stream>();
  private readonly reports: Building[] = [];
  private readonly minor: Found[] = [];
  private readonly hardware = new HardwareReader();
  private readonly machine: LogLine[] = [];
  private readonly tail: LogLine[] = [];
  private readonly recent: LogLine[] = [];
  private lines = 0;
  private whole = 0;
  private caller = '';
  private first?: LogLine;
  private last?: LogLine;
  private rebooted?: LogLine;
  private readonly boots: number[] = [];
  private bannerAt?: number;
  private latest?: number;

  take(given: LogLine): void {
    this.lines++;
    const line = given.text.length > MAX_TEXT ? { ...given, text: given.text.slice(0, MAX_TEXT) } : given;
    this.first ??= line;
    this.last = line;
    if (this.tail.push(line) > TAIL) this.tail.shift();
    if (!line.own) return;
    if (line.time !== undefined) this.clock(line, line.time);
    this.hardware.take(line);
    if (this.recent.push(line) > RECENT * 2) this.recent.splice(0, RECENT);
    const { text } = line;
    // What a mail or a terminal wrapped has lost its stamp: it is of the caller before.
    const key = line.caller ?? (line.time === undefined && line.wall === undefined ? this.caller : '');
    this.caller = key;
    let stream = this.streams.get(key);
    if (stream?.open) this.continues(stream, line);
    else if (END.test(text)) this.headless();
    else if (stream && stream.pending.length > 0 && BODY.test(text)) this.alone(stream, line);
    const wrapped = stream?.begun && this.wrapped(stream, line);
    if (wrapped) return this.heading(stream!, wrapped);
    if (!MAYBE.test(text)) return;
    if (MACHINE.test(text) && this.machine.length < MAX_MACHINE) this.machine.push(line);
    if (BANNER.test(text)) this.banner(line);
    if (!stream) {
      if (this.streams.size > 4096) this.streams.clear();
      this.streams.set(key, (stream = { pending: [], pendingAt: 0 }));
    }
    if (ANSWER.test(text) && !stream.open) stream.open = this.stall();
    const found = headingOf(line);
    if (BEGINS.test(text)) stream.begun = { line, at: this.lines };
    if (found) this.heading(stream, found);
  }

  /** The heading that a mail or a terminal wrapped: `line` goes on where the one before broke off. */
  private wrapped(stream: Stream, line: LogLine): Found | undefined {
    const { line: before, at } = stream.begun!;
    stream.begun = undefined;
    if (at !== this.lines - 1 || headingOf(line)) return undefined;
    const alone = headingOf(before);
    const found = headingOf({ ...before, text: `${before.text} ${line.text.trimStart()}` });
    return found && found.heading !== alone?.heading && rankOf(found) >= (alone ? rankOf(alone) : 0)
      ? found
      : undefined;
  }

  /** What only adds to a report stands alone where its body follows: the report's first line is lost. */
  private alone(stream: Stream, line: LogLine): void {
    const found = stream.pending.at(-1)!;
    if (this.lines - stream.pendingAt > HEADING_LINES) return;
    stream.pending.pop();
    this.begin(stream, found);
    if (stream.open) this.continues(stream, line);
  }

  /** The end of a report whose beginning was cut off: its body stands before it, and no report has it. */
  private headless(): void {
    const lines = this.recent.slice(-RECENT);
    const last = this.reports.at(-1)?.lines.at(-1)?.sequence ?? -1;
    const who = lines.findLastIndex(({ text, sequence }) => sequence > last && WHO.test(text));
    const from = who >= 0 ? who : this.nameless(lines, last);
    const own = from < 0 ? [] : lines.slice(from);
    const pointer = own.findIndex(({ text }) => POINTER.test(text));
    if (pointer < 0 || this.reports.length >= MAX_REPORTS) return;
    const stopped = STOPPED.find(([pattern]) => pattern.test(own[pointer].text))?.[1];
    const told = headings.find(({ id }) => id === stopped);
    const heading = told ? { ...HEADLESS, kind: told.kind, about: told.about, place: told.place } : HEADLESS;
    const main = { heading, line: own[0], groups: {} };
    this.reports.push({
      found: [main],
      lines: own,
      main,
      body: true,
      heading: own[0],
      headingAt: this.lines,
      time: own[0].time,
    });
  }

  /** Where a report begins that has lost who it is of, too: at the registers before a pointer that a trace follows. */
  private nameless(lines: readonly LogLine[], last: number): number {
    const pointer = lines.findLastIndex(
      ({ text, sequence }) => sequence > last && POINTER.test(text) && NAMED.test(text),
    );
    if (pointer < 0 || !lines.slice(pointer).some(({ text }) => TRACED.test(text))) return -1;
    const from = Math.max(0, pointer - REGISTERS);
    const own = lines.slice(from).findIndex(({ sequence }) => sequence > last);
    return own < 0 ? -1 : from + own;
  }

  /** A text that is the middle of a report only: nothing in it says what happened, and it is not nothing. */
  private middle(): void {
    if (this.reports.length > 0 || this.minor.length > 0) return;
    const lines = this.recent.slice(-RECENT);
    const pointer = lines.findLastIndex(({ text }) => POINTER.test(text) && NAMED.test(text));
    const traced = lines.slice(Math.max(0, pointer)).some(({ text }) => TRACED.test(text));
    const shown = lines.slice(0, pointer + 1).some(({ text }) => SHOWN.test(text));
    if (pointer >= 0 && traced && !shown) this.headless();
  }

  finish(): Split {
    this.middle();
    return {
      reports: this.reports.map(({ main, found, lines, end }) => ({ main, found, lines, end })),
      minor: this.minor,
      hardware: this.hardware.finish(),
      lines: this.lines,
      first: this.first,
      last: this.last,
      rebooted: this.rebooted,
      boots: this.boots,
      machine: this.machine,
      tail: this.tail,
    };
  }

  /** `line` belongs to the open report of its stream, or the report is over. */
  private continues(stream: Stream, line: LogLine): void {
    const open = stream.open!;
    // Where the kernel's own stamps are, the wall clock is somebody else's.
    const time = open.heading.time === undefined ? wallOf(line) : line.time;
    const pause = time !== undefined && open.time !== undefined && !near(time, open.time);
    const stalls = open.main.heading.place === 'stalled';
    if (pause || ((open.body || stalls) && CUT.test(line.text))) {
      stream.open = undefined;
      return;
    }
    if (open.lines.length < MAX_LINES) open.lines.push(line);
    open.time = time ?? open.time;
    if (!open.body && BODY.test(line.text)) open.body = true;
    if (END.test(line.text)) stream.open = undefined;
  }

  private heading(stream: Stream, found: Found): void {
    const { heading, line } = found;
    if (heading.minor || (heading.aside && stream.open)) {
      if (this.minor.length < MAX_MINOR) this.minor.push(found);
      return;
    }
    const { open } = stream;
    if (open && this.sameDecoded(open, found)) {
      if (open.main === open.found.at(-1)) open.main = found;
      open.found.push(found);
      open.headingAt = this.lines;
      return;
    }
    if (heading.ends && heading.after && this.ends(stream, found)) return;
    if (open && (heading.adds || this.belongs(open, found))) {
      open.found.push(found);
      open.heading = line;
      open.headingAt = this.lines;
      if (rankOf(found) > rankOf(open.main)) open.main = found;
      return;
    }
    if (heading.adds) {
      stream.pending.push(found);
      stream.pendingAt = this.lines;
      return;
    }
    this.begin(stream, found);
  }

  /** decode_stacktrace.sh repeats a heading for every function put into another, the one that has code last. */
  private sameDecoded({ found, headingAt }: Building, { heading }: Found): boolean {
    const last = found.at(-1)!;
    return last.heading === heading && this.lines - headingAt <= 2 && last.line.text.includes('[inline]');
  }

  /** Whether `found` is one more heading of the report that is open. */
  private belongs(open: Building, { heading, line }: Found): boolean {
    // What die() prints after the line that told the fault: it names nothing new.
    if (rankOf({ heading }) <= 2 && !open.found.some((each) => each.heading.id === heading.id)) return true;
    if (heading.kind === 'panic' || heading.ends) return rankOf({ heading }) > 5 && !open.body;
    // The crash that was asked for is carried out by a fault.
    if (!open.body && open.main.heading.kind === 'sysrq') return true;
    if (open.body || open.found.some((each) => each.heading.id === heading.id)) return false;
    // Two that tell a trouble each are two troubles, unless one only carries the other out.
    const means = (each: Heading): boolean => MEANS.has(each.kind) || rankOf({ heading: each }) <= 4;
    if (!means(heading) && !means(open.main.heading)) return false;
    const seconds = (line.time ?? 0) - (open.heading.time ?? 0);
    return this.lines - open.headingAt <= HEADING_LINES && Math.abs(seconds) <= HEADING_SECONDS;
  }

  private begin(stream: Stream, found: Found): void {
    const { line } = found;
    const fresh = this.lines - stream.pendingAt <= HEADING_LINES;
    const before = fresh ? stream.pending : [];
    stream.pending = [];
    const all = [...before, found];
    const open: Building = {
      found: all,
      lines: [...before.map((each) => each.line), line],
      main: all.reduce((best, each) => (rankOf(each) > rankOf(best) ? each : best), found),
      body: false,
      heading: line,
      headingAt: this.lines,
      time: line.time ?? wallOf(line),
    };
    if (this.reports.length < MAX_REPORTS) this.reports.push(open);
    stream.open = this.whole++ < MAX_WHOLE ? open : undefined;
  }

  /** A panic that carries out what a report before it said is that report's end. */
  private ends(stream: Stream, found: Found): boolean {
    const kinds = found.heading.after!;
    const open = stream.open && kinds.includes(stream.open.main.heading.kind) ? stream.open : undefined;
    const cause =
      open ?? this.reports.findLast((each) => kinds.includes(each.main.heading.kind) && !each.end);
    // The first line of what it died of may be lost.
    if (!cause) this.headless();
    const carried = cause ?? this.reports.find((each) => each.headingAt === this.lines && !each.end);
    if (!carried) return false;
    carried.end = found;
    // Its own trace follows.
    if (carried !== stream.open) stream.open = undefined;
    return true;
  }

  private stall(): Building | undefined {
    const last = this.reports.at(-1);
    return last && last.main.heading.place === 'stalled' ? last : undefined;
  }

  /** A boot banner after lines of a kernel that was running. */
  private banner(line: LogLine): void {
    const before = this.lines - 1;
    if (before > 0 && !this.rebooted && this.sawRunning) this.rebooted = line;
    const since = this.bannerAt === undefined ? before : this.lines - this.bannerAt;
    if (this.bannerAt === undefined ? before > 0 && (this.ran || this.reports.length > 0) : since > BANNERS)
      this.boot(line);
    this.bannerAt = this.lines;
  }

  /** Time that begins again is another boot's. */
  private clock(line: LogLine, time: number): void {
    if (this.latest !== undefined && this.latest - time > BACK) this.boot(line);
    else this.latest = Math.max(this.latest ?? time, time);
  }

  private boot(line: LogLine): void {
    this.latest = line.time;
    if (this.boots.length < MAX_BOOTS && this.boots.at(-1) !== line.sequence) this.boots.push(line.sequence);
  }

  /** Whether something stood before that a kernel prints when it has long been up. */
  private get sawRunning(): boolean {
    return this.machine.filter(({ text }) => BANNER.test(text)).length > 1 || this.ran;
  }
  private get ran(): boolean {
    return this.tail.slice(0, -1).some(({ time }) => (time ?? 0) > 1);
  }
}

/** What other checks stop or speak by. */
const MEANS = new Set(['bug', 'warn', 'invalid-opcode']);

const DEFAULT_RANK = 5;
const DAY = 86_400;

/** Seconds of the day that the wall clock tells. */
function wallOf({ wall }: LogLine): number | undefined {
  const clock = wall === undefined ? null : /(\d\d):(\d\d):(\d\d)/.exec(wall);
  return clock ? Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3]) : undefined;
}

/** Whether two lines are of one time, over midnight too. */
function near(one: number, other: number): boolean {
  const apart = Math.abs(one - other);
  return apart <= PAUSE || (apart < DAY && DAY - apart <= PAUSE);
}

const rankOf = ({ heading }: Pick<Found, 'heading'>): number => heading.rank ?? DEFAULT_RANK;

/** Whether two lines, by their numbers, are of one boot. */
export function ofOneBoot({ boots }: Pick<Split, 'boots'>, one: number, other: number): boolean {
  const [before, after] = one < other ? [one, other] : [other, one];
  return !boots.some((boot) => boot > before && boot <= after);
}

/** The heading that `line` is; of several the one with the highest rank. */
export function headingOf(line: LogLine): Found | undefined {
  const text = /^\s/.test(line.text) ? line.text.trimStart() : line.text;
  let best: Found | undefined;
  for (const heading of headings) {
    if (best && rankOf({ heading }) <= rankOf(best)) continue;
    const match = heading.pattern.exec(text);
    if (match) best = { heading, line, groups: match.groups ?? {} };
  }
  return best;
}

/** The reports in `lines`. */
export function splitLog(lines: Iterable<LogLine>): Split {
  const reader = new ReportReader();
  for (const line of lines) reader.take(line);
  return reader.finish();
}

/** What to keep of a text that is read for its reports (textlog/read.ts). */
export const reportsIn = {
  told: TOLD,
  matters: MATTERS,
  tells: (text: string): boolean => {
    const found = MAYBE.test(text) ? headingOf({ sequence: 0, text, own: true }) : undefined;
    return found !== undefined && found.heading.minor !== true;
  },
};
