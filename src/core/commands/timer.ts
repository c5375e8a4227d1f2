import { hex } from '../addr.ts';
import { asCrash } from '../catalogue/commands.ts';
import { RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { jiffies } from '../kernel/time.ts';
import { hrtimerBase, hrtimerClocks, ticksLeft, timerBases } from '../kernel/timers.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import { symbolText } from '../symbols/symbol.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { cpuNumbers } from './expression.ts';

export const command: Command = {
  name: 'timer',
  group: 'kernel',
  summary: { en: 'timers that were still to fire', ko: '대기 중인 타이머' },
  synopsis: '[-r] [-C cpus]',
  wordsWith: [],
  description: {
    en:
      'The timers of the wheel of each CPU in order of expiry: when they are due (in jiffies), how many ticks that ' +
      'is away (TTE; negative: late), and what runs then.',
    ko: 'CPU별 타이머 휠의 타이머를 만료 순으로 표시합니다. 만료 시각(jiffies), 남은 틱 수(TTE, 음수는 지난 것), 실행될 함수가 나옵니다.',
  },
  options: [
    {
      flag: '-r',
      about: { en: 'high-resolution timers, in nanoseconds', ko: '고해상도 타이머(hrtimer), 나노초 단위' },
    },
    { flag: '-C', value: 'cpus', about: { en: 'of these CPUs only (0,2-3)', ko: '지정한 CPU만(0,2-3)' } },
  ],
  examples: [
    ['timer', { en: 'the timers of all CPUs', ko: '모든 CPU의 타이머' }],
    ['timer -r -C 0', { en: 'high-resolution timers of CPU 0', ko: 'CPU 0의 고해상도 타이머' }],
  ],
  *run({ kernel }: CommandContext, args: Arguments): Generator<Line, void, void> {
    const asked = args.value('-C');
    const numbers = asked === undefined ? undefined : cpuNumbers(kernel, asked);
    if (numbers && 'wrong' in numbers)
      throw new RequestError(asCrash(`timer: invalid cpu specification: ${asked}`));
    const wanted = (cpu: number): boolean => numbers === undefined || numbers.cpus.includes(cpu);
    yield* args.has('-r') ? highResolution(kernel, wanted) : wheels(kernel, wanted);
  },
};

function* wheels(kernel: Kernel, wanted: (cpu: number) => boolean): Generator<Line> {
  const bases = timerBases(kernel).filter(({ cpu }) => wanted(cpu));
  yield { text: 'JIFFIES   ' };
  yield { text: String(jiffies(kernel) ?? '(unknown)'), row: { jiffies: String(jiffies(kernel) ?? '') } };
  yield { text: '' };
  let before: number | undefined;
  for (const base of bases) {
    if (before !== undefined && before !== base.cpu) yield { text: '' };
    before = base.cpu;
    yield { text: `TIMER_BASES[${base.cpu}][${base.name}]: ${hex(base.address, 16)}` };
    if (base.timers.length === 0) {
      yield { text: '  (none)' };
      continue;
    }
    const rows = base.timers.map((timer) => ({
      timer,
      expires: String(timer.expires),
      left: String(ticksLeft(kernel, timer) ?? '?'),
    }));
    const width = Math.max(7, ...rows.map(({ expires }) => expires.length));
    const tte = Math.max(7, ...rows.map(({ left }) => left.length));
    yield {
      text: `  ${'EXPIRES'.padEnd(width)}  ${'TTE'.padStart(Math.ceil((tte + 3) / 2)).padEnd(tte)}  TIMER_LIST${' '.repeat(6)}  FUNCTION`,
    };
    for (const { timer, expires, left } of rows) {
      const head = `  ${expires.padStart(width)}  ${left.padStart(tte)}  `;
      yield timed(kernel, head, 'timer_list', timer, {
        cpu: base.cpu,
        base: base.name,
        expires,
        ticksLeft: Number(left),
      });
    }
  }
}

function* highResolution(kernel: Kernel, wanted: (cpu: number) => boolean): Generator<Line> {
  let before: number | undefined;
  for (const clock of hrtimerClocks(kernel)) {
    if (!wanted(clock.cpu)) continue;
    if (before !== undefined) yield { text: '' };
    if (before !== clock.cpu)
      yield {
        text: `CPU: ${clock.cpu}  HRTIMER_CPU_BASE: ${hex(hrtimerBase(kernel, clock.cpu).address, 16)}`,
      };
    before = clock.cpu;
    yield {
      text: `  CLOCK: ${clock.index}  HRTIMER_CLOCK_BASE: ${hex(clock.address, 16)}  [${clock.clock}]`,
    };
    if (clock.timers.length === 0) {
      yield { text: '  (empty)' };
      continue;
    }
    const rows = clock.timers.map((timer) => ({
      timer,
      soft: String(timer.softExpires),
      expires: String(timer.expires),
      left: String(timer.expires - clock.now),
    }));
    const width = Math.max(11, ...rows.flatMap(({ soft, expires }) => [soft.length, expires.length]));
    const tte = Math.max(7, ...rows.map(({ left }) => left.length));
    yield { text: `    ${'CURRENT'.padStart(Math.ceil((width + 7) / 2))}` };
    yield { text: `  ${String(clock.now).padStart(width)}`, row: { cpu: clock.cpu, now: String(clock.now) } };
    yield {
      text: `  ${'SOFTEXPIRES'.padEnd(width)}  ${'EXPIRES'.padEnd(width)}  ${'TTE'.padEnd(tte)}  HRTIMER${' '.repeat(9)}  FUNCTION`,
    };
    for (const { timer, soft, expires, left } of rows) {
      const head = `  ${soft.padStart(width)}  ${expires.padStart(width)}  ${left.padStart(tte)}  `;
      yield timed(kernel, head, 'hrtimer', timer, {
        cpu: clock.cpu,
        clock: clock.clock,
        softExpires: soft,
        expires,
        left,
      });
    }
  }
}

/** A timer's line: `head`, where it lies, what it runs. */
function timed(
  kernel: Kernel,
  head: string,
  type: string,
  timer: { readonly address: bigint; readonly function: bigint },
  row: Line['row'],
): Line {
  const at = kernel.symbols.byAddress(timer.function);
  const name = at ? symbolText(at) : '';
  const start = head.length;
  return {
    text: `${head}${hex(timer.address, 16)}  ${hex(timer.function, 16)}  <${name}>`,
    row: { ...row, timer: timer.address, function: timer.function, symbol: name || null },
    links: [
      { start, end: start + 16, ref: refTo.instance(type, timer.address) },
      { start: start + 18, end: start + 34, ref: refTo.code(timer.function) },
    ],
  };
}
