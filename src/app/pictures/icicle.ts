/** A stack of some tasks, outermost function first. */
export interface StackOf {
  readonly row: number;
  readonly frames: readonly string[];
  readonly tasks: number;
  /** How many of them wait and take no signal. */
  readonly blocked: number;
}

/** A function as it was called on some stacks: a field of the picture, in parts of the whole. */
export interface Field {
  /** The functions that led to it, and itself. */
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly left: number;
  readonly width: number;
  readonly tasks: number;
  readonly blocked: number;
  /** The largest group of stacks that it is on. */
  readonly row: number;
}

const SEPARATOR = '\n';
/** Narrower fields cannot be seen, deeper ones are not looked at. */
const NARROWEST = 1 / 400;
const DEEPEST = 40;

/** Stacks that begin alike, laid together: outermost functions above, each as wide as tasks are in it; only what is at or below `focus`. */
export function icicle(stacks: readonly StackOf[], focus = ''): readonly Field[] {
  const inFocus = focus === '' ? [] : focus.split(SEPARATOR);
  const within = stacks.filter(({ frames }) => inFocus.every((name, i) => frames[i] === name));
  const whole = within.reduce((sum, { tasks }) => sum + tasks, 0);
  const fields: Field[] = [];
  /** Lays out `some`, which are alike up to `depth`, from `left` on. */
  const layOut = (some: readonly StackOf[], depth: number, left: number): void => {
    const children = new Map<string, StackOf[]>();
    for (const stack of some) {
      const name = stack.frames[depth];
      if (name === undefined) continue;
      const own = children.get(name);
      if (own) own.push(stack);
      else children.set(name, [stack]);
    }
    const sized = [...children].map(([name, own]) => ({
      name,
      own,
      tasks: own.reduce((n, { tasks }) => n + tasks, 0),
    }));
    sized.sort((a, b) => b.tasks - a.tasks);
    let at = left;
    for (const { name, own, tasks } of sized) {
      const width = tasks / whole;
      if (width < NARROWEST || depth >= DEEPEST) continue;
      fields.push({
        path: own[0].frames.slice(0, depth + 1).join(SEPARATOR),
        name,
        depth,
        left: at,
        width,
        tasks,
        blocked: own.reduce((n, { blocked }) => n + blocked, 0),
        row: own.reduce((most, each) => (each.tasks > most.tasks ? each : most)).row,
      });
      layOut(own, depth + 1, at);
      at += width;
    }
  };
  layOut(within, 0, 0);
  return fields;
}

/** How many of the tasks of a group wait and take no signal (UN), of its states as the table tells them: "UN", "IN 10, UN 1". */
export function blockedIn(states: string, tasks: number): number {
  const found = /(?:^|, )UN(?: (\d+))?(?=,|$)/.exec(states);
  return found ? Number(found[1] ?? tasks) : 0;
}
