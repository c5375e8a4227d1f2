import { packed } from './catalogue/packed.ts';
import { textLacks } from './catalogue/reports.ts';
import { textlog } from './catalogue/textlog.ts';
import type { Language, Message } from './catalogue/message.ts';
import { commands } from './commands/index.ts';
import { firstWord, parseArguments } from './commands/runner/arguments.ts';
import type { Completion } from './commands/completion.ts';
import type { Command } from './commands/command.ts';
import { BUILTIN_ALIASES } from './commands/runner/names.ts';
import { createContext } from './commands/runner/runner.ts';
import { afterBar } from './console/after-bar.ts';
import { MissingError, RequestError } from './errors.ts';
import { Kernel } from './kernel/kernel.ts';
import { reportsIn, splitLog } from './reports/split.ts';
import type { Inspection, Lead } from './rows/thing.ts';
import { visible } from './rows/visible.ts';
import { PAUSE, Scan } from './scan/scan.ts';
import { refTo } from './rows/ref.ts';
import type { Line, Row, Value } from './rows/value.ts';
import type { Verdict } from './rows/verdict.ts';
import type { Summary } from './opened.ts';
import { readTextLog } from './textlog/read.ts';
import type { TextLog, TextRecord } from './textlog/record.ts';
import type { ByteSource } from './source/source.ts';
import { linesOfText } from './text-lines.ts';
import type { Thing } from './things/thing.ts';
import { judgeText } from './verdict/text/judge.ts';

/** The text of a log, opened. What needs memory says that it needs a dump. */
export interface TextSession {
  readonly text: TextLog;
  readonly summary: Summary;
  readonly context: { language: Language };
  readonly commands: readonly Command[];
  /** Its lines. */
  readonly things: readonly Thing[];
  verdict(): Verdict;
  /** Runs one line of the console. Throws RequestError with a sentence. */
  run(line: string): Generator<Line, void, void>;
  inspect(ref: string, language?: Language): Inspection;
  ways(ref: string): readonly Lead[];
  /** What the last word of `line` may become. */
  complete(line: string): Completion;
}

/** What stands for the kernel where one is asked for, in descriptions of lines: whatever is asked of it is not known. */
export const noKernel = new Proxy(Object.create(Kernel.prototype) as Kernel, {
  get() {
    throw new MissingError(textLacks.memory());
  },
});

/** Commands that a text answers. */
const ANSWERED = new Set(['log', 'help']);

/**
 * What stands before a colon at the beginning of lines that kernels print, on any machine: registers and heads of an oops
 * (arch/x86/kernel/dumpstack.c, process_64.c), checks (lib/ubsan.c, mm/kasan/report.c), pr_fmt of subsystems and file systems.
 */
const KERNEL_WORDS = [
  'R(?:[IS]P|BP|[A-D]X|[SD]I|0?[89]|1[0-5])|E(?:[IS]P|[A-D]X|SI|FLAGS)|CR[0234]|PKRU|NIP|Oops|refcount_t|DEBUG_LOCKS_WARN_ON',
  'K(?:[AC]SAN|MSAN|FENCE|VM)|UBSAN|ACPI|(?:IO)?APIC|DMI|SMBIOS|SMP|NUMA|SRAT|SLIT|SL[UA]B|NR_IRQS|HPET|MTRR|PERCPU|RAMDISK|LSM|EDAC',
  'PCI-DMA|DMAR(?:-IR)?|AMD-Vi|NET|VFS|RPC|NFSD?|JBD2?|[A-Z0-9]+-fs|XFS|BTRFS|F2FS|GFS2|OCFS2|RCU|NMI|PSCI|GICv\\d|EFI|BIOS-[a-z0-9]+|device-mapper|mce',
].join('|');
/** Drivers, before the name of a device: "usb 1-1:", "sd 0:0:0:0:". */
const KERNEL_DRIVERS = 'pci|usb|ata|scsi|nvme|sd|hub|input|tty|rcu|random|clocksource|audit';
/** How lines go on that begin as those of anybody may, and heads without a colon of their own. */
const KERNEL_HEADS = [
  'WARNING: (?:CPU: \\d|at \\S+:\\d|possible |suspicious RCU|inconsistent lock|bad unlock|kernel stack |stack )|INFO: (?:task |rcu|NMI |lockdep |trying to register )',
  'BUG: (?:unable to |kernel |soft lockup|workqueue |scheduling |sleeping |spinlock |rwlock |using |stack |memory leak|[Bb]ad |K[A-Z]+: |non-zero )',
  'PANIC: double fault|Linux version \\d|(?:Kernel )?[Cc]ommand line: |Kernel Offset: |Hardware name: |Modules linked in: |Call Trace:|Memory: \\d+K|[CS]PU: \\d+ ',
].join('|');

/** Lines that only kernels print: what tells a log without times from any other text. */
const KERNEL_LINES = new RegExp(
  `^(?:(?:${KERNEL_WORDS})(?:[ (][^:]{1,60})?:(?: |$)|(?:${KERNEL_DRIVERS})(?:[\\d.]+| [\\w.:-]*\\d[\\w.:-]*|\\([\\d.:]+\\))?: |systemd\\[1\\]: |${KERNEL_HEADS})`,
);

/** Whether `text` is a log of a kernel rather than some other text: it is written as one, tells of trouble, or has lines that only kernels print. */
function isLog({ ofAnybody, records }: TextLog, judged: () => Verdict): boolean {
  // Prefixes of kernels and of who keeps their lines.
  if (!ofAnybody || records.length === 0) return true;
  return records.some(({ text }) => KERNEL_LINES.test(text)) || judged().kind !== 'nothing';
}

