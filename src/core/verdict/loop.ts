import type { Instruction } from '../arch/instruction.ts';
import type { Registers } from '../arch/registers.ts';
import type { Case, Machine } from './case.ts';
import { codeAround } from './code.ts';

/** Instructions after the interrupted one that are looked at; longer functions are not judged. */
const WHOLE = 4096;

/** A loop that a CPU was in. */
export interface Loop {
  /** No way leads out of it, and it calls nothing: it can never end. */
  readonly endless: boolean;
  readonly first: bigint;
  readonly last: bigint;
  readonly count: number;
  /** Memory that it reads each time round, where its address does not change. */
  readonly reads: readonly { readonly address: bigint; readonly size: number }[];
  /** It calls other functions. */
  readonly calls: boolean;
}

/** The innermost loop around the instruction at `registers`; undefined where there is none within its function. */
export function loopAt(c: Pick<Case, 'kernel'>, machine: Machine, registers: Registers): Loop | undefined {
  const code = codeAround(c.kernel, machine.code, registers.ip, WHOLE);
  if (code.index < 0) return undefined;
  const { instructions } = code;
  const at = new Map(instructions.map((each, i) => [each.address, i]));
  const ahead = reach([code.index], (i) => next(instructions, at, i).inside);
  const behind = backwards(instructions, at, ahead);
  const round = reach([code.index], (i) => (behind.get(i) ?? []).filter((each) => ahead.has(each)));
  const inLoop = [...round].filter((i) => ahead.has(i)).sort((a, b) => a - b);
  const again = (behind.get(code.index) ?? []).some((i) => ahead.has(i));
  if (!again || inLoop.length === 0) return undefined;
  const leaves = [...ahead].some((i) => next(instructions, at, i).outside);
  const body = inLoop.map((i) => instructions[i]);
  return {
    endless: !leaves,
    first: body[0].address,
    last: body[body.length - 1].address,
    count: body.length,
    reads: readsOf(machine, body, registers),
    calls: body.some(({ flow }) => flow === 'call'),
  };
}

/** Where control goes after instruction `i`: indexes within the function, and whether it may leave it. */
function next(
  instructions: readonly Instruction[],
  at: ReadonlyMap<bigint, number>,
  i: number,
): { inside: number[]; outside: boolean } {
  const { flow, target } = instructions[i];
  const to = target === undefined ? undefined : at.get(target);
  const after = i + 1 < instructions.length ? [i + 1] : [];
  switch (flow) {
    case 'next':
      return { inside: after, outside: after.length === 0 };
    // What is called may end the task, or never come back.
    case 'call':
      return { inside: after, outside: true };
    case 'branch':
      return {
        inside: to === undefined ? after : [...after, to],
        outside: to === undefined || after.length === 0,
      };
    case 'jump':
      return { inside: to === undefined ? [] : [to], outside: to === undefined };
    default:
      return { inside: [], outside: true };
  }
}

function reach(from: readonly number[], ways: (i: number) => readonly number[]): Set<number> {
  const seen = new Set(from);
  const open = [...from];
  while (open.length > 0)
    for (const i of ways(open.pop() as number))
      if (!seen.has(i)) {
        seen.add(i);
        open.push(i);
      }
  return seen;
}

function backwards(
  instructions: readonly Instruction[],
  at: ReadonlyMap<bigint, number>,
  of: ReadonlySet<number>,
): Map<number, number[]> {
  const into = new Map<number, number[]>();
  for (const i of of)
    for (const to of next(instructions, at, i).inside) {
      const list = into.get(to);
      if (list) list.push(i);
      else into.set(to, [i]);
    }
  return into;
}

/** Memory that the loop reads, by registers that it leaves alone. */
function readsOf(machine: Machine, body: readonly Instruction[], registers: Registers): Loop['reads'] {
  const found = new Map<bigint, number>();
  for (const each of body)
    for (const operand of each.operands) {
      if (operand.kind !== 'memory' || !operand.access.includes('r')) continue;
      const changes = machine.code
        .pointersOf(operand)
        .some((name) => body.some((other) => machine.code.definition(other, name) !== undefined));
      const address = changes ? undefined : machine.code.effectiveAddress(operand, registers);
      if (address !== undefined) found.set(address, operand.size);
    }
  return [...found].map(([address, size]) => ({ address, size }));
}
