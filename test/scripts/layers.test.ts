import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
// @ts-expect-error a configuration without types
import config, { LAYERS as RULE } from '../../.dependency-cruiser.mjs';

const top = fileURLToPath(new URL('../..', import.meta.url));
const layers = (RULE as string[][]).flat();

describe('the layer rule', () => {
  it('knows every folder of core', () => {
    const folders = readdirSync(join(top, 'src/core')).filter((name) =>
      statSync(join(top, 'src/core', name)).isDirectory(),
    );
    const filled = folders.filter((name) => readdirSync(join(top, 'src/core', name)).length > 0);
    expect(filled.filter((name) => name !== 'rows' && name !== 'catalogue').sort()).toEqual(
      [...layers].sort(),
    );
  });

  it('is drawn in ARCHITECTURE.md, in the same order', () => {
    const drawing =
      /```mermaid\n([\s\S]*?)```/.exec(readFileSync(join(top, 'ARCHITECTURE.md'), 'utf8'))?.[1] ?? '';
    const places = layers.map((name) => drawing.search(new RegExp(`\\b${name}(\\[| -->|\\n| &)`)));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
});

describe('the door to machines', () => {
  const door = (config as { forbidden: { name: string; from: Paths; to: Paths }[] }).forbidden.find(
    ({ name }) => name === 'machine-door',
  )!;
  interface Paths {
    readonly path: string;
    readonly pathNot?: string;
  }
  const within = ({ path, pathNot }: Paths, file: string): boolean =>
    new RegExp(path).test(file) && !(pathNot && new RegExp(pathNot).test(file));

  it.each(['src/core/verdict/origin.ts', 'src/core/identify/user.ts', 'src/cli/oopscope.ts'])(
    "is shut to %s: it must not import a machine's folder",
    (file) => {
      expect(within(door.from, file) && within(door.to, 'src/core/arch/x86_64/registers.ts')).toBe(true);
      expect(within(door.to, 'src/core/arch/arch.ts')).toBe(false);
    },
  );
});
