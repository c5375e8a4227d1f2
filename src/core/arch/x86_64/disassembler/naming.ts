/** The printed name of a form: by operand size, with size suffix, with a predicate in it. */
import type { Operand } from '../../instruction.ts';
import { nameWithImmediate } from './predicates.ts';
import type { State } from './state.ts';
import type { Template } from './template.ts';

/** May take an immediate out of `operands` that became part of the name. */
export function mnemonic(s: State, t: Template, operands: Operand[]): string {
  let name = t.names[0];
  if (t.names.length === 3) {
    const size = s.operandSize();
    name = t.names[size === 2 ? 0 : size === 4 ? 1 : 2];
  } else if (t.names.length === 2) name = t.names[s.stackSize() === 2 ? 0 : 1];
  return t.suffix ? withSuffix(s, t, name, operands) : name;
}

const SUFFIXES: Record<number, string> = { 1: 'b', 2: 'w', 4: 'l', 8: 'q' };

/** The name with its size suffix. */
function withSuffix(s: State, t: Template, name: string, operands: Operand[]): string {
  if (t.suffix === '!') return s.prefixes.wait ? name.replace('fn', 'f') : name;
  if (t.suffix === '@') return s.addressSize() === 8 ? name : name === 'jrcxz' ? 'jecxz' : name + 'l';
  if (t.suffix === '+') return s.mod !== 3 && s.stackSize() === 2 ? name + 'w' : name;
  if (t.suffix === '?') return withImmediate(name, operands);
  if (t.suffix === '%') return s.mod === 3 || (s.vex === 4 && s.evexB) ? name : name + vectorLetter(s, t);
  let operand = operands[operands.length - 1];
  if (t.suffix === '^') {
    if (operand.kind === 'register' && operand.port) operand = operands[0];
  } else if (s.mod === 3) return name;
  else operand = operands.find((o) => o.kind === 'memory') ?? operand;
  return 'size' in operand ? name + (SUFFIXES[operand.size ?? 0] ?? '') : name;
}

function withImmediate(name: string, operands: Operand[]): string {
  const first = operands[0];
  const named = first.kind === 'immediate' ? nameWithImmediate(name, Number(first.value)) : undefined;
  if (named) operands.shift();
  return named ?? name;
}

/** Two vector lengths share a destination of 128 bits, or all share a mask register. */
function vectorLetter(s: State, t: Template): string {
  if (s.vectorLength === 64) return t.operands[0].kind === 'KG' ? 'z' : '';
  return s.vectorLength === 32 ? 'y' : 'x';
}
