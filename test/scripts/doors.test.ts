import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, describe, expect, it } from 'vitest';
// @ts-expect-error a configuration without types
import config from '../../.dependency-cruiser.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'oopscope-doors-'));
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

describe("the door to machines: no file imports a machine's folder", () => {
  /** Names of the rules that `files` break, each a path with the one it imports. */
  const broken = async (files: Readonly<Record<string, string>>): Promise<string[]> => {
    const base = mkdtempSync(join(scratch, 'tree-'));
    for (const [path, imported] of Object.entries(files)) {
      mkdirSync(dirname(join(base, path)), { recursive: true });
      writeFileSync(join(base, path), imported ? `import '${imported}';\n` : 'export {};\n');
    }
    const { forbidden } = config as { forbidden: { name: string }[] };
    const { output } = await cruise(['src'], {
      baseDir: base,
      validate: true,
      ruleSet: { forbidden: forbidden.filter(({ name }) => name.startsWith('machine')) as never },
      tsPreCompilationDeps: true,
    });
    return (output as ICruiseResult).summary.violations.map(({ rule }) => rule.name);
  };
  const machines = { 'src/core/arch/x86_64/code.ts': '', 'src/core/arch/code.ts': '' };

  it.each([
    ['src/core/kernel/code.ts', '../arch/x86_64/code.ts', ['machine-door']],
    ['src/cli/oopscope.ts', '../core/arch/x86_64/code.ts', ['machine-door']],
    ['src/core/arch/index.ts', './x86_64/code.ts', ['machine-door']],
    ['src/core/arch/arm64/code.ts', '../x86_64/code.ts', ['machines-apart']],
    ['src/core/arch/x86_64/index.ts', './code.ts', []],
    ['src/core/arch/arm64/code.ts', '../code.ts', []],
    ['src/core/kernel/code.ts', '../arch/code.ts', []],
  ])('%s → %s: %j', async (from, to, rules) => {
    expect(await broken({ ...machines, [from]: to })).toEqual(rules);
  });
});
