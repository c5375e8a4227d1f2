import { hex, parseHex, type Addr } from '../addr.ts';
import { asCrash, refused } from '../catalogue/commands.ts';
import { FaultError, RequestError } from '../errors.ts';
import { directories, openFiles, type OpenFile } from '../kernel/files.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Task } from '../kernel/tasks.ts';
import { LazyLine, type Line } from '../rows/value.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { rowOf } from '../things/rows.ts';
import { thing } from '../things/files.ts';
import type { Arguments, Command, CommandContext, Step } from './command.ts';
import { dentryLines, inodeLines, spreadLines } from './files/caches.ts';
import { kernelFault } from './rd/memory.ts';
import { forTasks, taskHeading } from './task-words.ts';

export const command: Command = {
  name: 'files',
  group: 'kernel',
  summary: { en: 'the open files of a task', ko: '태스크의 열린 파일' },
  synopsis: '[-c] [-R reference] [pid | task]… | -d dentry | -p inode | -n inode',
  description: {
    en:
      'The root, the current directory and the open files of a task, of the current one when none is named. TYPE is the ' +
      "file's type by its inode; UNKN is what the kernel makes for itself (eventfd, epoll, timerfd). A file that was " +
      'deleted keeps its last path; a pipe has none.',
    ko: '태스크의 루트, 현재 디렉터리, 열린 파일을 표시합니다. 태스크를 지정하지 않으면 현재 태스크를 사용합니다. TYPE은 inode가 말하는 파일 종류이고, UNKN은 커널 내부 파일(eventfd, epoll, timerfd 등)입니다. 삭제된 파일은 마지막 경로를 표시하며 파이프는 경로가 없습니다.',
  },
  options: [
    {
      flag: '-c',
      about: {
        en: 'the inode, its mapping and its pages in the cache',
        ko: 'inode, 매핑, 페이지 캐시에 있는 페이지 수',
      },
    },
    {
      flag: '-R',
      value: 'reference',
      about: {
        en: 'only where this is met: a descriptor, part of a path, a file, dentry or inode',
        ko: '지정한 것이 나오는 줄만: 디스크립터, 경로의 일부, file·dentry·inode 주소',
      },
    },
    {
      flag: '-d',
      value: 'dentry',
      about: {
        en: 'a dentry: its inode, super block, type and path',
        ko: 'dentry의 inode, 슈퍼블록, 종류, 경로',
      },
    },
    {
      flag: '-p',
      value: 'inode',
      about: { en: 'the pages of an inode in the page cache', ko: '페이지 캐시에 있는 inode의 페이지' },
    },
    {
      flag: '-n',
      value: 'inode',
      about: {
        en: 'over which NUMA nodes those pages are spread',
        ko: '그 페이지가 어느 NUMA 노드에 있는지',
      },
    },
  ],
  examples: [
    ['files', { en: 'of the current task', ko: '현재 태스크의 파일' }],
    ['files 1', { en: 'of init', ko: 'init의 파일' }],
    ['files -c 1', { en: 'with the pages of each in the cache', ko: '파일별로 캐시된 페이지까지' }],
    ['foreach user files -R console', { en: 'who has the console open', ko: '콘솔을 연 태스크' }],
  ],
  completes: ['task'],
  *run(context: CommandContext, args: Arguments): Generator<Step, void, void> {
    const { kernel } = context;
    const single = ['-d', '-p', '-n'].find((flag) => args.has(flag));
    if (single === undefined) {
      const wanted = reference(args.value('-R'));
      yield* forTasks(context, 'files', args.words, (task) =>
        taskLines(kernel, task, args.has('-c'), wanted),
      );
      return;
    }
    const at = parseHex(args.value(single) ?? '');
    if (at === undefined) throw new RequestError(refused.sayWhichAddress({ command: 'files' }));
    try {
      // What is no memory at all is said of the address that was given.
      if (!kernel.space.readable(at) && single === '-d')
        yield { text: '     DENTRY           INODE           SUPERBLK     TYPE PATH' };
      kernel.space.u8(at);
      yield* single === '-d'
        ? dentryLines(kernel, at)
        : single === '-p'
          ? inodeLines(kernel, at)
          : spreadLines(kernel, at);
    } catch (error) {
      if (error instanceof FaultError) throw unreadable(kernel, error, single);
      throw error;
    }
  },
};

