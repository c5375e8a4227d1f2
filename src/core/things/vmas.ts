import { hex, parseHex } from '../addr.ts';
import { subject } from '../catalogue/message.ts';
import { common, refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { taskByAddress, tasks, type Task } from '../kernel/tasks.ts';
import { vmaFlagNames } from '../kernel/vma-flags.ts';
import { vmaFile, vmas, type Vma } from '../kernel/vmas.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { structColumn, taskColumn } from './columns.ts';
import { describe, namesOf, type Way } from './thing.ts';

const say = subject('vmas', {
  title: { en: 'Memory maps', ko: '메모리 맵' },
  one: { en: 'memory area', ko: '메모리 영역' },
  heading: { en: 'Memory areas of the processes', ko: '프로세스의 메모리 영역(VMA)' },
  empty: {
    en: 'No process has memory of its own that could be read.',
    ko: '읽을 수 있는 프로세스 메모리 영역이 없습니다.',
  },
  process: { en: 'Process', ko: '프로세스' },
  start: { en: 'Begins at', ko: '시작' },
  end: { en: 'Ends at', ko: '끝' },
  file: { en: 'File', ko: '파일' },
  access: { en: 'Access', ko: '권한' },
  accessHint: { en: 'read, write, execute; s shared, p private', ko: '읽기, 쓰기, 실행. s 공유, p 전용' },
  flags: { en: 'Flags', ko: '플래그' },
  pages: { en: 'Its pages', ko: '페이지' },
});

/** An area of a process's memory. */
interface VmaOf {
  readonly task: Task;
  readonly vma: Vma;
}

/** Areas of one process that are listed; a process may have millions. */
const MAX_AREAS = 100_000;

function* areasOf(kernel: Kernel, task: Task): Generator<VmaOf> {
  let count = 0;
  for (const vma of vmas(kernel, kernel.at('struct mm_struct', task.mm))) {
    if (++count > MAX_AREAS) return;
    yield { task, vma };
  }
}

/** The areas of every process's memory: struct vm_area_struct (include/linux/mm_types.h). */
export const thing = describe<VmaOf>()({
  id: 'vmas',
  ...namesOf(say),
  view: { group: 'memory', order: 3 },
  command: 'foreach gleader vm',
  columns: {
    process: taskColumn({ title: say.process() }, ({ task }) => task),
    start: {
      title: say.start(),
      kind: 'address',
      value: ({ vma }) => vma.start,
      ref: (each) => areaRef(each),
    },
    end: { title: say.end(), kind: 'address', optional: true, value: ({ vma }) => vma.end },
    size: { title: common.size(), kind: 'bytes', value: ({ vma }) => Number(vma.end - vma.start) },
    access: {
      title: say.access(),
      hint: say.accessHint(),
      kind: 'text',
      value: ({ vma }) => access(vma.flags),
    },
    file: {
      title: say.file(),
      kind: 'text',
      value: ({ vma }, kernel) => readable(vmaFile(kernel, vma)) || undefined,
    },
    flags: { title: say.flags(), kind: 'text', optional: true, value: ({ vma }) => vmaFlagNames(vma.flags) },
    vma: structColumn('vm_area_struct', ({ vma }) => vma.address, { optional: true }),
  },
  *list(kernel, argument) {
    const address = argument === undefined ? undefined : parseHex(argument);
    if (address !== undefined) {
      const task = taskByAddress(kernel, address);
      if (task && task.mm !== 0n) yield* areasOf(kernel, task);
      return;
    }
    for (const task of tasks(kernel))
      if (task.pid === task.tgid && task.mm !== 0n) yield* areasOf(kernel, task);
  },
  ref: {
    kinds: ['vma'],
    of: areaRef,
    find: (kernel, { rest }) => {
      const [at, start] = rest.split('.');
      const task = taskByAddress(kernel, parseHex(at) ?? 0n);
      const wanted = parseHex(start ?? '');
      for (const each of task && task.mm !== 0n ? areasOf(kernel, task) : [])
        if (each.vma.start === wanted) return each;
      throw new RequestError(refErrors.nothing({ ref: `vma:${rest}` }));
    },
  },
  name: ({ task, vma }) => `${hex(vma.start)}-${hex(vma.end)} (${task.comm}, PID ${task.pid})`,
  place: ({ vma }) => ({ address: vma.address, type: 'vm_area_struct' }),
  *ways({ task }): Generator<Way> {
    yield { id: 'pages', label: say.pages(), ref: refTo.command(`vm -p ${task.pid}`) };
  },
  shownBy: ({ task }) => `vm ${task.pid}`,
});

function areaRef({ task, vma }: VmaOf): string {
  return `vma:${hex(task.address, 16)}.${hex(vma.start)}`;
}

/** "rw-p" as /proc/PID/maps writes it (fs/proc/task_mmu.c). */
function access(flags: bigint): string {
  const has = (bit: bigint, letter: string, other = '-'): string => ((flags & bit) !== 0n ? letter : other);
  return has(1n, 'r') + has(2n, 'w') + has(4n, 'x') + has(0x80n, 's', 'p');
}
