/** Commands of crash 9 (help.c) that oopscope does not have yet; one line says so, instead of "not found". */
export const NOT_YET: ReadonlySet<string> = new Set([
  'alias',
  'ascii',
  'bpf',
  'btop',
  'dev',
  'files',
  'fuser',
  'ipcs',
  'irq',
  'kmem',
  'list',
  'mach',
  'mount',
  'net',
  'pte',
  'ptob',
  'ptov',
  'runq',
  'rustfilt',
  'sbitmapq',
  'search',
  'sig',
  'swap',
  'timer',
  'tree',
  'vm',
  'waitq',
]);

/** Commands of crash that only a live system, gdb or the machine it runs on can answer. */
export const NEVER: ReadonlyMap<string, string> = new Map([
  ['wr', 'a dump is never written to'],
  ['repeat', 'a dump does not change, repeating shows the same'],
  ['gdb', 'there is no gdb inside; see "help" for what there is'],
  ['extend', 'crash extensions are programs for crash; they cannot be loaded'],
  ['map', 'it writes an index for KVM dump files, which is not needed here'],
]);
