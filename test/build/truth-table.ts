import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { FaultError, OopscopeError } from '../../src/core/errors.ts';
import { blockDevices } from '../../src/core/kernel/block.ts';
import { openFiles } from '../../src/core/kernel/files.ts';
import { interrupts, irqCounts } from '../../src/core/kernel/interrupts.ts';
import { IPC_KINDS, ipcObjects, sharedPages, type IpcKind } from '../../src/core/kernel/ipc.ts';
import type { Kernel } from '../../src/core/kernel/kernel.ts';
import { moduleBase, modules, moduleSize } from '../../src/core/kernel/modules.ts';
import { mounts, mountsIncomplete } from '../../src/core/kernel/mounts.ts';
import { initNet } from '../../src/core/kernel/net-devices.ts';
import { parameters, parameterValue } from '../../src/core/kernel/parameters.ts';
import { resourceLimits } from '../../src/core/kernel/rlimits.ts';
import { routes } from '../../src/core/kernel/routes.ts';
import { slabCounts } from '../../src/core/kernel/slab-objects.ts';
import { slabCaches } from '../../src/core/kernel/slab.ts';
import { allSockets, type End, type Socket } from '../../src/core/kernel/sockets.ts';
import { sysctls, sysctlValue } from '../../src/core/kernel/sysctls.ts';
import { swapAreas } from '../../src/core/kernel/swap.ts';
import { taskAccounts } from '../../src/core/kernel/task-accounts.ts';
import { parentOf, taskByPid, tasks, type Task } from '../../src/core/kernel/tasks.ts';
import { vmallocAreas } from '../../src/core/kernel/vmalloc.ts';
import { vmas } from '../../src/core/kernel/vmas.ts';
import { zones, type Zone } from '../../src/core/kernel/zones.ts';
import { MACHINE_FACTS } from './truth-machine.ts';
import { PROCESS_FACTS } from './truth-processes.ts';
import type { KnownDump, Meta } from './zoo.ts';

/** What a kernel said of itself seconds before it died: the file `name` of truth/NAME; undefined where there is none. */
export type Truth = (name: string) => string | undefined;

/** The truth beside `dump`. */
export function truthOf(dump: KnownDump): Truth {
  const folder = `${dirname(dump.path)}/truth/${dump.name}`;
  return (name) => {
    const plain = `${folder}/${name}`;
    if (existsSync(plain)) return readFileSync(plain, 'utf8');
    return existsSync(`${plain}.gz`) ? gunzipSync(readFileSync(`${plain}.gz`)).toString('utf8') : undefined;
  };
}

/** Facts that were told, against those that are read. */
export interface Held {
  readonly equal: number;
  readonly of: number;
  /** What is not equal and is explained: the machine lived on for some seconds. */
  readonly explained: readonly string[];
  /** What is not equal and is not explained. */
  readonly wrong: readonly string[];
}

/** Whether `ours` says that it could not be read, or that nothing was found; a value that is there and wrong is wrong. */
function isUnread(ours: unknown): boolean {
  return ours === undefined || ours === false || ours === '' || (typeof ours === 'string' && ours.includes('/…'));
}

class Holding implements Held {
  constructor(
    /** Why what cannot be read is not in the dump, where that is so. */
    private readonly lost: string | undefined,
  ) {}
  equal = 0;
  of = 0;
  readonly explained: string[] = [];
  readonly wrong: string[] = [];

  /** One fact; `moved` says why another value would be right as well. */
  hold(what: string, ours: unknown, told: unknown, moved?: string | false): void {
    this.of++;
    if (ours === told) this.equal++;
    else {
      const said = `${what}: ${String(ours)}, not ${String(told)}`;
      if (!moved && isUnread(ours) && this.lost !== undefined) this.explained.push(`${said} (${this.lost})`);
      else if (moved) this.explained.push(`${said} (${moved})`);
      else this.wrong.push(said);
    }
  }
}

