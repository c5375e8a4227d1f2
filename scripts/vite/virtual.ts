import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const engine = fileURLToPath(new URL('../../build/engine.wasm', import.meta.url));
const manifest = fileURLToPath(new URL('../../package.json', import.meta.url));

/** What modules made at build time hold (declared for TypeScript in src/virtual.d.ts). */
const MODULES: Readonly<Record<string, () => unknown>> = {
  /** The wasm module in base64: unpacked at every start, so not compressed. */
  'virtual:engine': () => {
    if (!existsSync(engine))
      throw new Error('build/engine.wasm is missing; run "npm run build:engine" first.');
    return readFileSync(engine).toString('base64');
  },
  'virtual:version': () => (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version,
};

/** Gives page, command line and tests the engine and the version as modules. */
export function virtualModules(): Plugin {
  return {
    name: 'oopscope:virtual',
    resolveId: (id) => (id in MODULES ? '\0' + id : undefined),
    load(id) {
      const make = id.startsWith('\0virtual:') ? MODULES[id.slice(1)] : undefined;
      if (!make) return undefined;
      if (id === '\0virtual:engine') this.addWatchFile(engine);
      return `export default ${JSON.stringify(make())};`;
    },
  };
}
