import { hex } from '../addr.ts';
import { part } from '../arch/arch.ts';
import { asCrash } from '../catalogue/commands.ts';
import { RequestError } from '../errors.ts';
import { cpuCount, cpuListText, onlineCpus } from '../kernel/cpus.ts';
import {
  interrupts,
  irqAffinity,
  irqChip,
  irqCounts,
  irqLimit,
  softirqs,
  type Irq,
} from '../kernel/interrupts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { refTo } from '../rows/ref.ts';
import type { Line, Link } from '../rows/value.ts';
import { symbolText } from '../symbols/symbol.ts';
import { thing } from '../things/interrupts.ts';
import { rowOf } from '../things/rows.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { cpuNumbers } from './expression.ts';

export const command: Command = {
  name: 'irq',
  group: 'kernel',
  summary: { en: 'interrupts: lines, handlers, counts by CPU', ko: '인터럽트: IRQ 라인, 핸들러, CPU별 횟수' },
  synopsis: '[number… | -u | -d | -b | -a | -s [-c cpus]]',
  description: {
    en: 'Without options: every number of an interrupt with its descriptor (irq_desc) and its handlers (irqaction).',
    ko: '옵션 없이 실행하면 인터럽트 번호마다 디스크립터(irq_desc)와 핸들러(irqaction)를 표시합니다.',
  },
  options: [
    { flag: '-u', about: { en: 'only lines that have a descriptor', ko: '디스크립터가 있는 라인만' } },
    {
      flag: '-d',
      about: {
        en: "the machine's table of vectors, and where each leads",
        ko: '벡터 테이블(IDT)과 각 벡터의 진입점',
      },
    },
    { flag: '-b', about: { en: 'softirqs and what runs for them', ko: 'softirq와 그 처리 함수' } },
    { flag: '-a', about: { en: 'which CPUs may take each line', ko: '라인별 CPU 어피니티' } },
    { flag: '-s', about: { en: 'how often each line was raised, by CPU', ko: 'CPU별 인터럽트 발생 횟수' } },
    {
      flag: '-c',
      value: 'cpus',
      about: { en: 'with -s: these CPUs only (0,2-3)', ko: '-s와 함께: 지정한 CPU만(0,2-3)' },
    },
  ],
  examples: [
    ['irq -u', { en: 'the lines in use', ko: '사용 중인 IRQ 라인' }],
    ['irq -s', { en: 'counts by CPU, as in /proc/interrupts', ko: '/proc/interrupts처럼 CPU별 횟수' }],
    ['irq -b', { en: 'softirqs', ko: 'softirq 목록' }],
  ],
  *run({ kernel }: CommandContext, args: Arguments): Generator<Line, void, void> {
    if (args.has('-d')) yield* vectors(kernel);
    else if (args.has('-b')) yield* bottomHalves(kernel);
    else if (args.has('-a')) yield* affinities(kernel);
    else if (args.has('-s')) yield* counts(kernel, args.value('-c'));
    else yield* lines(kernel, args);
  },
};

/** What a row says of a line. */
const ROW = ['irq', 'names', 'total', 'affinity', 'chip', 'flow', 'handler', 'desc'] as const;
const HEAD = ' IRQ   IRQ_DESC/_DATA      IRQACTION      NAME';
const UNUSED = '    (unused)    ';
/** As gdb writes what it cannot read; crash ends there. */
const UNREAD = ' <unavailable>  ';

function* lines(kernel: Kernel, args: Arguments): Generator<Line> {
  const limit = irqLimit(kernel);
  const known = new Map(interrupts(kernel).map((irq) => [irq.number, irq]));
  const numbers = args.words.map((word) => {
    if (!/^(0x[\da-f]{1,6}|\d{1,7})$/i.test(word))
      throw new RequestError(asCrash(`irq: invalid IRQ value: ${word}`));
    const number = Number(word);
    if (number >= limit)
      throw new RequestError(asCrash(`irq: invalid IRQ value: ${number}  (${limit - 1} max)`));
    return number;
  });
  yield { text: HEAD };
  if (numbers.length === 0) for (let number = 0; number < limit; number++) numbers.push(number);
  for (const number of numbers) {
    const irq = known.get(number);
    if (irq || !args.has('-u')) yield* line(kernel, number, irq);
  }
}

