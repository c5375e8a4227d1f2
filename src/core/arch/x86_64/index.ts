import type { Arch } from '../arch.ts';
import { code } from './code.ts';
import { hardware } from './hardware.ts';
import { paging } from './paging.ts';
import { registers } from './registers.ts';
import { stacks } from './stacks.ts';
import { syscalls } from './syscalls.ts';
import { faultLog, trouble } from './trouble.ts';
import { unwinding } from './unwinding.ts';
import { vectors } from './vectors.ts';

/** x86-64. */
export const arch: Arch = {
  name: 'x86_64',
  title: 'x86-64',
  elfMachine: 62,
  // arch/x86/kernel/vmcore_info_64.c
  recognises: (info) =>
    info.number('phys_base') !== undefined || info.number('pgtable_l5_enabled') !== undefined,
  paging,
  registers,
  code,
  stacks,
  unwinding,
  syscalls,
  trouble,
  faultLog,
  vectors,
  hardware,
};
