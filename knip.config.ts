import type { KnipConfig } from 'knip';

/** What `npm run dead` takes for used: the programs, the files that lists gather by their folder, and everything that checks. */
const config: KnipConfig = {
  entry: [
    'index.html',
    'src/shell/{early,outer}.ts',
    'src/cli/main.ts',
    'src/core/index.ts',
    'workers/*.worker.ts',
    // Gathered by import.meta.glob.
    'src/core/**/catalogue/*.ts',
    'src/core/{commands,identify,tables,container,filters}/*.ts',
    'src/core/verdict/rules/*.ts',
    'src/app/views/*/view.ts',
    'test/**/*.ts',
    'scripts/**/*.{ts,mjs}',
    'bench/**/*.ts',
    'assembly/engine.ts',
  ],
  project: ['src/**/*.{ts,svelte}', 'workers/**/*.ts', 'assembly/**/*.ts'],
  include: ['exports', 'types', 'files'],
  ignoreExportsUsedInFile: true,
  // The numbers of the other statuses are the host's; the file is their list.
  ignoreIssues: { 'assembly/memory/status.ts': ['exports'] },
};
export default config;
