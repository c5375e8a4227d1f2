import { describe, expect, it } from 'vitest';
import {
  compareCase,
  COMPARED,
  FAMILIES,
  referenceCases,
  type ReferenceCase,
} from '../../build/reference.ts';
import { hasDump, openDump } from '../../build/zoo.ts';

/**
 * Every case of every command that exists, held against crash's own text (the zoo's reference/). A case either is equal
 * or stands here with the reason; one that became equal must be taken out. docs/differences.md tells users the same.
 */
const DIFFERENT: Readonly<Record<string, string>> = {
  'struct-u': 'an excluded page is said to be excluded',
  'dis-u': 'an excluded page is said to be excluded',
  'rd-ctx-user-u': 'an excluded page is said to be excluded',
  'dis-vsnprintf': 'two symbols at one address: the order of the ELF symbol table is not in a dump',
  'dis-thunk': 'the size of an array of thunks is not in kallsyms',
  'search-k': 'crash lists an address below the kernel’s image that nothing maps',
  'p-bad': 'there is no gdb to fail',
  'p-bad-syntax': 'there is no gdb to fail',
  'p-bad-member': 'there is no gdb to fail',
  'mach-plain': 'stacks that are not mapped (VC) are left out',
  'bare-unknown': 'says where the commands are listed',
  'bare-func': "values are counted by gdb's history",
  'kmem-i': 'crash leaves out of COMMITTED what CPUs count for themselves',
  'kmem-i-shared': 'crash leaves out of COMMITTED what CPUs count for themselves',
  'kmem-symname': 'the word that is no address is named above the usage',
  'kmem-m-many': 'crash prints no blank after members of 4 bytes',
  'ascii-chart': 'crash has exchanged - and _, and the two quotes',
  'whatis-r-range': "BTF has other types than vmlinux's DWARF",
  'whatis-m-r': "BTF has other types than vmlinux's DWARF",
  'mount-f': 'the open files are found by the tasks',
  'mount-bad': 'a word that is no mount is named, crash says nothing',
  'sig-g': 'crash takes real_blocked for the upper half of blocked',
  'foreach-sig': 'crash takes real_blocked for the upper half of blocked',
};
const DIFFERENT_ON: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '6.1-null_pointer': {},
  '6.12-cloud-sysrq': {
    'list-modules-l': 'bytes that happen to be UTF-8 are shown as a character by gdb',
    'irq-d': 'two symbols at one address: the order of the ELF symbol table is not in a dump',
    'timer-plain': 'three wheels a CPU since 6.9 (BASE_LOCAL, BASE_GLOBAL, BASE_DEF): crash shows two',
    'timer-C0': 'three wheels a CPU since 6.9 (BASE_LOCAL, BASE_GLOBAL, BASE_DEF): crash shows two',
    'p-percpu-all': 'the variable does not exist on this kernel, and there is no gdb to fail',
  },
  '6.1-cloud-hung_task': {
    'list-modules-l': 'bytes that happen to be UTF-8 are shown as a character by gdb',
    'rd-u': 'the current task is a kernel thread: said in words',
    'rd-zero': 'the current task is a kernel thread: said in words',
    'rd-ctx-user-u': 'an excluded page is said to be excluded',
  },
  '7-cloud-uaf': {},
};
/** crash 9 does not know the kernel of 7-cloud-uaf and ran without its types (--minimal): its dis differs in most lines. */
const MINIMAL = FAMILIES.filter((family) => family !== 'dis');
const DUMPS = [...COMPARED, '7-cloud-uaf'].filter(hasDump);
// A file without a test is an error to vitest.
it.skipIf(DUMPS.length === 0)('has dumps to look at (../shared/zoo)', () => {
  expect(DUMPS.length).toBeGreaterThan(0);
});

describe.each(DUMPS)("crash's text on %s", (dump) => {
  const cases = referenceCases(dump, dump === '7-cloud-uaf' ? MINIMAL : FAMILIES);
  const known = (each: ReferenceCase): string | undefined =>
    DIFFERENT_ON[dump][each.id] ?? (dump === '7-cloud-uaf' ? undefined : DIFFERENT[each.id]);

  it('has cases of every family that was recorded', () => {
    const there = new Set(cases.map(({ family }) => family));
    expect(cases.length).toBeGreaterThan(dump === '7-cloud-uaf' ? 50 : 370);
    if (dump !== '7-cloud-uaf') expect([...there].sort()).toEqual([...FAMILIES].sort());
  });

  it.each([...new Set(cases.map(({ family }) => family))])('%s', (family) => {
    for (const each of cases.filter((one) => one.family === family)) {
      const { crash, ours, outcome } = compareCase(openDump(dump), dump, each);
      const where = `${each.id}: ${each.command}`;
      if (known(each)) expect(outcome, `${where} is equal: take it out of the list`).toBe('differing');
      else expect(ours, where).toEqual(crash);
    }
  });
});