/** Programs and threads that come and go by themselves: what wrote the truth down, workers, one that initialises a new ext4. */
const PASSING = /^(?:lab_truth|kworker\/|ext4lazyinit|jbd2\/|sleep|cat|usleep|sync|irq\/)/;
/** Caches that writing the truth down itself fills: open files, packets, requests. */
const USED_BY_TRUTH = /^(?:filp|skbuff_\w+|bio-\d+)$/;
const IT_ENDED = 'it ended since';
const IT_COUNTS = 'it went on counting';
const CAME_AND_WENT = 'memory came and went';

interface Comparer {
  readonly id: string;
  readonly compare: (kernel: Kernel, truth: Truth, held: Holding) => void;
}

/** Everything that is compared, in the order of the table. */
const COMPARERS: readonly Comparer[] = [
  { id: 'tasks', compare: (kernel, truth, held) => holdTasks(kernel, truth, held, /^(\d+)\/status <==/) },
  {
    id: 'threads',
    compare: (kernel, truth, held) => holdTasks(kernel, truth, held, /^\d+\/task\/(\d+)\/status <==/),
  },
  {
    id: 'mounts',
    compare(kernel, truth, held) {
      // What lies below the root that processes see is not told of: 7.x has an empty nullfs there.
      const all = mounts(kernel);
      const partly = mountsIncomplete(kernel, all);
      const seen = all.filter(({ type }, i) => i > 0 || type !== 'nullfs');
      const ours = seen.map(({ device, directory, type }) => `${device} ${directory} ${type}`);
      for (const [i, line] of lines(truth('mounts')).entries())
      {
        const told = line.split(' ').slice(0, 3).join(' ');
        // Where some are missing the others stand elsewhere in the list.
        held.hold(`mount ${i}`, partly ? ours.find((each) => each === told) : ours[i], told);
      }
    },
  },
  {
    id: 'modules',
    compare(kernel, truth, held) {
      const known = new Map(modules(kernel).map((each) => [each.name, each]));
      for (const line of lines(truth('modules'))) {
        const [name, size, , , , at] = line.split(' ');
        const found = known.get(name);
        held.hold(`size of ${name}`, found && String(moduleSize(found)), size);
        held.hold(`address of ${name}`, found && `0x${moduleBase(found).toString(16)}`, at);
      }
    },
  },
  { id: 'sockets', compare: holdSockets },
  { id: 'IPC', compare: holdIpc },
  {
    id: 'swap',
    compare(kernel, truth, held) {
      const kb = kernel.layout.pageSize / 1024;
      const ours = swapAreas(kernel).map(({ path, pages, priority }) => `${path} ${pages * kb} ${priority}`);
      for (const [i, line] of lines(truth('swaps')).slice(1).entries()) {
        const [path, , size, , priority] = line.split(/\s+/);
        held.hold('swap area', ours[i], `${path} ${size} ${priority}`);
      }
    },
  },
  {
    id: 'slab',
    compare(kernel, truth, held) {
      const caches = new Map(slabCaches(kernel).map((each) => [each.name, each]));
      for (const line of lines(truth('slabinfo')).slice(2)) {
        const [name, , objects, size, perSlab] = line.split(/\s+/);
        const cache = caches.get(name);
        // Merged caches are shown under one name.
        if (!cache) continue;
        held.hold(`size of ${name}`, cache.stride, Number(size));
        const ours = slabCounts(kernel, cache).objects;
        const off = Math.abs(ours - Number(objects));
        const little = off <= Math.max(Number(perSlab) * 8, Number(objects) / 4) || USED_BY_TRUTH.test(name);
        held.hold(`objects of ${name}`, ours, Number(objects), little && CAME_AND_WENT);
      }
    },
  },
  {
    id: 'interrupts',
    compare(kernel, truth, held) {
      const known = new Map(interrupts(kernel).map((each) => [each.number, each]));
      for (const line of lines(truth('interrupts'))) {
        const [, number, rest] = /^\s*(\d+):\s+(.*)$/.exec(line) ?? [];
        if (number === undefined) continue;
        const irq = known.get(Number(number));
        const told = /^[\d\s]+(?=\s)/.exec(rest)?.[0].trim().split(/\s+/).map(Number) ?? [];
        const ours = irq ? irqCounts(kernel, irq) : [];
        for (const [cpu, count] of told.slice(0, ours.length).entries())
          held.hold(`IRQ ${number} on CPU ${cpu}`, ours[cpu], count, (ours[cpu] ?? 0) > count && IT_COUNTS);
        const names = irq?.actions?.map(({ name }) => name).join(', ');
        held.hold(`name of IRQ ${number}`, names && rest.endsWith(names), true);
      }
    },
  },
  {
    id: 'files',
    compare(kernel, truth, held) {
      for (const [task, text] of ofLab(kernel, truth, 'fd')) {
        const ours = new Map(
          [...openFiles(kernel, task)].map(({ fd, path, inode }) => [
            String(fd),
            // Without its inode a socket still has the name that its protocol gave it.
            inode?.type === 'SOCK' || /^(?:TCP|UDP|UNIX|NETLINK)/.test(path) ? 'socket' : path,
          ]),
        );
        for (const line of lines(text)) {
          const [, fd, link] = /^(\d+) -> (.*)$/.exec(line) ?? [];
          held.hold(`file ${fd} of ${task.pid}`, ours.get(fd), plain(link));
        }
      }
    },
  },
  {
    id: 'vm maps',
    compare(kernel, truth, held) {
      for (const [task, text] of ofLab(kernel, truth, 'maps')) {
        if (task.mm === 0n) continue;
        const ours = new Map<string, string>();
        for (const { start, end, flags } of vmas(kernel, kernel.at('struct mm_struct', task.mm)))
          ours.set(start.toString(16), `${end.toString(16)} ${access(flags)}`);
        for (const line of lines(text)) {
          const [, start, end, mode] = /^0*([0-9a-f]+)-0*([0-9a-f]+) (\S+)/.exec(line) ?? [];
          // No area of the process: the kernel's page at a fixed place (arch/x86/entry/vsyscall).
          if (line.endsWith('[vsyscall]')) continue;
          held.hold(`area ${start} of ${task.pid}`, ours.get(start), `${end} ${mode}`);
        }
      }
    },
  },
  {
    id: 'vmallocinfo',
    compare(kernel, truth, held) {
      const { pageSize } = kernel.layout;
      const ours = new Map<number, number>();
      const add = (size: number, by: number): number => (ours.set(size, (ours.get(size) ?? 0) + by), ours.get(size) ?? 0);
      const areas = vmallocAreas(kernel);
      for (const { start, end } of areas) add(Number(end - start), 1);
      const told = lines(truth('vmallocinfo')).map((line) => Number(line.split(/\s+/)[1]));
      // Addresses are told scrambled: what is held is how many of each size there are. Stacks and modules come and go.
      const near = Math.abs(areas.length - told.length) <= 24;
      for (const size of told) {
        const there = add(size, -1) >= 0;
        held.hold(`an area of ${size / pageSize} pages`, there, true, near && CAME_AND_WENT);
      }
    },
  },
  {
    id: 'zoneinfo',
    compare(kernel, truth, held) {
      const ours = new Map<string, Zone>(zones(kernel).map((zone) => [`${zone.node} ${zone.name}`, zone]));
      for (const block of (truth('zoneinfo') ?? '').split(/^(?=Node )/m)) {
        const [, node, name] = /^Node (\d+), zone +(\S+)/.exec(block) ?? [];
        const zone = ours.get(`${node} ${name}`);
        for (const what of ['spanned', 'present', 'managed'] as const) {
          const told = new RegExp(`\\n +${what} +(\\d+)`).exec(block)?.[1];
          // A zone without memory is left out of what is read.
          if (told === undefined || (told === '0' && !zone)) continue;
          held.hold(`${what} of ${name}`, zone?.[what], Number(told));
        }
      }
    },
  },
  {
    id: 'buddyinfo',
    compare(kernel, truth, held) {
      for (const line of lines(truth('buddyinfo'))) {
        const [, node, name, counts] = /^Node (\d+), zone +(\S+) +(.*)$/.exec(line) ?? [];
        const zone = zones(kernel).find((each) => each.node === Number(node) && each.name === name);
        const told = (counts ?? '').trim().split(/\s+/).map(Number);
        const areas = zone?.object.find('free_area');
        const ours = told.map((_, order) => areas?.at(order).try((each) => each.get('nr_free').number()));
        const pages = (of: readonly (number | undefined)[]): number =>
          of.reduce<number>((sum, count, order) => sum + (count ?? 0) * 2 ** order, 0);
        const near = Math.abs(pages(ours) - pages(told)) <= Math.max(4096, pages(told) * 0.1);
        for (const [order, count] of told.entries())
          held.hold(`free blocks of order ${order} in ${name}`, ours[order], count, near && CAME_AND_WENT);
      }
    },
  },
  {
    id: 'routes',
    compare(kernel, truth, held) {
      const ours = [...routes(kernel, initNet(kernel) ?? 0n)]
        .filter(({ family, table }) => family === 'IPv4' && table === 'main')
        .map(({ device, destination, gateway }) => `${device} ${destination} ${gateway ?? ''}`);
      const told = lines(truth('net_route')).slice(1).map(routeLine);
      for (const line of told) held.hold('route', ours.includes(line) ? line : ours.join(', '), line);
      held.hold('number of routes', ours.length, told.length);
    },
  },
  {
    id: 'partitions',
    compare(kernel, truth, held) {
      // Disks without a size are not told of (block/genhd.c, show_partition).
      const ours = blockDevices(kernel)
        .filter(({ size }) => size > 0n)
        .map(({ major, minor, size, name }) => `${major} ${minor} ${size / 1024n} ${name}`);
      for (const [i, line] of lines(truth('partitions')).slice(1).entries())
        held.hold(`partition ${i}`, ours[i], line.trim().split(/\s+/).join(' '));
    },
  },
  {
    id: 'limits',
    compare(kernel, truth, held) {
      for (const [task, text] of ofLab(kernel, truth, 'limits')) {
        const ours = resourceLimits(kernel, task) ?? [];
        // /proc/PID/limits has them in the order of their numbers (fs/proc/base.c, lnames).
        for (const [i, line] of lines(text).slice(1).entries()) {
          const [, soft, hard] = /^.{25} (\S+) +(\S+)/.exec(line) ?? [];
          const limit = ours.at(i);
          held.hold(`${limit?.name} of ${task.pid}`, limit && String(limit.current ?? 'unlimited'), soft);
          held.hold(`${limit?.name} of ${task.pid}`, limit && String(limit.maximum ?? 'unlimited'), hard);
        }
      }
    },
  },
  {
    id: 'switches',
    compare(kernel, truth, held) {
      for (const [task, text] of ofLab(kernel, truth, 'status')) {
        const ours = taskAccounts(task);
        for (const [name, value] of [
          ['voluntary_ctxt_switches', ours.voluntary],
          ['nonvoluntary_ctxt_switches', ours.involuntary],
        ] as const) {
          const told = Number(new RegExp(`^${name}:\\t(\\d+)$`, 'm').exec(text)?.[1]);
          held.hold(`${name} of ${task.pid}`, value, told, (value ?? 0) > told && IT_COUNTS);
        }
      }
    },
  },
  ...Object.entries({ ...PROCESS_FACTS, ...MACHINE_FACTS }).map(([id, compare]) => ({ id, compare })),
  // What a guest that was asked to told beside the rest.
  {
    id: 'sysctl',
    compare(kernel, truth, held) {
      const ours = new Map(sysctls(kernel).map((each) => [each.path, each]));
      for (const line of lines(truth('notes_sysctl.txt'))) {
        const [, path, told] = /^\/proc\/sys\/([^=]+)=(.*)$/.exec(line) ?? [];
        const setting = ours.get(path);
        const value = setting && sysctlValue(kernel, setting);
        // What a handler makes of something else has no value here.
        if (setting && value === undefined) continue;
        const after =
          (/^kernel\/(?:printk|ftrace_enabled)$/.test(path) && 'the crash itself changes it') ||
          (path.endsWith('max_newidle_lb_cost') && IT_COUNTS);
        // Lines are told with a bar between them.
        held.hold(path, value?.replaceAll('\n', '|').trim(), told?.replace(/\s+/g, ' ').trim(), after);
      }
    },
  },
  {
    id: 'parameters',
    compare(kernel, truth, held) {
      const name = (text: string): string => text.replaceAll('-', '_').replace(/^([^.]*)$/, 'kernel.$1');
      const ours = new Map([...parameters(kernel)].map((each) => [name(each.name), each]));
      for (const line of lines(truth('notes_parameters.txt'))) {
        const [, module, parameter, told] = /^\/sys\/module\/([^/]+)\/parameters\/([^=]+)=(.*)$/.exec(line) ?? [];
        const found = parameter === undefined ? undefined : ours.get(name(`${module}.${parameter}`));
        const value = found && parameterValue(kernel, found);
        if (parameter === undefined || (found && value === undefined)) continue;
        const after =
          (parameter === 'rcu_cpu_stall_suppress' && 'the crash itself changes it') ||
          (module === 'damon_stat' && IT_COUNTS);
        held.hold(`${module}.${parameter}`, value?.trim(), told, after);
      }
    },
  },
];

