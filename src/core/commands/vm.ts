import { hex, parseHex } from '../addr.ts';
import { asCrash, refused } from '../catalogue/commands.ts';
import { FaultError, RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { tasksMeant } from '../kernel/pid.ts';
import { taskAt, taskByAddress, type Task } from '../kernel/tasks.ts';
import { vmaFlagNames } from '../kernel/vma-flags.ts';
import { vmas } from '../kernel/vmas.ts';
import type { Line } from '../rows/value.ts';
import { PAUSE, type Pause } from '../scan/scan.ts';
import type { CObject } from '../types/cobject.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { printOptions } from './print-options.ts';
import { data } from './struct/data.ts';
import { askedFor } from './struct/names.ts';
import { taskHeading } from './task-words.ts';
import { needTypes } from './expression.ts';
import {
  AREA_HEADING,
  areaLine,
  areaLines,
  areaPages,
  mmLines,
  PAGE_HEADING,
  pageLine,
} from './vm/area-lines.ts';
import { references } from './vm/references.ts';
import { usage } from './runner/arguments.ts';

const command_: Command = {
  name: 'vm',
  group: 'memory',
  summary: {
    en: "a process's memory: its mm_struct, areas, pages",
    ko: '프로세스의 메모리: mm_struct, 영역(VMA), 페이지',
  },
  synopsis: '[-p | -P vma | -m | -v] [-x | -d] [-R reference] [-M mm] [-f flags] [pid | task]…',
  options: [
    {
      flag: '-p',
      about: {
        en: 'each page of each area: where it is, in which file or swap area, or that it is not mapped',
        ko: '영역마다 페이지 전체: 물리 주소, 파일이나 스왑의 위치, 또는 매핑 안 됨',
      },
    },
    { flag: '-P', value: 'vma', about: { en: 'as -p, of this area only', ko: '-p와 같고 지정한 영역만' } },
    { flag: '-m', about: { en: 'the mm_struct', ko: 'mm_struct의 내용' } },
    { flag: '-v', about: { en: 'every vm_area_struct', ko: '모든 vm_area_struct의 내용' } },
    { flag: '-x', about: { en: 'numbers of -m and -v in hexadecimal', ko: '-m, -v의 숫자를 16진수로' } },
    { flag: '-d', about: { en: 'numbers of -m and -v in decimal', ko: '-m, -v의 숫자를 10진수로' } },
    {
      flag: '-R',
      value: 'reference',
      about: {
        en: 'only what is meant: an address of an area, of a page, virtual or physical, flags, part of a file name',
        ko: '해당하는 것만: 영역 주소, 페이지의 가상/물리 주소, 플래그, 파일 이름의 일부',
      },
    },
    {
      flag: '-M',
      value: 'mm',
      about: {
        en: 'take this mm_struct for a task that has lost its own (it was exiting)',
        ko: 'mm을 잃은(종료 중인) 태스크에 이 mm_struct를 사용',
      },
    },
    { flag: '-f', value: 'flags', about: { en: 'what vm_flags mean', ko: 'vm_flags의 의미' } },
  ],
  examples: [
    ['vm', { en: 'the memory of the current task', ko: '현재 태스크의 메모리' }],
    ['vm 153', { en: 'of another process', ko: '다른 프로세스의 메모리' }],
    ['vm -f 8100073', { en: 'the flags of an area in words', ko: '영역 플래그의 의미' }],
    ['vm -R lab_work 153', { en: 'the areas that map a file', ko: '파일을 매핑한 영역' }],
  ],
  exclusive: [['-x', '-d']],
  completes: ['task'],
  *run(context: CommandContext, args: Arguments): Generator<Line | Pause, void, void> {
    const flags = args.value('-f');
    if (flags !== undefined) {
      const value = parseHex(flags);
      if (value === undefined) throw new RequestError(asCrash(`vm: invalid vm_flags: ${flags}`));
      yield {
        text: `${value.toString(16)}: (${vmaFlagNames(value)})`,
        row: { flags: value, names: vmaFlagNames(value) },
      };
      return;
    }
    needTypes(context.kernel, 'vm');
    for (const word of args.words.length > 0 ? args.words : [undefined]) {
      const tasks = word === undefined ? [current(context)] : tasksMeant(context.kernel, word);
      if (tasks.length === 0) yield { text: `vm: invalid task or pid value: ${word}` };
      for (const task of tasks) yield* one(context, args, task);
    }
  },
};
export { command_ as command };

function current({ kernel, task }: CommandContext): Task {
  if (task === 0n) throw new RequestError(refused.noCurrentTask({ command: 'vm' }));
  return taskByAddress(kernel, task) ?? taskAt(kernel, task);
}

function* one(context: CommandContext, args: Arguments, task: Task): Generator<Line | Pause> {
  const { kernel } = context;
  const reference = args.value('-R');
  const mm = mmOf(kernel, args, task);
  if (reference !== undefined) {
    yield* referring(kernel, task, mm, reference);
    return;
  }
  yield taskHeading(kernel, task);
  const vma = args.value('-P');
  const contents = vma !== undefined || args.has('-m') || args.has('-v');
  // A kernel thread, or a process whose memory is gone, has nothing but the heading then.
  if (!mm) yield* contents ? [] : mmLines(kernel, task, mm);
  else if (vma !== undefined) yield* pagesOf(kernel, task, mm, vma);
  else if (args.has('-m')) yield* whole(context, args, 'mm_struct', mm.address);
  else if (args.has('-v'))
    for (const { address } of vmas(kernel, mm)) yield* whole(context, args, 'vm_area_struct', address);
  else {
    yield* mmLines(kernel, task, mm);
    yield* areaLines(kernel, task, mm, args.has('-p'));
  }
  yield { text: '' };
}

/** -R: the heading comes only when something is found. */
function* referring(
  kernel: Kernel,
  task: Task,
  mm: CObject | undefined,
  word: string,
): Generator<Line | Pause> {
  if (!mm) return;
  const lines = references(kernel, task, mm, word);
  let any = false;
  for (const line of lines) {
    if (line === PAUSE) {
      yield PAUSE;
      continue;
    }
    if (!any) yield taskHeading(kernel, task);
    any = true;
    yield line;
  }
  if (any) yield { text: '' };
}

/** The mm_struct of `task`, else that which -M names; undefined for kernel threads. */
function mmOf(kernel: Kernel, args: Arguments, task: Task): CObject | undefined {
  const given = args.value('-M');
  if (task.mm !== 0n) return kernel.at('struct mm_struct', task.mm);
  if (given === undefined) return undefined;
  const address = parseHex(given);
  if (address === undefined) throw new RequestError(usage(command_));
  return kernel.at('struct mm_struct', address);
}

function* pagesOf(kernel: Kernel, task: Task, mm: CObject, word: string): Generator<Line | Pause> {
  const address = parseHex(word);
  if (address === undefined) throw new RequestError(asCrash(`vm: invalid vma address: ${word}`));
  for (const vma of vmas(kernel, mm)) {
    if (vma.address !== address) continue;
    yield AREA_HEADING;
    yield areaLine(kernel, vma);
    yield PAGE_HEADING;
    for (const page of areaPages(kernel, task, vma)) yield page === PAUSE ? PAUSE : pageLine(kernel, page);
    return;
  }
  yield { text: '(not found)' };
}

function* whole(context: CommandContext, args: Arguments, type: string, address: bigint): Generator<Line> {
  const { kernel } = context;
  const asked = askedFor(kernel, 'struct', type);
  const print = printOptions(context, args);
  try {
    yield* data(kernel, asked, kernel.at(`struct ${type}`, address).address, {
      command: 'struct',
      space: kernel.space,
      print,
      follow: false,
    });
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    throw new RequestError(
      refused.readFailed({ crash: `vm: invalid ${type}: ${hex(address)}`, why: error.said }),
    );
  }
}
