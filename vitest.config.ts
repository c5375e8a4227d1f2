import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { virtualModules } from './scripts/vite/virtual.ts';

/** `npx vitest run test/core` for one part; browser tests (test/browser) have a run of their own in scripts/test.mjs. */
export default defineConfig({
  // The page's state classes (*.svelte.ts) are compiled as the page's are.
  plugins: [virtualModules(), svelte({ configFile: false, compilerOptions: { runes: true } })],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: process.env.OOPSCOPE_BROWSER_TESTS ? [] : ['test/browser/**'],
    environment: 'node',
    testTimeout: process.env.OOPSCOPE_BROWSER_TESTS ? 300_000 : 120_000,
    hookTimeout: 300_000,
    maxWorkers: process.env.OOPSCOPE_BROWSER_TESTS ? 1 : undefined,
  },
});
