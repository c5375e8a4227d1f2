import { clockEvents, clockSources } from '../../src/core/kernel/clocks.ts';
import { cpuStates } from '../../src/core/kernel/cpu-states.ts';
import { presentCpus } from '../../src/core/kernel/cpus.ts';
import { cacheCounts, type CachedDirectory } from '../../src/core/kernel/dentry-cache.ts';
import { ioQueues } from '../../src/core/kernel/io-schedulers.ts';
import type { Kernel } from '../../src/core/kernel/kernel.ts';
import { thing as directories } from '../../src/core/things/directories.ts';
import { tableRows } from '../../src/core/things/rows.ts';
import type { Facts } from './truth-processes.ts';
import type { Truth } from './truth-table.ts';

const STATES = ['detached', 'shutdown', 'periodic', 'oneshot', 'oneshot_stopped'];
const READING = 'reading all of /proc and /sys for the truth added names';
const IT_COUNTS = 'it went on counting';

/** What the machine keeps time by, how its CPUs idle, what is before its disks, by what is compared. */
export const MACHINE_FACTS: Readonly<Record<string, (kernel: Kernel, truth: Truth, held: Facts) => void>> = {
  'clock events'(kernel, truth, held) {
    const ours = [...clockEvents(kernel)];
    for (const block of (truth('timer_list') ?? '').split(/^Tick Device:/m).slice(1)) {
      const [, cpu] = /^Per CPU device: (\d+)$/m.exec(block) ?? [];
      const user = cpu === undefined ? 'broadcast' : Number(cpu);
      const device = ours.find(({ ticksFor }) => ticksFor.includes(user));
      const field = (name: string): string | undefined =>
        new RegExp(`^ ?${name}: +(\\S+)`, 'm').exec(block)?.[1];
      const told = field('Clock Event Device');
      if (told === undefined || told === '<NULL>') continue;
      held.hold(`clock event of ${user}`, device?.name, told);
      held.hold(`max_delta_ns of ${told}`, device && String(device.maxDelta), field('max_delta_ns'));
      held.hold(`min_delta_ns of ${told}`, device && String(device.minDelta), field('min_delta_ns'));
      held.hold(`mult of ${told}`, device && String(device.mult), field('mult'));
      held.hold(`shift of ${told}`, device && String(device.shift), field('shift'));
      held.hold(`state of ${told}`, device?.state, STATES[Number(field('mode'))], 'it changes with every sleep');
      const handler = device && kernel.symbols.byAddress(device.handler)?.symbol.name;
      held.hold(`handler of ${told}`, handler, field('event_handler'));
    }
  },
  'clock sources'(kernel, truth, held) {
    const log = truth('dmesg') ?? '';
    const ours = [...clockSources(kernel)];
    const switched = [...log.matchAll(/clocksource: Switched to clocksource (\S+)/g)].at(-1)?.[1];
    if (switched !== undefined) held.hold('current', ours.find(({ current }) => current)?.name, switched);
    for (const [, name, mask, idle] of log.matchAll(
      /clocksource: (\S+): mask: (0x[0-9a-f]+) max_cycles: \S+ max_idle_ns: (\d+) ns/g,
    )) {
      const source = ours.find((each) => each.name === name);
      // One that only the start needed is gone.
      if (name === 'tsc-early') continue;
      held.hold(`mask of ${name}`, source && `0x${source.mask.toString(16)}`, mask);
      held.hold(`max_idle_ns of ${name}`, source && String(source.maxIdle), idle);
    }
    const listed = /\/available_clocksource=(.*)$/m.exec(truth('notes_clocks.txt') ?? '')?.[1].trim();
    // Those that are no good for a tick of high resolution are not offered (kernel/time/clocksource.c).
    const offered = ours.filter(({ flags }) => flags.includes('VALID_FOR_HRES')).map(({ name }) => name);
    if (listed !== undefined) held.hold('available', offered.join(' '), listed);
  },
  'CPU states'(kernel, truth, held) {
    const ours = cpuStates(kernel);
    const notes = truth('notes_cpus.txt') ?? '';
    for (const { cpu, hotplug, tick } of ours) {
      const [, state] = new RegExp(`/cpu${cpu}/hotplug/state=(\\d+)`).exec(notes) ?? [];
      if (state !== undefined) held.hold(`hotplug state of CPU ${cpu}`, hotplug && String(hotplug.state), state);
      const block = (truth('timer_list') ?? '').split(/^cpu: /m)[cpu + 1] ?? '';
      for (const [name, value] of [
        ['idle_calls', tick?.idleCalls],
        ['idle_sleeps', tick?.idleSleeps],
        ['idle_entrytime', tick?.idleSince],
      ] as const) {
        const [, text] = new RegExp(`^ +\\.${name} *: (\\d+)`, 'm').exec(block) ?? [];
        if (text !== undefined)
          held.hold(`${name} of CPU ${cpu}`, value, BigInt(text), (value ?? 0n) >= BigInt(text) && IT_COUNTS);
      }
    }
    for (const mask of ['possible', 'present'] as const) {
      const [, told] = new RegExp(`^/sys/devices/system/cpu/${mask}=(\\S+)$`, 'm').exec(notes) ?? [];
      const cpus = ours.filter(({ masks }) => masks.includes(mask)).map(({ cpu }) => cpu);
      if (told !== undefined) held.hold(mask, `${cpus[0]}-${cpus.at(-1)}`, told);
    }
  },
  'dentries and inodes'(kernel, truth, held) {
    const counts = new Map([...cacheCounts(kernel)].map(({ name, value }) => [name, value]));
    // Every dentry is an object of a cache, and most are in use; of the slabs that CPUs work on /proc counts all as in use.
    const slabs = /^dentry +(\d+) +\d+ +\d+ +(\d+) /m.exec(truth('slabinfo') ?? '') ?? [];
    const [objects, perSlab] = [Number(slabs[1]), Number(slabs[2])];
    const spare = Math.max(120, objects / 20, perSlab * presentCpus(kernel).length);
    const counted = counts.get('nr_dentry');
    held.hold(
      'nr_dentry as slabinfo counts objects',
      counted !== undefined && Math.abs(counted - objects) <= spare,
      true,
      kernel.symbols.byName('kasan_report') !== undefined && 'KASAN keeps freed ones in quarantine',
    );
    const names = ([...tableRows(directories, kernel)] as CachedDirectory[]).reduce((sum, each) => sum + each.names, 0);
    // Pipes, sockets and the roots themselves hang in no directory.
    const total = counts.get('nr_dentry') ?? 0;
    held.hold('names in directories', names > total * 0.8 && names <= total, true);
    const notes = truth('notes_sysctl.txt') ?? '';
    const state = /^\/proc\/sys\/fs\/dentry-state=(.*)$/m.exec(notes)?.[1];
    const [dentries, unused] = state?.split(/\s+/) ?? [];
    for (const [name, told] of [
      ['nr_dentry', dentries],
      ['nr_dentry_unused', unused],
      ['nr_inodes', /^\/proc\/sys\/fs\/inode-nr=(\d+)/m.exec(notes)?.[1]],
    ] as const)
      if (told !== undefined)
        held.hold(name, counts.get(name), Number(told), (counts.get(name) ?? 0) > Number(told) && READING);
  },
  'I/O queues'(kernel, truth, held) {
    const notes = truth('notes_queue-sda.txt') ?? '';
    const [, scheduler] = /\/scheduler=.*\[(\S+)\]/.exec(notes) ?? [];
    if (scheduler === undefined) return;
    const queue = [...ioQueues(kernel)].find(({ disk }) => disk.name === 'sda');
    held.hold('scheduler of sda', queue?.scheduler, scheduler);
    held.hold('nr_requests of sda', queue?.most, Number(/\/nr_requests=(\d+)/.exec(notes)?.[1]));
  },
};
