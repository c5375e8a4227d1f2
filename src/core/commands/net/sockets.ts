import { hex, parseHex } from '../../addr.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { endText, openSockets, type Socket } from '../../kernel/sockets.ts';
import type { Task } from '../../kernel/tasks.ts';
import { readable } from '../../rows/readable.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line } from '../../rows/value.ts';
import { rowOf } from '../../things/rows.ts';
import { thing } from '../../things/sockets.ts';
import type { PrintOptions } from '../../types/print/options.ts';
import { data } from '../struct/data.ts';
import { taskHeading } from '../task-words.ts';

/** -s: the sockets that `task` has open; with `print` (-S) their structs below each, with `wanted` only those it is met in. */
export function* socketLines(
  kernel: Kernel,
  task: Task,
  wanted: string | undefined,
  print: PrintOptions | undefined,
): Generator<Line, void, void> {
  const met = meets(wanted);
  let some = false;
  for (const each of openSockets(kernel, task)) {
    if (!met(each)) continue;
    if (!some) yield taskHeading(kernel, task);
    if (!some || print)
      yield {
        text: print
          ? 'FD       SOCKET             SOCK'
          : 'FD      SOCKET            SOCK       FAMILY:TYPE SOURCE-PORT DESTINATION-PORT',
      };
    some = true;
    yield* print ? structLines(kernel, each, print) : [socketLine(kernel, each)];
  }
  if (some || wanted !== undefined) return;
  yield taskHeading(kernel, task);
  yield { text: 'No open sockets.' };
}

function meets(wanted: string | undefined): (socket: Socket) => boolean {
  if (wanted === undefined) return () => true;
  const fd = /^\d{1,7}$/.test(wanted) ? Number(wanted) : undefined;
  const address = parseHex(wanted);
  return ({ open, socket, sock }) =>
    open.fd === fd || [socket.address, sock.address, open.file.address].some((at) => at === address);
}

function socketLine(kernel: Kernel, each: Socket): Line {
  const { open, socket, sock, family, type, protocol, local, remote } = each;
  const fd = String(open.fd).padStart(2);
  const kind = `${family}${protocol === undefined ? '' : '/' + protocol}:${type}`;
  const ends = local && remote ? ` ${endText(local)} ${endText(remote)}` : '';
  const start = fd.length + 1;
  return {
    text: readable(`${fd} ${hex(socket.address, 16)} ${hex(sock.address, 16)} ${kind.padEnd(12)}${ends}`),
    row: rowOf(thing, each, kernel, [
      'pid',
      'comm',
      'fd',
      'socket',
      'sock',
      'family',
      'type',
      'state',
      'local',
      'remote',
      'name',
    ]),
    links: [
      { start, end: start + 16, ref: refTo.instance('socket', socket.address) },
      { start: start + 17, end: start + 33, ref: refTo.instance('sock', sock.address) },
    ],
  };
}

/** struct socket, and the sock as struct inet_sock, whatever family it is of, as crash has it. */
function* structLines(kernel: Kernel, { open, socket, sock }: Socket, print: PrintOptions): Generator<Line> {
  yield { text: `${String(open.fd).padStart(2)}  ${hex(socket.address, 16)}  ${hex(sock.address, 16)}` };
  yield { text: '' };
  for (const [name, at] of [
    ['socket', socket.address],
    ['inet_sock', sock.address],
  ] as const) {
    const struct = kernel.types.struct(name);
    if (!struct) continue;
    yield* data(kernel, { name, struct, type: struct, members: [] }, at, {
      command: 'struct',
      space: kernel.space,
      print,
      follow: false,
    });
  }
  yield { text: '' };
}
