import { describe, expect, it } from 'vitest';
import { controlGroups } from '../../../src/core/kernel/cgroup-tree.ts';
import { resourceLimits } from '../../../src/core/kernel/rlimits.ts';
import { netfilterHooks } from '../../../src/core/kernel/netfilter.ts';
import { initNet, netNamespaces } from '../../../src/core/kernel/net-devices.ts';
import { parameters, parameterValue } from '../../../src/core/kernel/parameters.ts';
import { probes } from '../../../src/core/kernel/probes.ts';
import { qdiscs } from '../../../src/core/kernel/qdiscs.ts';
import { gracePeriods, rcuCpus } from '../../../src/core/kernel/rcu.ts';
import { storage } from '../../../src/core/kernel/storage.ts';
import { sysctls, sysctlValue } from '../../../src/core/kernel/sysctls.ts';
import { threadFunction } from '../../../src/core/kernel/task-accounts.ts';
import { taskByAddress, taskByPid, tasks } from '../../../src/core/kernel/tasks.ts';
import { writebacks } from '../../../src/core/kernel/writeback.ts';
import { truthOf } from '../../build/truth-table.ts';
import { knownDumps, withDump } from '../../build/zoo.ts';

/** What a running machine consists of beside its memory and tasks, on every dump with a truth. */
const dumps = knownDumps();
/** makedumpfile left out pages of 7.x that were in use. */
const whole = (release: string, how: string): boolean => !(how === 'kexec' && Number.parseInt(release) >= 7);

it.skipIf(dumps.length === 0)('has dumps to look at (../shared/zoo)', () => {
  expect(dumps.length).toBeGreaterThan(0);
});

