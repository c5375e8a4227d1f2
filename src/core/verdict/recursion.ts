import type { FrameView } from '../rows/verdict.ts';

/** Functions of one circle of calls that are looked for. */
const MAX_CIRCLE = 6;
/** Rounds from which on a recursion is folded: twice may be chance. */
const ROUNDS = 3;

/** What makes two frames the same step of a recursion, on one kind of stack; a place without a name is none. */
function stepOf({ symbol, module, text, boundary, method }: FrameView): string | undefined {
  // Frames of a log that the kernel was not sure of have no symbol, but their text names one.
  const name = symbol ?? /^(?:\? )?([A-Za-z_][\w.]*)\+0x/.exec(text)?.[1];
  return name === undefined
    ? undefined
    : `${name} ${module ?? ''} ${method === 'guess' ? '?' : ''} ${boundary ?? ''}`;
}

/** `frames` with each recursion folded: of functions that call each other round and round one row each, with how often. */
export function folded(frames: readonly FrameView[]): FrameView[] {
  const steps = frames.map(stepOf);
  const rows: FrameView[] = [];
  for (let at = 0; at < frames.length;) {
    const { length, rounds } = circleAt(steps, at);
    const rest = frames.slice(at, at + length);
    rows.push(...(rounds < ROUNDS ? rest : rest.map((each) => ({ ...each, times: rounds }))));
    at += length * (rounds < ROUNDS ? 1 : rounds);
  }
  return rows;
}

/** The shortest circle of calls that begins at `at` and goes round often enough; else the one frame. */
function circleAt(steps: readonly (string | undefined)[], at: number): { length: number; rounds: number } {
  for (let length = 1; length <= MAX_CIRCLE; length++) {
    let end = at + length;
    while (end < steps.length && steps[end] !== undefined && steps[end] === steps[end - length]) end++;
    const rounds = steps.slice(at, at + length).includes(undefined) ? 0 : Math.floor((end - at) / length);
    if (rounds >= ROUNDS) return { length, rounds };
  }
  return { length: 1, rounds: 1 };
}
