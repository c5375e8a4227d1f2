import type { KernelSymbol } from '../symbols/symbol.ts';
import type { Kernel } from './kernel.ts';

/**
 * The letter that crash shows for `symbol`, as nm has it for vmlinux. kallsyms calls every per-CPU variable
 * absolute (scripts/kallsyms.c, make_percpus_absolute); BTF still tells which of them are local. Of modules
 * crash tells functions only.
 */
export function symbolLetter(kernel: Kernel, symbol: KernelSymbol): string {
  if (symbol.module !== undefined) return /[tT]/.test(symbol.letter) ? symbol.letter : '?';
  if (symbol.letter !== 'A' || symbol.address >= perCpuSize(kernel)) return symbol.letter;
  return localPerCpu(kernel).has(symbol.name) ? 'd' : 'D';
}

function perCpuSize(kernel: Kernel): bigint {
  const start = kernel.symbols.image.byName('__per_cpu_start')?.address;
  const end = kernel.symbols.image.byName('__per_cpu_end')?.address;
  return start === undefined || end === undefined ? 0n : end - start;
}

function localPerCpu(kernel: Kernel): ReadonlySet<string> {
  return kernel.remember('local per-CPU variables', () => {
    const names = new Set<string>();
    for (const variable of kernel.types.base?.variables() ?? [])
      if (!variable.global) names.add(variable.name);
    return names;
  });
}
