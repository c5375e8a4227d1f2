import { culprit as blame } from '../../catalogue/findings.ts';
import { plainName } from '../../reports/never-blame.ts';
import type { Culprit } from '../../rows/verdict.ts';
import type { TextCase } from './judge.ts';

const NOTICED = new Set(['soft-lockup', 'hard-lockup', 'rcu-stall', 'double-fault']);
const NOBODY = new Set(['sysrq', 'machine-check', 'no-root', 'init-killed', 'out-of-memory', 'reboot']);

/** Who is to blame for the report of `c`, as far as its lines tell. */
export function culpritOfText(c: TextCase): Culprit | undefined {
  const { kind } = c.fault;
  if (NOBODY.has(kind)) return undefined;
  const { blamed } = c.blame;
  if (!blamed) return undefined;
  const name = plainName(blamed.symbol);
  const { module } = blamed;
  return {
    what: module ? 'module' : 'function',
    name: module ?? name,
    confidence: NOTICED.has(kind) ? 'guess' : 'likely',
    why: module ? blame.module({ function: name, module }) : blame.function({ function: name }),
  };
}
