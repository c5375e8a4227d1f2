/** Listeners that only count: whatever a browser sends, its kind is noted and the least possible answered. */
import dgram from 'node:dgram';
import net from 'node:net';
import type { Stage } from './arrivals.ts';

type Note = (stage: Stage, socket: { address: string }) => void;

/** Content types by which the routes' requests go on (a style sheet is only taken as such). */
function typeOf(path: string): string {
  if (path.endsWith('.css')) return 'text/css';
  return path.endsWith('.js') ? 'text/javascript' : 'text/html';
}

/** First byte of a TLS record that holds a handshake (RFC 8446, section 5.1). */
const TLS_HANDSHAKE = 0x16;

/** Tells a connection without a word, a TLS hello and a request apart. STUN over TCP counts as a request. */
export function listenTcp(port: number, address: string, note: Note): Promise<net.Server> {
  const server = net.createServer((socket) => {
    const local = { address: socket.localAddress ?? '' };
    note('TCP', local);
    socket.on('error', () => socket.destroy());
    socket.setTimeout(20_000, () => socket.destroy());
    socket.once('data', (bytes) => {
      if (bytes[0] === TLS_HANDSHAKE) {
        note('TLS', local);
        socket.destroy();
        return;
      }
      note('HTTP', local);
      const path = /^\S+ (\S+)/.exec(bytes.toString('latin1'))?.[1] ?? '/';
      socket.end(
        `HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Type: ${typeOf(path)}\r\n` +
          'Content-Length: 0\r\nConnection: close\r\n\r\n',
      );
    });
  });
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, address, () => done(server));
  });
}

/** Counts datagrams (STUN, TURN, QUIC). Nothing is answered. */
export function listenUdp(port: number, address: string, note: () => void): Promise<dgram.Socket> {
  const socket = dgram.createSocket('udp4');
  socket.on('message', note);
  return new Promise((done, fail) => {
    socket.once('error', fail);
    socket.bind(port, address, () => done(socket));
  });
}
