import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

/** The lint rule that keeps machines behind their door, run over snippets as if they stood in the file named. */
const eslint = new ESLint({ cwd: fileURLToPath(new URL('../..', import.meta.url)) });

async function complaints(code: string, filePath: string): Promise<string[]> {
  const [{ messages }] = await eslint.lintText(code, { filePath });
  return messages.filter(({ ruleId }) => ruleId === 'no-restricted-syntax').map(({ message }) => message);
}

describe('the lint rule of machines', () => {
  it.each([
    "export const stackPointer = 'rsp';",
    "export const wanted = ['orig_rax', 1];",
    "export const fault = (name: string): boolean => name === 'CR2';",
    "export const where = { far_el1: 'FAR_EL1' };",
    "export const all = 'rax rbx rcx'.split(' ');",
    'export const at = (saved: { rip: bigint }): bigint => saved.rip;',
    'export const of = ({ rsp }: { rsp: bigint }): bigint => rsp;',
    'export const image = 0xffffffff80000000n;',
    'export const direct = 0xffff888000000000n;',
    'export const five = 0xff11_0000_0000_0000n + 0xffff_ea00_0000_0000n;',
  ])('refuses %s outside of arch', async (code) => {
    expect(await complaints(code, 'src/core/kernel/made-up.ts')).not.toEqual([]);
    expect(await complaints(code, 'src/core/arch/made-up.ts')).not.toEqual([]);
    expect(await complaints(code, 'src/app/made-up.ts')).not.toEqual([]);
    expect(await complaints(code, 'src/core/arch/x86_64/made-up.ts')).toEqual([]);
  });

  it.each([
    'export const all = 0xffffffffffffffffn;',
    'export const errors = 0xfffffffffffff000n;',
    "export const word = 'rip this page out';",
    'export const mask = 0xffffffffn;',
  ])('has nothing against %s', async (code) => {
    expect(await complaints(code, 'src/core/kernel/made-up.ts')).toEqual([]);
  });
});
