import { addr } from '../addr.ts';
import { decode, type Instruction, type MemoryOperand } from '../arch/x86_64/disassembler/index.ts';
import type { Registers } from '../arch/x86_64/registers.ts';
import type { SymbolAt } from '../symbols/symbol.ts';
import type { Case, Interruption } from './case.ts';
import { effectiveAddress } from './code.ts';
import type { LogFact } from './log.ts';
import { plainName } from './never-blame.ts';

/** Longest instruction of x86. */
const MAX_INSTRUCTION = 15;

/** Exceptions that end in an oops, by their entry code (arch/x86/include/asm/idtentry.h). */
const VECTORS: Readonly<Record<string, string>> = {
  asm_exc_page_fault: 'page-fault',
  asm_exc_general_protection: 'general-protection',
  asm_exc_invalid_op: 'invalid-opcode',
  asm_exc_divide_error: 'divide-error',
  asm_exc_double_fault: 'double-fault',
  asm_exc_stack_segment: 'stack-segment',
  asm_exc_segment_not_present: 'segment-not-present',
  asm_exc_alignment_check: 'alignment-check',
  asm_exc_overflow: 'overflow',
  asm_exc_bounds: 'bounds',
  asm_exc_int3: 'int3',
  asm_exc_control_protection: 'control-protection',
  asm_exc_machine_check: 'machine-check',
  asm_exc_coprocessor_error: 'coprocessor',
};

/** An exception in kernel mode that the kernel did not survive. */
export interface Fault {
  readonly vector: string;
  readonly registers: Registers;
  /** Index of the interrupted frame on the panic task's stack. */
  readonly index: number;
  readonly where?: SymbolAt;
  /** At the faulting address; undefined when its page is absent or rip points nowhere. */
  readonly instruction?: Instruction;
  /** The operand that faulted and the address it comes to. */
  readonly operand?: { readonly memory: MemoryOperand; readonly address?: bigint };
  /** The address that faulted: the log's (CR2), else the computed one. */
  readonly address?: bigint;
  readonly logged?: { readonly address: bigint; readonly fact: LogFact };
  /** The error code of a page fault. */
  readonly code?: number;
  readonly codeFact?: LogFact;
  readonly access?: 'read' | 'write' | 'execute';
  /** rip itself is the address that faulted. */
  readonly jumped: boolean;
}

/** Functions that make an oops or a warning of an exception (arch/x86/kernel/{traps,dumpstack}.c, arch/x86/mm/fault.c, lib/bug.c). */
const REPORTS = new Set(
  `oops_end die die_addr __die page_fault_oops no_context __bad_area_nosemaphore do_trap do_error_trap handle_stack_overflow
  handle_bug report_bug __report_bug __warn exc_double_fault do_double_fault exc_machine_check do_machine_check`.split(
    /\s+/,
  ),
);
/** Functions that stop the machine for any reason. */
const STOPS = new Set(['panic', 'vpanic', 'nmi_panic', 'crash_kexec', '__crash_kexec']);

/**
 * The exception after the stop: the outermost one on the panic task's stack that was reported. One that was being
 * handled as usual (a page of user memory brought in) when something else stopped the machine is none.
 */
export function examineFault(c: Omit<Case, 'fault' | 'blame' | 'through'>): Fault | undefined {
  const names = (c.stack?.frames ?? []).map((frame) => plainName(frame.symbol?.symbol.name ?? ''));
  const reported = c.interruptions.filter((each, i) => {
    if (!VECTORS[each.entry]) return false;
    const inside = names.slice(c.interruptions[i - 1]?.index ?? 0, each.index);
    // Of the innermost one the frames that would tell may be missing.
    return inside.some((name) => REPORTS.has(name)) || (i === 0 && !inside.some((name) => STOPS.has(name)));
  });
  const found = reported.at(-1);
  return found && describe(c, found, VECTORS[found.entry]);
}

function describe(c: Omit<Case, 'fault' | 'blame' | 'through'>, at: Interruption, vector: string): Fault {
  const { registers } = at;
  const ip = registers.ip;
  const bytes = c.kernel.space.readSome(ip, MAX_INSTRUCTION);
  const instruction = bytes.length > 0 ? decode(bytes, 0, ip) : undefined;
  const operand = instruction && faultingOperand(instruction, registers);
  const logged =
    vector === 'page-fault' ? loggedAddress(c) : vector === 'general-protection' ? loggedGp(c) : undefined;
  const codeFact = vector === 'page-fault' ? c.log.last('fault-code') : undefined;
  const oops = vector === 'page-fault' ? c.log.last('oops') : undefined;
  const codeText = codeFact?.match[1] ?? oops?.match[2];
  const code = codeText === undefined ? undefined : parseInt(codeText, 16);
  const address = logged?.address ?? operand?.address;
  const jumped =
    vector === 'page-fault' &&
    (address === ip ||
      (code !== undefined && (code & 16) !== 0) ||
      (instruction === undefined && address === undefined));
  return {
    vector,
    registers,
    index: at.index,
    where: c.kernel.symbols.byAddress(ip),
    instruction,
    operand: jumped ? undefined : operand,
    address: jumped ? (address ?? ip) : address,
    logged,
    code,
    codeFact: codeFact ?? oops,
    access: jumped ? 'execute' : accessOf(code, operand?.memory),
    jumped,
  };
}

function accessOf(code: number | undefined, memory: MemoryOperand | undefined): Fault['access'] {
  if (code !== undefined) return code & 16 ? 'execute' : code & 2 ? 'write' : 'read';
  if (!memory || memory.access === 'none') return undefined;
  return memory.access === 'r' ? 'read' : 'write';
}

function loggedAddress(c: Pick<Case, 'log'>): Fault['logged'] {
  const fact = c.log.last('null-fault', 'page-fault');
  if (fact) return { address: addr(BigInt('0x' + fact.match[1])), fact };
  const cr2 = c.log.last('cr2');
  return cr2 && { address: addr(BigInt('0x' + cr2.match[1])), fact: cr2 };
}

function loggedGp(c: Pick<Case, 'log'>): Fault['logged'] {
  const fact = c.log.last('gpf');
  return fact?.match[1] ? { address: addr(BigInt('0x' + fact.match[1])), fact } : undefined;
}

/** The memory operand that the instruction accesses, with its address computed from `registers`. */
function faultingOperand(instruction: Instruction, registers: Registers): Fault['operand'] {
  const memory = instruction.operands.find(
    (each): each is MemoryOperand =>
      each.kind === 'memory' && (each.access !== 'none' || each.indirect === true),
  );
  if (memory) return { memory, address: effectiveAddress(memory, registers) };
  // push, pop, call, ret reach the stack without saying so.
  return undefined;
}
