import { printedMachines, type Printed } from '../arch/printed.ts';
import { placeIn, type Parsed } from './frames.ts';
import type { LogLine, Report, Trace } from './report.ts';
import { tracesIn } from './traces.ts';

/** What the lines of one report say of task, CPU, kernel, hardware, registers and code. What they do not say is absent. */
export interface Facts {
  readonly machine?: Printed;
  readonly task?: { readonly pid: number; readonly comm: string };
  readonly cpu?: number;
  readonly release?: string;
  /** Letters; empty when it says "Not tainted"; absent when it says nothing. */
  readonly taints?: string;
  readonly hardware?: string;
  /** "Workqueue: events foo": the queue, and the function of the item. */
  readonly work?: { readonly queue: string; readonly function?: string };
  /** The interrupted instruction. */
  readonly place?: Parsed & { readonly sequence: number };
  /** Its address where the line has no name for it. */
  readonly pc?: bigint;
  readonly placeLine?: LogLine;
  readonly registers: ReadonlyMap<string, bigint>;
  /** "Code:" as printed. */
  readonly code?: LogLine;
  /** The word in which the processor tells of the fault: error code of x86, ESR, FSR. */
  readonly word?: { readonly value: number; readonly line: LogLine };
  /** "PGD 0 P4D 0", the entries by level. */
  readonly tables: readonly (readonly [level: string, entry: bigint])[];
  readonly tablesLine?: LogLine;
  /** "task: ffff…": the task_struct of the task itself. */
  readonly taskStruct?: bigint;
  /** "Modules linked in: a(O) b(PE) …": letters of taints by module. */
  readonly modules: ReadonlyMap<string, string>;
  readonly modulesLine?: LogLine;
  readonly traces: readonly Trace[];
}