function* line(kernel: Kernel, number: number, irq: Irq | undefined): Generator<Line> {
  const head = String(number).padStart(3) + '   ';
  if (!irq) {
    yield { text: `${head}${UNUSED}  ${UNUSED}`, row: { irq: number } };
    return;
  }
  const desc = hex(irq.object.address, 16);
  const link: Link = {
    start: head.length,
    end: head.length + 16,
    ref: refTo.instance('irq_desc', irq.object.address),
  };
  const row = rowOf(thing, irq, kernel, ROW);
  const actions = irq.actions ?? [];
  if (actions.length === 0)
    yield { text: `${head}${desc}  ${irq.actions ? UNUSED : UNREAD}  `, row, links: [link] };
  for (const [i, action] of actions.entries()) {
    const before = i === 0 ? `${head}${desc}` : ' '.repeat(head.length + 16);
    const start = before.length + 2;
    const links: Link[] = [
      ...(i === 0 ? [link] : []),
      { start, end: start + 16, ref: refTo.instance('irqaction', action.address) },
    ];
    yield {
      text: `${before}  ${hex(action.address, 16)}  "${action.name}"`,
      row: i === 0 ? row : undefined,
      links,
    };
  }
}

/** -d: where the vectors lead. */
function* vectors(kernel: Kernel): Generator<Line> {
  const table = part(kernel.arch, 'vectors').entries(kernel);
  for (const { vector, address } of table) {
    const at = kernel.symbols.byAddress(address);
    const head = `[${vector}]`.padStart(5) + ' ';
    const name = at ? symbolText(at) : hex(address, 16);
    yield {
      text: head + name,
      row: { vector, address, symbol: at ? name : null },
      links: [{ start: head.length, end: head.length + name.length, ref: refTo.code(address) }],
    };
  }
}

/** -b */
function* bottomHalves(kernel: Kernel): Generator<Line> {
  yield { text: 'SOFTIRQ_VEC      ACTION     ' };
  for (const { number, name, action, counts } of softirqs(kernel)) {
    const at = kernel.symbols.byAddress(action);
    const head = `    [${number}]     `;
    yield {
      text: `${head}${hex(action, 16)}  <${at ? symbolText(at) : ''}>`,
      row: { number, name, action, function: at ? symbolText(at) : null, counts },
      links: [{ start: head.length, end: head.length + 16, ref: refTo.code(action) }],
    };
  }
}

/** -a */
function* affinities(kernel: Kernel): Generator<Line> {
  yield { text: 'IRQ NAME                 AFFINITY' };
  for (const irq of interrupts(kernel)) {
    if (!irq.actions?.length) continue;
    const names = irq.actions.map(({ name }) => name).join(',');
    yield {
      text: `${String(irq.number).padStart(3)} ${names.padEnd(20)} ${cpuListText(irqAffinity(kernel, irq))}`,
      row: rowOf(thing, irq, kernel, ROW),
    };
  }
}

/** -s */
function* counts(kernel: Kernel, wanted: string | undefined): Generator<Line> {
  const cpus = wanted === undefined ? shownCpus(kernel) : cpusAsked(kernel, wanted);
  yield { text: ' '.repeat(11) + cpus.map((cpu) => `CPU${cpu}`.padEnd(10)).join(' ') };
  for (const irq of interrupts(kernel)) {
    if (!irq.actions?.length) continue;
    const all = irqCounts(kernel, irq);
    const { chip, flow } = irqChip(irq);
    const how = flow === '' ? '' : `-${flow}`;
    yield {
      text:
        `${String(irq.number).padStart(3)}: ` +
        cpus.map((cpu) => String(all[cpu] ?? '?').padStart(10)).join(' ') +
        ` ${chip.padStart(8)}${how.padEnd(9)} ${irq.actions.map(({ name }) => name).join(', ')}`,
      row: { ...rowOf(thing, irq, kernel, ROW), counts: cpus.map((cpu) => all[cpu] ?? null) },
    };
  }
}

function shownCpus(kernel: Kernel): readonly number[] {
  const online = onlineCpus(kernel);
  return online.length > 0 ? online : Array.from({ length: cpuCount(kernel) }, (_, cpu) => cpu);
}

function cpusAsked(kernel: Kernel, text: string): readonly number[] {
  const asked = cpuNumbers(kernel, text);
  if ('wrong' in asked) throw new RequestError(asCrash(`irq: invalid cpu specification: ${text}`));
  return asked.cpus;
}
