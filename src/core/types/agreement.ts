import type { AddressSpace } from '../memory/space.ts';
import type { SymbolTable } from '../symbols/symbol.ts';
import type { Vmcoreinfo } from '../symbols/vmcoreinfo.ts';
import type { Types } from './types.ts';

/** Whether types are of the kernel that is in the dump. */
export interface Agreement {
  /** How many sizes, offsets and objects are right. */
  readonly right: number;
  /** The names of those that are not. */
  readonly wrong: readonly string[];
}

/**
 * Holds `types` against what VMCOREINFO says of sizes and offsets (SIZE(), OFFSET() of kernel/vmcore_info.c) and against
 * objects that are known: the release in init_uts_ns, the name of init_task.
 */
export function agreement(
  types: Types,
  info: Vmcoreinfo,
  space: AddressSpace,
  symbols: SymbolTable,
): Agreement {
  let right = 0;
  const wrong: string[] = [];
  const compare = (name: string, is: boolean): void => {
    if (is) right++;
    else wrong.push(name);
  };
  for (const [key, value] of info.entries()) {
    const [, what, struct, member] = /^(SIZE|OFFSET)\((\w+)(?:\.(\w+))?\)$/.exec(key) ?? [];
    if (what === undefined || !/^\d{1,9}$/.test(value)) continue;
    if (what === 'SIZE' && member === undefined) {
      const size = types.sizeOf(struct);
      if (size !== undefined && size > 0) compare(key, size === Number(value));
    } else if (member !== undefined && types.has(struct, member))
      compare(key, types.offsetOf(struct, member) === Number(value));
  }
  const uts = symbols.byName('init_uts_ns')?.address ?? info.symbol('init_uts_ns');
  if (uts !== undefined && info.release !== undefined && types.has('uts_namespace', 'name.release')) {
    const said = space.tryString(uts + BigInt(types.offsetOf('uts_namespace', 'name.release')), 65);
    if (said !== undefined) compare('init_uts_ns.name.release', said === info.release);
  }
  const init = symbols.byName('init_task')?.address;
  if (init !== undefined && types.has('task_struct', 'comm')) {
    const said = space.tryString(init + BigInt(types.offsetOf('task_struct', 'comm')), 16);
    // init_task is the idle task of CPU 0 (init/init_task.c).
    if (said !== undefined) compare('init_task.comm', said.startsWith('swapper'));
  }
  return { right, wrong };
}
