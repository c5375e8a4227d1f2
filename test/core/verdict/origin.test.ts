import { describe, expect, it } from 'vitest';
import { arch } from '../../../src/core/arch/x86_64/index.ts';
import type { Instruction } from '../../../src/core/arch/instruction.ts';
import { decode } from '../../../src/core/arch/x86_64/disassembler/decode.ts';
import { Registers } from '../../../src/core/arch/registers.ts';
import { machineOf } from '../../../src/core/verdict/open-case.ts';
import { operandText } from '../../../src/core/verdict/code.ts';
import { originOf, type Origin } from '../../../src/core/verdict/origin.ts';

const machine = machineOf({ arch })!;
const START = 0xffffffffc0000000n;

/** Code out of hexadecimal bytes, one instruction to a string; the last one is asked about. */
function code(...lines: string[]): { instructions: Instruction[]; index: number } {
  const bytes = Uint8Array.from(lines.join(' ').split(' '), (byte) => parseInt(byte, 16));
  const instructions: Instruction[] = [];
  for (let at = 0; at < bytes.length;) {
    const each = decode(bytes, at, START + BigInt(at));
    instructions.push(each);
    at += each.length;
  }
  expect(instructions).toHaveLength(lines.length);
  return { instructions, index: lines.length - 1 };
}

function origin(
  register: string,
  lines: string[],
  values: Readonly<Record<string, bigint>> = {},
): Origin | undefined {
  const { instructions, index } = code(...lines);
  return originOf(
    machine,
    { instructions, index },
    index,
    register,
    Registers.some(machine.registers, values),
    0,
  );
}

const FENTRY = '0f 1f 44 00 00';
const WRITE_RAX = 'c6 00 01'; // movb $1,(%rax)
const READ_RDI = '48 8b 07'; // mov (%rdi),%rax

describe('where a register had its value from', () => {
  it('a load from a variable', () => {
    const found = origin('rax', [FENTRY, '48 8b 05 a1 33 16 00', WRITE_RAX]);
    expect(found).toMatchObject({ how: 'load', uncertain: false, address: START + 5n + 7n + 0x1633a1n });
  });

  it('a load through a register that still holds what it held', () => {
    // mov 0x8(%rbx),%rax; movb $1,(%rax)
    const found = origin('rax', [FENTRY, '48 8b 43 08', WRITE_RAX], { rbx: 0xffff888000001000n });
    expect(found).toMatchObject({ how: 'load', address: 0xffff888000001008n });
    expect(found?.at && operandText(machine.code, found.at)).toBe('0x8(%rbx)');
  });

  it('a load through itself: where from can no longer be computed', () => {
    // mov 0x10(%rax),%rax
    const found = origin('rax', [FENTRY, '48 8b 40 10', WRITE_RAX], { rax: 0n });
    expect(found).toMatchObject({ how: 'load' });
    expect(found?.address).toBeUndefined();
  });

  it('a load through a register that was changed since', () => {
    // mov (%rbx),%rax; mov %rcx,%rbx
    const found = origin('rax', [FENTRY, '48 8b 03', '48 89 cb', WRITE_RAX], { rbx: 1n });
    expect(found).toMatchObject({ how: 'load' });
    expect(found?.address).toBeUndefined();
  });

  it('zero', () => {
    expect(origin('rax', [FENTRY, '31 c0', WRITE_RAX])).toMatchObject({ how: 'zero' });
  });

  it('a constant', () => {
    expect(origin('rax', [FENTRY, 'b8 de c0 ad 1b', WRITE_RAX])).toMatchObject({
      how: 'constant',
      value: 0x1badc0den,
    });
  });

  it('what a function returned', () => {
    const found = origin('rax', [FENTRY, 'e8 00 01 00 00', WRITE_RAX]);
    expect(found).toMatchObject({ how: 'call', at: { target: START + 10n + 0x100n } });
  });

  it('what a called function may have changed is not known', () => {
    expect(origin('rcx', [FENTRY, '31 c9', 'e8 00 01 00 00', 'c6 01 01'])).toBeUndefined();
  });

  it('an argument, also after the call of __fentry__', () => {
    expect(origin('rdi', [FENTRY, READ_RDI])).toMatchObject({ how: 'argument', register: 'rdi' });
    expect(origin('rdi', ['e8 00 01 00 00', READ_RDI])).toMatchObject({ how: 'argument' });
  });

  it('a copy of an argument', () => {
    // mov %rsi,%rax
    expect(origin('rax', [FENTRY, '48 89 f0', WRITE_RAX])).toMatchObject({
      how: 'argument',
      register: 'rsi',
    });
  });

  it('either side of a branch', () => {
    // test %rdi,%rdi; je +4; mov (%rdi),%rax; ... xor; the load is told, with a doubt
    const found = origin('rax', [FENTRY, '31 c0', '48 85 ff', '74 03', '48 8b 07', WRITE_RAX], {
      rdi: 0xffff888000001000n,
    });
    expect(found).toMatchObject({ how: 'load', uncertain: true });
  });

  it('a value that was computed is not told', () => {
    // mov (%rdi),%rax; add $8,%rax
    expect(origin('rax', [FENTRY, '48 8b 07', '48 83 c0 08', WRITE_RAX])).toBeUndefined();
  });

  it('ends in code that jumps in circles', () => {
    const circle = Array.from({ length: 300 }, () => ['74 fe', '75 fc', '48 89 d8', '48 89 c3']).flat();
    expect(origin('rax', [FENTRY, ...circle, WRITE_RAX])).toBeUndefined();
  });
});
