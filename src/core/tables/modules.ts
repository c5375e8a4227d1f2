import { hex } from '../addr.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { listEntries } from '../kernel/lists.ts';
import { modules, type Module } from '../kernel/modules.ts';
import { taintsOf } from '../kernel/taints.ts';
import { refTo } from '../rows/ref.ts';
import type { Cell, TableSource } from '../rows/table.ts';

/** The loaded modules, as `mod` lists them, newest first. */
export const table: TableSource<Kernel> = {
  id: 'modules',
  title: 'Modules',
  command: 'mod',
  columns: [
    { id: 'name', title: 'Name', kind: 'module' },
    {
      id: 'size',
      title: 'Size',
      kind: 'bytes',
      about: 'bytes of memory, without what was freed after initialization',
    },
    {
      id: 'state',
      title: 'State',
      kind: 'text',
      about: 'LIVE, COMING (its init runs), GOING (being removed)',
    },
    {
      id: 'taints',
      title: 'Taints',
      kind: 'text',
      about: 'what it tainted the kernel with: O out-of-tree, E unsigned, P proprietary (see its inspector)',
    },
    { id: 'users', title: 'Used by', kind: 'text', about: 'modules that need it' },
    { id: 'refs', title: 'References', kind: 'count' },
    { id: 'base', title: 'Text at', kind: 'address' },
    { id: 'module', title: 'struct module', kind: 'address' },
    { id: 'taintwords', title: 'Taints in words', kind: 'text', optional: true },
    { id: 'version', title: 'Version', kind: 'text', optional: true },
    { id: 'srcversion', title: 'Source version', kind: 'text', optional: true },
    { id: 'ranges', title: 'Memory', kind: 'text', optional: true },
  ],
  *rows(kernel) {
    for (const module of modules(kernel)) yield row(kernel, module);
  },
};

function row(kernel: Kernel, module: Module): Cell[] {
  const { object } = module;
  const size = module.ranges
    .filter((range) => !range.name.startsWith('init'))
    .reduce((sum, range) => sum + range.size, 0);
  const taints = taintsOf(kernel, module.taints);
  const text = (member: string): string =>
    object.try((m) => kernel.space.tryString(m.get(member).pointer(), 128)) ?? '';
  const references = object.try((m) => m.find('refcnt')?.find('counter')?.number());
  const users = usersOf(module);
  return [
    { text: module.name, ref: refTo.module(module.name) },
    { text: String(size), order: size },
    { text: module.state, tone: module.state === 'LIVE' ? 'muted' : 'warn' },
    {
      text: taints.map((taint) => taint.letter).join(' '),
      tone: taints.length > 0 ? 'warn' : undefined,
    },
    { text: users.join(', ') },
    // A loaded module holds one reference to itself (MODULE_REF_BASE, kernel/module/main.c).
    references === undefined
      ? { text: '' }
      : { text: String(Math.max(0, references - 1)), order: references - 1 },
    module.ranges.length > 0
      ? {
          text: hex(module.ranges[0].base, 16),
          ref: refTo.address(module.ranges[0].base),
          order: module.ranges[0].base,
        }
      : { text: '' },
    { text: hex(object.address, 16), ref: refTo.instance('module', object.address), order: object.address },
    { text: taints.map((taint) => taint.text).join('; '), tone: 'warn' },
    { text: text('version') },
    { text: text('srcversion') },
    {
      text: module.ranges.map((range) => `${range.name} ${hex(range.base, 16)}+${range.size}`).join(', '),
      tone: 'muted',
    },
  ];
}

const MAX_USERS = 200;

/** Modules that use `module`: source_list of struct module_use (include/linux/module.h). */
function usersOf(module: Module): string[] {
  const found: string[] = [];
  module.object.try((object) => {
    const head = object.find('source_list');
    if (!head) return;
    for (const use of listEntries(head, 'struct module_use', 'source_list')) {
      if (found.length >= MAX_USERS) break;
      found.push(use.get('source.name').string(64));
    }
  });
  return found;
}
