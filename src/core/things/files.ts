import { hex, parseHex } from '../addr.ts';
import { subject, verbatim } from '../catalogue/message.ts';
import { common, refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import { fileOwners, openFiles, type OpenFile } from '../kernel/files.ts';
import { mountAt, type Mount } from '../kernel/mounts.ts';
import { knownTasks, taskByAddress } from '../kernel/tasks.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { structColumn } from './columns.ts';
import { describe, namesOf, type MoreFact } from './thing.ts';

const say = subject('files', {
  title: { en: 'Files', ko: '파일' },
  one: { en: 'open file', ko: '열린 파일' },
  heading: { en: 'Open files', ko: '열린 파일' },
  empty: {
    en: 'No process had a file open, or the tables are not in the dump.',
    ko: '파일을 연 프로세스가 없거나 파일 테이블이 덤프에 없습니다.',
  },
  fdHint: { en: 'file descriptor', ko: '파일 디스크립터' },
  type: { en: 'Type', ko: '종류' },
  typeHint: {
    en: 'REG, DIR, CHR, BLK, FIFO, SOCK; UNKN for those of the kernel alone (eventfd, epoll)',
    ko: 'REG, DIR, CHR, BLK, FIFO, SOCK. 커널 내부 파일(eventfd, epoll 등)은 UNKN',
  },
  path: { en: 'Path', ko: '경로' },
  position: { en: 'Position', ko: '위치' },
  positionHint: { en: 'where the next read or write goes on', ko: '다음 읽기·쓰기 위치' },
  pages: { en: 'Cached pages', ko: '캐시된 페이지' },
  pagesHint: { en: 'pages of the file in the page cache', ko: '페이지 캐시에 있는 이 파일의 페이지 수' },
  references: { en: 'References', ko: '참조 수' },
  flags: { en: 'Flags', ko: '플래그' },
  flagsHint: {
    en: 'f_flags: O_RDONLY 0, O_WRONLY 1, O_RDWR 2 and more',
    ko: 'f_flags: O_RDONLY 0, O_WRONLY 1, O_RDWR 2 등',
  },
  number: { en: 'Inode number', ko: 'inode 번호' },
});

/** What processes have open: struct file by file descriptor; each table of files once, however many threads share it. */
export const thing = describe<OpenFile>()({
  id: 'files',
  ...namesOf(say),
  view: { group: 'io', order: 1 },
  command: 'foreach files',
  columns: {
    comm: {
      title: common.task(),
      kind: 'text',
      noFact: true,
      value: ({ task }) => task.comm,
      ref: ({ task }) => refTo.task(task.address),
    },
    pid: {
      title: verbatim('PID'),
      kind: 'count',
      value: ({ task }) => task.pid,
      ref: ({ task }) => refTo.task(task.address),
    },
    fd: {
      title: verbatim('FD'),
      hint: say.fdHint(),
      kind: 'count',
      value: ({ fd }) => fd,
      ref: (each) => fileRef(each),
    },
    type: {
      title: say.type(),
      hint: say.typeHint(),
      kind: 'text',
      value: ({ inode }) => inode?.type,
      tone: () => 'muted',
    },
    path: { title: say.path(), kind: 'text', value: ({ path }) => readable(path) },
    size: { title: common.size(), kind: 'bytes', value: ({ inode }) => inode?.size },
    pages: {
      title: say.pages(),
      hint: say.pagesHint(),
      kind: 'count',
      value: ({ inode }) => inode?.pages,
    },
    position: {
      title: say.position(),
      hint: say.positionHint(),
      kind: 'bytes',
      optional: true,
      value: ({ file }) => file.get('f_pos').bigint(),
    },
    flags: {
      title: say.flags(),
      hint: say.flagsHint(),
      kind: 'count',
      optional: true,
      value: ({ file }) => file.get('f_flags').number(),
    },
    references: {
      title: say.references(),
      kind: 'count',
      optional: true,
      // file_ref_t since 6.13 (90ee6ed776c0), whose count begins at 0 for one reference.
      value: ({ file }) => file.find('f_count')?.bigint() ?? file.get('f_ref').bigint() + 1n,
    },
    file: {
      title: verbatim('struct file'),
      kind: 'address',
      value: ({ file }) => file.address,
      ref: ({ file }) => refTo.instance('file', file.address),
    },
    dentry: structColumn('dentry', ({ dentry }) => dentry, { optional: true }),
    inode: structColumn('inode', ({ inodeAddress }) => inodeAddress, { optional: true }),
    number: { title: say.number(), kind: 'count', optional: true, value: ({ inode }) => inode?.number },
    mapping: {
      title: verbatim('i_mapping'),
      kind: 'address',
      optional: true,
      value: ({ inode }) => inode?.mapping,
      ref: ({ inode }) => inode && refTo.instance('address_space', inode.mapping),
    },
  },

  /** With an argument those of the task that lies there, or those open on the mount, or of the inode, there. */
  *list(kernel, argument) {
    const of = argument === undefined ? undefined : parseHex(argument);
    const task = of === undefined ? undefined : taskByAddress(kernel, of);
    if (task) yield* openFiles(kernel, task);
    if (task || (argument !== undefined && of === undefined)) return;
    const mount = of === undefined ? undefined : mountAt(kernel, of);
    for (const owner of fileOwners(kernel, knownTasks(kernel)))
      for (const each of openFiles(kernel, owner))
        if (of === undefined || each.inodeAddress === of || (mount && isOn(mount, each))) yield each;
  },
  ref: {
    kinds: ['fd'],
    of: fileRef,
    find: (kernel, { rest }) => {
      const [at, fd] = rest.split('.');
      const task = taskByAddress(kernel, parseHex(at) ?? 0n);
      for (const file of task ? openFiles(kernel, task) : []) if (String(file.fd) === fd) return file;
      throw new RequestError(refErrors.nothing({ ref: `fd:${rest}` }));
    },
  },

  name: ({ task, fd, path }) => `${readable(path) || `#${fd}`} (${task.comm}, PID ${task.pid})`,
  place: ({ file }) => ({ address: file.address, type: 'file' }),
  *facts({ task }): Generator<MoreFact> {
    yield {
      id: 'task',
      name: common.task(),
      text: `${task.comm} (${task.pid})`,
      ref: refTo.task(task.address),
    };
  },
  shownBy: ({ task }) => `files ${task.pid === 0 ? hex(task.address, 16) : task.pid}`,
});

/** Whether `file` was opened through `mount`: of a file system that is mounted several times each has its own. */
function isOn(mount: Mount, { inode, file }: OpenFile): boolean {
  return (
    inode?.superBlock === mount.superBlock &&
    file.try((each) => each.get('f_path.mnt').pointer()) === mount.vfsmount
  );
}

function fileRef({ task, fd }: OpenFile): string {
  return `fd:${hex(task.address, 16)}.${fd}`;
}
