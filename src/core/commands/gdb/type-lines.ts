import type { Line } from '../../rows/value.ts';
import { taskAt, taskCpu } from '../../kernel/tasks.ts';
import { declaration } from '../../types/declare.ts';
import { bare, isStruct, type Type } from '../../types/model.ts';
import type { CommandContext, Step } from '../command.ts';
import { Expression } from '../p/expression.ts';
import { typeOf } from '../p/operand.ts';

/** gdb's whatis and ptype: "type = …" of a type, a variable or an expression; ptype writes structs out. */
export function* typeLines(
  context: CommandContext,
  word: 'whatis' | 'ptype',
  text: string,
): Generator<Step, void, void> {
  const { kernel, task, values } = context;
  const named = kernel.types.lookup(text);
  const cpu = task === 0n ? 0 : taskCpu(taskAt(kernel, task));
  const type = named ?? typeOf(new Expression(kernel, cpu, text, values).evaluate());
  const meant = word === 'whatis' ? type : withoutNames(type);
  if (word === 'whatis' || !(isStruct(meant) || meant.kind === 'enum') || meant.name === '')
    yield { text: `type = ${declaration(meant)}` };
  else yield* written(context.run(`whatis ${meant.kind} ${meant.name}`));
}

/** What typedefs at the top stand for: gdb's ptype takes names away, and leaves those further down. */
function withoutNames(type: Type): Type {
  return bare(type);
}

/** The lines of crash's whatis as gdb has them. */
function* written(lines: Iterable<Step>): Generator<Step, void, void> {
  let first = true;
  for (const step of lines) {
    if (typeof step === 'symbol' || !('text' in step)) yield step;
    else if (!/^SIZE: /.test(step.text)) yield asGdb(step, first);
    first = false;
  }
}

function asGdb(line: Line, first: boolean): Line {
  if (first) return { ...line, text: `type = ${line.text}`, links: undefined };
  return line.text === '};' ? { ...line, text: '}' } : line;
}
