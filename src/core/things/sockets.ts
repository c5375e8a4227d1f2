import { hex, parseHex } from '../addr.ts';
import { subject, verbatim } from '../catalogue/message.ts';
import { common, refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import { allSockets, endAddress, openSockets, queues, type End, type Socket } from '../kernel/sockets.ts';
import { taskByAddress } from '../kernel/tasks.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { describe, namesOf } from './thing.ts';

const say = subject('sockets', {
  title: { en: 'Sockets', ko: '소켓' },
  one: { en: 'socket', ko: '소켓' },
  heading: { en: 'Open sockets', ko: '열린 소켓' },
  empty: { en: 'No process had a socket open.', ko: '소켓을 연 프로세스가 없습니다.' },
  family: { en: 'Family', ko: '패밀리' },
  type: { en: 'Type', ko: '종류' },
  protocol: { en: 'Protocol', ko: '프로토콜' },
  local: { en: 'Local', ko: '로컬' },
  remote: { en: 'Remote', ko: '원격' },
  state: { en: 'State', ko: '상태' },
  name: { en: 'Name', ko: '이름' },
  nameHint: {
    en: 'what a UNIX socket is bound to; an abstract name begins with @',
    ko: 'UNIX 소켓의 이름. 추상 이름은 @로 시작',
  },
  received: { en: 'To be read', ko: '수신 대기' },
  receivedHint: { en: 'memory of what came in and was not read', ko: '도착했지만 읽지 않은 데이터의 메모리' },
  sent: { en: 'To be sent', ko: '송신 대기' },
  sentHint: {
    en: 'memory of what was written and not yet gone or acknowledged',
    ko: '썼지만 아직 보내지 않았거나 확인 응답을 받지 못한 데이터의 메모리',
  },
});

/** The sockets that processes have open: struct socket and struct sock, with who talks to whom. */
export const thing = describe<Socket>()({
  id: 'sockets',
  ...namesOf(say),
  view: { group: 'io', order: 4 },
  command: 'foreach net -s',
  columns: {
    comm: {
      title: common.task(),
      kind: 'text',
      value: ({ open }) => open.task.comm,
      ref: ({ open }) => refTo.task(open.task.address),
    },
    pid: {
      title: verbatim('PID'),
      kind: 'count',
      value: ({ open }) => open.task.pid,
      ref: ({ open }) => refTo.task(open.task.address),
    },
    fd: {
      title: verbatim('FD'),
      kind: 'count',
      value: ({ open }) => open.fd,
      ref: (each) => socketRef(each),
    },
    family: { title: say.family(), kind: 'text', value: ({ family }) => family },
    type: { title: say.type(), kind: 'text', value: ({ type }) => type },
    protocol: { title: say.protocol(), kind: 'text', optional: true, value: ({ protocol }) => protocol },
    state: {
      title: say.state(),
      kind: 'text',
      value: ({ state }) => state,
      tone: ({ state }) => (state === 'ESTABLISHED' || state === 'LISTEN' ? undefined : 'muted'),
    },
    local: { title: say.local(), kind: 'text', value: ({ local }) => local && shown(local) },
    remote: { title: say.remote(), kind: 'text', value: ({ remote }) => remote && shown(remote) },
    name: {
      title: say.name(),
      hint: say.nameHint(),
      kind: 'text',
      value: ({ name }) => name && readable(name),
    },
    received: {
      title: say.received(),
      hint: say.receivedHint(),
      kind: 'bytes',
      value: (each) => queues(each)?.received,
    },
    sent: { title: say.sent(), hint: say.sentHint(), kind: 'bytes', value: (each) => queues(each)?.sent },
    socket: {
      title: verbatim('struct socket'),
      kind: 'address',
      optional: true,
      value: ({ socket }) => socket.address,
      ref: ({ socket }) => refTo.instance('socket', socket.address),
    },
    sock: {
      title: verbatim('struct sock'),
      kind: 'address',
      value: ({ sock }) => sock.address,
      ref: (each) => refTo.instance(structOf(each), each.sock.address),
    },
  },

  list: (kernel) => allSockets(kernel),
  ref: {
    kinds: ['socket'],
    of: socketRef,
    find: (kernel, { rest }) => {
      const [at, fd] = rest.split('.');
      const task = taskByAddress(kernel, parseHex(at) ?? 0n);
      for (const each of task ? openSockets(kernel, task) : []) if (String(each.open.fd) === fd) return each;
      throw new RequestError(refErrors.nothing({ ref: `socket:${rest}` }));
    },
  },

  name: ({ open, family, type, local }) =>
    `${family}:${type}${local ? ` ${shown(local)}` : ''} (${open.task.comm}, PID ${open.task.pid})`,
  place: (each) => ({ address: each.sock.address, type: structOf(each) }),
  shownBy: ({ open }) => `net -s ${open.task.pid}`,
});

/** The struct that begins with the struct sock of a family. */
function structOf({ family, type }: Socket): string {
  if (family === 'UNIX') return 'unix_sock';
  if (family === 'NETLINK') return 'netlink_sock';
  if (family === 'INET' || family === 'INET6') return type === 'STREAM' ? 'tcp_sock' : 'inet_sock';
  return 'sock';
}

/** "127.0.0.1:7001", "[::1]:7003". */
function shown(end: End): string {
  const text = endAddress(end);
  return end.address.length === 4 ? `${text}:${end.port}` : `[${text}]:${end.port}`;
}

function socketRef({ open }: Socket): string {
  return `socket:${hex(open.task.address, 16)}.${open.fd}`;
}
