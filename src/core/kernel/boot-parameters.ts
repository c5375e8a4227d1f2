import type { Kernel } from './kernel.ts';

/** A word of the kernel's command line. */
export interface BootParameter {
  /** From 0. */
  readonly position: number;
  readonly name: string;
  /** What follows its first "=", without the quotes around it; undefined without one. */
  readonly value?: string;
  /** It stands after "--": init's. */
  readonly forInit: boolean;
}

/** COMMAND_LINE_SIZE is at most this (s390: 4096, arm64 and x86: 2048); boot config adds to it. */
const MAX_LINE = 65_536;

/** The command line that the kernel was booted with: saved_command_line (init/main.c), what /proc/cmdline shows. Throws MissingError, FaultError. */
export function bootCommandLine(kernel: Kernel): string {
  return kernel.at('char', kernel.object('saved_command_line', 'void *').pointer()).string(MAX_LINE);
}

/** Its words, as next_arg() takes them apart (lib/cmdline.c): blanks part them, but not within double quotes. */
export function bootParameters(kernel: Kernel): readonly BootParameter[] {
  return kernel.remember('boot parameters', () => {
    const found: BootParameter[] = [];
    let forInit = false;
    for (const [word] of bootCommandLine(kernel).matchAll(/(?:[^\s"]|"[^"]*"?)+/g)) {
      if (word === '--' && !forInit) {
        forInit = true;
        continue;
      }
      const plain = word.replace(/^"(.*?)"?$/s, '$1');
      const equals = plain.indexOf('=');
      const name = equals < 0 ? plain : plain.slice(0, equals);
      const value = equals < 0 ? undefined : plain.slice(equals + 1).replace(/^"(.*?)"?$/s, '$1');
      found.push({ position: found.length, name, ...(value !== undefined && { value }), forInit });
    }
    return found;
  });
}
