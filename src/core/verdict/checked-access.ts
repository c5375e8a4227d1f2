import type { MemoryOperand } from '../arch/instruction.ts';
import type { Registers } from '../arch/registers.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Machine } from './case.ts';
import { codeAround } from './code.ts';
import { changedBetween } from './origin.ts';

/** The access that a sanitizer's check stands before, and the address that it comes to. */
export interface CheckedAccess {
  readonly memory: MemoryOperand;
  readonly address: bigint;
}

/** A byte of KASAN's shadow stands for so many of memory (KASAN_GRANULE_SIZE, mm/kasan/kasan.h). */
const GRANULE = 8n;
/** Instructions of a check: those that look at the part of a granule, and the branch to the report. */
const AFTER = 24;
/** What the code does not go on after. */
const ENDS: readonly string[] = ['call', 'jump', 'return', 'stop', 'trap'];

/**
 * The access that the check at `registers`' instruction stands before: the compiler puts both into one straight line (-fsanitize=
 * kernel-address), where what is called on a bad pointer branches off. Undefined where none of the instructions that follow comes to
 * the bytes asked about, from `asked` on.
 */
export function checkedAccess(
  kernel: Kernel,
  machine: Machine,
  registers: Registers,
  asked: bigint,
): CheckedAccess | undefined {
  const around = codeAround(kernel, machine.code, registers.ip, AFTER);
  if (around.index < 0) return undefined;
  const here = around.instructions[around.index];
  // Of accesses smaller than a granule the call of the report stands in the line, and is jumped over.
  const instructions = around.instructions.filter(({ target }) => !isReport(kernel, target));
  const code = { instructions, index: instructions.indexOf(here) };
  for (let i = code.index + 1; i < code.instructions.length; i++) {
    const each = code.instructions[i];
    for (const memory of each.operands) {
      if (memory.kind !== 'memory' || memory.access === 'none') continue;
      const names = [memory.base, memory.index].filter((name) => name !== undefined);
      if (names.some((name) => changedBetween(machine, code, code.index, i, name))) continue;
      const address = machine.code.effectiveAddress(memory, registers);
      const distance = address === undefined ? -1n : BigInt.asUintN(64, address - asked);
      if (address !== undefined && distance >= 0n && distance < GRANULE) return { memory, address };
    }
    if (ENDS.includes(each.flow)) break;
  }
  return undefined;
}

/** The functions that the compiler has called on a bad pointer (mm/kasan/generic.c). */
const REPORT = /^__asan_report_/;

const isReport = ({ symbols }: Kernel, target: bigint | undefined): boolean =>
  target !== undefined && symbols.aliases(target).some(({ name }) => REPORT.test(name));
