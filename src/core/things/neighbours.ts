import { hex } from '../addr.ts';
import { subject, verbatim } from '../catalogue/message.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { hardwareName, macText, neighbours, type Neighbour } from '../kernel/neighbours.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { describe, foundIn, namesOf } from './thing.ts';

const say = subject('neighbours', {
  title: { en: 'Neighbours', ko: '이웃' },
  one: { en: 'neighbour', ko: '이웃' },
  heading: { en: 'Neighbours (ARP, IPv6)', ko: '이웃(ARP, IPv6)' },
  empty: { en: 'No neighbour was known.', ko: '알려진 이웃이 없습니다.' },
  ip: { en: 'IP address', ko: 'IP 주소' },
  mac: { en: 'Hardware address', ko: '하드웨어 주소' },
  hardware: { en: 'Hardware', ko: '하드웨어' },
  device: { en: 'Device', ko: '장치' },
  state: { en: 'State', ko: '상태' },
});

/** Who is known on the networks: struct neighbour of the ARP and the IPv6 table. */
export const thing = describe<Neighbour>()({
  id: 'neighbours',
  ...namesOf(say),
  view: { group: 'io', order: 6 },
  command: 'net -a',
  columns: {
    ip: { title: say.ip(), kind: 'text', value: ({ ip }) => ip, ref: (each) => neighbourRef(each) },
    mac: { title: say.mac(), kind: 'text', value: ({ mac }) => macText(mac, ':') },
    device: {
      title: say.device(),
      kind: 'text',
      value: ({ deviceName }) => readable(deviceName),
      ref: ({ device }) => `netdev:${hex(device, 16)}`,
    },
    state: { title: say.state(), kind: 'text', value: ({ state }) => state },
    hardware: {
      title: say.hardware(),
      kind: 'text',
      optional: true,
      value: ({ hardware }) => hardwareName(hardware),
    },
    neighbour: {
      title: verbatim('struct neighbour'),
      kind: 'address',
      value: ({ address }) => address,
      ref: ({ address }) => refTo.instance('neighbour', address),
    },
  },

  list: all,
  ref: foundIn('neighbour', all, neighbourRef),

  name: ({ ip, deviceName }) => `${ip} (${readable(deviceName)})`,
  place: ({ address }) => ({ address, type: 'neighbour' }),
  shownBy: () => 'net -a',
});

function* all(kernel: Kernel): Generator<Neighbour> {
  yield* neighbours(kernel, 'arp_tbl');
  yield* neighbours(kernel, 'nd_tbl');
}

function neighbourRef({ address }: Neighbour): string {
  return `neighbour:${hex(address, 16)}`;
}
