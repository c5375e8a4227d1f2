import type { Arch } from '../arch.ts';
import { code, registers } from './code.ts';
import { paging } from './paging.ts';
import { faultLog, trouble } from './trouble.ts';

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
  trouble,
  faultLog,
};
