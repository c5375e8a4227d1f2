import { cpuCount } from '../kernel/cpus.ts';
import type { Kernel } from '../kernel/kernel.ts';

/** What a list of CPUs says: the CPUs in order, or the part that makes no sense and whether it is a number at least. */
export type CpuNumbers =
  { readonly cpus: readonly number[] } | { readonly wrong: string; readonly number: boolean };

/** CPUs of a list as crash takes it: "1,3,5-7", "a", "all". */
export function cpuNumbers(kernel: Kernel, text: string): CpuNumbers {
  const count = cpuCount(kernel);
  if (text === 'a' || text === 'all') return { cpus: Array.from({ length: count }, (_, cpu) => cpu) };
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const range = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part);
    if (!range) return { wrong: part, number: false };
    const first = Number(range[1]);
    const last = Number(range[2] ?? range[1]);
    if (last >= count || first > last) return { wrong: part, number: true };
    for (let cpu = first; cpu <= last; cpu++) found.add(cpu);
  }
  return { cpus: [...found].sort((a, b) => a - b) };
}
