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

/** init_uts_ns.name; undefined when it is not in the dump. */
export function uts(kernel: Kernel): Uts | undefined {
  return kernel.remember('uts', () => {
    const at = kernel.symbols.image.byName('init_uts_ns')?.address ?? kernel.vmcoreinfo.symbol('init_uts_ns');
    const name = kernel.types.has('uts_namespace', 'name')
      ? kernel.types.offsetOf('uts_namespace', 'name')
      : kernel.vmcoreinfo.offset('uts_namespace.name');
    if (at === undefined || name === undefined) return undefined;
    const found: Record<string, string> = {};
    for (const [i, field] of FIELDS.entries()) {
      const text = kernel.space.tryString(step(at, name + i * ROOM), ROOM);
      if (text === undefined) return undefined;
      found[field] = text;
    }
    return found as unknown as Uts;
  });
}
