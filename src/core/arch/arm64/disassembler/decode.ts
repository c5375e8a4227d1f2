/** Decodes one A64 instruction: finds its encoding in the tables, reads its operands. */
import type { Instruction, Operand } from '../../instruction.ts';
import { holds } from './conditions.ts';
import { CONDITIONS, decodeOperand } from './operands.ts';
import { systemInstruction } from './system.ts';
import { byGroup, type Template } from './template.ts';
import { branches } from './tables/branches.ts';
import { immediate } from './tables/immediate.ts';
import { loads } from './tables/loads.ts';
import { register } from './tables/register.ts';
import { vectors } from './tables/vectors.ts';

/** Bytes of every instruction. */
export const LENGTH = 4;

let made: ReturnType<typeof byGroup> | undefined;
/** The encodings, read from the tables when the first instruction is met: dumps of other machines do without. */
const groups = (): NonNullable<typeof made> =>
  (made ??= byGroup([...branches(), ...immediate(), ...loads(), ...register(), ...vectors()]));

/**
 * The instruction at `bytes[offset]`, whose address is `address`. Never throws; a word that is no instruction that is
 * known gives `.inst` with its value, what is cut off by the end of `bytes` gives `.byte` with one byte.
 */
export function decode(bytes: Uint8Array, offset: number, address: bigint): Instruction {
  if (offset + LENGTH > bytes.length) return unknown(bytes.subarray(offset, offset + 1), address, '.byte');
  const raw = bytes.subarray(offset, offset + LENGTH);
  const word = raw[0] | (raw[1] << 8) | (raw[2] << 16) | (raw[3] << 24);
  const template = groups()[(word >>> 25) & 15].find(
    (each) =>
      (word & each.mask) === each.value && (each.condition === undefined || holds(each.condition, word)),
  );
  const operands = template && operandsOf(template, word, address);
  if (!template || !operands) return unknown(raw, address, '.inst');
  const name =
    template.name === 'SYS'
      ? (systemInstruction(word)?.mnemonic ?? 'sys')
      : template.name.replace('{cc}', CONDITIONS[word & 15]);
  const target = operands.find((each) => each.kind === 'target');
  return {
    address,
    length: LENGTH,
    bytes: raw,
    mnemonic: name,
    operation: name,
    prefixes: [],
    operands,
    flow: template.flow,
    target: template.flow === 'next' ? undefined : target?.address,
    implicit: implicitOf(template, name),
  };
}

/** Undefined when an operand has a value that is none. */
function operandsOf(template: Template, word: number, address: bigint): Operand[] | undefined {
  const operands: Operand[] = [];
  for (const spec of template.operands) {
    const found = decodeOperand(spec, word, address);
    if (found === undefined) return undefined;
    if (found !== null) operands.push(...(Array.isArray(found) ? found : [found]));
  }
  return operands;
}

/** Calls leave their return address in x30, where ret takes it from; pacia1716 and its like work on x16 and x17. */
function implicitOf({ flow, operands }: Template, name: string): Instruction['implicit'] {
  if (flow === 'call') return { reads: [], writes: ['x30'] };
  if (flow === 'return' && operands.every((each) => each.optional)) return { reads: ['x30'], writes: [] };
  if (/^(pac|aut)i[ab](sp|z)$|^xpaclri$/.test(name)) return { reads: ['x30', 'sp'], writes: ['x30'] };
  if (/^(pac|aut)i[ab]1716$/.test(name)) return { reads: ['x16', 'x17'], writes: ['x17'] };
  return { reads: [], writes: [] };
}

function unknown(raw: Uint8Array, address: bigint, name: string): Instruction {
  let value = 0n;
  raw.forEach((byte, i) => (value |= BigInt(byte) << BigInt(i * 8)));
  return {
    address,
    length: Math.max(1, raw.length),
    bytes: raw,
    mnemonic: name,
    operation: name,
    prefixes: [],
    operands: [{ kind: 'immediate', value, size: raw.length }],
    flow: 'stop',
    implicit: { reads: [], writes: [] },
  };
}
