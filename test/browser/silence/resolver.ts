/** A name server with the few words of RFC 1035 that a browser's questions need. */
import dgram from 'node:dgram';

const A = 1;
const HEADER = 12;
const NO_SUCH_NAME = 3;

/** Answers questions for A records by `find`; everything else does not exist. Resolves when it listens. */
export function listenDns(
  address: string,
  find: (name: string) => string | undefined,
): Promise<dgram.Socket> {
  const socket = dgram.createSocket('udp4');
  socket.on('message', (question, from) => {
    const asked = nameIn(question);
    if (!asked) return;
    const found = find(asked.name);
    const type = question.readUInt16BE(asked.end);
    const answered = found !== undefined && type === A;
    const head = Buffer.from(question.subarray(0, asked.end + 4));
    head.writeUInt16BE(0x8180 | (found === undefined ? NO_SUCH_NAME : 0), 2); // a response, recursion available
    head.writeUInt16BE(answered ? 1 : 0, 6);
    head.writeUInt16BE(0, 8);
    head.writeUInt16BE(0, 10);
    // The name by pointer, type A, class IN, thirty seconds, four bytes.
    const record = [0xc0, HEADER, 0, A, 0, 1, 0, 0, 0, 30, 0, 4, ...(found ?? '').split('.').map(Number)];
    socket.send(Buffer.concat([head, Buffer.from(answered ? record : [])]), from.port, from.address);
  });
  return new Promise((done, fail) => {
    socket.once('error', fail);
    socket.bind(53, address, () => done(socket));
  });
}

/** The first question's name and the offset of what follows it; undefined for what is no question. */
function nameIn(message: Buffer): { name: string; end: number } | undefined {
  const labels: string[] = [];
  let at = HEADER;
  while (at < message.length && message[at] !== 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + message[at]));
    at += message[at] + 1;
  }
  return at + 5 <= message.length ? { name: labels.join('.').toLowerCase(), end: at + 1 } : undefined;
}
