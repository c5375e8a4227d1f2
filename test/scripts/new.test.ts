import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
// @ts-expect-error a script without types
import { spellings } from '../../scripts/house/spellings.mjs';

const top = fileURLToPath(new URL('../..', import.meta.url));
const kinds = readdirSync(join(top, 'scripts/new')).map((file) => file.replace('.mjs', ''));

/** What `npm run new -- KIND zz-skeleton` would write, by path. */
async function skeleton(kind: string): Promise<Map<string, string>> {
  const maker = (await import(join(top, 'scripts/new', `${kind}.mjs`))) as {
    files: (name: unknown) => Record<string, string>;
  };
  const files = maker.files(spellings('zz-skeleton') as unknown);
  return new Map(Object.entries(files).map(([path, text]) => [join(top, path), text]));
}

/** What TypeScript has to say about files that exist in memory only. */
function complaints(files: ReadonlyMap<string, string>): string[] {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(top, 'tsconfig.json'),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: () => undefined,
    },
  );
  const options = config?.options ?? {};
  const host = ts.createCompilerHost(options);
  const read = host.readFile.bind(host);
  host.fileExists = (path) => files.has(path) || existsSync(path);
  host.readFile = (path) => files.get(path) ?? read(path);
  host.getSourceFile = (path, version) => {
    const text = host.readFile(path);
    return text === undefined ? undefined : ts.createSourceFile(path, text, version);
  };
  const scripts = [...files.keys()].filter((path) => path.endsWith('.ts'));
  const program = ts.createProgram([...scripts, join(top, 'src/virtual.d.ts')], options, host);
  return scripts.flatMap((path) => {
    const file = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return found.map((each) => `${path}: ${ts.flattenDiagnosticMessageText(each.messageText, '\n')}`);
  });
}

describe('npm run new', () => {
  it.each(kinds)('%s: writes a file and its test, neither of which was there', async (kind) => {
    const paths = [...(await skeleton(kind)).keys()];
    expect(paths.some((path) => path.includes('/test/'))).toBe(true);
    expect(paths.filter((path) => existsSync(path))).toEqual([]);
  });

  it('writes what compiles, for every kind', async () => {
    const all = new Map((await Promise.all(kinds.map(skeleton))).flatMap((files) => [...files]));
    expect(complaints(all)).toEqual([]);
  });
});
