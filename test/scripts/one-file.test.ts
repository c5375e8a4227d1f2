import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { oneFile } from '../../scripts/vite/one-file.ts';

/** The command line is one file whose parts are compiled when they are asked for (scripts/vite/one-file.ts). */
describe('the command line in one file', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'oopscope-one-file-'))));
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  async function made(files: Readonly<Record<string, string>>): Promise<string> {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    await build({
      root: folder,
      configFile: false,
      logLevel: 'silent',
      plugins: [oneFile()],
      ssr: { noExternal: true, target: 'node' },
      build: {
        ssr: 'main.ts',
        outDir: 'out',
        minify: 'oxc',
        rolldownOptions: {
          output: {
            entryFileNames: 'main.mjs',
            chunkFileNames: '[name].mjs',
            banner: ({ isEntry }) => (isEntry ? '#!/usr/bin/env node' : ''),
          },
        },
      },
    });
    expect(readdirSync(join(folder, 'out'))).toEqual(['main.mjs']);
    return join(folder, 'out', 'main.mjs');
  }

  it('runs what is needed at once, and a part with what it shares only when it is asked for', async () => {
    const file = await made({
      'main.ts': `import { sep } from 'node:path';
        import { said, note } from './shared.ts';
        note('begun');
        if (process.argv[2]) { const { part } = await import('./part.ts'); note(part(sep)); }
        console.log(said.join());`,
      'part.ts': `import { basename } from 'node:path';
        import { said, note } from './shared.ts';
        note('evaluated');
        export const part = (sep: string) => \`\${basename('a' + sep + 'b')} 말 \${said.length} \${import.meta.url.slice(0, 5)}\`;`,
      'shared.ts': `export const said: string[] = []; export function note(text: string) { said.push(text); }`,
    });
    const run = (...words: string[]): string =>
      execFileSync(process.execPath, [file, ...words], { encoding: 'utf8' });
    expect(run()).toBe('begun\n');
    expect(run('part')).toBe('begun,evaluated,b 말 2 file:\n');
    expect(readFileSync(file, 'latin1')).toMatch(/^#!\/usr\/bin\/env node\n[\0-\x7f]*$/);
  });

  it('refuses a part that takes a whole module of Node: the names would be lost', async () => {
    const files = {
      'main.ts': `if (process.argv[2]) console.log((await import('./part.ts')).part);`,
      'part.ts': `import * as path from 'node:path'; export const part = Object.keys(path);`,
    };
    await expect(made(files)).rejects.toThrow('imports all of node:path');
  });

  it('has no export that changes later: parts take each other’s bindings once', () => {
    const src = fileURLToPath(new URL('../../src/', import.meta.url));
    for (const top of ['core', 'cli'])
      for (const name of readdirSync(join(src, top), { recursive: true, encoding: 'utf8' }))
        if (name.endsWith('.ts'))
          expect(readFileSync(join(src, top, name), 'utf8'), name).not.toMatch(/^export (let|var) /m);
  });
});
