import { needs as say } from '../catalogue/needs.ts';
import type { Message } from '../catalogue/message.ts';
import type { Case, Need, Problem } from './case.ts';
import type { Judgement, Rule } from './rule.ts';

/**
 * What rules stand on, and what becomes of their answers where some of it could not be read: absence proves nothing, so such
 * an answer is no proof, and why stands under "Not checked".
 */

/** What of a case could not be read, each with its reason. */
export function lostOf(
  c: Pick<Case, 'log' | 'cpu' | 'task' | 'stack' | 'interruptions' | 'fault'>,
  problems: readonly Problem[],
  logGaps: readonly Message[],
): ReadonlyMap<Need, Message> {
  const lost = new Map<Need, Message>();
  const because = (...parts: readonly (Message | undefined)[]): Message =>
    parts.find((each) => each !== undefined) ?? say.notThere();
  const problem = problems.at(0)?.why;
  const { records } = c.log;
  if (records.length === 0) lost.set('log', because(logGaps.at(0), problem));
  else if (records.some(({ found }) => found)) lost.set('log', because(logGaps.at(-1), say.foundLog()));
  if (c.cpu === undefined) lost.set('panic-cpu', say.noCpu());
  if (!c.task) lost.set('task', because(problem));
  if (!c.stack || c.stack.frames.length === 0) lost.set('stack', because(c.stack?.stopped, problem));
  if (c.interruptions.length === 0) lost.set('registers', because(c.stack?.stopped, problem));
  const { fault } = c;
  if (fault && !fault.instruction && !fault.jumped) lost.set('code', say.noCode());
  return lost;
}

/** The rule's answer with the confidence that is left to it, and what it could not look at. */
export function weighed(
  c: Pick<Case, 'lost'>,
  { id, needs }: Pick<Rule, 'id' | 'needs'>,
  judgement: Judgement,
): { judgement: Judgement; unchecked: { what: Message; why: Message }[] } {
  const missing = (judgement.needs ?? needs).flatMap((need) => {
    const why = c.lost.get(need);
    return why ? [{ what: say.need({ need: NAMES[need](), rule: id }), why }] : [];
  });
  return {
    judgement:
      missing.length > 0 && judgement.confidence === 'proven'
        ? { ...judgement, confidence: 'likely' }
        : judgement,
    unchecked: missing,
  };
}

const NAMES: Readonly<Record<Need, () => Message>> = {
  log: say.log,
  'panic-cpu': say.panicCpu,
  task: say.task,
  stack: say.stack,
  registers: say.registers,
  code: say.code,
};
