import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { bin, made, top } from './paths.mjs';
import { runQuietly } from './run.mjs';
import { stale } from './stale.mjs';

const PACKAGES = ['package.json', 'package-lock.json'];
const MAKER = ['scripts/build.mjs', 'scripts/house', 'scripts/vite'];

/** What `npm run build` makes, in order: the file, what it is made of, and the program that makes it. */
const PARTS = {
  engine: {
    output: made.engine,
    inputs: ['assembly', 'package-lock.json'],
    program: [
      'assemblyscript/bin/asc.js',
      'assembly/engine.ts',
      '--config',
      'assembly/asconfig.json',
      '--target',
      'release',
    ],
  },
  page: {
    output: made.page,
    inputs: [
      'src',
      'workers',
      'index.html',
      'vite.config.ts',
      'test/sample',
      made.engine,
      ...PACKAGES,
      ...MAKER,
    ],
    program: ['vite/bin/vite.js', 'build', '--logLevel', 'warn'],
    needs: 'vite.config.ts',
  },
  cli: {
    output: made.cli,
    inputs: ['src/core', 'src/cli', made.engine, ...PACKAGES, ...MAKER],
    program: ['vite/bin/vite.js', 'build', '--config', 'scripts/vite/cli.config.ts', '--logLevel', 'warn'],
  },
  core: {
    output: made.core,
    inputs: ['src/core', made.engine, ...PACKAGES, ...MAKER],
    program: ['vite/bin/vite.js', 'build', '--config', 'scripts/vite/core.config.ts', '--logLevel', 'warn'],
  },
};

/**
 * Makes the parts named (`engine`, `page`, `cli`, `core`). With `always`, anew; else only what is older than its
 * inputs. Answers false, having printed what the program said, when one fails.
 */
export function make(names, { always = false } = {}) {
  mkdirSync(join(top, 'build'), { recursive: true });
  for (const name of names) {
    const part = PARTS[name];
    if (part.needs && !existsSync(join(top, part.needs))) continue;
    if (!always && !stale(part.output, part.inputs)) continue;
    console.error(`Building ${part.output} …`);
    const [program, ...args] = part.program;
    const done = runQuietly(process.execPath, [bin(program), ...args]);
    if (done.status === 0 && existsSync(join(top, part.output))) {
      if (done.output.trim()) console.error(done.output.trim());
      continue;
    }
    console.error(done.output.trim());
    console.error(`${part.output} could not be built (above).`);
    return false;
  }
  return true;
}
