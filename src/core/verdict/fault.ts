import { addr } from '../addr.ts';
import type { Instruction, MemoryOperand } from '../arch/instruction.ts';
import type { Registers } from '../arch/registers.ts';
import type { Exception, FaultWord } from '../arch/trouble.ts';
import type { SymbolAt } from '../symbols/symbol.ts';
import type { Case, Interruption, Machine } from './case.ts';
import type { LogFact } from './log.ts';
import { plainName } from './never-blame.ts';

/** An exception in kernel mode that the kernel did not survive. */
export interface Fault {
  readonly kind: Exception;
  readonly machine: Machine;
  readonly registers: Registers;
  /** Index of the interrupted frame on the panic task's stack. */
  readonly index: number;
  readonly where?: SymbolAt;
  /** At the faulting address; undefined when its page is absent or the instruction pointer leads nowhere. */
  readonly instruction?: Instruction;
  /** The operand that faulted and the address it comes to. */
  readonly operand?: { readonly memory: MemoryOperand; readonly address?: bigint };
  /** The address that faulted: the log's, else the computed one. */
  readonly address?: bigint;
  readonly logged?: { readonly address: bigint; readonly fact: LogFact };
  /** What the processor says of a page fault, and the line of the log that has it. */
  readonly word?: FaultWord;
  readonly wordFact?: LogFact;
  readonly access?: 'read' | 'write' | 'execute';
  /** The instruction pointer itself is the address that faulted. */
  readonly jumped: boolean;
}

/** Functions that stop the machine for any reason. */
const STOPS = new Set(['panic', 'vpanic', 'nmi_panic', 'crash_kexec', '__crash_kexec']);

/**
 * The exception after the stop: the outermost one on the panic task's stack that was reported. One that was being
 * handled as usual (a page of user memory brought in) when something else stopped the machine is none.
 */
export function examineFault(c: Omit<Case, 'fault' | 'blame' | 'through'>): Fault | undefined {
  const { machine } = c;
  if (!machine) return undefined;
  const { exceptions, reporters } = machine.trouble;
  const names = (c.stack?.frames ?? []).map((frame) => plainName(frame.symbol?.symbol.name ?? ''));
  const reported = c.interruptions.filter((each, i) => {
    if (!exceptions[each.entry]) return false;
    const inside = names.slice(c.interruptions[i - 1]?.index ?? 0, each.index);
    // Of the innermost one the frames that would tell may be missing.
    return inside.some((name) => reporters.has(name)) || (i === 0 && !inside.some((name) => STOPS.has(name)));
  });
  const found = reported.at(-1);
  return found && describe(c, machine, found, exceptions[found.entry]);
}

function describe(
  c: Omit<Case, 'fault' | 'blame' | 'through'>,
  machine: Machine,
  at: Interruption,
  kind: Exception,
): Fault {
  const { registers } = at;
  const ip = registers.ip;
  const bytes = c.kernel.space.readSome(ip, machine.code.maxLength);
  const instruction = bytes.length > 0 ? machine.code.decode(bytes, 0, ip) : undefined;
  const operand = instruction && faultingOperand(machine, instruction, registers);
  const logged =
    kind === 'page-fault' ? loggedAddress(c) : kind === 'general-protection' ? loggedGp(c) : undefined;
  const wordFact = kind === 'page-fault' ? c.log.last('fault-code') : undefined;
  const oops = kind === 'page-fault' ? c.log.last('oops') : undefined;
  const codeText = wordFact?.match[1] ?? oops?.match[2];
  const word = codeText === undefined ? undefined : c.kernel.arch.faultLog?.faultWord(parseInt(codeText, 16));
  const address = logged?.address ?? operand?.address;
  const jumped =
    kind === 'page-fault' &&
    (address === ip || word?.access === 'execute' || (instruction === undefined && address === undefined));
  return {
    kind,
    machine,
    registers,
    index: at.index,
    where: c.kernel.symbols.byAddress(ip),
    instruction,
    operand: jumped ? undefined : operand,
    address: jumped ? (address ?? ip) : address,
    logged,
    word,
    wordFact: wordFact ?? oops,
    access: jumped ? 'execute' : accessOf(word, operand?.memory),
    jumped,
  };
}

function accessOf(word: FaultWord | undefined, memory: MemoryOperand | undefined): Fault['access'] {
  if (word) return word.access;
  if (!memory || memory.access === 'none') return undefined;
  return memory.access === 'r' ? 'read' : 'write';
}

function loggedAddress(c: Pick<Case, 'log'>): Fault['logged'] {
  const fact = c.log.last('null-fault', 'page-fault');
  if (fact) return { address: addr(BigInt('0x' + fact.match[1])), fact };
  const plain = c.log.last('fault-address');
  return plain && { address: addr(BigInt('0x' + plain.match[1])), fact: plain };
}

function loggedGp(c: Pick<Case, 'log'>): Fault['logged'] {
  const fact = c.log.last('gpf');
  return fact?.match[1] ? { address: addr(BigInt('0x' + fact.match[1])), fact } : undefined;
}

/** The memory operand that the instruction accesses, with its address computed from `registers`. */
function faultingOperand(
  { code }: Machine,
  instruction: Instruction,
  registers: Registers,
): Fault['operand'] {
  const memory = instruction.operands.find(
    (each): each is MemoryOperand =>
      each.kind === 'memory' && (each.access !== 'none' || each.indirect === true),
  );
  if (memory) return { memory, address: code.effectiveAddress(memory, registers) };
  // push, pop, call, ret reach the stack without saying so.
  return undefined;
}
