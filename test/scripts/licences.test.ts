import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bytesByPackage, licencesOf, packageOf } from '../../scripts/licences.ts';
import { fillLicences } from '../../scripts/page/licences.ts';

const top = fileURLToPath(new URL('../..', import.meta.url));

describe('licences of what is bundled', () => {
  it('tells a module’s package by its path', () => {
    expect(packageOf('/a/node_modules/svelte/src/index.js')).toBe('svelte');
    expect(packageOf('/a/node_modules/.pnpm/x/node_modules/@scope/name/a.js?v=1')).toBe('@scope/name');
    expect(packageOf('/a/src/app/main.ts')).toBeUndefined();
  });

  it('adds up what each package left in the output', () => {
    const chunk = (...modules: [string, number][]) => ({
      modules: Object.fromEntries(modules.map(([id, renderedLength]) => [id, { renderedLength }])),
    });
    const svelte = '/a/node_modules/svelte/';
    expect(
      bytesByPackage([
        chunk(['/a/node_modules/comlink/c.js', 7], [`${svelte}a.js`, 5], ['/a/src/main.ts', 100]),
        chunk([`${svelte}b.js`, 6]),
      ]),
    ).toEqual([
      ['svelte', 11],
      ['comlink', 7],
    ]);
  });

  it('has the text of each package once', () => {
    const found = licencesOf(top, [
      `${top}node_modules/svelte/a.js`,
      `${top}node_modules/svelte/b.js`,
      `${top}node_modules/comlink/c.js`,
    ]);
    expect(found.map(({ name }) => name)).toEqual(['comlink', 'svelte']);
    expect(found[1].text).toContain('Permission is hereby granted');
  });

  it('stops the build at a package without a licence text', () => {
    const root = mkdtempSync(join(tmpdir(), 'oopscope-licence-'));
    mkdirSync(join(root, 'node_modules/bare'), { recursive: true });
    writeFileSync(join(root, 'node_modules/bare/package.json'), '{"version":"1.0.0","license":"MIT"}');
    expect(() => licencesOf(root, ['/x/node_modules/bare/a.js'])).toThrow(
      /bare 1.0.0 is bundled.*no licence text/,
    );
  });

  it('fills the texts into the script whatever their quotes are', () => {
    const list = [{ name: 'a', version: '1', licence: 'MIT', text: 'it\'s "quoted" `here` ${there}\\' }];
    for (const quote of ["'", '"', '`']) {
      const script = fillLicences(`JSON.parse(${quote}@@licences@@${quote})`, list);
      // The script is our own, made a line above.
      // eslint-disable-next-line no-new-func
      expect(new Function(`return ${script}`)()).toEqual(list);
    }
  });
});
