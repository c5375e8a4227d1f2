import { describe, expect, it } from 'vitest';
import { memorySummary } from '../../../src/core/kernel/memory-summary.ts';
import { slabsInMemory } from '../../../src/core/kernel/slab-scan.ts';
import { slabCounts, slabObjects } from '../../../src/core/kernel/slab-objects.ts';
import { slabCaches } from '../../../src/core/kernel/slab.ts';
import { sheaves } from '../../../src/core/kernel/slab-sheaves.ts';
import { swapAreas } from '../../../src/core/kernel/swap.ts';
import { tasks } from '../../../src/core/kernel/tasks.ts';
import { vmallocAreas, vmallocBroken } from '../../../src/core/kernel/vmalloc.ts';
import { zones } from '../../../src/core/kernel/zones.ts';
import { hasDump, openDump, zooText } from '../../build/zoo.ts';

/** What the kernels said of their memory seconds before they died (zoo/truth), against what their dumps say. */
const DUMPS = [
  '6.1-null_pointer',
  '6.12-cloud-sysrq',
  '6.1-cloud-hung_task',
  '5.10-cloud-null_pointer',
  '7-cloud-uaf',
  '6.12-arm64-null_pointer',
] as const;

// A file without a test is an error to vitest.
it.skipIf(!DUMPS.some(hasDump))('has dumps to look at (../shared/zoo)', () => {
  expect(DUMPS.some(hasDump)).toBe(true);
});

/** makedumpfile 1.7.8 left out pages in use: a swap area, half of the lists of vmalloc, links of free objects. */
const LOST: readonly string[] = ['7-cloud-uaf'];