export const TRUTHS: readonly string[] = COMPARERS.map(({ id }) => id);

/**
 * makedumpfile 1.7.8 (the newest that there is) takes pages of 7.x that are in use for free ones and leaves them out: what
 * stood in them cannot be held against anything.
 */
function leftOut({ release, how }: Meta): string | undefined {
  return how === 'kexec' && Number.parseInt(release) >= 7 ? 'makedumpfile left out pages in use' : undefined;
}

/** `kernel` against all that `truth` has, by what is compared; what is not told of is absent. */
export function againstTruth(kernel: Kernel, meta: Meta, truth: Truth): ReadonlyMap<string, Held> {
  const found = new Map<string, Held>();
  for (const { id, compare } of COMPARERS) {
    const held = new Holding(leftOut(meta));
    try {
      compare(kernel, truth, held);
    } catch (error) {
      if (!(error instanceof OopscopeError)) throw error;
      held.hold(`${id}: ${error.message}`, error instanceof FaultError ? undefined : error.message, 'an answer');
    }
    if (held.of > 0) found.set(id, held);
  }
  return found;
}

function lines(text: string | undefined): string[] {
  return (text ?? '').split('\n').filter((line) => line.trim() !== '');
}

function holdTasks(kernel: Kernel, truth: Truth, held: Holding, heading: RegExp): void {
  for (const section of (truth('tasks.txt') ?? '').split(/^==> /m)) {
    const pid = Number(heading.exec(section)?.[1]);
    if (Number.isNaN(pid)) continue;
    const field = (name: string): string => new RegExp(`^${name}:\t(.*)$`, 'm').exec(section)?.[1] ?? '';
    const name = field('Name');
    const task = taskByPid(kernel, pid);
    if (!task) {
      held.hold(`task ${pid} (${name})`, undefined, name, PASSING.test(name) && IT_ENDED);
      continue;
    }
    held.hold(`process of ${pid}`, task.tgid, Number(field('Tgid')));
    held.hold(`parent of ${pid}`, parentOf(kernel, task)?.tgid ?? 0, Number(field('PPid')));
    // /proc shows workers with what they work on, and long names of kernel threads whole.
    const same = task.comm === name || ((task.comm.length === 15 || /^kworker\//.test(task.comm)) && name.startsWith(task.comm));
    held.hold(`name of ${pid}`, same ? name : task.comm, name);
  }
}

/** The section `file` of each lab_ process that is there still. */
function* ofLab(kernel: Kernel, truth: Truth, file: string): Generator<[Task, string]> {
  const known = new Map(tasks(kernel).map((task) => [task.pid, task]));
  for (const section of (truth('tasks.txt') ?? '').split(/^==> /m)) {
    const [, pid, name, text] = /^(\d+)\/(\w+) <==\n(.*)$/s.exec(section) ?? [];
    const task = name === file ? known.get(Number(pid)) : undefined;
    if (task?.comm.startsWith('lab_') && task.comm !== 'lab_truth') yield [task, text];
  }
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

function access(flags: bigint): string {
  const has = (bit: bigint, letter: string, other = '-'): string => ((flags & bit) !== 0n ? letter : other);
  return has(1n, 'r') + has(2n, 'w') + has(4n, 'x') + has(0x80n, 's', 'p');
}

function holdSockets(kernel: Kernel, truth: Truth, held: Holding): void {
  const ours = new Map<string, Socket>();
  for (const each of allSockets(kernel)) ours.set(String(each.open.inode?.number), each);
  for (const file of ['net_tcp', 'net_tcp6', 'net_udp'])
    for (const line of lines(truth(file)).slice(1)) {
      const [, local, remote, state, , , , , , inode] = line.trim().split(/\s+/);
      // Nobody has accepted it yet, or it is closing: no file leads to it.
      if (inode === '0') continue;
      const socket = ours.get(inode);
      held.hold(`local end of socket ${inode}`, ofEnd(socket?.local), local);
      held.hold(`remote end of socket ${inode}`, ofEnd(socket?.remote), remote);
      if (file !== 'net_udp')
        held.hold(`state of socket ${inode}`, socket?.state, state === '0A' ? 'LISTEN' : 'ESTABLISHED');
    }
  for (const line of lines(truth('net_unix')).slice(1)) {
    const [, , , , , , inode, name] = line.trim().split(/\s+/);
    if (inode !== '0') held.hold(`name of socket ${inode}`, ours.get(inode)?.name ?? '', name ?? '');
  }
}

/** "0100007F:1B59": an address as /proc/net writes it, each 32 bits as the machine reads them. */
function ofEnd(end: End | undefined): string {
  if (!end) return '';
  const view = new DataView(end.address.slice().buffer);
  let text = '';
  for (let at = 0; at < end.address.length; at += 4)
    text += view.getUint32(at, true).toString(16).padStart(8, '0');
  return `${text}:${end.port.toString(16).padStart(4, '0')}`.toUpperCase();
}

/** Columns of /proc/sysvipc that are held. */
const IPC_COLUMNS: Readonly<Record<IpcKind, readonly number[]>> = {
  sem: [0, 1, 2, 3, 4],
  msg: [0, 1, 2, 3, 4, 5],
  shm: [0, 1, 2, 3, 4, 5, 6, 14],
};

function holdIpc(kernel: Kernel, truth: Truth, held: Holding): void {
  const namespace = kernel.symbol('init_ipc_ns').address;
  for (const kind of IPC_KINDS) {
    const ours = [...ipcObjects(kernel, namespace, kind)].map((each) => {
      const head = [each.key, each.id, each.mode.toString(8)];
      if (kind === 'sem') return [...head, each.count, each.uid].join(' ');
      if (kind === 'msg') return [...head, each.bytes, each.count, each.last].join(' ');
      const resident = (sharedPages(kernel, each)?.resident ?? 0n) * BigInt(kernel.layout.pageSize);
      return [...head, each.bytes, each.creator, each.last, each.count, resident].join(' ');
    });
    for (const [i, line] of lines(truth(`sysvipc_${kind}`)).slice(1).entries()) {
      const words = line.trim().split(/\s+/);
      held.hold(`${kind} ${i}`, ours[i], IPC_COLUMNS[kind].map((at) => words[at]).join(' '));
    }
  }
}

/** "eth0 10.0.2.0/24 ": a line of /proc/net/route, whose addresses are hexadecimal in the machine's order. */
function routeLine(line: string): string {
  const [device, destination, gateway, , , , , mask] = line.trim().split(/\s+/);
  const address = (word: string): string =>
    [6, 4, 2, 0].map((at) => parseInt(word.slice(at, at + 2), 16)).join('.');
  const length = [...parseInt(mask, 16).toString(2)].filter((bit) => bit === '1').length;
  const to = length === 0 ? 'default' : `${address(destination)}/${length}`;
  return `${device} ${to} ${/^0+$/.test(gateway) ? '' : address(gateway)}`;
}
