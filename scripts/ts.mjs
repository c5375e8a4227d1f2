#!/usr/bin/env node
/** `npm run ts -- FILE ARGS`: runs a TypeScript file of the repository as the tests see it (import.meta.glob, virtual modules). */
import { resolve } from 'node:path';
import { runnerImport } from 'vite';
import { top } from './house/paths.mjs';

const [file, ...args] = process.argv.slice(2);
if (!file) {
  console.error('Say which file to run: npm run ts -- bench/index.ts');
  process.exit(2);
}
const { module: plugins } = await runnerImport(resolve(top, 'scripts/vite/virtual.ts'));
const path = resolve(process.env.INIT_CWD ?? process.cwd(), file);
process.argv = [process.argv[0], path, ...args];
await runnerImport(path, { root: top, configFile: false, plugins: [plugins.virtualModules()] });
