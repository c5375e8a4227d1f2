import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's top folder. */
export const top = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
/** What the scripts make and where: relative to the top folder. */
export const made = {
  engine: 'build/engine.wasm',
  page: 'dist/oopscope.html',
  demo: 'dist/oopscope-demo.html',
  cli: 'dist/oopscope.mjs',
  core: 'dist/core/index.js',
};
/** The real dump that comes with the repository (test/sample/README.md says how it was made). */
export const sample = 'test/sample/null_pointer.vmcore';
/** The dumps the tests look for beside the repository. */
export const zoo = join(top, '..', 'shared', 'zoo');
/** A program of the installed packages, started through Node so that no shell and no PATH is needed. */
export const bin = (path) => join(top, 'node_modules', path);
