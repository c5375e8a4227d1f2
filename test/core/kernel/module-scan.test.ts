import { describe, expect, it } from 'vitest';
import { step } from '../../../src/core/addr.ts';
import { modulesInMemory } from '../../../src/core/kernel/module-scan.ts';
import { commands } from '../../../src/core/commands/index.ts';
import { createContext } from '../../../src/core/commands/runner/runner.ts';
import { Kernel } from '../../../src/core/kernel/kernel.ts';
import { moduleListBroken, modules } from '../../../src/core/kernel/modules.ts';
import { without } from '../../build/losses.ts';
import { patchedKernel } from '../../build/patched.ts';
import { hasDump, openDump } from '../../build/zoo.ts';

describe.each(['sample', '6.12-cloud-sysrq', '7-cloud-uaf', '6.12-arm64-null_pointer'])('%s', (name) => {
  describe.skipIf(!hasDump(name))('modules without their list', () => {
    const { kernel } = hasDump(name) ? openDump(name) : openDump('sample');
    const all = modules(kernel).map(({ object }) => object.address as bigint);
    const sorted = (some: readonly bigint[]): bigint[] => [...some].sort((a, b) => (a < b ? -1 : 1));

    it('lie in memory, each and no other', () => {
      expect(sorted([...modulesInMemory(kernel)])).toEqual(sorted(all));
    });

    it.each<[string, bigint | 'absent', string]>([
      ['leads out of the dump', 'absent', 'broken-list.link'],
      ['leads to what is no module', kernel.symbol('_stext').address, 'broken-list.noModule'],
    ])('are all there when the list %s after the first', (_, to, why) => {
      const link = step(all[0], kernel.types.offsetOf('module', 'list'));
      const broken = patchedKernel(kernel, new Map([[link as bigint, to]]));
      expect(sorted(modules(broken).map(({ object }) => object.address))).toEqual(sorted(all));
      expect(moduleListBroken(broken)?.id).toBe(why);
    });
  });
});

describe('a dump whose names are lost', () => {
  const { kernel } = openDump('sample');
  const lacking = (name: string): Kernel => new Kernel({ ...kernel, symbols: without(kernel.symbols, name) });

  it('is not said to have no modules', () => {
    const lost = lacking('modules');
    expect(modules(lost)).toEqual([]);
    expect(moduleListBroken(lost)?.id).toBe('broken-list.noModuleSymbol');
    expect(() => [...createContext(lost, commands, 0n).run('mod')]).toThrow(/the symbol modules/);
    // Another name matters not.
    expect(moduleListBroken(lacking('schedule'))).toBeUndefined();
  });
});
