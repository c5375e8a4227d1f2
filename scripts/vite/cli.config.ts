import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { virtualModules } from './virtual.ts';

/** The whole command line in one file: dist/oopscope.mjs, which needs Node and nothing else. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  publicDir: false,
  plugins: [virtualModules()],
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: 'src/cli/main.ts',
    target: 'node20',
    outDir: 'dist',
    emptyOutDir: false,
    minify: 'oxc',
    rolldownOptions: {
      output: {
        entryFileNames: 'oopscope.mjs',
        codeSplitting: false,
        banner: '#!/usr/bin/env node',
      },
    },
  },
});
