import { hex } from '../addr.ts';
import { subject, text, verbatim } from '../catalogue/message.ts';
import {
  IPC_KINDS,
  ipcNamespaces,
  ipcObjects,
  ipcStruct,
  semaphoreValues,
  sharedPages,
  type IpcObject,
} from '../kernel/ipc.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { taskByPid, type Task } from '../kernel/tasks.ts';
import { refTo } from '../rows/ref.ts';
import { taskColumn } from './columns.ts';
import { describe, foundIn, namesOf, type MoreFact } from './thing.ts';

const say = subject('ipc', {
  title: { en: 'IPC', ko: 'IPC' },
  one: { en: 'IPC object', ko: 'IPC 객체' },
  heading: { en: 'System V IPC', ko: 'System V IPC 객체' },
  empty: {
    en: 'No shared memory, semaphores or messages were there.',
    ko: '공유 메모리, 세마포어, 메시지 큐가 없습니다.',
  },
  kind: { en: 'Kind', ko: '종류' },
  kindHint: {
    en: 'shm shared memory, sem semaphores, msg messages',
    ko: 'shm 공유 메모리, sem 세마포어, msg 메시지 큐',
  },
  key: { en: 'Key', ko: '키' },
  owner: { en: 'Owner', ko: '소유자' },
  perms: { en: 'Permissions', ko: '권한' },
  bytes: { en: 'Bytes', ko: '크기' },
  bytesHint: { en: 'of the segment, or of the messages that wait', ko: '세그먼트 또는 대기 메시지의 크기' },
  count: { en: 'Count', ko: '개수' },
  countHint: {
    en: 'attached, semaphores in the array, messages that wait',
    ko: '연결 수, 배열의 세마포어 수, 대기 메시지 수',
  },
  status: { en: 'Status', ko: '상태' },
  creator: { en: 'Made by', ko: '만든 프로세스' },
  last: { en: 'Last used by', ko: '마지막으로 사용한 프로세스' },
  namespace: { en: 'Namespace', ko: '네임스페이스' },
  namespaceHint: {
    en: 'a process that lives in the IPC namespace; none: the machine’s own',
    ko: '이 IPC 네임스페이스에 속한 프로세스. 비어 있으면 시스템 자체',
  },
  values: { en: 'Values', ko: '값' },
  pages: { en: 'Pages', ko: '페이지' },
  pagesSaid: text<{ allocated: bigint; resident: bigint; swapped: bigint }>({
    en: ({ allocated, resident, swapped }) => `${allocated}, ${resident} in memory, ${swapped} in swap`,
    ko: ({ allocated, resident, swapped }) => `${allocated}개 중 메모리 ${resident}개, 스왑 ${swapped}개`,
  }),
});

/** An object of some IPC namespace. */
interface IpcIn {
  readonly ipc: IpcObject;
  /** A process of the namespace; undefined for the machine's own. */
  readonly within?: Task;
}

/** Shared memory, semaphores and messages of every IPC namespace. */
export const thing = describe<IpcIn>()({
  id: 'ipc',
  ...namesOf(say),
  view: { group: 'io', order: 7 },
  command: 'ipcs',
  columns: {
    kind: { title: say.kind(), hint: say.kindHint(), kind: 'text', value: ({ ipc }) => ipc.kind },
    id: { title: verbatim('ID'), kind: 'count', value: ({ ipc }) => ipc.id, ref: (each) => ipcRef(each) },
    key: {
      title: say.key(),
      kind: 'count',
      value: ({ ipc }) => ipc.key >>> 0,
      text: ({ ipc }) => hex(ipc.key >>> 0, 8),
    },
    uid: { title: say.owner(), kind: 'count', value: ({ ipc }) => ipc.uid },
    perms: {
      title: say.perms(),
      kind: 'count',
      value: ({ ipc }) => ipc.mode,
      text: ({ ipc }) => ipc.mode.toString(8),
    },
    bytes: { title: say.bytes(), hint: say.bytesHint(), kind: 'bytes', value: ({ ipc }) => ipc.bytes },
    count: { title: say.count(), hint: say.countHint(), kind: 'count', value: ({ ipc }) => ipc.count },
    status: { title: say.status(), kind: 'text', value: ({ ipc }) => ipc.status || undefined },
    creator: {
      title: say.creator(),
      kind: 'count',
      value: ({ ipc }) => ipc.creator,
      ref: ({ ipc }, kernel) => pidRef(kernel, ipc.creator),
    },
    last: {
      title: say.last(),
      kind: 'count',
      value: ({ ipc }) => ipc.last,
      ref: ({ ipc }, kernel) => pidRef(kernel, ipc.last),
    },
    namespace: taskColumn({ title: say.namespace(), hint: say.namespaceHint() }, ({ within }) => within),
    object: {
      title: verbatim('struct'),
      kind: 'address',
      value: ({ ipc }) => ipc.address,
      ref: ({ ipc }) => refTo.instance(ipcStruct(ipc.kind), ipc.address),
    },
  },

  list: all,
  ref: foundIn('ipc', all, ipcRef),

  name: ({ ipc }) => `${ipc.kind} ${ipc.id}`,
  place: ({ ipc }) => ({ address: ipc.address, type: ipcStruct(ipc.kind) }),
  *facts({ ipc }, kernel): Generator<MoreFact> {
    const values = ipc.kind === 'sem' ? semaphoreValues(ipc) : undefined;
    if (values) yield { id: 'values', name: say.values(), text: values.join(' ') };
    const pages = ipc.kind === 'shm' ? sharedPages(kernel, ipc) : undefined;
    if (!pages) return;
    yield { id: 'pages', name: say.pages(), text: say.pagesSaid(pages) };
    yield {
      id: 'inode',
      name: verbatim('inode'),
      kind: 'address',
      value: pages.inode,
      ref: refTo.instance('inode', pages.inode),
    };
  },
  shownBy: ({ ipc, within }) =>
    `ipcs ${ipc.kind === 'shm' ? '-m' : ipc.kind === 'sem' ? '-s' : '-q'}${within ? ` -n ${within.pid}` : ''} ${hex(ipc.address, 16)}`,
});

function* all(kernel: Kernel): Generator<IpcIn> {
  for (const { namespace, task } of ipcNamespaces(kernel))
    for (const kind of IPC_KINDS)
      for (const ipc of ipcObjects(kernel, namespace, kind)) yield { ipc, within: task };
}

function pidRef(kernel: Kernel, pid: number | undefined): string | undefined {
  const task = pid === undefined ? undefined : taskByPid(kernel, pid);
  return task && refTo.task(task.address);
}

function ipcRef({ ipc }: IpcIn): string {
  return `ipc:${hex(ipc.address, 16)}`;
}
