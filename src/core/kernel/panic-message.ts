import type { Kernel } from './kernel.ts';
import { logRecords } from './printk.ts';

/**
 * Lines of the log that say why the machine stopped, the most telling first: each pattern's last match is what
 * crash shows as PANIC. The wording is that of lib/, arch/x86/kernel/dumpstack.c, kernel/panic.c.
 */
const PATTERNS: readonly { readonly test: RegExp; readonly details?: boolean }[] = [
  { test: /^SysRq : (?:Netdump|Crash|Trigger a crash)/ },
  {
    test: /(?:general protection fault[:,]|double fault:|divide error:|stack segment:|invalid opcode:|Oops: )/,
    details: true,
  },
  { test: /Unable to handle kernel/ },
  { test: /BUG: unable to handle kernel/ },
  { test: /kernel BUG at/i },
  { test: /Kernel panic - not syncing|Kernel panic: / },
];

/** What the PANIC line of sys says; undefined when the log tells of no stop. */
export function panicMessage(
  kernel: Kernel,
): { readonly text: string; readonly details: boolean } | undefined {
  return kernel.remember('panic message', () => {
    const found: (string | undefined)[] = PATTERNS.map(() => undefined);
    for (const { text } of logRecords(kernel))
      for (const line of text.split('\n'))
        PATTERNS.forEach(({ test }, i) => (found[i] ??= test.test(line) ? line.trim() : undefined));
    const at = found.findIndex((line) => line !== undefined);
    return at < 0 ? undefined : { text: found[at] as string, details: PATTERNS[at].details ?? false };
  });
}
