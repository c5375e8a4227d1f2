import { expression as expressionSays, refused } from '../catalogue/commands.ts';
import { hex, step } from '../addr.ts';
import { RequestError } from '../errors.ts';
import { cpuCount } from '../kernel/cpus.ts';
import { taskAt, taskCpu } from '../kernel/tasks.ts';
import { variable } from '../kernel/variables.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import { declaration } from '../types/declare.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { cpuSpec, needTypes } from './expression.ts';
import { Expression } from './p/expression.ts';
import { shown } from './p/show.ts';
import type { NumberFormat } from '../types/print/options.ts';
import { printOptions } from './print-options.ts';

export const command: Command = {
  name: 'p',
  group: 'symbols',
  summary: { en: 'the value of a variable or of a C expression', ko: '변수나 C 식의 값' },
  synopsis: '[-x | -d] [/FORMAT] expression | variable[:cpus]',
  options: [
    { flag: '-x', about: { en: 'in hexadecimal', ko: '16진수로' } },
    { flag: '-d', about: { en: 'in decimal', ko: '10진수로' } },
    { flag: '-u', about: { en: 'accepted, without meaning', ko: '호환을 위해 받아들임(의미 없음)' } },
  ],
  description: {
    en:
      'Expressions are C: members, pointers, casts, sizeof, arithmetic. Nothing is called and nothing changed. ' +
      'The types of per-CPU variables and functions are in BTF, those of some well-known variables in a table; of others say the type: *(struct list_head *)ADDRESS.',
    ko: 'C 식을 쓸 수 있습니다: 멤버, 포인터, 형변환, sizeof, 산술 연산. 함수 호출이나 값 변경은 하지 않습니다. per-CPU 변수와 함수의 타입은 BTF에서, 잘 알려진 일부 변수의 타입은 내장 표에서 가져옵니다. 그 밖의 변수는 타입을 직접 지정하세요: *(struct list_head *)주소',
  },
  examples: [
    ['p jiffies', { en: 'a variable', ko: '변수' }],
    [
      'p ((struct task_struct *)0xffff8d2c5a39c200)->comm',
      { en: 'a member of an object', ko: '객체의 멤버' },
    ],
    ['p runqueues:0', { en: "one CPU's copy of a per-CPU variable", ko: 'per-CPU 변수의 특정 CPU 사본' }],
    ['p sizeof(struct page)', { en: 'a number', ko: '숫자' }],
    ['p/t tainted_mask', { en: 'in binary', ko: '2진수로' }],
    ['p *linux_banner@16', { en: 'sixteen of them in a row', ko: '연속된 16개' }],
  ],
  completes: ['symbol'],
  raw: true,
  run,
};

function* run(context: CommandContext, args: Arguments): Generator<Line, void, void> {
  const { kernel } = context;
  const [, options, format = '', expression] = /^((?:-[xdhu]+\s+)*)(?:\/(\w*)\s+)?(.*)$/s.exec(
    args.line.trim(),
  ) as unknown as string[];
  if (expression === '') throw new RequestError(refused.sayExpression({ command: 'p' }));
  needTypes(kernel, 'p');
  const has = (flag: string): boolean => options.includes(flag.slice(1));
  const print = { ...printOptions(context, { ...args, has }), format: formatOf(format) };
  const spec = /^\w+:[\w,-]*$/.test(expression) ? cpuSpec(context, 'p', expression) : undefined;
  if (spec) {
    for (const cpu of spec.cpus) yield* answer(`per_cpu(${spec.name}, ${cpu}) = `, cpu, spec.name);
    return;
  }
  const found = /^\w+$/.test(expression) ? variable(kernel, expression) : undefined;
  if (found?.perCpu) {
    yield* places(context, expression);
    return;
  }
  yield* answer(found ? `${expression} = ` : '', taskCpu(taskAt(kernel, context.task)), expression);

  function* answer(before: string, cpu: number, text: string): Generator<Line> {
    const operand = new Expression(kernel, cpu, text, context.values).evaluate();
    const heading = `${before}$${context.values.length + 1} = `;
    const lines = shown(kernel, operand, heading, print);
    yield* before === '' ? lines : ownLine(lines, heading);
    if (context.values.length < MAX_VALUES) context.values.push(operand);
  }
}

/** Values that are kept for $1; what a person types is less. */
const MAX_VALUES = 100_000;

/** `lines` with what begins with a brace and goes on below its `heading`, as crash has it of a variable ("avenrun = $1 = "). */
function* ownLine(lines: Iterable<Line>, heading: string): Generator<Line> {
  let first = true;
  for (const line of lines) {
    if (first && line.text.startsWith(`${heading}{`) && line.text.length > heading.length + 1) {
      yield { text: heading };
      const move = 1 - heading.length;
      const links = line.links?.map((link) => ({ ...link, start: link.start + move, end: link.end + move }));
      yield { ...line, text: ` ${line.text.slice(heading.length)}`, ...(links && { links }) };
    } else yield line;
    first = false;
  }
}

/** "t" of "p /t 5"; s is as without one. */
function formatOf(letters: string): NumberFormat | undefined {
  if (letters === '' || letters === 's') return undefined;
  if (!/^[xduotcaz]$/.test(letters)) throw new RequestError(expressionSays.noFormat({ given: letters }));
  return letters as NumberFormat;
}

/** A per-CPU variable without a CPU: where each copy is. */
function* places({ kernel }: CommandContext, name: string): Generator<Line, void, void> {
  const found = variable(kernel, name);
  if (!found) return;
  yield { text: 'PER-CPU DATA TYPE:' };
  yield { text: `  ${declaration(found.type, name)};` };
  yield { text: 'PER-CPU ADDRESSES:' };
  for (let cpu = 0; cpu < cpuCount(kernel); cpu++) {
    const address = step(found.symbol.address, kernel.perCpuOffset(cpu));
    const text = `  [${cpu}]: ${hex(address)}`;
    yield {
      text,
      row: { cpu, address },
      links: [{ start: text.length - 16, end: text.length, ref: refTo.address(address) }],
    };
  }
}
