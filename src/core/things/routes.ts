import { hex } from '../addr.ts';
import { subject, verbatim } from '../catalogue/message.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { initNet, netNamespaces } from '../kernel/net-devices.ts';
import { routes, type Route } from '../kernel/routes.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { describe, foundIn, namesOf } from './thing.ts';

const say = subject('routes', {
  title: { en: 'Routes', ko: '라우팅' },
  one: { en: 'route', ko: '경로' },
  heading: { en: 'Routes (IPv4, IPv6)', ko: '라우팅 테이블(IPv4, IPv6)' },
  empty: { en: 'There was no route.', ko: '경로가 없습니다.' },
  family: { en: 'Family', ko: '패밀리' },
  destination: { en: 'Destination', ko: '목적지' },
  gateway: { en: 'Gateway', ko: '게이트웨이' },
  device: { en: 'Device', ko: '장치' },
  table: { en: 'Table', ko: '테이블' },
  type: { en: 'Type', ko: '종류' },
  protocol: { en: 'Made by', ko: '출처' },
  protocolHint: {
    en: 'kernel: came with an address; static, dhcp, bgp …: by whom it was set',
    ko: 'kernel은 주소와 함께 생긴 것, static·dhcp·bgp 등은 설정한 주체',
  },
  metric: { en: 'Metric', ko: '메트릭' },
  metricHint: { en: 'of several the smallest is taken', ko: '여러 경로 중 가장 작은 것을 사용' },
  source: { en: 'Source', ko: '출발지 주소' },
  namespace: { en: 'Namespace', ko: '네임스페이스' },
});

/** Where packets go: the routing tables of every namespace. */
export const thing = describe<Route>()({
  id: 'routes',
  ...namesOf(say),
  view: { group: 'io', order: 5 },
  columns: {
    destination: {
      title: say.destination(),
      kind: 'text',
      value: ({ destination }) => destination,
      ref: (route) => routeRef(route),
    },
    gateway: { title: say.gateway(), kind: 'text', value: ({ gateway }) => gateway },
    device: {
      title: say.device(),
      kind: 'text',
      value: ({ device }) => device && readable(device),
      ref: ({ deviceAddress }) => (deviceAddress === 0n ? undefined : `netdev:${hex(deviceAddress, 16)}`),
    },
    table: { title: say.table(), kind: 'text', value: ({ table }) => table },
    type: { title: say.type(), kind: 'text', value: ({ type }) => type },
    protocol: {
      title: say.protocol(),
      hint: say.protocolHint(),
      kind: 'text',
      value: ({ protocol }) => protocol,
    },
    metric: { title: say.metric(), hint: say.metricHint(), kind: 'count', value: ({ metric }) => metric },
    source: { title: say.source(), kind: 'text', value: ({ source }) => source },
    family: { title: say.family(), kind: 'text', optional: true, value: ({ family }) => family },
    namespace: {
      title: say.namespace(),
      kind: 'address',
      value: ({ net }) => net,
      text: ({ net }, kernel) => (net === initNet(kernel) ? 'init_net' : undefined),
      ref: ({ net }) => refTo.instance('net', net),
    },
    route: {
      title: verbatim('struct'),
      kind: 'address',
      optional: true,
      value: ({ address }) => address,
      ref: (route) => refTo.instance(structOf(route), route.address),
    },
  },

  list: all,
  ref: foundIn('route', all, routeRef),

  name: ({ destination, gateway, device }) =>
    `${destination}${gateway === undefined ? '' : ` → ${gateway}`}${device === undefined ? '' : ` (${readable(device)})`}`,
  place: (route) => ({ address: route.address, type: structOf(route) }),
});

function* all(kernel: Kernel): Generator<Route> {
  for (const net of netNamespaces(kernel)) yield* routes(kernel, net);
}

function structOf({ family }: Route): string {
  return family === 'IPv4' ? 'fib_alias' : 'fib6_info';
}

function routeRef({ address }: Route): string {
  return `route:${hex(address, 16)}`;
}
