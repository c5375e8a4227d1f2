import { describe, expect, it } from 'vitest';
import { modules, moduleBase, moduleSize } from '../../../src/core/kernel/modules.ts';
import { logRecords, type LogGaps } from '../../../src/core/kernel/printk.ts';
import { taintsOf } from '../../../src/core/kernel/taints.ts';
import { parentOf, taskByPid, taskListBroken } from '../../../src/core/kernel/tasks.ts';
import { hasDump, openDump, zooText } from '../../build/zoo.ts';

/**
 * What the kernels said about themselves seconds before they died (zoo/truth), against what is read from their
 * dumps: PID, parent and name of every task, every module, every line of the log. A fact that does not hold must be
 * explained here.
 */
const DUMPS = [
  '6.1-null_pointer',
  '6.12-cloud-sysrq',
  '6.1-cloud-hung_task',
  '7-cloud-uaf',
  '6.12-arm64-null_pointer',
] as const;

/** The program that writes the truth down; it had ended when the machine died. */
const WITNESS = 'lab_truth';
/** A thread that ends by itself when it has initialised the tables of a new filesystem (fs/ext4/super.c); drgn finds none either. */
const ENDED: Readonly<Record<string, string>> = { '6.12-arm64-null_pointer': 'ext4lazyinit' };
interface Status {
  readonly name: string;
  readonly pid: number;
  readonly ppid: number;
  readonly tgid: number;
}

/** The status files in tasks.txt.gz, of processes and of their further threads. */
function statuses(dump: string): Status[] {
  const found: Status[] = [];
  for (const section of zooText(`truth/${dump}/tasks.txt`).split(/^==> /m)) {
    if (!/^[\d/a-z]+\/status <==/.test(section)) continue;
    const field = (name: string): string => new RegExp(`^${name}:\t(.*)$`, 'm').exec(section)?.[1] ?? '';
    found.push({
      name: field('Name'),
      pid: Number(field('Pid')),
      ppid: Number(field('PPid')),
      tgid: Number(field('Tgid')),
    });
  }
  return found;
}

/** /proc shows workers with what they work on ("kworker/0:1-events") and long names of kernel threads whole. */
function sameName(comm: string, name: string): boolean {
  if (comm === name) return true;
  if (/^kworker\//.test(comm)) return name.startsWith(comm);
  return comm.length === 15 && name.startsWith(comm);
}

// A file without a test is an error to vitest.
it.skipIf(!DUMPS.some(hasDump))('has dumps to look at (../shared/zoo)', () => {
  expect(DUMPS.some(hasDump)).toBe(true);
});

describe.each(DUMPS.filter(hasDump))('%s against the kernel’s own words', (dump) => {
  const { kernel } = openDump(dump);

  it('has the tasks: PID, process, parent, name', () => {
    const wrong: string[] = [];
    let facts = 0;
    for (const { name, pid, ppid, tgid } of statuses(dump)) {
      const task = taskByPid(kernel, pid);
      if (name === WITNESS || name === ENDED[dump]) {
        expect(task).toBeUndefined();
        continue;
      }
      facts += 3;
      if (!task) wrong.push(`no task ${pid} (${name})`);
      else {
        if (task.tgid !== tgid) wrong.push(`process of ${pid}: ${task.tgid}, not ${tgid}`);
        if ((parentOf(kernel, task)?.tgid ?? 0) !== ppid)
          wrong.push(`parent of ${pid}: ${parentOf(kernel, task)?.tgid}, not ${ppid}`);
        if (!sameName(task.comm, name)) wrong.push(`name of ${pid}: ${task.comm}, not ${name}`);
      }
    }
    expect(taskListBroken(kernel)).toBeUndefined();
    expect(wrong).toEqual([]);
    expect(facts).toBeGreaterThan(200);
  });

  it('has the modules: name, size, address, taints', () => {
    const known = new Map(modules(kernel).map((module) => [module.name, module]));
    const wrong: string[] = [];
    const lines = zooText(`truth/${dump}/modules`).trim().split('\n');
    for (const line of lines) {
      const [, name, size, at, letters] = /^(\S+) (\d+) .* 0x([0-9a-f]+)(?: \(([A-Z]+)\))?$/.exec(
        line,
      ) as unknown as string[];
      const module = known.get(name);
      if (!module) wrong.push(`no module ${name}`);
      else {
        if (moduleSize(module) !== Number(size))
          wrong.push(`size of ${name}: ${moduleSize(module)}, not ${size}`);
        if (moduleBase(module) !== BigInt('0x' + at))
          wrong.push(`address of ${name}: ${moduleBase(module).toString(16)}, not ${at}`);
        const taints = taintsOf(kernel, module.taints)
          .map((taint) => taint.letter)
          .join('');
        if (taints !== (letters ?? '')) wrong.push(`taints of ${name}: ${taints}, not ${letters}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('has every line of the log, in order, with level and time', () => {
    const gaps: LogGaps = { reasons: [] };
    const ours: string[] = [];
    for (const { text, time, level, facility } of logRecords(kernel, gaps)) {
      const head = `<${facility * 8 + level}>[${String(time / 1_000_000_000n).padStart(5)}.${String((time % 1_000_000_000n) / 1000n).padStart(6, '0')}] `;
      for (const line of text.split('\n')) ours.push(head + line);
    }
    const theirs = zooText(`truth/${dump}/dmesg`)
      .split('\n')
      .filter((line) => line !== '');
    expect(gaps.reasons).toEqual([]);
    expect(ours.slice(0, theirs.length)).toEqual(theirs);
  });
});
