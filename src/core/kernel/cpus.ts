import { step } from '../addr.ts';
import type { Kernel } from './kernel.ts';

/** More CPUs than this are taken for damage (CONFIG_NR_CPUS goes to 8192). */
const MAX_CPUS = 8192;

/** Number of CPUs that can be: nr_cpu_ids (kernel/smp.c), which is one more than the last of __cpu_possible_mask; the smaller where they differ. */
export function cpuCount(kernel: Kernel): number {
  return kernel.remember('cpu count', () => {
    const ids = kernel.symbols.image.byName('nr_cpu_ids');
    const count = ids ? kernel.space.tryU32(ids.address) : undefined;
    const possible = (maskedCpus(kernel, '__cpu_possible_mask').at(-1) ?? 0) + 1;
    if (count === undefined || count < 1 || count > MAX_CPUS) return possible;
    return possible > 1 ? Math.min(count, possible) : count;
  });
}

/** CPUs that were online: __cpu_online_mask (kernel/cpu.c). */
export function onlineCpus(kernel: Kernel): readonly number[] {
  return kernel.remember('online cpus', () =>
    maskedCpus(kernel, '__cpu_online_mask').filter((cpu) => cpu < cpuCount(kernel)),
  );
}

export function presentCpus(kernel: Kernel): readonly number[] {
  return kernel.remember('present cpus', () => maskedCpus(kernel, '__cpu_present_mask'));
}

/** CPUs whose bit is set in the cpumask variable `name`. */
function maskedCpus(kernel: Kernel, name: string): number[] {
  const symbol = kernel.symbols.image.byName(name);
  if (!symbol) return [];
  const bytes = Math.min(symbol.size ?? 8, MAX_CPUS / 8);
  const cpus: number[] = [];
  for (let at = 0; at < bytes; at += 8) {
    const word = kernel.space.tryU64(step(symbol.address, at));
    if (word === undefined) break;
    for (let bit = 0; bit < 64 && word >> BigInt(bit); bit++)
      if ((word >> BigInt(bit)) & 1n) cpus.push(at * 8 + bit);
  }
  return cpus;
}

/**
 * CPUs that the machine had when it died: the present ones. A CPU that panic() stopped is no longer online
 * (stop_this_cpu, arch/x86/kernel/process.c) but still has something to tell.
 */
export function seenCpus(kernel: Kernel): readonly number[] {
  const seen = new Set([
    ...onlineCpus(kernel),
    ...presentCpus(kernel).filter((cpu) => cpu < cpuCount(kernel)),
  ]);
  return [...seen].sort((a, b) => a - b);
}
