import { describe, expect, it } from 'vitest';
import { openFiles } from '../../../src/core/kernel/files.ts';
import { mounts } from '../../../src/core/kernel/mounts.ts';
import { taskByPid } from '../../../src/core/kernel/tasks.ts';
import { hasDump, openDump, zooText } from '../../build/zoo.ts';

/**
 * Files, mounts, sockets, IPC and devices as the kernels told them seconds before they died (zoo/truth), against what is
 * read from their dumps. A fact that does not hold must be explained here.
 */
const DUMPS = [
  '6.1-null_pointer',
  '6.12-cloud-sysrq',
  '6.1-cloud-hung_task',
  '5.10-cloud-null_pointer',
  '6.12-arm64-null_pointer',
].filter(hasDump);

// A file without a test is an error to vitest.
it.skipIf(DUMPS.length === 0)('has dumps to look at (../shared/zoo)', () => {
  expect(DUMPS.length).toBeGreaterThan(0);
});

/** The section `file` of each process in tasks.txt, by PID. */
function sections(dump: string, file: string): [pid: number, text: string][] {
  return zooText(`truth/${dump}/tasks.txt`)
    .split(/^==> /m)
    .flatMap((section) => {
      const [, pid, name, text] = /^(\d+)\/(\w+) <==\n(.*)$/s.exec(section) ?? [];
      return name === file ? [[Number(pid), text] as [number, string]] : [];
    });
}

/** /proc's name of an open file as crash has it: without what /proc adds to names that are no paths. */
function plain(link: string): string {
  return link
    .replace(/ \(deleted\)$/, '')
    .replace(/^anon_inode:/, '')
    .replace(/^\/(memfd:)/, '$1')
    .replace(/^pipe:\[\d+\]$/, '')
    .replace(/^socket:\[\d+\]$/, 'socket');
}

describe.each(DUMPS)('%s against the kernel’s own words', (dump) => {
  const { kernel } = openDump(dump);

  it('has the open files of every lab_ process: descriptor and path', () => {
    let facts = 0;
    for (const [pid, text] of sections(dump, 'fd')) {
      const task = taskByPid(kernel, pid);
      if (!task?.comm.startsWith('lab_') || task.comm === 'lab_truth') continue;
      const told = text.trim() === '' ? [] : text.trim().split('\n');
      const ours = [...openFiles(kernel, task)].map(
        ({ fd, path, inode }) => `${fd} -> ${inode?.type === 'SOCK' ? 'socket' : path}`,
      );
      expect(ours, `PID ${pid}`).toEqual(
        told.map((line) => line.replace(/-> (.*)$/, (_, link: string) => `-> ${plain(link)}`)),
      );
      facts += told.length;
    }
    expect(facts).toBeGreaterThan(60);
  });

  it('has the mounts: device, directory, type', () => {
    const told = zooText(`truth/${dump}/mounts`).trim().split('\n');
    expect(mounts(kernel).map(({ device, directory, type }) => `${device} ${directory} ${type}`)).toEqual(
      told.map((line) => line.split(' ').slice(0, 3).join(' ')),
    );
    expect(told.length).toBeGreaterThan(8);
  });
});
