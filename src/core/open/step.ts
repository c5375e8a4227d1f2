import { steps as titles, ways as wayNames } from '../catalogue/open.ts';
import { named, type Message } from '../catalogue/message.ts';
import { OopscopeError, saidBy } from '../errors.ts';
import type { Given } from './given.ts';

/** How long a step of opening took, and by which of its ways it came to an end. */
export interface Timing {
  readonly step: Message;
  /** Absent where there is one way only, or none led there. */
  readonly way?: Message;
  readonly milliseconds: number;
}

/** A way to what a step gives. */
export interface Way<From, To> {
  /** A key of catalogue/open.ts `ways`, where the step has several. */
  readonly id: string;
  /** What is wanted; throws what says why this way does not lead there. */
  find(given: From, on: OnTheWay): To;
}

/** What a way is told, and may tell. */
export interface OnTheWay {
  /** Why the ways before it did not lead there. */
  readonly reasons: readonly Message[];
  /** Says something of what it finds that is to be known; heard only when it finds it. */
  remark(message: Message): void;
  /** Says how far it is, where it takes long. */
  progress(message: Message): void;
}

/** A step of opening: finds one thing that all later ones, and the session, may ask for. */
export interface Step {
  /** What it gives: a key of Given and of catalogue/open.ts `steps`. */
  readonly gives: keyof Given;
  /** What has to be there before. When one of these is lost, the step is too, and its cost is that of the other. */
  readonly needs: readonly (keyof Given)[];
  /** What it looks at too, or at what stands in for it. */
  readonly uses?: readonly (keyof Given)[];
  /** In the order in which they are tried. */
  readonly ways: readonly Way<Given, unknown>[];
  /** What stands in for it when no way leads there; without this the dump cannot be opened. */
  readonly otherwise?: (given: Given) => unknown;
  /** What its absence costs: `reasons` of each way in turn. */
  readonly costs?: (reasons: readonly Message[]) => Message;
}

/** A step whose ways see nothing but what it needs. */
export function step<
  Gives extends keyof Given,
  Needs extends keyof Given,
  Uses extends keyof Given = never,
>(declared: {
  readonly gives: Gives;
  readonly needs: readonly Needs[];
  readonly uses?: readonly Uses[];
  readonly ways: readonly Way<Pick<Given, Needs | Uses>, Given[Gives]>[];
  readonly otherwise?: (given: Given) => Given[Gives];
  readonly costs?: (reasons: readonly Message[]) => Message;
}): Step {
  return declared;
}

/** What opening came to. */
export interface Outcome {
  readonly given: Given;
  readonly lacks: readonly Message[];
  readonly timings: readonly Timing[];
}

/**
 * Goes `steps` from the first to the last. A step that fails costs what its declaration says and nothing else; only one
 * that nothing stands in for ends the opening, with the error of its last way. `progress` hears of each as it begins.
 */
export function take(
  steps: readonly Step[],
  files: Given['files'],
  progress?: (step: Message) => void,
): Outcome {
  const given: Partial<Record<keyof Given, unknown>> = { files };
  const lacks: Message[] = [];
  const timings: Timing[] = [];
  const lost = new Set<keyof Given>();
  for (const each of steps) {
    const title = titles[each.gives as keyof typeof titles]();
    progress?.(title);
    const start = performance.now();
    const way = each.needs.some((need) => lost.has(need))
      ? undefined
      : firstWay(each, given as unknown as Given, lacks, progress);
    if (way) given[each.gives] = way.found;
    else {
      lost.add(each.gives);
      given[each.gives] = each.otherwise?.(given as unknown as Given);
    }
    const taken = way && each.ways.length > 1 ? named(wayNames, way.id) : undefined;
    timings.push({ step: title, way: taken, milliseconds: performance.now() - start });
  }
  return { given: given as unknown as Given, lacks, timings };
}

/** What the first way of `step` that leads anywhere finds; undefined, with its cost among `lacks`, when none does. */
function firstWay(
  step: Step,
  given: Given,
  lacks: Message[],
  progress: (message: Message) => void = () => undefined,
): { readonly id: string; readonly found: unknown } | undefined {
  const reasons: Message[] = [];
  for (const [index, { id, find }] of step.ways.entries()) {
    const remarks: Message[] = [];
    try {
      const found = find(given, { reasons, remark: (message) => remarks.push(message), progress });
      lacks.push(...remarks);
      return { id, found };
    } catch (error) {
      if (!(error instanceof OopscopeError)) throw error;
      if (!step.otherwise && index === step.ways.length - 1) throw error;
      reasons.push(saidBy(error));
    }
  }
  if (step.costs) lacks.push(step.costs(reasons));
  return undefined;
}
