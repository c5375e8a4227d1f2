import type { Arch } from '../arch.ts';
import { code } from './code.ts';
import { faultLog } from './fault-log.ts';
import { hardware } from './hardware.ts';
import { paging } from './paging.ts';
import { registers } from './registers.ts';
import { stacks } from './stacks.ts';
import { syscalls } from './syscalls.ts';
import { trouble } from './trouble.ts';
import { unwinding } from './unwinding.ts';

/** arm64. */
export const arch: Arch = {
  name: 'aarch64',
  title: 'arm64',
  elfMachine: 183,
  // arch/arm64/kernel/vmcore_info.c
  recognises: (info) => info.number('kimage_voffset') !== undefined,
  paging,
  registers,
  code,
  stacks,
  unwinding,
  syscalls,
  trouble,
  hardware,
  faultLog,
};
