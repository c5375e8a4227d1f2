/** Where there is no private network to be had: a TCP and a UDP port per route on this machine; DNS is not counted. */
import type net from 'node:net';
import { Arrivals } from './arrivals.ts';
import { listenTcp, listenUdp } from './listeners.ts';
import type { Network } from './network.ts';

const HERE = '127.0.0.1';
interface Closable {
  close(): unknown;
}

export function loopbackNetwork(): Network {
  const arrivals = new Arrivals();

  /** A TCP port and the UDP port of the same number. */
  async function portFor(variant: string, route: string, open: Closable[]): Promise<number> {
    for (let attempt = 0; attempt < 20; attempt++) {
      const server = await listenTcp(0, HERE, (stage) => arrivals.note(variant, route, stage));
      const { port } = server.address() as net.AddressInfo;
      try {
        open.push(server, await listenUdp(port, HERE, () => arrivals.note(variant, route, 'UDP')));
        return port;
      } catch {
        server.close(); // taken by someone else: another number
      }
    }
    throw new Error(`No port that is free for TCP and UDP was found for ${route}.`);
  }

  return {
    kind: 'loopback',
    arrivals,
    async reserve(variant, routes) {
      const open: Closable[] = [];
      const targets = routes.map(async (route) => {
        const port = await portFor(variant, route, open);
        const host = `${HERE}:${port}`;
        const target = {
          host: HERE,
          address: HERE,
          port,
          http: `http://${host}/`,
          https: `https://${host}/`,
          ws: `ws://${host}/`,
          stun: host,
        };
        return [route, target] as const;
      });
      return {
        targets: Object.fromEntries(await Promise.all(targets)),
        close: () => open.forEach((each) => each.close()),
      };
    },
  };
}