const TASK =
  /\bCPU: ?(?<cpu>\d{1,5}) (?:UID: \d+ )?PID: ?(?<pid>\d{1,10}) Comm: (?<comm>.{1,40}?)(?: Kdump: loaded)? (?<taints>Not tainted|Tainted: [A-Z ]+|G [A-Z ]*)(?: *(?<release>[a-z0-9][^\s#]*))?/;
/** Before 3.10: "Pid: 1, comm: swapper Not tainted 2.6.32-…"; before 2.6.35 the release stood in brackets. */
const OLD_TASK =
  /^(?:CPU: (?<cpu>\d+) +)?P[Ii][Dd]: (?<pid>\d{1,10}),? [Cc]omm: ?(?<comm>.{1,40}?) (?:xid: #\d+ )?(?<taints>Not tainted|Tainted: [A-Z ]+|G +[A-Z ]*)(?: *\(?(?<release>[a-z0-9][^\s)#]*))?/;
const PROCESS = /^Process (?<comm>.{1,40}?) \(pid: (?<pid>\d+)/;
const OLD_CPU = /^CPU (?<cpu>\d+) *$|^CPU: (?<cpu2>\d+) +(?:Not|Tainted)/;
/** Under the line of a hung task: "      Not tainted 4.9.140 #1", "      Tainted: P W OE 5.10". */
const TAINT_LINE = /^\s+(?<taints>Not tainted|Tainted: [A-Z ]+)(?: *(?<release>[a-z0-9][^\s#]*))?/;
const HARDWARE = /^Hardware name: +(?<hardware>.*\S)/;
const WORK =
  /^Workqueue: (?<queue>\S+)(?: (?<function>[A-Za-z_][\w.]*))?|^\s+last function: (?<last>[A-Za-z_]\w*)/;
const WORD =
  /^#PF: error_code\(0x(?<a>[0-9a-f]+)\)|^ *ESR = (?:0x)?(?<b>[0-9a-f]+)|^(?:Oops|BUG): ?(?:Oops: )?(?<c>[0-9a-f]{4}) \[#|^Internal error: Oops: (?<d>[0-9a-f]{1,16}) \[#/;
const TABLES = /\b(PGD|P4D|PUD|PMD|PTE) ([0-9a-f]{1,16})\b/g;
const CODE = /^(?:Code|Krnl Code): ?(.*)/;
const BYTES = /^\s*(?:<?[0-9a-f]{2}>?(?: |$)){1,70}\s*$/;
const MODULES = /^Modules linked in: ?([^[]*)/;
const TASK_STRUCT = /^task: ([0-9a-f]{16}) /;

/**
 * The interrupted instruction as machines without a folder of their own print it: m68k and sh (PC), alpha (pc is at), parisc (IAOQ),
 * sparc (TPC), loongarch (ERA), arc (ERET, ECR), xtensa (pc = ), powerpc's debugger (pc:).
 */
const OTHER_PLACE = /^\s*(?:PC|pc|IAOQ\[0\]|TPC|ERA|ERET|EPC|\[ERET *\])(?: is at|[:=]| :| =).*\+0x[0-9a-f]/;

/** The interrupted instruction is where no code is: what a later line names is something else. */
const NOWHERE = /(?:\b0x[0-9a-f]{1,16}|\(null\))\s*$/;

/** Lines that are looked through for the machine. */
const MAX_SIGNS = 400;

/** The machine whose kernel printed `lines`: the one with the most of its own signs. */
export function machineOf(lines: readonly LogLine[]): Printed | undefined {
  let best: Printed | undefined;
  let most = 0;
  for (const machine of printedMachines) {
    let count = 0;
    for (const { text } of lines.slice(0, MAX_SIGNS))
      if (machine.signs.some((sign) => sign.test(text))) count++;
    if (count > most) [best, most] = [machine, count];
  }
  return best;
}

/** The facts of `report`; `usual`: the machine of the rest of the log, where its own lines do not tell. */
export function factsOf(report: Report, usual?: Printed): Facts {
  const { lines } = report;
  const machine = machineOf(lines) ?? usual;
  const found: { -readonly [Key in keyof Facts]?: Facts[Key] } = {};
  const registers = new Map<string, bigint>();
  const tables: [string, bigint][] = [];
  const modules = new Map<string, string>();
  let coding = false;
  for (const line of lines) {
    const { text } = line;
    const task = TASK.exec(text) ?? OLD_TASK.exec(text);
    if (task?.groups) {
      const { cpu, pid, comm, taints, release } = task.groups;
      if (!found.task) {
        found.task = { pid: Number(pid), comm };
        if (cpu !== undefined) found.cpu ??= Number(cpu);
      }
      found.taints ??= lettersOf(taints);
      found.release ??= release;
      continue;
    }
    const process = PROCESS.exec(text)?.groups;
    if (process) found.task ??= { pid: Number(process.pid), comm: process.comm };
    const old = OLD_CPU.exec(text)?.groups;
    if (old) found.cpu ??= Number(old.cpu ?? old.cpu2);
    const taint = TAINT_LINE.exec(text)?.groups;
    if (taint) {
      found.taints ??= lettersOf(taint.taints);
      found.release ??= taint.release;
    }
    found.hardware ??= HARDWARE.exec(text)?.groups?.hardware;
    const work = WORK.exec(text)?.groups;
    if (work) found.work ??= { queue: work.queue, function: work.function ?? work.last };
    const linked = MODULES.exec(text)?.[1];
    if (linked !== undefined) {
      found.modulesLine ??= line;
      for (const [, name, letters] of linked.matchAll(/([A-Za-z]\w*)(?:\(([A-Z+-]+)\))?/g))
        modules.set(name, letters ?? '');
    }
    const struct = TASK_STRUCT.exec(text)?.[1];
    if (struct) found.taskStruct ??= BigInt('0x' + struct);
    const word = WORD.exec(text)?.groups;
    const digits = word && (word.a ?? word.b ?? word.c ?? word.d);
    if (digits !== undefined && (!found.word || word?.a !== undefined))
      found.word = { value: Number(BigInt('0x' + digits) & 0xffffffffn), line };
    const code = CODE.exec(text);
    const own = code !== null && !found.code;
    // Of x86 it is longer than what mails and terminals wrap.
    coding = own || (coding && BYTES.test(text));
    if (own) found.code = { ...line, text: code[1] };
    else if (found.code && coding)
      found.code = { ...found.code, text: `${found.code.text.trimEnd()} ${text.trim()}` };
    if (/\bPGD |^PMD |^PUD |^PTE /.test(text))
      for (const [, level, entry] of text.matchAll(TABLES)) {
        tables.push([level, BigInt('0x' + entry)]);
        found.tablesLine ??= line;
      }
    if (machine) readRegisters(machine, line, found, registers);
    if (!found.place && OTHER_PLACE.test(text)) {
      const place = placeIn(text);
      if (place) found.place = { ...place, sequence: line.sequence };
      found.placeLine ??= line;
    }
  }
  return { ...found, machine, registers, tables, modules, traces: tracesIn(lines, machine) };
}

function readRegisters(
  machine: Printed,
  line: LogLine,
  found: { -readonly [Key in keyof Facts]?: Facts[Key] },
  registers: Map<string, bigint>,
): void {
  const { text } = line;
  if (machine.place.test(text)) {
    if (!found.placeLine) {
      found.placeLine = line;
      const place = placeIn(text);
      if (place) found.place = { ...place, sequence: line.sequence };
      const at = /\[<([0-9a-f]{8,16})>\]|(?::|\s)(?:0x)?([0-9a-f]{8,16})\b/.exec(text);
      if (at) found.pc = BigInt('0x' + (at[1] ?? at[2]));
    } else if ((!found.place && !NOWHERE.test(found.placeLine.text)) || found.place?.inline) {
      const place = placeIn(text);
      if (place) found.place = { ...place, sequence: line.sequence };
    }
  }
  // "IP: [<…>] name": before 4.12 above the oops, all that torn reports may have.
  if (!found.place && /^IP: /.test(text)) {
    const place = placeIn(text);
    found.placeLine ??= line;
    if (place) found.place = { ...place, sequence: line.sequence };
    const at = /\[<([0-9a-f]{8,16})>\]|^IP: 0x([0-9a-f]{8,16})\b/.exec(text);
    if (at) found.pc ??= BigInt('0x' + (at[1] ?? at[2]));
  }
  if (text.length > 250 || !/[:]/.test(text)) return;
  for (const { groups } of text.matchAll(machine.registers)) {
    const name = machine.register(groups!.name);
    if (name !== undefined && !registers.has(name)) registers.set(name, BigInt('0x' + groups!.value));
  }
}

/** Documentation/admin-guide/tainted-kernels.rst; G stands where P does not. */
function lettersOf(text: string): string {
  return text === 'Not tainted'
    ? ''
    : text
        .replace(/^Tainted:/, '')
        .replace(/[^A-Z]/g, '')
        .replace(/G/g, '');
}
