import type { Frame } from './stack.ts';

/** Why the CPU came in at `frame`, by the name of the entry code (arch/x86/entry/entry_64.S, idtentry.h); undefined where it was called. */
export function boundaryOf(frame: Frame): 'user' | 'NMI' | 'interrupt' | 'exception' | undefined {
  if (!frame.entered) return undefined;
  if (frame.entered.user) return 'user';
  const name = frame.symbol?.symbol.name ?? '';
  if (/nmi/i.test(name)) return 'NMI';
  return /sysvec|interrupt|irq/i.test(name) ? 'interrupt' : 'exception';
}
