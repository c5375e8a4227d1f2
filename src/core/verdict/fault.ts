import { addr } from '../addr.ts';
import type { Instruction, MemoryOperand } from '../arch/instruction.ts';
import type { Registers } from '../arch/registers.ts';
import type { Exception, FaultWord } from '../arch/trouble.ts';
import type { Frame } from '../unwind/stack.ts';
import { checkedAccess } from './checked-access.ts';
import type { Case, Fault, Interruption, Machine } from './case.ts';
import type { LogFact, LogFacts } from './log.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { isCanonical } from '../identify/non-canonical.ts';
import { STOPS } from '../kernel/stacks.ts';
import { plainName } from '../reports/never-blame.ts';

/**
 * Functions that end the task after an oops that the kernel itself survives; the stack begins anew there, so that no frame of
 * the oops is left (kernel/exit.c, arch/x86/entry/entry_64.S; rewind_stack_do_exit up to 5.16).
 */
const DIES = ['make_task_dead', 'rewind_stack_and_make_dead', 'rewind_stack_do_exit'];

/** The frame by which the stack tells that the panic came of a task's death by an oops. */
export const diedOf = (c: Pick<Case, 'through'>): Frame | undefined => c.through(...DIES);

/** Accesses that were refused for another reason than the page. */
const REFUSED: readonly Exception[] = ['alignment', 'system-error'];

/** Functions of exceptions that the kernel goes on after: warnings, and breakpoints that somebody asked for (lib/bug.c, kernel/panic.c, arch's traps.c). */
const GOES_ON =
  /^(__warn|report_bug|__report_bug|handle_bug|do_int3|bug_handler|bug_brk_handler|ubsan_\w+handler|kasan_\w*handler|cfi_\w*handler)$/;

/**
 * The exception after the stop: the outermost one on the panic task's stack that was reported. One that was being
 * handled as usual (a page of user memory brought in, a warning, a breakpoint) when something else stopped the machine is none.
 */
export function examineFault(c: Omit<Case, 'fault' | 'lost' | 'blame' | 'through'>): Fault | undefined {
  const { machine } = c;
  if (!machine) return undefined;
  const { reporters } = machine.trouble;
  const names = (c.stack?.frames ?? []).map((frame) => plainName(frame.symbol?.symbol.name ?? ''));
  const reported = c.interruptions.flatMap((each, i) => {
    const inside = names.slice(c.interruptions[i - 1]?.index ?? 0, each.index);
    const kind = machine.trouble.exceptionOf(each.entry, inside);
    if (!kind) return [];
    // Of the innermost one the frames that would tell may be missing.
    const told = inside.filter((name) => reporters.has(name));
    const stopped = inside.some((name) => STOPS.test(name));
    // Something else happened in the handling of what the kernel would have gone on after.
    const outlived = i > 0 && !stopped && told.every((name) => GOES_ON.test(name));
    return (told.length > 0 && !outlived) || (i === 0 && !stopped) ? [{ each, kind }] : [];
  });
  const found = reported.at(-1);
  return found && describe(c, machine, found.each, found.kind);
}

function describe(
  c: Omit<Case, 'fault' | 'lost' | 'blame' | 'through'>,
  machine: Machine,
  at: Interruption,
  kind: Exception,
): Fault {
  const { registers } = at;
  const ip = registers.ip;
  const bytes = c.kernel.space.readSome(ip, machine.code.maxLength);
  const instruction = bytes.length > 0 ? machine.code.decode(bytes, 0, ip) : undefined;
  const lines = linesOfOops(c.log);
  const logged =
    kind === 'page-fault' || kind === 'alignment'
      ? loggedAddress(lines)
      : kind === 'general-protection'
        ? loggedGp(lines)
        : undefined;
  const worded =
    kind === 'page-fault' || (c.kernel.arch.faultLog?.everyOopsHasWord === true && REFUSED.includes(kind));
  const wordFact = worded ? lines.last('fault-code') : undefined;
  const oops = worded ? lines.last('oops') : undefined;
  const word = wordOf(c, wordFact, oops);
  // What the instruction pointer stands at was never reached where it may not stand there at all.
  const misaligned = kind === 'alignment' && word?.access === 'execute';
  const operand =
    instruction && !misaligned
      ? faultingOperand(c.kernel, machine, instruction, registers, kind, logged?.address, word)
      : undefined;
  const address = wholeAddress(machine, operand?.address, logged?.address);
  const jumped =
    misaligned ||
    (kind === 'page-fault' &&
      (address === ip ||
        word?.access === 'execute' ||
        (instruction === undefined && address === undefined))) ||
    // Where processors make the branch before they look at where it leads.
    (kind === 'general-protection' && !isCanonical(c.kernel, ip));
  const asked = jumped || address === undefined ? undefined : shadowOf(c, machine, address);
  const checked = asked === undefined ? undefined : checkedAccess(c.kernel, machine, registers, asked);
  return {
    kind,
    machine,
    registers,
    index: at.index,
    where: c.kernel.symbols.byAddress(ip),
    instruction,
    operand: jumped ? undefined : asked === undefined ? operand : checked,
    address: jumped ? (address ?? ip) : (checked?.address ?? asked ?? address),
    logged: logged && address !== undefined ? { ...logged, address } : logged,
    word,
    wordFact: wordFact ?? oops,
    // The sanitizer's check only reads: what it checked for is what counts, where that is found.
    access: jumped
      ? 'execute'
      : asked === undefined
        ? accessOf(word, operand?.memory)
        : accessOf(undefined, checked?.memory),
    jumped,
    shadow:
      asked === undefined || address === undefined ? undefined : { at: address, computed: operand?.address },
    lines: { oops: lines.last('oops'), bug: lines.last('bug', 'bug-plain') },
    throughStack: instruction !== undefined && throughStack(machine, instruction, operand?.memory),
  };
}