describe.each(dumps.map((dump) => [dump.name, dump] as const))('%s', (_, dump) => {
  it('holds RCU, settings, control groups, devices and threads as they were', () => {
    withDump(dump.path, ({ kernel }) => {
      const truth = truthOf(dump);
      const { meta } = dump;
      // Kernels that do not name their variables (no CONFIG_KALLSYMS_ALL) have none of this to find.
      if (!kernel.symbols.image.byName('rcu_state')) return;

      const periods = [...gracePeriods(kernel)];
      const [rcu] = periods;
      expect(rcu.name).toMatch(/^rcu_(?:preempt|sched)$/);
      expect(taskByAddress(kernel, rcu.thread ?? 0n)?.comm).toBe(rcu.name);
      expect(rcu.state).toBeDefined();
      // A CPU that is waited for knows the grace period, or the one before.
      for (const cpu of rcuCpus(kernel)) {
        expect(cpu.callbacks).toBeGreaterThanOrEqual(0);
        expect(Math.abs((rcu.sequence ?? 0) - cpu.seen)).toBeLessThan(1000);
        if (cpu.blocks) expect(rcu.running).toBe(true);
      }
      expect([...rcuCpus(kernel)].length).toBe(meta.cpus);

      const settings = new Map(sysctls(kernel).map((each) => [each.path, each]));
      if (whole(meta.release, meta.how)) {
        expect(settings.size).toBeGreaterThan(300);
        const value = (path: string): string | undefined => {
          const setting = settings.get(path);
          return setting && sysctlValue(kernel, setting);
        };
        expect(value('kernel/hostname')).toBe(truth('sys_kernel_hostname')?.trim());
        expect(value('kernel/osrelease')).toBe(meta.release);
        expect(value('kernel/printk_ratelimit')).toBe('0');
        expect(value('kernel/panic_on_oops')).toBe('1');
        expect(value('kernel/sysrq')).toBe('1');
      }
      const given = [...parameters(kernel)];
      expect(given.length).toBeGreaterThan(50);
      expect(given.filter((each) => parameterValue(kernel, each) !== undefined).length).toBeGreaterThan(
        given.length * 0.8,
      );

      const groups = controlGroups(kernel);
      expect(groups[0].path).toBe('/');
      if (whole(meta.release, meta.how))
        expect(groups.reduce((sum, each) => sum + each.tasks, 0)).toBe(
          tasks(kernel).filter(({ pid }) => pid !== 0).length,
        );
      const busy = tasks(kernel).find(({ comm }) => comm === 'lab_busy');
      if (whole(meta.release, meta.how))
        expect(groups.find(({ path }) => path === '/lab')?.tasks, busy?.comm).toBe(1);

      const nets = netNamespaces(kernel);
      expect(nets[0]).toBe(initNet(kernel));
      expect(nets.length).toBeGreaterThan(1);
      const hooks = [...netfilterHooks(kernel)];
      for (const hook of hooks) expect(kernel.symbols.byAddress(hook.function)).toBeDefined();
      const queues = [...qdiscs(kernel)];
      if (whole(meta.release, meta.how))
        expect(queues.find(({ device }) => device.name === 'lo')?.name).toBe('noqueue');
      if (whole(meta.release, meta.how))
        for (const disk of (truth('partitions') ?? '').trim().split('\n').slice(2)) {
          const [major, minor] = disk.trim().split(/\s+/);
          expect([...writebacks(kernel)].map(({ name }) => name)).toContain(`${major}:${minor}`);
        }

      const kthreadd = taskByPid(kernel, 2);
      const called = (at: bigint | undefined): string | undefined =>
        at === undefined ? undefined : kernel.symbols.byAddress(at)?.symbol.name;
      const thread = tasks(kernel).find(({ comm }) => comm === rcu.name);
      expect(kthreadd?.comm).toBe('kthreadd');
      // threadfn is kept since 5.12.
      if (thread && kernel.types.has('kthread', 'threadfn'))
        expect(called(threadFunction(kernel, thread))).toBe('rcu_gp_kthread');
    });
  });

  const asked = truthOf(dump)('notes_kprobes.txt') !== undefined;
  it.skipIf(!asked)('has the probes, storage and limits that its guest told of', () => {
    withDump(dump.path, ({ kernel }) => {
      const truth = truthOf(dump);
      const complete = whole(dump.meta.release, dump.meta.how);
      const told = [...(truth('notes_kprobes.txt') ?? '').matchAll(/^([0-9a-f]+) +([kr]) /gm)].map(
        ([, at, kind]) => `${kind} ${BigInt(`0x${at}`)}`,
      );
      const ours = [...probes(kernel)];
      expect(
        ours
          .filter(({ kind }) => kind.endsWith('probe'))
          .map(({ kind, where }) => `${kind === 'kretprobe' ? 'r' : 'k'} ${where}`)
          .sort(),
      ).toEqual(told.sort());
      expect(ours.filter(({ kind }) => kind === 'tracepoint').map(({ name }) => name)).toContain(
        'sched_process_exit',
      );
      const traced = ours.filter(({ kind }) => kind === 'ftrace').flatMap(({ functions }) => functions);
      const functions = (truth('notes_enabled_functions.txt') ?? '').trim().split('\n');
      expect(traced.map((at) => kernel.symbols.byAddress(at)?.symbol.name).sort()).toEqual(
        functions.map((line) => line.split(' ')[0]).sort(),
      );

      if (complete && kernel.types.struct('scsi_device')) {
        const devices = [...storage(kernel)];
        expect(
          devices
            .filter(({ kind }) => kind === 'SCSI device')
            .map(({ name, state, about }) => `${name} ${state} ${about}`),
        ).toContain('0:0:0:0 running QEMU QEMU HARDDISK');
        expect(devices.find(({ kind }) => kind === 'NVMe controller')).toMatchObject({
          name: 'nvme0',
          state: 'live',
          bad: false,
        });
        expect(
          devices
            .find(({ kind }) => kind === 'MD array')
            ?.parts.map(({ name, about }) => `${name} ${about}`)
            .sort(),
        ).toEqual(['sdb[0] in sync', 'sdc[1] in sync']);
        expect(
          devices.filter(({ kind }) => kind === 'DM device').map(({ name, about }) => `${name} ${about}`),
        ).toEqual(['lab-linear linear', 'lab-zero zero']);
      }
      if (!complete) return;
      const more = tasks(kernel).find(({ comm }) => comm === 'lab_more');
      const processes = more && resourceLimits(kernel, more)?.find(({ name }) => name === 'NPROC');
      expect(processes).toMatchObject({ current: 77n, maximum: 99n });
      expect(controlGroups(kernel).find(({ path }) => path === '/lab')).toMatchObject({
        cpuPercent: 50,
        pidsMax: 33,
      });
    });
  });
});