describe.each(DUMPS.filter(hasDump))('memory of %s against the kernel’s own words', (dump) => {
  const { kernel } = openDump(dump);
  const truth = (name: string): string => zooText(`truth/${dump}/${name}`);
  const { pageSize } = kernel.layout;
  const meminfo = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(truth('meminfo'))?.[1]) * 1024;

  it('has as much memory and may promise as much', () => {
    const { total, commitLimit, committed } = memorySummary(kernel);
    expect((total ?? 0) * pageSize).toBe(meminfo('MemTotal'));
    expect((commitLimit ?? 0) * pageSize).toBe(meminfo('CommitLimit'));
    // The kernel counts Committed_AS over all CPUs; a process came or went since.
    expect(Math.abs((committed ?? 0) * pageSize - meminfo('Committed_AS'))).toBeLessThan(8 << 20);
  });

  it('has the zones of /proc/zoneinfo', () => {
    const said = [...truth('zoneinfo').matchAll(/spanned\s+(\d+)\s+present\s+(\d+)\s+managed\s+(\d+)/g)].map(
      ([, ...numbers]) => numbers.map(Number),
    );
    expect(said.length).toBeGreaterThan(0);
    const read = zones(kernel).map(({ spanned, present, managed }) => [spanned, present, managed]);
    // Older kernels leave zones without pages out.
    for (const zone of said) expect(read).toContainEqual(zone);
  });

  it('has address spaces as large as /proc/PID/status says', () => {
    const sizes = new Map(
      [...openDump(dump).run('ps')].flatMap(({ text }) => {
        const found = /^>?\s*(\d+) +\d+ +\d+ +[0-9a-f]{16} +\w+ +[\d.]+ +(\d+)/.exec(text);
        return found ? [[Number(found[1]), Number(found[2])] as const] : [];
      }),
    );
    let seen = 0;
    for (const section of truth('tasks.txt').split(/^==> /m)) {
      const pid = Number(/^Pid:\t(\d+)$/m.exec(section)?.[1]);
      const size = /^VmSize:\s+(\d+) kB$/m.exec(section);
      // The programs that record the truth come and go.
      if (!size || /^Name:\t(sh|lab_truth|insmod)$/m.test(section) || !sizes.has(pid)) continue;
      seen++;
      expect(sizes.get(pid), section.split('\n')[0]).toBe(Number(size[1]));
    }
    expect(seen).toBeGreaterThan(10);
  });

  it('has the slab caches of /proc/slabinfo, with objects of their size', () => {
    const caches = new Map(slabCaches(kernel).map((cache) => [cache.name, cache]));
    let seen = 0;
    let near = 0;
    for (const line of truth('slabinfo').split('\n').slice(2)) {
      const [name, , objects, size, perSlab] = line.split(/\s+/);
      const cache = caches.get(name);
      if (!cache) continue;
      seen++;
      // slabinfo shows the distance of objects (s->size) as their size.
      expect(Number(size), name).toBe(cache.stride);
      const counts = slabCounts(kernel, cache);
      expect(counts.free).toBeLessThanOrEqual(counts.objects);
      // Slabs came and went since: of most caches few.
      if (Math.abs(counts.objects - Number(objects)) <= Number(perSlab) * 4) near++;
    }
    expect(seen).toBeGreaterThan(80);
    expect(near / seen).toBeGreaterThan(0.9);
  });

  it('has a task_struct for every task, and knows the freed ones', () => {
    const cache = slabCaches(kernel).find(({ name }) => name === 'task_struct');
    if (!cache) throw new Error('no cache task_struct');
    const states = new Map<bigint, string>();
    let slabs = 0;
    for (const { cache: of, slab } of slabsInMemory(kernel)) {
      if (of !== cache) continue;
      slabs++;
      for (const { address, state } of slabObjects(kernel, cache, slab)) states.set(address, state.kind);
    }
    expect(slabs).toBe(slabCounts(kernel, cache).slabs);
    for (const task of tasks(kernel))
      if (states.has(task.address)) expect(states.get(task.address), `PID ${task.pid}`).toBe('allocated');
    const allocated = [...states.values()].filter((state) => state === 'allocated').length;
    const { objects, free } = slabCounts(kernel, cache);
    if (!LOST.includes(dump)) expect(allocated).toBe(objects - free);
    // init_task is no slab's; tasks that ended may not be freed yet.
    expect(allocated).toBeGreaterThanOrEqual(tasks(kernel).length - 1);
  });

  it('swaps to what /proc/swaps has', () => {
    const said = truth('swaps')
      .split('\n')
      .slice(1)
      .filter((line) => line !== '')
      .map((line) => line.split(/\s+/));
    if (LOST.includes(dump)) return;
    expect(
      swapAreas(kernel).map(({ path, pages, priority }) => [
        path,
        String((pages * pageSize) / 1024),
        String(priority),
      ]),
    ).toEqual(said.map(([path, , size, , priority]) => [path, size, priority]));
  });

  it('has the vmalloc areas of /proc/vmallocinfo', () => {
    const sizes = truth('vmallocinfo')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => Number(line.split(/\s+/)[1]));
    const read = vmallocAreas(kernel);
    // Stacks and modules come and go; the order is that of addresses.
    if (LOST.includes(dump)) expect(vmallocBroken(kernel)).toBeDefined();
    else expect(Math.abs(read.length - sizes.length)).toBeLessThan(24);
    for (let i = 1; i < read.length; i++) expect(read[i].start >= read[i - 1].end).toBe(true);
  });
});

describe.skipIf(!hasDump('7-cloud-uaf'))('sheaves of 7.2', () => {
  it('are counted as free, and no object is in two', () => {
    const { kernel } = openDump('7-cloud-uaf');
    let objects = 0;
    for (const cache of slabCaches(kernel)) {
      const seen = new Set<bigint>();
      let size = 0;
      for (const sheaf of sheaves(kernel, cache)) {
        size += sheaf.size;
        for (const object of sheaf.objects()) {
          expect(seen.has(object), cache.name).toBe(false);
          seen.add(object);
        }
      }
      expect(slabCounts(kernel, cache).inSheaves, cache.name).toBe(size);
      objects += size;
    }
    expect(objects).toBeGreaterThan(0);
  });
});
