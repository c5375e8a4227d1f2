import { describe, expect, it } from 'vitest';
import { modules } from '../../../src/core/kernel/modules.ts';
import { taskSpace, walkTable } from '../../../src/core/kernel/page-table.ts';
import { tasks } from '../../../src/core/kernel/tasks.ts';
import { vmaFile, vmas } from '../../../src/core/kernel/vmas.ts';
import { hasDump, openDump, zooText } from '../../build/zoo.ts';

describe.skipIf(!hasDump('6.1-null_pointer'))('page tables of 6.1-null_pointer', () => {
  const kernel = hasDump('6.1-null_pointer') ? openDump('6.1-null_pointer').kernel : (undefined as never);
  it('lead where the engine says', () => {
    const asked = [
      kernel.symbol('schedule').address,
      kernel.symbol('init_task').address,
      ...tasks(kernel).map((task) => task.address),
    ];
    for (const module of modules(kernel)) asked.push(module.ranges[0].base);
    for (const address of asked)
      expect(walkTable(kernel, kernel.space, address).physical).toBe(kernel.space.translate(address));
  });
  it('end with a reason where nothing is mapped', () => {
    const walk = walkTable(kernel, kernel.space, 0xffffc00000000000n);
    expect(walk.physical).toBeUndefined();
    expect((walk.steps.at(-1)?.entry ?? 1n) & 1n).toBe(0n);
  });
  it('are not there for kernel threads', () => {
    const thread = tasks(kernel).find((task) => task.pid === 2);
    expect(thread && taskSpace(kernel, thread.address)).toBeUndefined();
  });
});

/** /proc/PID/maps of the machine itself, seconds before it died. */
function mapsOf(dump: string, pid: number): string[] {
  const text = zooText(`truth/${dump}/tasks.txt`);
  const start = text.indexOf(`==> ${pid}/maps <==\n`);
  if (start < 0) return [];
  const end = text.indexOf('\n==> ', start);
  return text
    .slice(start, end < 0 ? undefined : end)
    .split('\n')
    .slice(1)
    .filter((line) => /^[0-9a-f]+-/.test(line));
}

/** What stands in no directory has no slash with us, as with crash. */
function shown(name = ''): string {
  return name.startsWith('/') ? name.replace(/^\/(SYSV|dev\/zero)/, '$1') : '';
}

for (const dump of ['6.1-null_pointer', '6.12-cloud-sysrq'])
  describe.skipIf(!hasDump(dump))(`areas of ${dump}`, () => {
    it('are those of /proc/PID/maps', () => {
      const { kernel } = openDump(dump);
      let compared = 0;
      for (const task of tasks(kernel)) {
        const maps = task.pid === task.tgid ? mapsOf(dump, task.pid) : [];
        if (maps.length === 0 || task.object.get('mm').pointer() === 0n) continue;
        const found = [...vmas(kernel, task.object.get('mm').deref())];
        const wanted = maps
          .map((line) => line.split(/\s+/))
          .filter(([, , , , , name]) => name !== '[vsyscall]');
        expect(
          found.map((vma) =>
            `${vma.start.toString(16)}-${vma.end.toString(16)} ${vmaFile(kernel, vma)}`.trim(),
          ),
          `PID ${task.pid}`,
        ).toEqual(
          wanted.map(([range, , , , , name]) =>
            `${range.replace(/\b0+(?=[0-9a-f])/g, '')} ${shown(name)}`.trim(),
          ),
        );
        compared += found.length;
      }
      expect(compared).toBeGreaterThan(0);
    });
  });
