/**
 * A network of its own that leads nowhere: the process that runs this sits in fresh network and mount namespaces
 * (measure.ts starts it so), makes the links, and answers every name under probe.test with an address of its own.
 * Nothing outlives the process.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import type dgram from 'node:dgram';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Arrivals } from './arrivals.ts';
import { listenTcp, listenUdp } from './listeners.ts';
import type { Network } from './network.ts';
import { listenDns } from './resolver.ts';

const RESOLVER = '10.53.0.1';
const ZONE = '.probe.test';
const HTTP = 80;
const HTTPS = 443;
const STUN = 3478;
const TCP_PORTS = [HTTP, HTTPS, STUN, 5349];
const UDP_PORTS = [HTTPS, STUN];

/** The words with which this process can be started in namespaces of its own. */
export function enterNamespace(isRoot: boolean): string[] {
  return ['unshare', ...(isRoot ? [] : ['--map-root-user']), '--net', '--mount', '--'];
}

/** Both ends of a pair of links are inside: it looks like a network and leads nowhere. */
function makeLinks(): void {
  const ip = (words: string): void => {
    execFileSync('ip', words.split(' '), { stdio: ['ignore', 'ignore', 'pipe'] });
  };
  ip('link set lo up');
  ip('link add silence0 type veth peer name silence1');
  ip('addr add 10.1.2.3/24 dev silence0');
  ip('link set silence0 up');
  ip('link set silence1 up');
  ip('route add default via 10.1.2.1 dev silence0');
  ip('neigh add 10.1.2.1 lladdr 02:00:00:00:00:01 dev silence0');
  ip('route add local 44.0.0.0/8 dev lo'); // where the routes' addresses are
  ip(`route add local ${RESOLVER}/32 dev lo`);
  // Name services that ask a daemon over a local socket would ask outside: only files and DNS in here.
  const folder = mkdtempSync(join(tmpdir(), 'silence-etc-'));
  for (const [name, text] of [
    ['resolv.conf', `nameserver ${RESOLVER}\n`],
    ['nsswitch.conf', 'hosts: files dns\n'],
  ]) {
    writeFileSync(join(folder, name), text);
    execFileSync('mount', ['--bind', join(folder, name), join('/etc', name)]);
  }
}

export async function namespaceNetwork(): Promise<Network> {
  makeLinks();
  const arrivals = new Arrivals();
  const places = new Map<string, { variant: string; route: string }>(); // by address
  const addresses = new Map<string, string>(); // by name
  await listenDns(RESOLVER, (name) => {
    const address = addresses.get(name);
    const place = places.get(address ?? '');
    if (place) arrivals.note(place.variant, place.route, 'DNS');
    else arrivals.noteOther(name);
    return address;
  });
  for (const port of TCP_PORTS)
    await listenTcp(port, '0.0.0.0', (stage, { address }) => {
      const place = places.get(address);
      if (place) arrivals.note(place.variant, place.route, stage);
    });
  return {
    kind: 'namespace',
    arrivals,
    async reserve(variant, routes) {
      const open: dgram.Socket[] = [];
      const targets = routes.map(async (route) => {
        const number = places.size + 1;
        const address = `44.10.${number >> 8}.${number & 255}`;
        const host = `${route}.${variant}${ZONE}`;
        places.set(address, { variant, route });
        addresses.set(host, address);
        for (const port of UDP_PORTS)
          open.push(await listenUdp(port, address, () => arrivals.note(variant, route, 'UDP')));
        const target = {
          host,
          address,
          port: STUN,
          http: `http://${host}/`,
          https: `https://${host}/`,
          ws: `ws://${host}/`,
          stun: `${host}:${STUN}`,
        };
        return [route, target] as const;
      });
      return {
        targets: Object.fromEntries(await Promise.all(targets)),
        close: () => open.forEach((socket) => socket.close()),
      };
    },
  };
}