/** The address that the log has, with what the processor left out of it where the instruction tells. */
function wholeAddress(
  { trouble }: Machine,
  computed: bigint | undefined,
  logged: bigint | undefined,
): bigint | undefined {
  if (computed === undefined || logged === undefined || !trouble.reported) return logged ?? computed;
  return computed !== logged && near(trouble.reported(computed), logged) ? computed : logged;
}

/** What address the sanitizer asked about, where the kernel has one and the access was to its shadow. */
function shadowOf(c: Pick<Case, 'kernel'>, machine: Machine, address: bigint): bigint | undefined {
  // Few addresses lie there: a name that the kernel does not have is looked for in every module.
  const shadowed = machine.trouble.shadowed?.(address);
  if (shadowed === undefined) return undefined;
  const { symbols } = c.kernel;
  return (symbols.byName('kasan_report') ?? symbols.byName('kasan_non_canonical_hook'))
    ? shadowed
    : undefined;
}

/** The word in which the processor says what it refused; the oops has it only for faults that have such a word. */
function wordOf(
  c: Pick<Case, 'kernel'>,
  fact: LogFact | undefined,
  oops: LogFact | undefined,
): FaultWord | undefined {
  const text = fact?.match[1] ?? (oops && !GUARD.test(oops.match[1] ?? '') ? oops.match[2] : undefined);
  return text === undefined ? undefined : c.kernel.arch.faultLog?.faultWord(parseInt(text, 16));
}
/** die("stack guard page"): its number is none of the processor's (handle_stack_overflow(), arch/x86/kernel/traps.c). */
const GUARD = /stack guard page|corrupted stack/;

/** The lines of the last oops: those after the one before it. */
export function linesOfOops(log: LogFacts): Pick<LogFacts, 'last'> {
  const oopses = log.every('oops');
  const before = oopses.at(-2)?.record.sequence ?? -1;
  return {
    last: (...ids) => log.all.findLast((fact) => ids.includes(fact.id) && fact.record.sequence > before),
  };
}

function accessOf(word: FaultWord | undefined, memory: MemoryOperand | undefined): Fault['access'] {
  if (word) return word.access;
  if (!memory || memory.access === 'none') return undefined;
  return memory.access === 'r' ? 'read' : 'write';
}

function loggedAddress(lines: Pick<LogFacts, 'last'>): Fault['logged'] {
  const fact = lines.last('null-fault', 'page-fault');
  if (fact) return { address: addr(BigInt('0x' + fact.match[1])), fact };
  const plain = lines.last('fault-address');
  return plain && { address: addr(BigInt('0x' + plain.match[1])), fact: plain };
}

function loggedGp(lines: Pick<LogFacts, 'last'>): Fault['logged'] {
  const fact = lines.last('gpf');
  return fact?.match[1] ? { address: addr(BigInt('0x' + fact.match[1])), fact } : undefined;
}

/**
 * The memory operand that faulted, with its address computed from `registers`. String instructions have two: the one
 * whose address the log has, else the one that the processor's word means, else the destination.
 */
function faultingOperand(
  kernel: Kernel,
  { code }: Machine,
  instruction: Instruction,
  registers: Registers,
  kind: Exception,
  logged: bigint | undefined,
  word: FaultWord | undefined,
): Fault['operand'] {
  const operands = instruction.operands
    .filter(
      (each): each is MemoryOperand =>
        each.kind === 'memory' && (each.access !== 'none' || each.indirect === true),
    )
    .map((memory) => ({ memory, address: code.effectiveAddress(memory, registers) }));
  // push, pop, call, ret reach the stack without saying so.
  if (operands.length < 2) return operands.at(0);
  const refused = operands.filter(
    ({ address }) => address !== undefined && (kind === 'page-fault' || !isCanonical(kernel, address)),
  );
  return (
    (logged !== undefined &&
      operands.find(({ address }) => address !== undefined && near(address, logged))) ||
    (word && refused.find(({ memory }) => (memory.access === 'r') === (word.access === 'read'))) ||
    (refused.length === 1 ? refused[0] : undefined) ||
    operands.find(({ memory }) => memory.access !== 'r') ||
    operands[0]
  );
}

/** Accesses that run over a page's end fault a little after their address. */
export function near(a: bigint, b: bigint): boolean {
  const distance = a > b ? a - b : b - a;
  return distance < 64n;
}

function throughStack({ registers }: Machine, each: Instruction, memory: MemoryOperand | undefined): boolean {
  const { sp } = registers;
  return memory
    ? memory.base === sp || memory.index === sp
    : each.implicit.reads.includes(sp) || each.flow === 'call' || each.flow === 'return';
}
