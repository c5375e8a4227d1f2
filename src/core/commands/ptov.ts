import { hex, parseHex, step } from '../addr.ts';
import { asCrash } from '../catalogue/commands.ts';
import { kmemSays } from '../catalogue/kmem.ts';
import { RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { linearVirtual } from '../memory/tables.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { cpuSpec, numbersGiven } from './expression.ts';

export const command: Command = {
  name: 'ptov',
  group: 'memory',
  summary: {
    en: 'from a physical address, or a per-CPU offset, to a virtual address',
    ko: '물리 주소 또는 per-CPU 오프셋을 가상 주소로',
  },
  synopsis: '(address | offset:[cpus])…',
  options: [],
  description: {
    en: "A physical address is given as the kernel maps all memory (the direct map); offset:cpus as where the CPUs' own copies are (a: all, nothing: the current CPU).",
    ko: '물리 주소는 커널이 전체 메모리를 매핑한 곳(direct map)의 주소로, 오프셋:CPU는 각 CPU의 사본 위치로 변환합니다(a: 전체, 생략: 현재 CPU).',
  },
  examples: [
    [
      'ptov 193613e0',
      { en: 'where the kernel sees a physical address', ko: '물리 주소에 대응하는 커널 주소' },
    ],
    ['ptov b0c0:a', { en: "each CPU's copy", ko: 'CPU마다의 사본' }],
  ],
  *run(context: CommandContext, args: Arguments): Generator<Line, void, void> {
    if (args.words.length === 0) throw new RequestError(kmemSays.sayOne({ command: 'ptov' }));
    for (const [i, word] of args.words.entries()) {
      if (i > 0) yield { text: '' };
      const spec = cpuSpec(context, 'ptov', word);
      if (spec) yield* perCpu(context.kernel, spec.name, spec.cpus);
      else yield* linear(context, word);
    }
  },
};

function* linear(context: CommandContext, word: string): Generator<Line> {
  const [physical] = numbersGiven(context, 'ptov', [word]);
  const direct = context.kernel.arch.paging.directMap(context.kernel);
  const virtual = direct && physical < 1n << 52n ? linearVirtual(direct, Number(physical)) : undefined;
  if (virtual === undefined) throw new RequestError(asCrash(`ptov: invalid address: ${word}`));
  yield { text: 'VIRTUAL           PHYSICAL        ' };
  yield {
    text: `${hex(virtual, 16)}  ${hex(physical).padEnd(16)}`,
    row: { virtual, physical },
    links: [{ start: 0, end: 16, ref: refTo.address(virtual) }],
  };
}

function* perCpu(kernel: Kernel, word: string, cpus: readonly number[]): Generator<Line> {
  const offset = kernel.symbols.byName(word)?.address ?? parseHex(word);
  if (offset === undefined) throw new RequestError(asCrash(`ptov: invalid input: "${word}"`));
  yield { text: `PER-CPU OFFSET: ${hex(offset)}` };
  yield { text: '  CPU    VIRTUAL         ' };
  for (const cpu of cpus) {
    const virtual = step(offset, kernel.perCpuOffset(cpu));
    const before = `  [${cpu}]  `;
    yield {
      text: `${before}${hex(virtual)}`,
      row: { cpu, virtual },
      links: [
        { start: before.length, end: before.length + hex(virtual).length, ref: refTo.address(virtual) },
      ],
    };
  }
}
