import { describe, expect, it } from 'vitest';
import type { CommandContext } from '../../../src/core/commands/command.ts';
import { command } from '../../../src/core/commands/kmem.ts';
import { slabCommand, slabOf } from '../../../src/core/commands/kmem/slabs.ts';
import { parseArguments } from '../../../src/core/commands/runner/arguments.ts';
import { arrayLayout } from '../../../src/core/kernel/slab-arrays.ts';
import { slabCacheOf } from '../../../src/core/kernel/slab-lookup.ts';
import { objectAt, slabCounts, slabObjects } from '../../../src/core/kernel/slab-objects.ts';
import { listedSlabs, nodeSlabs, slabAt, slabCaches } from '../../../src/core/kernel/slab.ts';
import { arrayMachine, type SlabForm } from '../../build/slab-arrays.ts';

/**
 * The SLAB allocator, on memory that is built as mm/slab.c of each time lays it out: no dump of such a kernel with types was at hand.
 */
describe.each<SlabForm>(['6.1', '4.19', '3.10', '2.6.32'])('SLAB as of %s', (form) => {
  const { kernel, cache, slabs } = arrayMachine(form);
  const [only] = slabCaches(kernel);

  it('is told by the members of its structs', () => {
    expect(arrayLayout(kernel)).toBeDefined();
    expect(slabCaches(kernel).map(({ name, address }) => [name, address])).toEqual([['things', cache]]);
    expect(only).toMatchObject({ objectSize: 100, stride: 128, perSlab: 8, slabBytes: 4096 });
  });

  it('has its slabs on three lists', () => {
    const [first, second] = nodeSlabs(kernel, only);
    expect(first).toMatchObject({ node: 0, slabs: 3, objects: 24, partialCount: 1 });
    expect(second).toMatchObject({ node: 1, slabs: 0, objects: 0, partialCount: 0 });
    for (const [i, which] of (['partial', 'full', 'free'] as const).entries()) {
      const [slab, ...more] = listedSlabs(kernel, first, which);
      expect(more).toEqual([]);
      expect(slab).toMatchObject({ address: slabs[i].address, start: slabs[i].start, objects: 8 });
      expect(slab.first).toBe(slabs[i].objects[0]);
    }
  });

  it('tells every object that is free, and where it waits', () => {
    const states = slabs.map(({ address }) => {
      const slab = slabAt(kernel, address);
      return (slab ? slabObjects(kernel, only, slab) : []).map(({ state }) => state);
    });
    const [cpu0, cpu1] = [0, 1].map((cpu) => ({ kind: 'cpu', cpu }));
    const [taken, free] = [{ kind: 'allocated' }, { kind: 'free' }];
    expect(states).toEqual([
      [cpu0, free, taken, taken, taken, taken, free, free],
      [taken, taken, cpu0, cpu1, { kind: 'shared', node: 0 }, { kind: 'alien', node: 1 }, taken, taken],
      Array.from({ length: 8 }, () => free),
    ]);
  });

  it('counts them', () => {
    // Eleven on the slabs' own lists, five in arrays.
    expect(slabCounts(kernel, only)).toEqual({ slabs: 3, objects: 24, free: 16, inSheaves: 0 });
  });

  it('finds the object that an address lies in, and whether somebody has it', () => {
    const [, full] = slabs;
    expect(slabCacheOf(kernel, full.objects[3] + 50n)).toMatchObject({
      cache: 'things',
      object: full.objects[3],
      slab: full.address,
      start: full.start,
    });
    // Before the first object there is colour, after the last one other things.
    expect(slabCacheOf(kernel, full.start + 8n)?.object).toBeUndefined();
    expect(slabCacheOf(kernel, full.start + 3000n)?.object).toBeUndefined();
    expect(objectAt(kernel, full.objects[0])).toMatchObject({ object: full.objects[0], free: false });
    for (const i of [2, 3, 4, 5]) expect(objectAt(kernel, full.objects[i] + 8n)?.free, `${i}`).toBe(true);
  });

  it('is printed as crash prints it', () => {
    const text = [...(slabOf(kernel, slabs[1].objects[4], true) ?? [])].map((line) => line.text);
    expect(text[1]).toMatch(/^[0-9a-f]{16} +100 +8 +24 +3 +4k {2}things$/);
    const at = (i: number): string => slabs[1].objects[i].toString(16);
    expect(text).toContain(`  [${at(0)}]`);
    expect(text).toContain(`   ${at(2)}  (cpu 0 cache)`);
    expect(text).toContain(`   ${at(4)}  (shared cache)`);
    expect(text).toContain(`   ${at(5)}  (node 1 alien cache)`);
    const whole = [...slabCommand({ kernel } as CommandContext, parseArguments(command, '-S things'))].map(
      (line) => line.text,
    );
    expect(whole.filter((line) => line.endsWith(':'))).toEqual([
      'CPU 0 ARRAY_CACHE:',
      'CPU 1 ARRAY_CACHE:',
      'NODE 0 SHARED ARRAY_CACHE:',
      'NODE 1 SHARED ARRAY_CACHE:',
      'NODE 1 ALIEN ARRAY_CACHE:',
      ...[0, 1].flatMap((node) => ['PARTIAL', 'FULL', 'FREE'].map((list) => `NODE ${node} ${list}:`)),
    ]);
    expect(whole.filter((line) => line === '  (empty)')).toHaveLength(3);
  });
});
