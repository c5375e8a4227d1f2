/** Gives the page a module with the licences of the packages whose code is bundled in it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Packages with code in page or worker; everything else of package.json is a tool. */
const BUNDLED = ['svelte', 'comlink', 'esm-env', 'clsx'] as const;
const FILES = ['LICENSE', 'LICENSE.md', 'license', 'license.md', 'LICENSE.txt'];

export function licences(root: string): Plugin {
  const id = 'virtual:licences';
  return {
    name: 'oopscope:licences',
    resolveId: (asked) => (asked === id ? '\0' + id : undefined),
    load(asked) {
      if (asked !== '\0' + id) return undefined;
      return `export default ${JSON.stringify(BUNDLED.map((name) => licenceOf(join(root, 'node_modules', name), name)))};`;
    },
  };
}

function licenceOf(folder: string, name: string): object {
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    version: string;
    license: string;
  };
  const file = FILES.map((each) => join(folder, each)).find((path) => existsSync(path));
  return { name, version, licence: license, text: file ? readFileSync(file, 'utf8').trim() : license };
}
