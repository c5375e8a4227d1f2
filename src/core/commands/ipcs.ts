import { hex, parseHex } from '../addr.ts';
import { asCrash, refused } from '../catalogue/commands.ts';
import { RequestError } from '../errors.ts';
import {
  ipcNamespace,
  ipcObjects,
  ipcStruct,
  sharedPages,
  type IpcKind,
  type IpcObject,
} from '../kernel/ipc.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import { thing } from '../things/ipc.ts';
import { rowOf } from '../things/rows.ts';
import type { Arguments, Command, CommandContext, Step } from './command.ts';
import { taskMeant } from './task-words.ts';

export const command: Command = {
  name: 'ipcs',
  group: 'kernel',
  summary: {
    en: 'System V IPC: shared memory, semaphores, messages',
    ko: 'System V IPC: 공유 메모리, 세마포어, 메시지 큐',
  },
  synopsis: '[-s | -m | -M | -q]… [-n pid | task] [id | address]…',
  description: {
    en:
      'The shared segments, arrays of semaphores and queues of messages of the machine, or with -n of the namespace of a ' +
      'task. KEY is hexadecimal, PERMS octal.',
    ko: '시스템의, 또는 -n으로 지정한 태스크 네임스페이스의 공유 메모리, 세마포어 배열, 메시지 큐를 표시합니다. KEY는 16진수, PERMS는 8진수입니다.',
  },
  options: [
    { flag: '-s', about: { en: 'semaphores', ko: '세마포어' } },
    { flag: '-m', about: { en: 'shared memory', ko: '공유 메모리' } },
    {
      flag: '-M',
      about: {
        en: 'shared memory, with its pages in memory and in swap, and its inode',
        ko: '공유 메모리와 메모리·스왑에 있는 페이지, inode',
      },
    },
    { flag: '-q', about: { en: 'queues of messages', ko: '메시지 큐' } },
    {
      flag: '-n',
      value: 'pid',
      about: { en: 'of the namespace of this task', ko: '지정한 태스크의 네임스페이스' },
    },
  ],
  examples: [
    ['ipcs', { en: 'all', ko: '전체' }],
    ['ipcs -M', { en: 'shared memory with its pages', ko: '공유 메모리와 페이지' }],
    ['ipcs -s', { en: 'semaphores', ko: '세마포어' }],
  ],
  *run({ kernel }: CommandContext, args: Arguments): Generator<Step, void, void> {
    const namespace = namespaceOf(kernel, args.value('-n'));
    if (namespace === undefined || !kernel.types.has('ipc_namespace', 'ids'))
      throw new RequestError(refused.nothingRead({ command: 'ipcs' }));
    const asked = TABLES.filter(({ flags }) => flags.some((flag) => args.has(flag)));
    const words = args.words;
    const met = new Set<string>();
    const chosen = (asked.length > 0 ? asked : TABLES).map((table) => {
      const all = ipcObjects(kernel, namespace, table.kind);
      const objects = words.length === 0 ? [...all] : [...all].filter((each) => isMeant(each, words, met));
      return { table, objects };
    });
    for (const word of words) if (!met.has(word)) yield { text: `invalid id or address: ${word}` };
    for (const { table, objects } of chosen) {
      if (words.length > 0 && objects.length === 0) continue;
      yield { text: table.head };
      if (objects.length === 0) yield { text: '(none allocated)' };
      for (const each of objects) {
        yield objectLine(kernel, table, each);
        if (args.has('-M') && table.kind === 'shm') yield* pageLines(kernel, each);
      }
      yield { text: '' };
    }
  },
};

interface Table {
  readonly kind: IpcKind;
  readonly flags: readonly string[];
  readonly head: string;
  /** Columns after the permissions. */
  text(of: IpcObject): string;
}

const TABLES: readonly Table[] = [
  {
    kind: 'shm',
    flags: ['-m', '-M'],
    head: 'SHMID_KERNEL     KEY      SHMID      UID   PERMS BYTES      NATTCH STATUS',
    text: ({ bytes, count, status }) => `${String(bytes).padEnd(10)} ${String(count).padEnd(6)} ${status}`,
  },
  {
    kind: 'sem',
    flags: ['-s'],
    head: 'SEM_ARRAY        KEY      SEMID      UID   PERMS NSEMS',
    text: ({ count }) => String(count),
  },
  {
    kind: 'msg',
    flags: ['-q'],
    head: 'MSG_QUEUE        KEY      MSQID      UID   PERMS USED-BYTES   MESSAGES',
    text: ({ bytes, count }) => `${String(bytes).padEnd(12)} ${count}`,
  },
];

function namespaceOf(kernel: Kernel, word: string | undefined): bigint | undefined {
  if (word === undefined) return kernel.symbols.byName('init_ipc_ns')?.address;
  const found = ipcNamespace(kernel, taskMeant(kernel, 'ipcs', word));
  if (found === undefined) throw new RequestError(asCrash(`ipcs: task has no IPC namespace: ${word}`));
  return found;
}

/** Whether one of `words` names the object, by its ID or its address; notes which. */
function isMeant(each: IpcObject, words: readonly string[], met: Set<string>): boolean {
  const found = words.filter(
    (word) => (/^\d+$/.test(word) && Number(word) === each.id) || parseHex(word) === each.address,
  );
  for (const word of found) met.add(word);
  return found.length > 0;
}

function objectLine(kernel: Kernel, table: Table, each: IpcObject): Line {
  const { address, key, id, uid, mode } = each;
  return {
    text: `${hex(address, 16)} ${hex(key >>> 0, 8)} ${String(id).padEnd(10)} ${String(uid).padEnd(5)} ${mode.toString(8).padEnd(5)} ${table.text(each)}`,
    row: rowOf(thing, { ipc: each }, kernel, [
      'kind',
      'object',
      'key',
      'id',
      'uid',
      'perms',
      'bytes',
      'count',
      'status',
      'creator',
      'last',
    ]),
    links: [{ start: 0, end: 16, ref: refTo.instance(ipcStruct(each.kind), address) }],
  };
}

function* pageLines(kernel: Kernel, each: IpcObject): Generator<Line, void, void> {
  const pages = sharedPages(kernel, each);
  if (!pages) return;
  const { inode, allocated, resident, swapped } = pages;
  yield {
    text: `PAGES ALLOCATED/RESIDENT/SWAPPED: ${allocated}/${resident}/${swapped}`,
    row: { id: each.id, allocated: Number(allocated), resident: Number(resident), swapped: Number(swapped) },
  };
  yield {
    text: `INODE: ${hex(inode, 16)}`,
    links: [{ start: 7, end: 23, ref: refTo.instance('inode', inode) }],
  };
}
