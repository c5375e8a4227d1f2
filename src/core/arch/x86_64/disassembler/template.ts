/**
 * Opcode tables are text, one form of an instruction per line:
 *
 *     KEY MNEMONIC[=OPERATION] [OPERANDS]
 *
 * KEY is an opcode byte or a range, then what else must hold for the form to apply:
 *     /3     the reg field of the ModRM byte        m, r   its operand is memory, a register
 *     :5     its rm field (with r)                  .np .66 .f3 .f2   the mandatory prefix
 *     .rip   memory relative to rip only
 *     .er .sae  EVEX rounding, suppressed exceptions
 *     .w0 .w1  REX.W or VEX.W                       .l0 .l1 .l2       the vector length (128, 256, 512)
 * The first line whose conditions hold is taken.
 *
 * MNEMONIC: `a|b|c` are names for operand size 16, 32 and 64; `a|b` for 16 and otherwise; `{cc}` in a range of 16 is
 * the condition. A tail `~` adds the size suffix if the operand is memory, `^` always (of the
 * first operand, `&` of the second).
 * A tail `%` adds x, y or z for the vector length if the operand is memory; `?` marks an immediate that may become part
 * of the name (predicates.ts). A tail `+` adds w to
 * 16-bit memory operands. A tail `@` marks those that count in ecx
 * after an address-size prefix. A tail `!` marks x87 instructions whose waiting form drops the `n`.
 *
 * OPERANDS are in Intel's order, letters as in the opcode maps of the Intel SDM volume 2, appendix A
 * (operands.ts lists them).
 */
import { type AccessRule, accessRule } from './access.ts';

/** An operand as a line of the tables describes it. */
export interface OperandSpec {
  kind: string;
  size: string;
  /** Size when the operand is memory, where it differs (`Ed:b`). */
  memory: string;
  /** Bytes of an element that EVEX may broadcast (`Wx/d`), 0: none. */
  broadcast: number;
}

/** What an opcode is under conditions: its name and operands. */
export interface Template {
  /** Conditions; -1: any. `prefix` is 0, 0x66, 0xf3 or 0xf2. */
  prefix: number;
  reg: number;
  /** 1: register, 0: memory. */
  direct: number;
  rm: number;
  /** Only rip-relative memory. */
  relative: boolean;
  w: number;
  l: number;
  /** EVEX: 1: a register form may name a rounding, 2: it may only suppress exceptions. */
  rounding: number;
  /** EVEX: the same instruction exists with VEX. */
  hasVexForm: boolean;
  /** Uses the register in vvvv. */
  usesVvvv: boolean;
  /** Has a vector of indices, which the upper bit of vvvv extends. */
  vectorIndex: boolean;
  names: string[];
  operation: string;
  suffix: '' | '~' | '^' | '!' | '%' | '?' | '@' | '+';
  operands: OperandSpec[];
  /** Order in which operands stand in the encoding, where it is not their own. */
  order?: number[];
  access: AccessRule;
}

/** All forms of one opcode. */
export interface Slot {
  templates: Template[];
  modrm: boolean;
  /** A mandatory prefix selects among the forms. */
  mandatory: boolean;
  /** Only forms without prefix and with 66 exist. */
  pair: boolean;
}

/** A map of opcodes. Its text is cut into lines when one is first asked for, and of an opcode's lines its forms are read then. */
export class OpcodeTable {
  private lines: string[][][] | undefined;
  private readonly read: (Slot | undefined)[] = [];

  constructor(
    private readonly text: string,
    private readonly vex: boolean,
  ) {}

  /** The forms of `opcode`; undefined when it has none. */
  slot(opcode: number): Slot | undefined {
    if (!(opcode in this.read)) {
      this.lines ??= linesByOpcode(this.text);
      this.read[opcode] = readSlot(this.lines[opcode], opcode, this.vex);
    }
    return this.read[opcode];
  }
}

const CONDITIONS = ['o', 'no', 'b', 'ae', 'e', 'ne', 'be', 'a', 's', 'ns', 'p', 'np', 'l', 'ge', 'le', 'g'];

/** Operand kinds that are decoded from the ModRM byte. */
const MODRM_KINDS = new Set('E *E G R M *M S C D P Q N V W U MV VM KG KR KE ST BG BE TG TR MT'.split(' '));

const KEY = /^([0-9a-f]{2})(?:-([0-9a-f]{2}))?(?:\/([0-7]))?([mr])?(?::([0-7]))?((?:\.[a-z0-9]+)*)$/;

