import { finding } from '../../catalogue/findings.ts';
import { faults } from '../../catalogue/stops.ts';
import { who, ofAddress, ofFrame, ofSymbol, quote, registerEvidence } from '../phrases.ts';
import { plainName } from '../../reports/never-blame.ts';
import { hex0x } from '../../addr.ts';
import { overflow } from '../../catalogue/stack-overflow.ts';
import type { Case } from '../case.ts';
import { leftStack } from '../left-stack.ts';
import type { LogFact } from '../log.ts';
import type { Judgement, Rule } from '../rule.ts';

/** The function with the most frames on the stack, when it recurs. */
function recursion(c: Case): { name: string; count: number; index: number } | undefined {
  const counts = new Map<string, number>();
  for (const frame of c.stack?.frames ?? []) {
    const name = frame.symbol && plainName(frame.symbol.symbol.name);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const [name, count] = [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), ['', 0] as [
    string,
    number,
  ]);
  if (count <= 8) return undefined;
  const index = (c.stack?.frames ?? []).findIndex(
    (frame) => frame.symbol && plainName(frame.symbol.symbol.name) === name,
  );
  return { name, count, index };
}

/** What the log says of an overflow, unless it is of an earlier trouble that the machine outlived. */
function lineOf(c: Case): LogFact | undefined {
  const line = c.log.last('stack-guard', 'stack-overrun');
  const faulted = c.fault?.kind === 'double-fault' || c.fault?.kind === 'page-fault';
  if (!line || !(faulted || /stack overflow/.test(c.panic?.match[1] ?? ''))) return undefined;
  const later = c.log.last('null-fault', 'page-fault');
  return later && later.record.sequence > line.record.sequence ? undefined : line;
}

/** schedule_debug() found that the magic at the low end of the task's stack had changed (kernel/sched/core.c): by whom is not told. */
function overwrittenEnd(c: Case): Judgement | undefined {
  if (!c.panic || !/^corrupted stack end detected/.test(c.panic.match[1])) return undefined;
  const at = (c.stack?.frames ?? []).findLastIndex(({ symbol }) =>
    /^v?panic(\.|$)/.test(symbol?.symbol.name ?? ''),
  );
  return {
    kind: 'stack-overflow',
    title: overflow.endTitle(),
    confidence: 'likely',
    sentence: overflow.end({ who: who(c), at: ofFrame(c.blame(at + 1)) }),
    findings: [quote('stack-overflow', c.panic)],
    blameFrom: at < 0 ? undefined : at + 1,
    sure: 'guess',
    subKind: 'end',
    needs: ['log', 'stack'],
  };
}

export const rule: Rule = {
  id: 'stack-overflow',
  about:
    'the stack pointer had left its stack, or the access that hit the page below it went through the stack pointer; where no registers tell, the log says so of this fault; or the scheduler found the end of the stack overwritten. A guard page that something else hit is no overflow',
  order: 40,
  needs: ['stack', 'registers'],
  examine(c) {
    const end = overwrittenEnd(c);
    if (end) return end;
    const frame = c.through(...(c.machine?.trouble.stackOverflow ?? []));
    const { fault } = c;
    const line = lineOf(c);
    const left = fault && leftStack(c, fault);
    if (left === false || (!line && !frame && left === undefined)) return undefined;
    const deepest = recursion(c);
    const findings = line ? [quote('stack-overflow', line)] : [];
    if (left && fault)
      findings.push({
        rule: 'stack-overflow',
        confidence: 'proven',
        text: overflow.stackPointer({
          value: ofAddress(fault.registers.sp),
          low: hex0x(left.low),
          high: hex0x(left.high),
        }),
        evidence: [registerEvidence(fault, 'sp')],
      });
    if (deepest)
      findings.push({
        rule: 'stack-overflow',
        confidence: 'proven',
        text: finding.depth({ count: deepest.count, function: deepest.name }),
        evidence: fault ? [registerEvidence(fault, 'sp')] : [],
      });
    return {
      kind: 'stack-overflow',
      title: faults.overflowTitle(),
      confidence: left || (frame && line) ? 'proven' : 'likely',
      sentence: faults.overflow({ who: who(c), at: fault?.where && ofSymbol(fault.where) }),
      findings,
      blameFrom: deepest?.index ?? fault?.index,
      where: deepest && c.stack?.frames[deepest.index],
    };
  },
};
