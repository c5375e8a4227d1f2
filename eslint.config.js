import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import ts from 'typescript-eslint';

/** Ways in which a page could speak to the world or run what a dump says; only the shell may name some of them. */
const SILENCE = [
  {
    selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe)$/]',
    message: 'A string of a dump is data: make text nodes.',
  },
  {
    selector:
      'CallExpression[callee.property.name=/^(write|writeln|parseFromString|createContextualFragment)$/][callee.object.name=/^(document|parser|range)$/]',
    message: 'A string of a dump is data: make text nodes.',
  },
  {
    selector:
      "AssignmentExpression[left.name='location'], AssignmentExpression[left.object.name='location'], AssignmentExpression[left.property.name='location'], CallExpression[callee.object.name='location'], CallExpression[callee.object.property.name='location']",
    message: 'A navigation can carry data out.',
  },
  {
    selector:
      'NewExpression[callee.name=/^(Function|XMLHttpRequest|WebSocket|EventSource|WebTransport|RTCPeerConnection|Image)$/]',
    message: 'Nothing leaves the page, and nothing is made code.',
  },
];
/** What is said to people is an entry of the catalogue, in every language: errors take messages. */
const SENTENCES = [
  'OopscopeError',
  'UnsupportedError',
  'CorruptError',
  'MissingError',
  'RequestError',
  'FaultError',
]
  .flatMap((name) => [
    `NewExpression[callee.name=${name}] > :matches(Literal, TemplateLiteral, BinaryExpression):first-child`,
    `NewExpression[callee.name=${name}] > ConditionalExpression:first-child > :matches(Literal, TemplateLiteral)`,
  ])
  .map((selector) => ({
    selector,
    message: 'Say it by an entry of the catalogue (src/core/catalogue), in English and Korean.',
  }));
/** Chromium goes through a whole script again to know the line of an error that is made while the script begins (50 ms of ours). */
const EARLY_ERRORS = [
  {
    selector:
      ':matches(Program, Program > ExportNamedDeclaration) > VariableDeclaration > VariableDeclarator > NewExpression[callee.name=/Error$/]',
    message:
      'Make the error where it is thrown: made while the script begins it costs a second parse of all of it.',
  },
];
const CLOCKS = [
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Answers are the same every time: no chance in the core.',
  },
  {
    selector:
      "CallExpression[callee.object.name='Date'][callee.property.name='now'], NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'The core has no clock: the time is that of the dump.',
  },
];
/** Registers that are of one machine only; names that several have (sp, pc, lr) tell nothing. */
const REGISTER =
  'r[abcd]x|r[sd]i|r[bsi]p|r1[0-5]|[er]flags|e?cr[0-4]|orig_rax|[fg]s_base|x29|x30|ttbr[01]|sp_el0|(?:esr|far|elr|spsr)_el1';
/** Registers, alone, as members and in lists, and addresses in the kernel's half: what only a machine's folder knows (masks of all ones are no address). */
const MACHINES = [
  ...[
    `Literal[value=/^(?:${REGISTER})$/i]`,
    `Literal[value=/(?:^|\\s)(?:${REGISTER})\\s+(?:${REGISTER})(?:\\s|$)/i]`,
    `MemberExpression[computed=false][property.name=/^(?:${REGISTER})$/]`,
    `Property[computed=false][key.name=/^(?:${REGISTER})$/]`,
  ].map((selector) => ({
    selector,
    message: "A register is named in its machine's folder (src/core/arch) only; ask kernel.arch.",
  })),
  {
    selector: 'Literal[raw=/^0x(?!f{12})ffff?_?[0-9a-f_]{12,}n$/i]',
    message:
      "Where memory lies is told by its machine's paging (src/core/arch); ask kernel.arch or kernel.layout.",
  },
];
/** Formats of one machine whose files keep the registers under these names; the kernel takes them by name from its machine. */
const REGISTERS_NAMED = ['hyperv-state', 'sadump', 'vmware', 'vmware-guest'].map(
  (name) => `src/core/container/${name}.ts`,
);
const NETWORK = [
  'RTCPeerConnection',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
  'WebTransport',
  'fetch',
  'open',
  'event',
  'name',
  'length',
  'status',
  'close',
  'stop',
  'print',
];

export default defineConfig(
  { ignores: ['build/', 'dist/', 'coverage/', 'test/fixtures/'] },
  ...ts.configs.strict,
  ...ts.configs.stylistic,
  ...svelte.configs['flat/recommended'],
  {
    languageOptions: { ecmaVersion: 2023, sourceType: 'module' },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-console': 'error',
      'no-var': 'error',
      'no-duplicate-imports': 'error',
      'prefer-const': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      // An index checked against a bound is how binary formats are read.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Interfaces for shapes, types for unions: both are used with intent.
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      // Loops over bytes count.
      '@typescript-eslint/prefer-for-of': 'off',
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      'no-restricted-syntax': ['error', ...SILENCE],
      // Control characters of a dump are matched on purpose.
      'no-control-regex': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { globals: globals.browser, parserOptions: { parser: ts.parser } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/no-target-blank': 'error',
      'svelte/require-each-key': 'error',
      'svelte/button-has-type': 'error',
      // Rows, maps and dates that change as a whole are $state.raw, not reactive one by one.
      'svelte/prefer-svelte-reactivity': 'off',
      // The compiler's own warnings (svelte-check) decide which comments are needed.
      'svelte/no-unused-svelte-ignore': 'off',
    },
  },
  {
    files: ['src/core/**'],
    rules: {
      'no-restricted-syntax': ['error', ...SILENCE, ...CLOCKS, ...SENTENCES, ...EARLY_ERRORS, ...MACHINES],
      'no-restricted-globals': [
        'error',
        'window',
        'document',
        'self',
        'process',
        'Buffer',
        'setTimeout',
        'navigator',
        'require',
        ...NETWORK,
      ],
    },
  },
  {
    files: ['src/core/arch/*/**', ...REGISTERS_NAMED],
    rules: { 'no-restricted-syntax': ['error', ...SILENCE, ...CLOCKS, ...SENTENCES, ...EARLY_ERRORS] },
  },
  {
    files: ['src/{app,cli}/**', 'workers/**'],
    rules: { 'no-restricted-syntax': ['error', ...SILENCE, ...EARLY_ERRORS, ...MACHINES] },
  },
  { files: ['src/app/**', 'workers/**'], rules: { 'no-restricted-globals': ['error', ...NETWORK] } },
  // AssemblyScript: TypeScript with decorators before functions, whose == is plain comparison of numbers.
  {
    files: ['assembly/**'],
    languageOptions: { parserOptions: { allowInvalidAST: true } },
    rules: { eqeqeq: 'off', '@typescript-eslint/consistent-type-assertions': 'off' },
  },
  // Tables are one idea however long they are.
  { files: ['src/core/**/tables/**'], rules: { 'max-lines': 'off' } },
  // The shell takes these away from the app, so it has to name them.
  {
    files: ['src/shell/**', 'scripts/page/**'],
    rules: {
      '@typescript-eslint/no-dynamic-delete': 'off',
      'no-restricted-syntax': ['error', ...SILENCE.slice(0, 2)],
    },
  },
  // Tests of the page try every way out, and must be able to.
  { files: ['test/**'], rules: { 'no-restricted-syntax': 'off', 'max-lines': 'off' } },
  {
    files: ['src/cli/**', 'scripts/**', 'bench/**', 'test/**', '*.js', '*.mjs'],
    languageOptions: { globals: globals.node },
  },
  { files: ['scripts/**', 'bench/**', 'test/**'], rules: { 'no-console': 'off' } },
);
