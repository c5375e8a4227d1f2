import type { Kernel } from './kernel.ts';
import { logRecords } from './printk.ts';

/**
 * Lines of the log that say why the machine stopped, in the order in which crash prefers them for its PANIC line;
 * of each the first match counts. The wording is that of lib/, arch/x86/kernel/dumpstack.c, kernel/panic.c.
 */
const PATTERNS: readonly { readonly test: RegExp; readonly details?: boolean }[] = [
  { test: /^SysRq : (?:Netdump|Crash|Trigger a crash)/ },
  { test: /Kernel panic - not syncing|Kernel panic: / },
  { test: /kernel BUG at/i },
  { test: /Unable to handle kernel|BUG: unable to handle kernel/ },
  {
    test: /general protection fault[:,]|double fault:|divide error:|stack segment:|invalid opcode:|Oops: /,
    details: true,
  },
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
