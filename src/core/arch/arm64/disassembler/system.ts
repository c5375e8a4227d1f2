import type { Operand } from '../../instruction.ts';
import { field } from './fields.ts';
import { FAMILIES, INSTRUCTIONS, REGISTERS } from './tables/system.ts';

/** What of the system has names: registers, instructions, barriers, bits of the processor's state, prefetches. */

/** op0 and so on as bits 20:5 have them, with the bit of op0 that every such encoding has. */
const encodingOf = (word: number): number => field(word, 5, 16) | 0x8000;

const registers = lazily(() => {
  const found = new Map<number, string>();
  for (const [end, list] of Object.entries(REGISTERS))
    for (const [name, code] of entries(list)) found.set(parseInt(code, 16), name + (end === '-' ? '' : end));
  for (const [name, end, first, step, count] of FAMILIES)
    for (let i = 0; i < count; i++) found.set(first + i * step, `${name}${i}${end}`);
  return found;
});

interface SystemInstruction {
  readonly mnemonic: string;
  readonly name: string;
  readonly plain: boolean;
}

const instructions = lazily(() => {
  const found = new Map<number, SystemInstruction>();
  for (const [mnemonic, list] of Object.entries(INSTRUCTIONS))
    for (const [name, code] of entries(list)) {
      const number = parseInt(code, 16);
      const plain = code.endsWith('-');
      found.set(number, { mnemonic, name, plain });
      if (mnemonic === 'tlbi') found.set(number | 0x80, { mnemonic, name: `${name}nxs`, plain });
    }
  return found;
});

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function entries(list: string): string[][] {
  return list
    .split(/\s+/)
    .filter(Boolean)
    .map((entry) => entry.split(':'));
}

/** Of mrs and msr: "sctlr_el1", else by its numbers: "s3_0_c15_c2_0". */
export function systemRegister(word: number): string {
  return (
    registers().get(encodingOf(word)) ??
    `s${2 + field(word, 19, 1)}_${field(word, 16, 3)}_c${field(word, 12, 4)}_c${field(word, 8, 4)}_${field(word, 5, 3)}`
  );
}

/** Of sys: the instruction that it is an alias of; undefined when it has no name, or no register where it should. */
export function systemInstruction(word: number): SystemInstruction | undefined {
  const found = instructions().get(field(word, 5, 14));
  return found?.plain && field(word, 0, 5) !== 31 ? undefined : found;
}

/** What msr with an immediate sets (DDI 0487, C6.2.229); undefined: nothing that is known. */
export function pstateName(word: number): string | undefined {
  const number = (field(word, 16, 3) << 3) | field(word, 5, 3);
  return {
    3: 'uao',
    4: 'pan',
    5: 'spsel',
    8: 'allint',
    25: 'ssbs',
    26: 'dit',
    28: 'tco',
    30: 'daifset',
    31: 'daifclr',
  }[number];
}

const BARRIERS = '#0x00 oshld oshst osh #0x04 nshld nshst nsh #0x08 ishld ishst ish #0x0c ld st sy'.split(
  ' ',
);

/** What the option of a barrier is called (DDI 0487, C6.2, DMB); without a name its number. */
export const barrierName = (number: number): string => BARRIERS[number];

/** "pldl1keep" (DDI 0487, C6.2.247); what has no name is its number. */
export function prefetch(word: number): Operand {
  const number = field(word, 0, 5);
  const kind = ['pld', 'pli', 'pst'][number >> 3] as string | undefined;
  const level = (number >> 1) & 3;
  const text =
    kind === undefined || level === 3
      ? '#0x' + number.toString(16).padStart(2, '0')
      : `${kind}l${level + 1}${number & 1 ? 'strm' : 'keep'}`;
  return { kind: 'name', text };
}
