import { step, type Addr } from '../addr.ts';
import { areFromEmulator, NT_PRSTATUS } from '../container/notes.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';

/** More CPUs than this are taken for damage (CONFIG_NR_CPUS goes to 8192). */
const MAX_CPUS = 8192;

/**
 * Number of CPUs that can be: nr_cpu_ids (kernel/smp.c), which is one more than the last of __cpu_possible_mask. Where they differ
 * one is damaged: how many CPUs have their own variables decides, else it is the smaller.
 */
export function cpuCount(kernel: Kernel): number {
  return kernel.remember('cpu count', () => {
    const ids = kernel.symbols.image.byName('nr_cpu_ids');
    const noted = ids ? (kernel.space.tryU32(ids.address) ?? 0) : 0;
    const count = noted <= MAX_CPUS ? noted : 0;
    const possible = (maskedCpus(kernel, '__cpu_possible_mask').at(-1) ?? -1) + 1;
    if (count === possible && count > 0) return count;
    const copies = copiesOfVariables(kernel);
    if (count === 0 && possible === 0) return Math.max(1, savedCpus(kernel), copies);
    return copies > 0 ? copies : Math.min(count || possible, possible || count);
  });
}

/** CPUs that have their own variables: each has its own __per_cpu_offset in this_cpu_off (arch/x86/kernel/setup_percpu.c). */
function copiesOfVariables(kernel: Kernel): number {
  const [offsets, own] = ['__per_cpu_offset', 'this_cpu_off'].map((name) =>
    kernel.symbols.image.byName(name),
  );
  if (!offsets || !own) return 0;
  for (let cpu = 0; cpu < MAX_CPUS; cpu++) {
    const offset = kernel.space.tryU64(step(offsets.address, cpu * 8));
    if (!offset || kernel.space.tryU64(step(own.address, offset)) !== offset) return cpu;
  }
  return MAX_CPUS;
}

/** CPUs whose registers an emulator put into the file, all of them: of kernels that do not name their variables nothing else counts them. */
function notedCpus(kernel: Kernel): number {
  const { notes, cpus } = kernel.container;
  return cpus || areFromEmulator(notes) ? savedCpus(kernel) : 0;
}

/** CPUs whose registers are in the file, whoever put them there; a kernel that died leaves out those that did not stop. */
function savedCpus(kernel: Kernel): number {
  const { notes, cpus } = kernel.container;
  const count =
    cpus?.length ?? notes.filter(({ type, name }) => type === NT_PRSTATUS && name === 'CORE').length;
  return Math.min(MAX_CPUS, count);
}

/** CPUs that were online: __cpu_online_mask (kernel/cpu.c). */
export function onlineCpus(kernel: Kernel): readonly number[] {
  return kernel.remember('online cpus', () =>
    maskedCpus(kernel, '__cpu_online_mask').filter((cpu) => cpu < cpuCount(kernel)),
  );
}

/** The CPUs that were there, also those that panic() took offline: cpu_present_mask. */
export function presentCpus(kernel: Kernel): readonly number[] {
  return kernel.remember('present cpus', () => maskedCpus(kernel, '__cpu_present_mask'));
}

/** CPUs whose bit is set in the cpumask variable `name`. */
function maskedCpus(kernel: Kernel, name: string): number[] {
  const symbol = kernel.symbols.image.byName(name);
  if (!symbol) return [];
  return cpusOfMask(kernel, symbol.address, symbol.size ?? 8);
}

/** CPUs whose bit is set in the `bytes` bytes of a cpumask at `address`; what cannot be read counts as not set. */
export function cpusOfMask(kernel: Kernel, address: Addr, bytes: number): number[] {
  const cpus: number[] = [];
  for (let at = 0; at < Math.min(bytes, MAX_CPUS / 8); at += 8) {
    const word = kernel.space.tryU64(step(address, at));
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
  // Where no variable names them, those that something else counts; none where nothing does.
  if (seen.size === 0 && !kernel.symbols.image.byName('__cpu_present_mask')) {
    const counted = Math.max(notedCpus(kernel), copiesOfVariables(kernel));
    return Array.from({ length: counted }, (_, cpu) => cpu);
  }
  return [...seen].sort((a, b) => a - b);
}

/** The CPUs of a cpumask_var_t: a pointer with CONFIG_CPUMASK_OFFSTACK, else the mask itself (include/linux/cpumask.h). */
export function cpusOfMaskVariable(kernel: Kernel, mask: CObject): number[] {
  const bytes = Math.ceil(cpuCount(kernel) / 64) * 8;
  const at = mask.bare.kind === 'pointer' ? mask.pointer() : mask.address;
  return cpusOfMask(kernel, at, bytes).filter((cpu) => cpu < cpuCount(kernel));
}

/** CPUs as lists are written: "0-1", "0,2-3". */
export function cpuListText(cpus: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < cpus.length;) {
    let end = i;
    while (end + 1 < cpus.length && cpus[end + 1] === cpus[end] + 1) end++;
    parts.push(end === i ? String(cpus[i]) : `${cpus[i]}-${cpus[end]}`);
    i = end + 1;
  }
  return parts.join(',');
}
