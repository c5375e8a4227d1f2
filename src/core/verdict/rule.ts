import type { Culprit, Confidence, Finding, Verdict } from '../rows/verdict.ts';
import type { Message } from '../catalogue/message.ts';
import type { Registers } from '../arch/registers.ts';
import type { Task } from '../kernel/tasks.ts';
import type { Frame, Stack } from '../unwind/stack.ts';
import type { Case, Need } from './case.ts';
import type { LogFact } from './log.ts';

/** A place as the log names it. */
export interface LoggedPlace {
  readonly symbol: string;
  readonly offset: number;
  readonly module?: string;
  readonly fact: LogFact;
}

/** What a rule that knows the kind of stop answers. */
export interface Judgement {
  /** One of the kinds of design: 'null-pointer', 'sysrq' … */
  readonly kind: string;
  readonly title: Message;
  readonly confidence: Confidence;
  readonly sentence: string | Message;
  readonly access?: 'read' | 'write' | 'execute';
  readonly address?: bigint;
  readonly findings: readonly Finding[];
  /** When it is not the first function that may be blamed. */
  readonly culprit?: Culprit;
  /** Index of the first frame of its stack that may be blamed, where the rule knows better. */
  readonly blameFrom?: number;
  /** The task it is about, when that is not the one that panicked (hung tasks). */
  readonly task?: Task;
  /** The stack it is about, when that is not the panic task's. */
  readonly stack?: Stack;
  /** The CPU it is about, when that is not the one that panicked (a stall that another CPU noticed). */
  readonly cpu?: number;
  /** What it is about cannot be read, and the panicking CPU only noticed it: no place, nobody to blame. */
  readonly elsewhere?: boolean;
  /** The registers where a CPU stood that did not get on: the code there is shown. */
  readonly stopped?: Registers;
  /** How sure it is who is to blame, where the rule knows more than that somebody was found there. */
  readonly sure?: Confidence;
  /** The frame where it happened, where the rule knows better. */
  readonly where?: Frame;
  /** What was at work within the first frame without a frame of its own: it is asked first who is to blame (tail-call.ts). */
  readonly tail?: Frame;
  /** The place that the log names, where no stack can be read. */
  readonly place?: LoggedPlace;
  /** What the log shows of the place, where the stack there is no more. */
  readonly shown?: Pick<Verdict, 'trace' | 'registers' | 'instructions'>;
  /** What this answer stands on, where that is not what the rule's others stand on. */
  readonly needs?: readonly Need[];
  /** What of the judgement goes into the bucket besides the functions. */
  readonly subKind?: string;
}

/** One kind of stop: what is looked for, and what is said when it is found. The first that answers wins. */
export interface Rule {
  readonly id: string;
  /** What it looks for, in a sentence: for the documentation. */
  readonly about: string;
  /** Lower are asked first: the decision table's order. */
  readonly order: number;
  /** What its proof stands on: where one of these could not be read, its answer is likely at best (needs.ts). */
  readonly needs: readonly Need[];
  examine(c: Case): Judgement | undefined;
}
