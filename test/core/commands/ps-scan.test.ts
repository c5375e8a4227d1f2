import { describe, expect, it } from 'vitest';
import { openSession } from '../../../src/core/session.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { tasks } from '../../../src/core/kernel/tasks.ts';
import { rawSample } from '../../build/raw-sample.ts';
import { lacksOf } from '../../build/said.ts';
import { engine, openDump } from '../../build/zoo.ts';

describe('ps --scan', () => {
  it('finds the tasks whose lists are broken, and marks them', () => {
    const { kernel } = openDump('sample');
    const sample = rawSample();
    const all = tasks(kernel);
    const list = BigInt(kernel.types.offsetOf('task_struct', 'tasks'));
    const bytes = sample.bytes.slice();
    // Both ends of the list lead nowhere: of most tasks nothing is left but themselves.
    const head =
      sample.offsetOf(kernel.space.translate(kernel.symbol('init_task').address + list) ?? -1) ?? 0;
    bytes.fill(0, head, head + 16);
    const session = openSession([memorySource(bytes, 'broken')], { engine });
    expect(session.summary.tasks).toBeLessThan(all.length / 2);
    expect(lacksOf(session)).toContainEqual(expect.stringContaining('list of tasks is not whole'));
    const lines = [...session.run('ps --scan')];
    const shown = new Map(lines.flatMap(({ row }) => (row ? [[row.pid, row.comm]] : [])));
    // Those that are in the dump.
    for (const { pid, comm } of all) if (pid > 0) expect(shown.get(pid)).toBe(comm);
    expect(lines.filter(({ text }) => text.endsWith('(on no list)')).length).toBeGreaterThan(all.length / 2);
    expect(lines.at(-1)?.text).toMatch(/^\d+ found in memory; \d+ have exited, \d+ are on no list/);
  });

  it('marks nothing where all is well but what has exited', () => {
    const session = openDump('sample');
    const lines = [...session.run('ps --scan -H')];
    expect(lines.some(({ text }) => text.endsWith('(on no list)'))).toBe(false);
    expect(lines.length).toBeGreaterThan(tasks(session.kernel).length - 4);
  });
});
