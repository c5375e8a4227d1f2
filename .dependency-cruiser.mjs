/**
 * The layer rule. In the list below an import runs only to what stands above; `rows` is data that everything from
 * `kernel` on may use; those of one row stand side by side. `npm run layers` checks it, ARCHITECTURE.md
 * has its drawing.
 */
export const LAYERS = [
  ['source'],
  ['container', 'textlog'],
  ['engine'],
  ['packed'],
  ['memory'],
  ['scan'],
  ['symbols'],
  ['types'],
  ['arch'],
  ['unwind', 'reports'],
  ['kernel'],
  ['identify'],
  ['inspect'],
  ['things'],
  ['commands', 'verdict', 'filters'],
  ['console', 'report'],
  ['open'],
];
const BASE = '^src/core/((addr|errors|gather)\\.ts$|catalogue/)';
const ROWS_FROM = LAYERS.findIndex(([name]) => name === 'kernel');
const folder = (name) => `^src/core/${name}/`;

const layerRules = LAYERS.flatMap((names, index) =>
  names.map((name) => ({
    name: `core-${name}`,
    comment: `src/core/${name} may import itself, addr, errors and the layers above it: ${LAYERS.slice(0, index).flat().join(', ') || 'none'}`,
    severity: 'error',
    from: { path: folder(name) },
    to: {
      path: '^src/core/',
      pathNot: [
        BASE,
        folder(name),
        ...LAYERS.slice(0, index).flat().map(folder),
        ...(index >= ROWS_FROM ? [folder('rows')] : []),
      ],
    },
  })),
);

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...layerRules,
    {
      name: 'machine-door',
      comment: "only a machine's folder imports itself (arch/index.ts gathers them); others ask kernel.arch",
      severity: 'error',
      from: { path: '^(src|workers)/', pathNot: '^src/core/arch/[^/]+/' },
      to: { path: '^src/core/arch/[^/]+/' },
    },
    {
      name: 'machines-apart',
      comment: 'a machine imports nothing of another one: what they share is declared in arch',
      severity: 'error',
      from: { path: '^src/core/arch/([^/]+)/' },
      to: { path: '^src/core/arch/[^/]+/', pathNot: '^src/core/arch/$1/' },
    },
    {
      name: 'core-rows',
      comment: 'rows is data: it imports addr and errors only',
      severity: 'error',
      from: { path: folder('rows') },
      to: { pathNot: [BASE, folder('rows')] },
    },
    {
      name: 'core-base',
      comment: 'addr, errors, gather and the catalogue of words import nothing but each other',
      severity: 'error',
      from: { path: BASE },
      to: { pathNot: [BASE] },
    },
    {
      name: 'core-alone',
      comment: 'core knows no DOM, no Node and no package: it imports core only',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { pathNot: ['^src/core/'] },
    },
    {
      name: 'core-door',
      comment:
        'app, cli and workers come in through session, rows, source, things, inspect, report, catalogue, addr and errors; types may be named from anywhere',
      severity: 'error',
      from: { path: ['^src/(app|cli|shell)/', '^workers/'] },
      to: {
        path: '^src/core/',
        pathNot: [
          BASE,
          '^src/core/(session|opened)\\.ts$',
          '^src/core/(rows|source|scan|inspect|things|console|report)/',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'main-thread-light',
      comment: 'the page itself loads none of what reads a dump: that is the worker; types may be named',
      severity: 'error',
      from: { path: '^src/(app|shell)/' },
      to: {
        path: '^src/core/',
        pathNot: [BASE, '^src/core/rows/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'app-and-cli-apart',
      comment: 'the page and the command line never import each other',
      severity: 'error',
      from: { path: '^src/(app|shell)/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'cli-and-app-apart',
      comment: 'the page and the command line never import each other',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: ['^src/(app|shell)/', '^workers/'] },
    },
    {
      name: 'node-in-cli-only',
      comment: 'Node is known to src/cli only',
      severity: 'error',
      from: { path: ['^src/(core|app|shell)/', '^workers/'] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-circles',
      comment: 'two files that need each other are one idea or three',
      severity: 'error',
      from: { path: ['^src/', '^workers/'], pathNot: '^src/app/' },
      to: { circular: true },
    },
    {
      name: 'no-circles-in-app',
      comment:
        'two files that need each other are one idea or three (the types of the workbench and its views aside)',
      severity: 'error',
      from: { path: '^src/app/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^virtual:' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.svelte', '.svelte.ts', '.mjs', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'types'],
    },
    reporterOptions: {
      archi: { collapsePattern: '^(src/core/[^/]+|src/[^/]+|workers|assembly)' },
      mermaid: { minify: false },
    },
  },
};
