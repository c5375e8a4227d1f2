import { hex, parseHex } from '../addr.ts';
import { subject, text, verbatim } from '../catalogue/message.ts';
import { refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { hardwareName, macText } from '../kernel/neighbours.ts';
import {
  deviceFlags,
  netDeviceAt,
  netDevices,
  netNamespaces,
  traffic,
  type NetDevice,
  type Prefix,
  type Traffic,
} from '../kernel/net-devices.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { structColumn } from './columns.ts';
import { describe, namesOf, type MoreFact, type Way } from './thing.ts';

const say = subject('network', {
  title: { en: 'Network', ko: '네트워크' },
  one: { en: 'network device', ko: '네트워크 장치' },
  heading: { en: 'Network devices', ko: '네트워크 장치' },
  empty: { en: 'There was no network device.', ko: '네트워크 장치가 없습니다.' },
  name: { en: 'Name', ko: '이름' },
  flags: { en: 'Flags', ko: '플래그' },
  mac: { en: 'Own address', ko: '하드웨어 주소' },
  hardware: { en: 'Hardware', ko: '하드웨어' },
  namespace: { en: 'Namespace', ko: '네임스페이스' },
  namespaceHint: {
    en: 'struct net; init_net is the machine’s own',
    ko: 'struct net. 시스템 자체는 init_net',
  },
  rxPackets: { en: 'Packets in', ko: '수신 패킷' },
  txPackets: { en: 'Packets out', ko: '송신 패킷' },
  rxBytes: { en: 'Bytes in', ko: '수신 바이트' },
  txBytes: { en: 'Bytes out', ko: '송신 바이트' },
  rxErrors: { en: 'Errors in', ko: '수신 오류' },
  txErrors: { en: 'Errors out', ko: '송신 오류' },
  rxDropped: { en: 'Dropped in', ko: '수신 폐기' },
  txDropped: { en: 'Dropped out', ko: '송신 폐기' },
  countsHint: {
    en: 'as far as the core of the network counts; some drivers keep their own',
    ko: '네트워크 코어가 센 값. 드라이버가 따로 세는 값은 포함되지 않음',
  },
  address: text<{ family: string }>({
    en: ({ family }) => `${family} address`,
    ko: ({ family }) => `${family} 주소`,
  }),
  sockets: { en: 'Sockets', ko: '소켓' },
});

type Count = 'packets' | 'bytes' | 'errors' | 'dropped';

function counted(way: 'received' | 'sent', what: keyof Traffic & Count) {
  return (device: NetDevice, kernel: Kernel): bigint | undefined => traffic(kernel, device)?.[way][what];
}

/** The network devices of every namespace: struct net_device (include/linux/netdevice.h). */
export const thing = describe<NetDevice>()({
  id: 'network',
  ...namesOf(say),
  view: { group: 'io', order: 3 },
  command: 'net',
  columns: {
    name: {
      title: say.name(),
      kind: 'text',
      noFact: true,
      value: ({ name }) => readable(name),
      ref: (device) => deviceRef(device),
    },
    ipv4: { title: verbatim('IPv4'), kind: 'text', noFact: true, value: ({ ipv4 }) => joined(ipv4) },
    ipv6: { title: verbatim('IPv6'), kind: 'text', noFact: true, value: ({ ipv6 }) => joined(ipv6) },
    flags: { title: say.flags(), kind: 'text', value: ({ flags }, kernel) => deviceFlags(kernel, flags) },
    mtu: { title: verbatim('MTU'), kind: 'bytes', value: ({ mtu }) => mtu },
    mac: { title: say.mac(), kind: 'text', value: ({ mac }) => macText(mac, ':') },
    rxPackets: {
      title: say.rxPackets(),
      hint: say.countsHint(),
      kind: 'count',
      value: counted('received', 'packets'),
    },
    rxBytes: {
      title: say.rxBytes(),
      hint: say.countsHint(),
      kind: 'bytes',
      value: counted('received', 'bytes'),
    },
    txPackets: {
      title: say.txPackets(),
      hint: say.countsHint(),
      kind: 'count',
      value: counted('sent', 'packets'),
    },
    txBytes: { title: say.txBytes(), hint: say.countsHint(), kind: 'bytes', value: counted('sent', 'bytes') },
    rxErrors: { title: say.rxErrors(), kind: 'count', optional: true, value: counted('received', 'errors') },
    txErrors: { title: say.txErrors(), kind: 'count', optional: true, value: counted('sent', 'errors') },
    rxDropped: {
      title: say.rxDropped(),
      kind: 'count',
      optional: true,
      value: counted('received', 'dropped'),
    },
    txDropped: { title: say.txDropped(), kind: 'count', optional: true, value: counted('sent', 'dropped') },
    hardware: {
      title: say.hardware(),
      kind: 'text',
      optional: true,
      value: ({ hardware }) => hardwareName(hardware),
    },
    index: { title: verbatim('ifindex'), kind: 'count', optional: true, value: ({ index }) => index },
    namespace: {
      title: say.namespace(),
      hint: say.namespaceHint(),
      kind: 'address',
      value: ({ object }) => object.get('nd_net.net').pointer(),
      text: ({ object }, kernel) =>
        object.try((each) => each.get('nd_net.net').pointer()) === kernel.symbols.byName('init_net')?.address
          ? 'init_net'
          : undefined,
      ref: ({ object }) => refTo.instance('net', object.get('nd_net.net').pointer()),
    },
    device: structColumn('net_device', ({ address }) => address),
  },

  *list(kernel) {
    for (const net of netNamespaces(kernel)) yield* netDevices(kernel, net);
  },
  ref: {
    kinds: ['netdev'],
    of: deviceRef,
    find: (kernel, { rest }) => {
      const address = parseHex(rest);
      const device = address === undefined ? undefined : netDeviceAt(kernel, address);
      if (!device) throw new RequestError(refErrors.nothing({ ref: `netdev:${rest}` }));
      return device;
    },
  },
  *named(kernel, test) {
    if (!kernel) return;
    for (const net of netNamespaces(kernel))
      for (const device of netDevices(kernel, net))
        if (test(device.name))
          yield { name: readable(device.name), ref: deviceRef(device), about: joined(device.ipv4) };
  },

  name: ({ name }) => readable(name),
  place: ({ address }) => ({ address, type: 'net_device' }),
  *facts({ ipv4, ipv6 }): Generator<MoreFact> {
    for (const each of ipv4)
      yield { id: 'ipv4', name: say.address({ family: 'IPv4' }), text: joined([each]) };
    for (const each of ipv6)
      yield { id: 'ipv6', name: say.address({ family: 'IPv6' }), text: joined([each]) };
  },
  *ways(): Generator<Way> {
    yield { id: 'sockets', label: say.sockets(), ref: refTo.view('sockets') };
  },
  shownBy: () => 'net',
});

function joined(prefixes: readonly Prefix[]): string {
  return prefixes.map(({ address, length }) => `${address}/${length}`).join(', ');
}

function deviceRef({ address }: NetDevice): string {
  return `netdev:${hex(address, 16)}`;
}
