import { describe, expect, it } from 'vitest';
import { blockDevices, diskStats } from '../../../src/core/kernel/block.ts';
import { cgroupOf, cgroupPath } from '../../../src/core/kernel/cgroups.ts';
import { credentials, pidNumbers } from '../../../src/core/kernel/credentials.ts';
import { blockMajors, characterDevices } from '../../../src/core/kernel/device-numbers.ts';
import { initNet, netDevices, traffic } from '../../../src/core/kernel/net-devices.ts';
import { resources } from '../../../src/core/kernel/resources.ts';
import { routes } from '../../../src/core/kernel/routes.ts';
import { signalNames, signalsOfTask } from '../../../src/core/kernel/signals.ts';
import { taskByPid } from '../../../src/core/kernel/tasks.ts';
import { hasDump, openDump, zooText } from '../../build/zoo.ts';

/**
 * Signals, credentials and devices as the kernels told them seconds before they died (zoo/truth), against what is
 * read from their dumps. What else is told is held in truth-table.test.ts. A fact that does not hold must be explained here.
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

describe.each(DUMPS)('%s against the kernel’s own words', (dump) => {
  const { kernel } = openDump(dump);

  it('has the signals of every thread: blocked, pending, ignored, caught', () => {
    const wrong: string[] = [];
    let facts = 0;
    for (const section of zooText(`truth/${dump}/tasks.txt`).split(/^==> /m)) {
      const pid = Number(/^(?:\d+\/task\/)?(\d+)\/status <==/.exec(section)?.[1]);
      const task = pid ? taskByPid(kernel, pid) : undefined;
      if (!task?.comm.startsWith('lab_') || task.comm === 'lab_truth') continue;
      const told = (name: string): bigint =>
        BigInt('0x' + (new RegExp(`^${name}:\t(.*)$`, 'm').exec(section)?.[1] ?? '0'));
      const found = signalsOfTask(kernel, task);
      const handled = (test: (handler: bigint) => boolean): bigint =>
        (found?.actions ?? []).reduce(
          (set, { number, handler }) => (test(handler) ? set | (1n << BigInt(number - 1)) : set),
          0n,
        );
      const ours = {
        SigBlk: found?.blocked,
        SigPnd: found?.private.set,
        ShdPnd: found?.shared.set,
        SigIgn: handled((handler) => handler === 1n),
        SigCgt: handled((handler) => handler > 1n),
      };
      for (const [name, value] of Object.entries(ours)) {
        if (value !== told(name))
          wrong.push(
            `${name} of ${pid} (${task.comm}): ${value?.toString(16)}, not ${told(name).toString(16)}`,
          );
        facts++;
      }
    }
    expect(wrong).toEqual([]);
    expect(facts).toBeGreaterThan(100);
  });

  it('has the credentials of every process: IDs, capabilities, PIDs by namespace, cgroup, OOM adjustment', () => {
    const wrong: string[] = [];
    let facts = 0;
    const hold = (pid: number, what: string, ours: string | undefined, told: string | undefined): void => {
      facts++;
      if (ours !== told) wrong.push(`${what} of ${pid}: ${ours}, not ${told}`);
    };
    for (const [pid, status] of sections(dump, 'status')) {
      const task = taskByPid(kernel, pid);
      if (!task?.comm.startsWith('lab_') || task.comm === 'lab_truth') continue;
      const told = (name: string): string | undefined =>
        new RegExp(`^${name}:\t(.*)$`, 'm').exec(status)?.[1].trim();
      const found = credentials(kernel, task);
      const mask = (set: bigint | undefined): string | undefined => set?.toString(16).padStart(16, '0');
      hold(pid, 'Uid', found?.uids.join('\t'), told('Uid'));
      hold(pid, 'Gid', found?.gids.join('\t'), told('Gid'));
      hold(pid, 'Groups', found?.groups.join(' '), told('Groups'));
      hold(pid, 'CapEff', mask(found?.effective), told('CapEff'));
      hold(pid, 'CapPrm', mask(found?.permitted), told('CapPrm'));
      hold(pid, 'CapInh', mask(found?.inheritable), told('CapInh'));
      hold(pid, 'CapBnd', mask(found?.bounding), told('CapBnd'));
      hold(pid, 'CapAmb', mask(found?.ambient), told('CapAmb'));
      hold(pid, 'NoNewPrivs', found?.noNewPrivileges ? '1' : '0', told('NoNewPrivs'));
      hold(pid, 'Seccomp', String(found?.seccomp), told('Seccomp'));
      hold(pid, 'NSpid', pidNumbers(kernel, task)?.numbers.join('\t'), told('NSpid'));
    }
    for (const [pid, text] of sections(dump, 'cgroup')) {
      const task = taskByPid(kernel, pid);
      const at =
        task?.comm.startsWith('lab_') && task.comm !== 'lab_truth' ? cgroupOf(kernel, task) : undefined;
      if (at !== undefined) hold(pid, 'cgroup', `0::${cgroupPath(kernel, at)}`, text.trim());
    }
    for (const [pid, text] of sections(dump, 'oom_score_adj')) {
      const task = taskByPid(kernel, pid);
      if (task?.comm.startsWith('lab_') && task.comm !== 'lab_truth')
        hold(pid, 'oom_score_adj', String(credentials(kernel, task)?.oomScoreAdjust), text.trim());
    }
    expect(wrong).toEqual([]);
    expect(facts).toBeGreaterThan(100);
  });

  it('has the network devices and what they carried', () => {
    const devices = rows(`truth/${dump}/net_dev`).slice(1);
    expect(devices.length).toBeGreaterThan(0);
    for (const line of devices) {
      const [name, bytes, packets, errors, dropped, , , , , sentBytes, sentPackets] = line
        .trim()
        .split(/[\s:]+/);
      const device = [...netDevices(kernel, initNet(kernel) ?? 0n)].find((each) => each.name === name);
      const found = device && traffic(kernel, device);
      expect(found && [found.received, found.sent.bytes, found.sent.packets], line).toEqual([
        { bytes: BigInt(bytes), packets: BigInt(packets), errors: BigInt(errors), dropped: BigInt(dropped) },
        BigInt(sentBytes),
        BigInt(sentPackets),
      ]);
    }
  });

  it('has the routes of the loopback, and no others in the main table', () => {
    const found = [...routes(kernel, initNet(kernel) ?? 0n)];
    const said = found.map(
      ({ destination, table, type, device }) => `${table} ${type} ${destination} ${device}`,
    );
    expect(said).toContain('local local 127.0.0.0/8 lo');
    expect(said).toContain('local local 127.0.0.1/32 lo');
    expect(said).toContain('local local ::1/128 lo');
    // /proc/net/route has nothing but its heading.
    expect(rows(`truth/${dump}/net_route`)).toEqual([]);
    expect(found.filter(({ table, family }) => table === 'main' && family === 'IPv4')).toEqual([]);
  });

  it('has the disks: numbers, sizes, what was read and written', () => {
    const told = rows(`truth/${dump}/partitions`)
      .filter((line) => line !== '')
      .map((line) => line.trim().split(/\s+/).join(' '));
    expect(
      blockDevices(kernel).map(({ major, minor, size, name }) => `${major} ${minor} ${size / 1024n} ${name}`),
    ).toEqual(told);
    for (const line of zooText(`truth/${dump}/diskstats`).trim().split('\n')) {
      const [, , name, reads, , sectors] = line.trim().split(/\s+/);
      const device = blockDevices(kernel).find((each) => each.name === name);
      const stats = device && diskStats(kernel, device);
      // insmod read its module after the truth was taken.
      expect(stats && stats.reads >= BigInt(reads) && stats.readBytes >= BigInt(sectors) * 512n, line).toBe(
        true,
      );
      expect(stats && stats.reads - BigInt(reads) < 200n, line).toBe(true);
    }
  });

  it('has the numbers of devices and the ranges of ports and memory', () => {
    const told = zooText(`truth/${dump}/devices`).split('\n\n');
    const names = (text: string): string[] =>
      text
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.trim());
    const shown = ({ major, name }: { major: number; name: string }): string => `${major} ${name}`;
    expect([...characterDevices(kernel)].map(shown)).toEqual(names(told[0]));
    expect([...blockMajors(kernel)].map(shown)).toEqual(expect.arrayContaining(names(told[1])));
    for (const [file, root] of [
      ['iomem', 'iomem_resource'],
      ['ioports', 'ioport_resource'],
    ] as const) {
      const [top, ...below] = resources(kernel, root);
      const lines = below.map(({ start, end, name, depth }) => {
        const digits = (at: bigint): string => at.toString(16).padStart(top.end < 0x10000n ? 4 : 8, '0');
        return `${'  '.repeat(depth - 1)}${digits(start)}-${digits(end)} : ${name}`;
      });
      expect(lines.join('\n'), file).toBe(zooText(`truth/${dump}/${file}`).trimEnd());
    }
  });
});

/** The lines of a table of /proc without its heading. */
function rows(path: string): string[] {
  return zooText(path).trim().split('\n').slice(1);
}

it('names sets of signals without a word of any language, large ones by what is not in them', () => {
  const all = (1n << 64n) - 1n;
  const kill = 1n << 8n;
  expect([0n, 1n | kill, all, all & ~kill].map(signalNames)).toEqual(['', 'HUP KILL', '~[]', '~[KILL]']);
});