/** The opcodes that `text` lists; `vex`: for instructions with a VEX, EVEX or XOP prefix. A line is parsed when its opcode is met. */
export function parseTable(text: string, vex = false): OpcodeTable {
  return new OpcodeTable(text, vex);
}

/** The fields of the lines for each of the 256 opcodes. Throws when a line does not begin with a key. */
function linesByOpcode(text: string): string[][][] {
  const found: string[][][] = Array.from({ length: 256 }, () => []);
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const fields = trimmed.split(/\s+/);
    const first = parseInt(trimmed.slice(0, 2), 16);
    const last = trimmed[2] === '-' ? parseInt(trimmed.slice(3, 5), 16) : first;
    if (Number.isNaN(first) || Number.isNaN(last)) throw wrongKey(fields[0]);
    for (let opcode = first; opcode <= last; opcode++) found[opcode].push(fields);
  }
  return found;
}

function wrongKey(key: string): Error {
  return new Error(`Opcode table: the key "${key}" is not of the form KEY; correct the table.`);
}

function readSlot(lines: readonly string[][], opcode: number, vex: boolean): Slot | undefined {
  if (lines.length === 0) return undefined;
  const slot: Slot = { templates: [], modrm: false, mandatory: false, pair: true };
  for (const fields of lines) addForm(slot, fields, opcode, vex);
  return slot;
}

function addForm(slot: Slot, fields: readonly string[], opcode: number, vex: boolean): void {
  const key = KEY.exec(fields[0]);
  if (!key) throw wrongKey(fields[0]);
  const tags = key[6].split('.').filter(Boolean);
  const number = (text: string | undefined): number => (text === undefined ? -1 : Number(text));
  const tagged = (letter: string): number => {
    const tag = tags.find((t) => t.length === 2 && t[0] === letter && t[1] <= '2');
    return tag === undefined ? -1 : Number(tag[1]);
  };
  const prefixTag = tags.find((t) => t === 'np' || t === '66' || t === 'f3' || t === 'f2');
  const prefix = prefixTag === undefined ? -1 : prefixTag === 'np' ? 0 : parseInt(prefixTag, 16);
  const text = fields[1].replace('{cc}', CONDITIONS[opcode & 15]);
  const [written, alias] = text.split('=');
  const tail = /[~^!%?@+]$/.exec(written);
  const names = (tail ? written.slice(0, -1) : written).replace('_', ' ').split('|');
  const operation = alias ?? names[names.length - 1];
  const operands = (fields[2] ?? '').split(',').filter(Boolean).map(operandSpec);
  const template: Template = {
    prefix,
    reg: number(key[3]),
    direct: key[4] === undefined ? -1 : key[4] === 'r' ? 1 : 0,
    rm: number(key[5]),
    relative: tags.includes('rip'),
    w: tagged('w'),
    l: tagged('l'),
    rounding: tags.includes('er') ? 1 : tags.includes('sae') ? 2 : 0,
    hasVexForm: false,
    usesVvvv: operands.some((o) => o.kind === 'H' || o.kind === 'B' || o.kind === 'KH'),
    vectorIndex: operands.some((o) => o.kind === 'VM'),
    names,
    operation,
    suffix: (tail?.[0] ?? '') as Template['suffix'],
    operands,
    access: accessRule(operation, operands.length, vex, /^M/.test(operands[0]?.kind ?? '')),
  };
  const selector = operands.findIndex((o) => o.kind === 'L');
  if (selector >= 0 && selector < operands.length - 1) {
    template.order = [...operands.keys()].filter((i) => i !== selector).concat(selector);
  }
  slot.templates.push(template);
  slot.modrm ||= template.reg >= 0 || template.direct >= 0 || operands.some((o) => MODRM_KINDS.has(o.kind));
  slot.mandatory ||= prefix >= 0;
  slot.pair &&= template.reg < 0 && prefix !== 0xf3 && prefix !== 0xf2;
}

function operandSpec(text: string): OperandSpec {
  const [sized, element] = text.split('/');
  const [main, memory] = sized.split(':');
  const broadcast = element === undefined ? 0 : element === 'w' ? 2 : element === 'd' ? 4 : 8;
  const parts = /^(\*?[A-Z]+)([a-z0-9]*)$/.exec(main);
  // A name in small letters is a register that the instruction always uses.
  if (!parts) return { kind: 'fixed', size: main, memory: main, broadcast };
  return { kind: parts[1], size: parts[2], memory: memory ?? parts[2], broadcast };
}
