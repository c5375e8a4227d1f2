import type { Arch } from '../arch.ts';
import { faultLog } from './fault-log.ts';
import { paging } from './paging.ts';

/** arm64. */
export const arch: Arch = {
  name: 'aarch64',
  title: 'arm64',
  elfMachine: 183,
  // arch/arm64/kernel/vmcore_info.c
  recognises: (info) => info.number('kimage_voffset') !== undefined,
  paging,
  faultLog,
};
