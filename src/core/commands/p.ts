import { refused } from '../catalogue/commands.ts';
import { hex, step } from '../addr.ts';
import { RequestError } from '../errors.ts';
import { cpuCount } from '../kernel/cpus.ts';
import { taskAt, taskCpu } from '../kernel/tasks.ts';
import { variable } from '../kernel/variables.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import { declaration } from '../types/declare.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { cpuSpec } from './expression.ts';
import { Expression } from './p/expression.ts';
import { shown } from './p/show.ts';
import { printOptions } from './print-options.ts';
import { needTypes } from './types-needed.ts';

export const command: Command = {
  name: 'p',
  group: 'symbols',
  summary: 'the value of a variable or of a C expression',
  synopsis: '[-x | -d] expression | variable[:cpus]',
  options: [
    { flag: '-x', about: 'in hexadecimal' },
    { flag: '-d', about: 'in decimal' },
    { flag: '-u', about: 'accepted, without meaning' },
  ],
  description:
    'Expressions are C: members, pointers, casts, sizeof, arithmetic. Nothing is called and nothing changed. ' +
    'The types of per-CPU variables and functions are in BTF, those of some well-known variables in a table; of others say the type: *(struct list_head *)ADDRESS.',
  examples: [
    ['p jiffies', 'a variable'],
    ['p ((struct task_struct *)0xffff8d2c5a39c200)->comm', 'a member of an object'],
    ['p runqueues:0', "one CPU's copy of a per-CPU variable"],
    ['p sizeof(struct page)', 'a number'],
  ],
  completes: ['symbol'],
  raw: true,
  run,
};

function* run(context: CommandContext, args: Arguments): Generator<Line, void, void> {
  const { kernel } = context;
  const [, options, expression] = /^((?:-[xdhu]+\s+)*)(.*)$/s.exec(args.line.trim()) as unknown as [
    string,
    string,
    string,
  ];
  if (expression === '') throw new RequestError(refused.sayExpression({ command: 'p' }));
  needTypes(kernel, 'p');
  const has = (flag: string): boolean => options.includes(flag.slice(1));
  const print = printOptions(context, { ...args, has });
  const spec = /^\w+:[\w,-]*$/.test(expression) ? cpuSpec(context, 'p', expression) : undefined;
  if (spec) {
    for (const [i, cpu] of spec.cpus.entries())
      yield* shown(
        kernel,
        new Expression(kernel, cpu, spec.name).evaluate(),
        `per_cpu(${spec.name}, ${cpu}) = $${i + 1} = `,
        print,
      );
    return;
  }
  const found = /^\w+$/.test(expression) ? variable(kernel, expression) : undefined;
  if (found?.perCpu) {
    yield* places(context, expression);
    return;
  }
  const before = found ? `${expression} = $1 = ` : '$1 = ';
  const cpu = taskCpu(taskAt(kernel, context.task));
  yield* shown(kernel, new Expression(kernel, cpu, expression).evaluate(), before, print);
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
