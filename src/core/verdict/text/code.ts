import { hex, hex0x } from '../../addr.ts';
import type { Code } from '../../arch/code.ts';
import { machines } from '../../arch/index.ts';
import type { Instruction, MemoryOperand } from '../../arch/instruction.ts';
import { Registers, type RegisterFile } from '../../arch/registers.ts';
import type { Facts } from '../../reports/facts.ts';
import { plainName } from '../../reports/never-blame.ts';
import type { InstructionView } from '../../rows/verdict.ts';
import { value as bad } from '../../catalogue/findings.ts';
import type { Message } from '../../catalogue/message.ts';

/**
 * The bytes of a report's "Code:" line, decoded with the registers of the same report: the interrupted instruction is
 * marked (<48> on x86, (d4210000) on arm64), those around it stand before and after (show_opcodes(),
 * arch/x86/kernel/dumpstack.c; dump_kernel_instr(), arch/arm64/kernel/traps.c).
 */
export interface TextCode {
  readonly code: Code;
  readonly file: RegisterFile;
  readonly registers: Registers;
  readonly instructions: readonly Instruction[];
  /** Index of the interrupted one. */
  readonly index: number;
  /** The memory operand that it accesses, and the address that it comes to. */
  readonly operand?: { readonly memory: MemoryOperand; readonly address?: bigint };
  /** "relid2channel+0x1a" for an instruction of it. */
  placeOf(instruction: Instruction): string;
  textOf(instruction: Instruction): string;
}

const MAX_BYTES = 256;

/** The code that a report printed ("Code: …"), decoded; undefined where its machine is not, or where it has none. */
export function codeOf(facts: Facts): TextCode | undefined {
  const arch = machines.find(({ name }) => name === facts.machine?.name);
  if (!arch?.code || !arch.registers || !facts.code) return undefined;
  const parsed = bytesIn(facts.code.text, facts.machine!.codeUnit);
  if (!parsed) return undefined;
  const { code, registers: file } = arch;
  const { place } = facts;
  const known = facts.registers.get(file.ip) ?? facts.pc;
  // Without an address the offset within the function stands for it: distances hold.
  const ip = known ?? BigInt(place?.offset ?? 0);
  const { bytes, at } = parsed;
  const start = ip - BigInt(at);
  const instructions = decodeTo(code, bytes, at, BigInt.asUintN(64, start));
  const index = instructions.findIndex(({ address }) => address === BigInt.asUintN(64, ip));
  if (index < 0) return undefined;
  const registers = Registers.some(file, {
    ...Object.fromEntries(facts.registers),
    ...(known !== undefined && { [file.ip]: known }),
  });
  const faulting = instructions[index];
  const memory = faulting.operands.find(
    (each): each is MemoryOperand =>
      each.kind === 'memory' && (each.access !== 'none' || each.indirect === true),
  );
  const relative = memory?.base === file.ip || memory?.address !== undefined;
  return {
    code,
    file,
    registers,
    instructions,
    index,
    operand: memory && {
      memory,
      address: relative && known === undefined ? undefined : code.effectiveAddress(memory, registers),
    },
    placeOf: (each) => {
      if (place?.offset === undefined) return hex0x(each.address);
      const offset = place.offset + Number(BigInt.asIntN(64, each.address - BigInt.asUintN(64, ip)));
      return offset < 0
        ? `${plainName(place.symbol)}-0x${(-offset).toString(16)}`
        : `${plainName(place.symbol)}+0x${offset.toString(16)}`;
    },
    // Addresses that are only distances would be mistaken for addresses.
    textOf: (each) => {
      const text = code.format(each);
      return known === undefined ? text.replace(/\s+#.*$/, '') : text;
    },
  };
}

/** The bytes of the line and where the marked one stands; undefined when none is marked or they are no bytes. */
function bytesIn(text: string, unit: 1 | 2 | 4): { bytes: Uint8Array; at: number } | undefined {
  const words = text.trim().split(/\s+/).slice(0, MAX_BYTES);
  const bytes: number[] = [];
  let at = -1;
  for (const word of words) {
    const marked = /^[<(]([0-9a-f]+)[>)]$/.exec(word)?.[1];
    const digits = marked ?? word;
    if (!/^[0-9a-f]+$/.test(digits) || digits.length !== unit * 2) break;
    if (marked !== undefined) at = bytes.length;
    // Words are printed as numbers of a little-endian machine.
    for (let i = digits.length - 2; i >= 0; i -= 2) bytes.push(parseInt(digits.slice(i, i + 2), 16));
  }
  return at < 0 ? undefined : { bytes: Uint8Array.from(bytes), at };
}

/**
 * The instructions of `bytes`, so that one begins at `at`: the line may begin within one. Of the beginnings that lead
 * there the one that decodes without a bad instruction and leaves out the least.
 */
function decodeTo(code: Code, bytes: Uint8Array, at: number, start: bigint): Instruction[] {
  for (let skip = 0; skip < Math.min(at, code.maxLength) + 1; skip++) {
    const before = run(code, bytes, skip, at, start);
    if (before) return [...before, ...(run(code, bytes, at, bytes.length, start, true) ?? [])];
  }
  return run(code, bytes, at, bytes.length, start, true) ?? [];
}

/** The instructions from `from` to exactly `to`; with `open` as many as there are whole. */
function run(
  code: Code,
  bytes: Uint8Array,
  from: number,
  to: number,
  start: bigint,
  open = false,
): Instruction[] | undefined {
  const found: Instruction[] = [];
  let here = from;
  while (here < to) {
    const each = code.decode(bytes, here, BigInt.asUintN(64, start + BigInt(here)));
    if (each.operation === '(bad)' || here + each.length > bytes.length) return open ? found : undefined;
    found.push(each);
    here += each.length;
  }
  return here === to ? found : open ? found : undefined;
}

const BEFORE = 6;
const AFTER = 3;

/** The instructions around the faulting one, ready to print. */
export function instructionViews(c: TextCode): InstructionView[] {
  return c.instructions.slice(Math.max(0, c.index - BEFORE), c.index + AFTER + 1).map((each) => {
    const faulting = each === c.instructions[c.index];
    return {
      address: c.placeOf(each),
      bytes: [...each.bytes].map((byte) => hex(byte, 2)).join(' '),
      text: c.textOf(each),
      faulting,
      note: faulting ? notes(c, each) : undefined,
    };
  });
}

/** "RAX = 0x10 · RDI = 0x2". */
function notes(c: TextCode, each: Instruction): Message | undefined {
  const names = new Set<string>();
  for (const operand of each.operands) {
    if (operand.kind === 'memory') for (const name of c.code.pointersOf(operand)) names.add(name);
    if (operand.kind === 'register' && operand.access.includes('r')) names.add(operand.full);
  }
  const found = [...names].flatMap((name) => {
    const value = c.registers.get(name);
    return value === undefined
      ? []
      : [bad.register({ name: c.file.title(name), value: value === 0n ? '0' : hex0x(value) })];
  });
  return found.length === 0 ? undefined : bad.notes({ notes: found });
}
