import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { licences } from './scripts/page/licences.ts';
import { sealedPage } from './scripts/page/sealed-page.ts';
import { virtualModules } from './scripts/vite/virtual.ts';

const root = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  root,
  publicDir: false,
  plugins: [
    virtualModules(),
    licences(),
    svelte({ compilerOptions: { runes: true } }),
    sealedPage({ root, engine: `${root}build/engine.wasm`, samples: `${root}test/sample` }),
  ],
  build: { outDir: 'dist', emptyOutDir: false },
});
