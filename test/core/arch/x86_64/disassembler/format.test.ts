import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../../../src/core/arch/x86_64/disassembler/decode.ts';
import { format } from '../../../../../src/core/arch/x86_64/disassembler/format.ts';

/**
 * Instruction forms of Linux kernels (5.10 to 7) and of user-space libraries with their AT&T text by objdump of
 * binutils 2.44, which is the disassembler of gdb 16. One form per line: bytes, tab, text; line n (from 0) stands at
 * the address 0xffffffff81000000 + 16 n.
 */
const fixture = new URL('../../../../fixtures/x86_64_instructions.txt', import.meta.url);

describe('format', () => {
  it('prints every form of the fixture as binutils does', () => {
    const lines = readFileSync(fixture, 'latin1').trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(4000);
    const wrong: string[] = [];
    lines.forEach((line, i) => {
      const [hex, text] = line.split('\t');
      const bytes = Uint8Array.from(Buffer.from(hex, 'hex'));
      const instruction = decode(bytes, 0, 0xffffffff81000000n + 16n * BigInt(i));
      const mine = format(instruction);
      if (mine !== text || instruction.length !== bytes.length) wrong.push(`${hex}: ${mine} | ${text}`);
    });
    expect(wrong).toEqual([]);
  });

  it('puts symbols after targets and rip-relative addresses only', () => {
    const symbolize = (address: bigint): string => `s+${address & 0xffn}`;
    const text = (hex: string): string =>
      format(decode(Uint8Array.from(Buffer.from(hex, 'hex')), 0, 0x1000n), symbolize);
    expect(text('e8fb000000')).toBe('call   0x1100 <s+0>');
    expect(text('65488b05f0000000')).toBe('mov    %gs:0xf0(%rip),%rax        # 0x10f8 <s+248>');
    expect(text('488b0425c8f80000')).toBe('mov    0xf8c8,%rax');
    expect(text('ff1425c8f80000')).toBe('call   *0xf8c8');
  });

  it('prints prefixes that mean nothing to the instruction by name', () => {
    const text = (hex: string): string => format(decode(Uint8Array.from(Buffer.from(hex, 'hex')), 0, 0n));
    expect(text('66662e0f1f840000000000')).toBe('data16 cs nopw 0x0(%rax,%rax,1)');
    expect(text('666648e800000000')).toBe('data16 data16 rex.W call 0x8');
    expect(text('f3c3')).toBe('repz ret');
    expect(text('3effe0')).toBe('notrack jmp *%rax');
    expect(text('f2ffe0')).toBe('bnd jmp *%rax');
    expect(text('f3f08700')).toBe('xrelease lock xchg %eax,(%rax)');
    expect(text('487690')).toBe('rex.W jbe 0xffffffffffffff93');
    expect(text('4866')).toBe('rex.W');
  });
});
