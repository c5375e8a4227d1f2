import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { oneFile } from './one-file.ts';
import { virtualModules } from './virtual.ts';

/** The whole command line in one file: dist/oopscope.mjs, which needs Node and nothing else. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  publicDir: false,
  plugins: [virtualModules(), oneFile()],
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: 'src/cli/main.ts',
    target: 'node20',
    outDir: 'dist',
    emptyOutDir: false,
    minify: 'oxc',
    rolldownOptions: {
      preserveEntrySignatures: 'allow-extension',
      output: {
        entryFileNames: 'oopscope.mjs',
        chunkFileNames: '[name].mjs',
        banner: ({ isEntry }) => (isEntry ? '#!/usr/bin/env node' : ''),
      },
    },
  },
});
