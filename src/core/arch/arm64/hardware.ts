import type { Hardware } from '../hardware.ts';

/** Hardware of arm64 machines. */
export const hardware: Hardware = {
  // arch/arm64/kernel/cpuinfo.c, arch/arm64/include/asm/cpu.h
  processor: { symbol: 'cpu_data', type: 'struct cpuinfo_arm64' },
};
