import { hex } from '../addr.ts';
import { part } from '../arch/arch.ts';
import type { StackRange } from '../arch/stacks.ts';
import { cpuCount, presentCpus } from '../kernel/cpus.ts';
import { machineSays } from '../catalogue/machine.ts';
import { asCrash } from '../catalogue/commands.ts';
import { RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { memorySize, sizeText } from '../kernel/memory-size.ts';
import { stackSize } from '../kernel/stack-ranges.ts';
import { ticksPerSecond } from '../kernel/time.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';

export const command: Command = {
  name: 'mach',
  group: 'kernel',
  summary: {
    en: 'the machine: processors, memory layout, stacks',
    ko: '시스템: 프로세서, 메모리 배치, 스택',
  },
  synopsis: '[-m | -c [-x | -d]]',
  wordsWith: [],
  description: {
    en: 'Without options: what kind of machine it is, where its memory is mapped, where the stacks of its CPUs are.',
    ko: '옵션 없이 실행하면 아키텍처, 메모리 매핑 위치, CPU별 스택 위치를 표시합니다.',
  },
  options: [
    { flag: '-m', about: { en: "the firmware's memory map", ko: '펌웨어가 제공한 메모리 맵' } },
    {
      flag: '-c',
      about: { en: 'what the kernel keeps of each processor', ko: '커널이 보관하는 프로세서 정보' },
    },
    {
      flag: '-o',
      about: { en: 'the log of OPAL firmware: on POWER only', ko: 'OPAL 펌웨어 로그: POWER에만 있음' },
    },
    { flag: '-x', about: { en: 'with -c: in hexadecimal', ko: '-c와 함께: 16진수로' } },
    { flag: '-d', about: { en: 'with -c: in decimal', ko: '-c와 함께: 10진수로' } },
  ],
  examples: [
    ['mach', { en: 'the machine', ko: '시스템 개요' }],
    ['mach -m', { en: "the firmware's memory map", ko: '펌웨어 메모리 맵' }],
  ],
  *run(context: CommandContext, args: Arguments) {
    const { kernel } = context;
    if (args.has('-o'))
      throw new RequestError(
        asCrash('mach: -o option not supported or applicable on this architecture or kernel'),
      );
    if (args.has('-m')) yield* memoryMap(kernel);
    else if (args.has('-c')) {
      const { symbol, type } = part(kernel.arch, 'hardware').processor;
      const radix = args.has('-x') ? ' -x' : args.has('-d') ? ' -d' : '';
      for (const cpu of Array.from({ length: cpuCount(kernel) }, (_, i) => i)) {
        const at = kernel.perCpu(symbol, cpu, type).address;
        yield { text: `CPU ${cpu}:` };
        yield* context.run(`struct ${type.replace('struct ', '')} ${hex(at, 16)}${radix}`);
        yield { text: '' };
      }
    } else yield* overview(kernel);
  },
};

const UNKNOWN = '(unknown)';

function line(name: string, value: string, ref?: string): Line {
  const head = `${name.padStart(22)}: `;
  return {
    text: head + value,
    links: ref === undefined ? [] : [{ start: head.length, end: head.length + value.length, ref }],
  };
}

function* overview(kernel: Kernel): Generator<Line> {
  const { arch } = kernel;
  const memory = memorySize(kernel);
  const speed = arch.stacks?.megahertz(kernel);
  const hz = ticksPerSecond(kernel);
  const row = {
    machine: arch.name,
    memory: memory ?? null,
    cpus: presentCpus(kernel).length || cpuCount(kernel),
    megahertz: speed ?? null,
    hz: hz ?? null,
    pageSize: kernel.layout.pageSize,
  };
  yield { ...line('MACHINE TYPE', arch.name), row };
  yield line('MEMORY SIZE', memory === undefined ? UNKNOWN : sizeText(memory));
  yield line('CPUS', String(row.cpus));
  if (arch.stacks) yield line('PROCESSOR SPEED', speed === undefined ? UNKNOWN : `${speed} Mhz`);
  yield line('HZ', hz === undefined ? UNKNOWN : String(hz));
  yield line('PAGE SIZE', String(kernel.layout.pageSize));
  yield* places(kernel);
  yield* stacks(kernel);
}

function* places(kernel: Kernel): Generator<Line> {
  const { paging } = kernel.arch;
  const found: readonly (readonly [string, bigint | undefined])[] = [
    ['KERNEL VIRTUAL BASE', paging.directMap(kernel)?.start],
    ['KERNEL VMALLOC BASE', paging.vmallocStart?.(kernel)],
    ['KERNEL VMEMMAP BASE', paging.vmemmap(kernel)],
    ['KERNEL START MAP', kernel.layout.image.start],
    ['KERNEL MODULES BASE', paging.moduleRange(kernel).start],
  ];
  for (const [name, at] of found) if (at !== undefined) yield line(name, hex(at, 16), refTo.memory(at));
}

function* stacks(kernel: Kernel): Generator<Line> {
  const { stacks: machine } = kernel.arch;
  yield line('KERNEL STACK SIZE', String(stackSize(kernel)));
  if (!machine) return;
  const cpus = presentCpus(kernel).length > 0 ? presentCpus(kernel) : [];
  const all = cpus.flatMap((cpu) => machine.ofCpu(kernel, cpu));
  for (const { kind, heading } of machine.listed) {
    const ranges = all.filter((range) => range.kind === kind);
    if (ranges.length > 0) yield* stackLines(heading.replace(/ EXCEPTION$/, ''), ranges);
  }
}

function* stackLines(name: string, ranges: readonly StackRange[]): Generator<Line> {
  yield line(`${name} STACK SIZE`, String(ranges[0].high - ranges[0].low));
  yield { text: `${`${name} STACKS`.padStart(22)}:` };
  for (const { cpu, low } of ranges) yield line(`CPU ${cpu}`, hex(low, 16), refTo.memory(low));
}

function* memoryMap(kernel: Kernel): Generator<Line> {
  const map = part(kernel.arch, 'hardware').memoryMap?.(kernel);
  if (!map) throw new RequestError(machineSays.noMemoryMap({ machine: kernel.arch.title }));
  yield { text: '      PHYSICAL ADDRESS RANGE         TYPE' };
  for (const { start, end, type } of map)
    yield { text: `${hex(start, 16)} - ${hex(end, 16)}  ${type}`, row: { start, end, type } };
}
