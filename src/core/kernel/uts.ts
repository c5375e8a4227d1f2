import { step } from '../addr.ts';
import type { Kernel } from './kernel.ts';

/** What `uname -a` said on the dead machine: struct new_utsname (include/uapi/linux/utsname.h). */
export interface Uts {
  readonly sysname: string;
  readonly nodename: string;
  readonly release: string;
  readonly version: string;
  readonly machine: string;
  readonly domainname: string;
}

/** __NEW_UTS_LEN + 1: each field has this room. */
const ROOM = 65;
const FIELDS = ['sysname', 'nodename', 'release', 'version', 'machine', 'domainname'] as const;

const NOTHING: Uts = { sysname: '', nodename: '', release: '', version: '', machine: '', domainname: '' };

/** init_uts_ns.name; undefined when it is not in the dump. */
export function uts(kernel: Kernel): Uts | undefined {
  return kernel.remember('uts', () => {
    const at = kernel.symbols.image.byName('init_uts_ns')?.address ?? kernel.vmcoreinfo.symbol('init_uts_ns');
    const name = kernel.types.has('uts_namespace', 'name')
      ? kernel.types.offsetOf('uts_namespace', 'name')
      : kernel.vmcoreinfo.offset('uts_namespace.name');
    if (at === undefined || name === undefined) return undefined;
    const found: Partial<Record<(typeof FIELDS)[number], string>> = {};
    for (const [i, field] of FIELDS.entries()) {
      const place = step(at, name + i * ROOM);
      const text = kernel.space.tryString(place, ROOM);
      // What was erased before the dump was handed on costs itself only.
      if (text === undefined && kernel.space.absence(place) !== 'erased') return undefined;
      if (text !== undefined) found[field] = text;
    }
    return { ...NOTHING, ...found };
  });
}