/** What says that lines are missing: the file's end, records, parts of them. */
const INCOMPLETE: ReadonlySet<string> = new Set(
  [
    packed.partly({ why: packed.ended({ file: '' }) }),
    textlog.partsMissing({ record: '', parts: '' }),
    textlog.numbersMissing({ records: 0 }),
    textlog.piecesMissing({ records: 0 }),
    textlog.lostByKernel({ records: 0 }),
  ].map(({ id }) => id),
);

/** `verdict` with what was said of its log; where lines of that are missing, that nothing happened is a guess. */
function heldAgainst(verdict: Verdict, lacks: readonly Message[]): Verdict {
  if (lacks.length === 0) return verdict;
  const weaker = verdict.kind === 'nothing' && lacks.some(({ id }) => INCOMPLETE.has(id));
  return {
    ...verdict,
    confidence: weaker ? 'guess' : verdict.confidence,
    unchecked: [...verdict.unchecked, ...lacks.map((what) => ({ what, why: '' }))],
  };
}

/** Opens `source` as the text of a log; undefined when it is none. `remarks`: what was said of it before. */
export function openText(source: ByteSource, remarks: readonly Message[] = []): TextSession | undefined {
  const text = source.size === 0 ? undefined : readTextLog(source, reportsIn);
  if (!text) return undefined;
  const context: TextSession['context'] = { language: 'en' };
  let verdict: Verdict | undefined;
  const lacks = [...remarks, ...text.remarks];
  const judged = (): Verdict => (verdict ??= heldAgainst(judgeText(splitLog(text.records)), lacks));
  if (!isLog(text, judged)) return undefined;
  return {
    text,
    summary: {
      file: source.name,
      size: source.size,
      format: textLacks.format({ format: text.format }),
      facts: [],
      hostname: text.hosts[0],
      lacks,
      timings: [],
    },
    context,
    commands: commands.filter(({ name }) => ANSWERED.has(name)),
    things: [linesOfText(text.records)],
    verdict: judged,
    run: (line) => run(text, context.language, line),
    inspect: (ref) => inspect(text, ref),
    ways: () => [],
    complete: (line) => {
      const from = line.lastIndexOf(' ') + 1;
      const words = [...ANSWERED].filter((name) => name.startsWith(line.slice(from)));
      return afterBar(line) ?? { from, words };
    },
  };
}

function recordOf(text: TextLog, ref: string): TextRecord {
  const number = /^log:(\d{1,15})$/.exec(ref)?.[1];
  if (number === undefined) throw new RequestError(textLacks.reference({ ref }));
  const record = text.records.find(({ sequence }) => sequence === Number(number));
  if (!record) throw new RequestError(textLacks.noLine({ number }));
  return record;
}

/** Lines before and after one that is looked at. */
const NEIGHBOURS = 5;

function inspect(text: TextLog, ref: string): Inspection {
  const record = recordOf(text, ref);
  const at = text.records.indexOf(record);
  return {
    ref,
    kind: 'log',
    what: { en: 'log record', ko: '로그 레코드' },
    title: visible(record.text),
    facts: [],
    leads: [],
    lines: text.records
      .slice(Math.max(0, at - NEIGHBOURS), at + NEIGHBOURS + 1)
      .map((each) => ({ text: visible(each.text) })),
  };
}

function* run(text: TextLog, language: Language, typed: string): Generator<Line, void, void> {
  const line = typed.trim();
  if (line === '' || line.startsWith('#') || /^(?:q|exit|quit)$/.test(line)) return;
  const [first, rest] = firstWord(line);
  const [name, ...more] = (BUILTIN_ALIASES.get(first) ?? first).split(' ');
  const command = commands.find((each) => each.name === name);
  if (!command || !ANSWERED.has(name)) throw new RequestError(textLacks.dump({ command: first }));
  const args = parseArguments(command, [...more, rest].join(' ').trim());
  if (name === 'log') yield* log(text, args);
  else {
    const answered = commands.filter((each) => ANSWERED.has(each.name));
    const manual = command.run({ ...createContext(noKernel, answered, 0n), language }, args);
    // The manual scans nothing.
    for (const step of manual) if (!(step instanceof Scan) && step !== PAUSE) yield step;
  }
}

/** What is known of a line: a row without the fields that it does not have. */
function rowOf(fields: Readonly<Record<string, Value | undefined>>): Row {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Row;
}

/** The lines as they are, the kernel's time first. */
function* log(text: TextLog, args: ReturnType<typeof parseArguments>): Generator<Line, void, void> {
  for (const { sequence, time, wall, level, caller, text: said, own } of text.records) {
    const stamp = args.has('-t')
      ? ''
      : args.has('-T') && wall !== undefined
        ? `[${wall}] `
        : time === undefined
          ? ''
          : `[${time.toFixed(6).padStart(12)}] `;
    const head = `${stamp}${args.has('-c') && caller !== undefined ? `[${caller.padStart(6)}] ` : ''}${args.has('-m') && level !== undefined ? `<${level}>` : ''}`;
    yield {
      text: head + visible(said),
      row: rowOf({ sequence, time, wall, level, caller, own, text: visible(said) }),
      links: stamp === '' ? [] : [{ start: 0, end: stamp.length - 1, ref: refTo.log(sequence) }],
    };
  }
}
