import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

/** The lint rule against errors that are made while a script begins, over snippets as if they stood in the file named. */
const eslint = new ESLint({ cwd: fileURLToPath(new URL('../..', import.meta.url)) });
async function refused(code: string, filePath: string): Promise<boolean> {
  const [{ messages }] = await eslint.lintText(code, { filePath });
  return messages.some(({ message }) => message.startsWith('Make the error where it is thrown'));
}

describe('the lint rule of errors that are made early', () => {
  it.each(['workers/jobs.ts', 'src/core/addr.ts', 'src/app/main.ts'])('%s', async (file) => {
    expect(await refused("const WAIT = new Error('not yet');\nthrow WAIT;\n", file)).toBe(true);
    expect(await refused("export const WAIT = new TypeError('not yet');\n", file)).toBe(true);
    expect(await refused("export const fail = () => {\n  throw new Error('now');\n};\n", file)).toBe(false);
  });
});
