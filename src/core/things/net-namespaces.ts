import { hex, type Addr } from '../addr.ts';
import { subject } from '../catalogue/message.ts';
import { namespaceUsers } from '../kernel/credentials.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { initNet, netDevices, netNamespaces } from '../kernel/net-devices.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { structColumn } from './columns.ts';
import { describe, foundIn, namesOf } from './thing.ts';

const say = subject('netns', {
  title: { en: 'Net namespaces', ko: '네트워크 네임스페이스' },
  one: { en: 'net namespace', ko: '네트워크 네임스페이스' },
  empty: {
    en: 'The net namespaces are not in the dump.',
    ko: '네트워크 네임스페이스가 덤프에 없습니다.',
  },
  number: { en: 'Number', ko: '번호' },
  numberHint: { en: 'as /proc/PID/ns/net shows it', ko: '/proc/PID/ns/net에 보이는 번호' },
  initial: { en: 'The machine’s own', ko: '시스템 기본' },
  devices: { en: 'Devices', ko: '장치' },
  tasks: { en: 'Tasks', ko: '태스크 수' },
  first: { en: 'First of them', ko: '첫 태스크' },
});

/** The namespaces of the network: struct net (include/net/net_namespace.h). */
export const thing = describe<Addr>()({
  id: 'netns',
  ...namesOf(say),
  view: { group: 'io', order: 14 },
  columns: {
    number: {
      title: say.number(),
      hint: say.numberHint(),
      kind: 'count',
      value: (net, kernel) => kernel.at('struct net', net).get('ns.inum').number(),
      ref: refOf,
    },
    initial: { title: say.initial(), kind: 'flag', value: (net, kernel) => net === initNet(kernel) },
    devices: {
      title: say.devices(),
      kind: 'text',
      value: (net, kernel) => deviceNames(kernel, net),
    },
    tasks: { title: say.tasks(), kind: 'count', value: (net, kernel) => namespaceUsers(kernel, net).length },
    first: {
      title: say.first(),
      kind: 'text',
      value: (net, kernel) => {
        const task = namespaceUsers(kernel, net)[0] as ReturnType<typeof namespaceUsers>[0] | undefined;
        return task && `${task.comm} (${task.pid})`;
      },
      ref: (net, kernel) => {
        const task = namespaceUsers(kernel, net)[0] as ReturnType<typeof namespaceUsers>[0] | undefined;
        return task && refTo.task(task.address);
      },
    },
    net: structColumn('net', (net) => net),
  },
  list: netNamespaces,
  ref: foundIn('netns', netNamespaces, refOf),
  name: (net, kernel) => (net === initNet(kernel) ? 'init_net' : `net ${hex(net, 16)}`),
  place: (net) => ({ address: net, type: 'net' }),
});

const MAX_SHOWN = 40;

function deviceNames(kernel: Kernel, net: Addr): string {
  const names: string[] = [];
  for (const { name } of netDevices(kernel, net)) {
    names.push(readable(name));
    if (names.length >= MAX_SHOWN) break;
  }
  return names.join(' ');
}

function refOf(net: Addr): string {
  return `netns:${hex(net, 16)}`;
}
