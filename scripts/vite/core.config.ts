import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
const out = join(root, 'dist/core');

/** The library: dist/core/index.js with its type declarations, and the engine as a file and as a module. */
export default defineConfig({
  root,
  publicDir: false,
  plugins: [declarations()],
  build: {
    target: 'es2022',
    outDir: 'dist/core',
    emptyOutDir: true,
    minify: false,
    lib: { entry: 'src/core/index.ts', formats: ['es'], fileName: () => 'index.js' },
  },
});

/**
 * What the declarations name of WebAssembly, for programs that have neither the types of a page nor of a worker: TypeScript
 * has them in no library of the language. Beside those libraries it adds nothing.
 */
const WEBASSEMBLY = `declare global {
  namespace WebAssembly {
    interface Module {}
    interface Memory {}
  }
}
`;

/** Adds what the bundler does not make. */
function declarations(): Plugin {
  return {
    name: 'oopscope:core',
    closeBundle() {
      const types = join(out, 'types');
      rmSync(types, { recursive: true, force: true });
      const done = spawnSync(
        process.execPath,
        [
          join(root, 'node_modules/typescript/bin/tsc'),
          ...['-p', join(root, 'scripts/vite/core.tsconfig.json'), '--outDir', types],
        ],
        { encoding: 'utf8' },
      );
      if (done.status !== 0)
        throw new Error(`The declarations of dist/core could not be made:\n${done.stdout}`);
      named(types);
      writeFileSync(join(out, 'index.d.ts'), `export * from './types/index.js';\n${WEBASSEMBLY}`);
      const wasm = readFileSync(join(root, 'build/engine.wasm'));
      copyFileSync(join(root, 'build/engine.wasm'), join(out, 'engine.wasm'));
      writeFileSync(
        join(out, 'engine.js'),
        `/** The engine (WebAssembly) that openSession needs, as bytes. */\nexport const engineBytes = Uint8Array.from(atob(${JSON.stringify(wasm.toString('base64'))}), (c) => c.charCodeAt(0));\n`,
      );
      writeFileSync(
        join(out, 'engine.d.ts'),
        `/** The engine (WebAssembly) that openSession needs, as bytes. */\nexport declare const engineBytes: Uint8Array<ArrayBuffer>;\n`,
      );
    },
  };
}

/** Declarations name each other by the files they stand for: './addr.js'. */
function named(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) named(path);
    else
      writeFileSync(
        path,
        readFileSync(path, 'utf8').replace(/((?:from|import\() ?'\.[^']*)\.ts'/g, "$1.js'"),
      );
  }
}