function unreadable(kernel: Kernel, error: FaultError, flag: string): RequestError {
  const type = flag === '-d' ? 'fill_dentry_cache' : 'fill_inode_cache';
  return new RequestError(
    asCrash(`files: ${kernelFault(kernel, error.address, error.reason)}  type: "${type}"`),
  );
}

/** What -R looks for, in the forms in which it may stand in a line. */
interface Reference {
  readonly text: string;
  readonly number?: number;
  readonly address?: Addr;
}

function reference(given: string | undefined): Reference | undefined {
  if (given === undefined) return undefined;
  return {
    text: given,
    number: /^\d{1,7}$/.test(given) ? Number(given) : undefined,
    address: /^(0x)?[0-9a-f]{8,16}$/i.test(given) ? parseHex(given) : undefined,
  };
}

function isMet({ text, number, address }: Reference, file: OpenFile): boolean {
  if (number !== undefined && file.fd === number) return true;
  if (address !== undefined)
    return [file.file.address, file.dentry, file.inodeAddress].some((at) => at === address);
  return file.path.includes(text);
}

/** What `task` has open; with `wanted` only what that is met in, and nothing when it is not met. */
function* taskLines(
  kernel: Kernel,
  task: Task,
  cache: boolean,
  wanted: Reference | undefined,
): Generator<Line, void, void> {
  const where = directories(kernel, task);
  const files = openFiles(kernel, task);
  if (wanted) {
    const met = [...files].filter((file) => isMet(wanted, file));
    const within = [where?.root, where?.cwd].some(
      (each) => each && (each.dentry === wanted.address || each.path === wanted.text),
    );
    if (met.length === 0 && !within) return;
    yield* lines(kernel, task, where, met, cache);
  } else yield* lines(kernel, task, where, files, cache);
}

function* lines(
  kernel: Kernel,
  task: Task,
  where: ReturnType<typeof directories>,
  files: Iterable<OpenFile>,
  cache: boolean,
): Generator<Line, void, void> {
  yield taskHeading(kernel, task);
  if (where) yield { text: `ROOT: ${readable(where.root.path)}    CWD: ${readable(where.cwd.path)}` };
  let some = false;
  for (const file of files) {
    if (!some)
      yield {
        text: cache
          ? ' FD      INODE          I_MAPPING     NRPAGES TYPE PATH'
          : ' FD       FILE            DENTRY           INODE       TYPE PATH',
      };
    some = true;
    yield cache ? cacheLine(kernel, file) : fileLine(kernel, file);
  }
  if (!some) yield { text: 'No open files' };
}

function fileLine(kernel: Kernel, each: OpenFile): Line {
  const { fd, file, dentry, inodeAddress, inode, path } = each;
  const [at, entry, node] = [file.address, dentry, inodeAddress].map((address) => hex(address, 16));
  const start = Math.max(3, String(fd).length) + 1;
  return new LazyLine(
    `${String(fd).padStart(3)} ${at} ${entry} ${node} ${(inode?.type ?? '?').padEnd(4)} ${readable(path)}`,
    () => rowOf(thing, each, kernel, ['pid', 'comm', 'fd', 'file', 'dentry', 'inode', 'type', 'path']),
    () => [
      { start, end: start + 16, ref: refTo.instance('file', file.address) },
      { start: start + 17, end: start + 33, ref: refTo.instance('dentry', dentry) },
      { start: start + 34, end: start + 50, ref: refTo.instance('inode', inodeAddress) },
    ],
  );
}

function cacheLine(kernel: Kernel, each: OpenFile): Line {
  const { fd, inode, inodeAddress, path } = each;
  const start = Math.max(3, String(fd).length) + 1;
  const mapping = inode?.mapping ?? 0n;
  return new LazyLine(
    `${String(fd).padStart(3)} ${hex(inodeAddress, 16)} ${hex(mapping, 16)} ${String(inode?.pages ?? '?').padStart(7)} ${(inode?.type ?? '?').padEnd(4)} ${readable(path)}`,
    () => rowOf(thing, each, kernel, ['pid', 'comm', 'fd', 'inode', 'mapping', 'pages', 'type', 'path']),
    () => [
      { start, end: start + 16, ref: refTo.instance('inode', inodeAddress) },
      { start: start + 17, end: start + 33, ref: refTo.instance('address_space', mapping) },
    ],
  );
}
