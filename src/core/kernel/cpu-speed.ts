import type { Kernel } from './kernel.ts';

/** The processor's speed in MHz: cpu_khz (arch/x86/kernel/tsc.c); undefined where the kernel does not keep it. */
export function cpuMegahertz(kernel: Kernel): number | undefined {
  const symbol = kernel.symbols.image.byName('cpu_khz');
  const khz = symbol && kernel.space.tryU32(symbol.address);
  return khz ? Math.floor(khz / 1000) : undefined;
}
