import { describe, expect, it } from 'vitest';
import { chooseArch, machines } from '../../../src/core/arch/index.ts';
import { Vmcoreinfo } from '../../../src/core/symbols/vmcoreinfo.ts';

describe('the machine of a dump', () => {
  it('is the one that the file names, whatever VMCOREINFO has', () => {
    for (const arch of machines) expect(chooseArch(arch.elfMachine, new Vmcoreinfo(''))).toBe(arch);
    expect(chooseArch(62, new Vmcoreinfo('NUMBER(kimage_voffset)=0xffff800000000000')).name).toBe('x86_64');
  });

  it('is told by VMCOREINFO where the file does not say', () => {
    expect(chooseArch(undefined, new Vmcoreinfo('NUMBER(phys_base)=16777216')).name).toBe('x86_64');
  });

  it('is named in words when it is none of ours', () => {
    expect(() => chooseArch(22, undefined)).toThrow(/ELF type 22 \(s390x\).*x86-64/);
    expect(() => chooseArch(0x1234, undefined)).toThrow(/ELF type 4660/);
    expect(() => chooseArch(undefined, undefined)).toThrow(/which machine/);
    expect(() => chooseArch(undefined, new Vmcoreinfo('OSRELEASE=6.1'))).toThrow(/which machine/);
  });
});
