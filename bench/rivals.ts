import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * crash and drgn beside ours. A rival is a command line with {dump} and {vmlinux} in it, run by the shell:
 *
 *   OOPSCOPE_VMLINUX   the kernel with DWARF that belongs to the dump (OOPSCOPE_VMLINUX_CROWD: to the crowd's)
 *   OOPSCOPE_CRASH     reads commands on standard input; "crash -s {vmlinux} {dump}" when crash is installed
 *   OOPSCOPE_DRGN      prints the stack of the crashed thread; "drgn -q -c {dump} -s {vmlinux} bench/crashed.py" when installed
 */
export interface Rival {
  readonly name: string;
  line(dump: string, vmlinux: string): string;
}

export const crash = rival('crash', 'OOPSCOPE_CRASH', 'crash -s {vmlinux} {dump}');
export const drgn = rival('drgn', 'OOPSCOPE_DRGN', 'drgn -q -c {dump} -s {vmlinux} bench/crashed.py');

function rival(name: string, variable: string, usual: string): Rival | undefined {
  const installed = (process.env.PATH ?? '')
    .split(delimiter)
    .some((folder) => existsSync(join(folder, name)));
  const template = process.env[variable] ?? (installed ? usual : undefined);
  if (template === undefined) return undefined;
  return {
    name,
    line: (dump, vmlinux) => template.replaceAll('{dump}', dump).replaceAll('{vmlinux}', vmlinux),
  };
}
