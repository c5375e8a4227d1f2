import { hex, parseHex } from '../addr.ts';
import { subject, text, verbatim } from '../catalogue/message.ts';
import { common, refErrors } from '../catalogue/things.ts';
import { ifKnown, RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { sinceLastRun } from '../kernel/sched.ts';
import { unwindTask } from '../kernel/stacks.ts';
import { shortOf } from '../kernel/task-state.ts';
import { isActive } from '../kernel/running.ts';
import { knownTasks, type Task } from '../kernel/tasks.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import { PAUSE, type Pause } from '../scan/scan.ts';
import { symbolText } from '../symbols/symbol.ts';
import type { Frame } from '../unwind/stack.ts';
import { describe, namesOf, type MoreFact, type Way } from './thing.ts';

const say = subject('stackgroups', {
  title: { en: 'Equal stacks', ko: '같은 스택' },
  one: { en: 'group of equal stacks', ko: '스택이 같은 태스크 묶음' },
  heading: { en: 'Tasks by what their stacks have in common', ko: '스택이 같은 태스크끼리 묶은 목록' },
  empty: { en: 'No stack could be unwound.', ko: '풀 수 있는 스택이 없습니다.' },
  count: { en: 'Tasks', ko: '태스크 수' },
  states: { en: 'States', ko: '상태' },
  in: { en: 'In', ko: '위치' },
  inHint: {
    en: 'the innermost function outside of the scheduler (in_sched_functions)',
    ko: '스케줄러 밖의 가장 안쪽 함수(in_sched_functions)',
  },
  longest: { en: 'Longest', ko: '최장' },
  longestHint: {
    en: 'since the one of them ran that has not for longest; of those that sleep',
    ko: '잠든 태스크 가운데 가장 오래 실행되지 않은 시간',
  },
  who: { en: 'Who', ko: '태스크' },
  frames: { en: 'Stack', ko: '스택' },
  others: text<{ count: number }>({
    en: ({ count }) => `and ${count} more`,
    ko: ({ count }) => `외 ${count}개`,
  }),
});

/** Tasks that came the same way to the same function: what their frames are called is equal. */
interface StackGroup {
  readonly tasks: readonly Task[];
  readonly frames: readonly Frame[];
}

/** Tasks that are named, and functions of a stack that a row tells. */
const MAX_NAMED = 6;
const MAX_FRAMES = 128;
/** Tasks that the inspector lists. */
const MAX_LISTED = 200;

const nameOf = ({ symbol, address }: Frame): string => symbol?.symbol.name ?? hex(address, 16);

/** Tasks whose stacks are unwound before the driver may breathe: some 10 µs to 1 ms each. */
const AT_ONCE = 32;

/** What was gathered so far: who lists them may give up, and another goes on. */
interface Gathering {
  readonly left: Iterator<Task, unknown>;
  readonly found: Map<string, { tasks: Task[]; frames: readonly Frame[] }>;
  groups?: readonly StackGroup[];
}

/** Every task's stack, gathered by the names of its functions; those that wait and take no signal first, then large groups. */
function* gathered(kernel: Kernel): Generator<Pause, readonly StackGroup[], void> {
  const known = kernel.remember('equal stacks', (): Gathering => ({
    left: knownTasks(kernel)[Symbol.iterator](),
    found: new Map(),
  }));
  const { left, found } = known;
  for (let count = 1; !known.groups; count++) {
    const { value: task, done } = left.next();
    if (done) {
      known.groups = [...found.values()].sort(
        (a, b) => Number(isBlocked(b)) - Number(isBlocked(a)) || b.tasks.length - a.tasks.length,
      );
      break;
    }
    const frames = ifKnown(() => unwindTask(kernel, task))?.frames ?? [];
    if (frames.length > 0) {
      const key = frames.map(nameOf).join('\n');
      const group = found.get(key);
      if (group) group.tasks.push(task);
      else found.set(key, { tasks: [task], frames });
    }
    if (count % AT_ONCE === 0) yield PAUSE;
  }
  return known.groups ?? [];
}

const isBlocked = ({ tasks }: StackGroup): boolean =>
  tasks.some(({ stateBits }) => shortOf(stateBits) === 'UN');

/** The innermost frame that does not belong to the scheduler: include/linux/sched/debug.h, in_sched_functions(). */
function waitsIn(kernel: Kernel, { frames }: StackGroup): Frame | undefined {
  const [start, end] = ['start', 'end'].map(
    (edge) => kernel.symbols.image.byName(`__sched_text_${edge}`)?.address,
  );
  const outside = frames.find(
    ({ address }) => start === undefined || end === undefined || address < start || address >= end,
  );
  return outside ?? frames.at(0);
}

/** Stacks that are alike, together: who is odd, and where a crowd waits. */
export const thing = describe<StackGroup>()({
  id: 'stackgroups',
  ...namesOf(say),
  view: { group: 'happened', order: 4 },
  command: 'foreach bt',
  columns: {
    count: { title: say.count(), kind: 'count', value: ({ tasks }) => tasks.length, ref: groupRef },
    states: {
      title: say.states(),
      kind: 'text',
      value: ({ tasks }) => {
        const counts = new Map<string, number>();
        for (const { stateBits } of tasks)
          counts.set(shortOf(stateBits), (counts.get(shortOf(stateBits)) ?? 0) + 1);
        return [...counts]
          .map(([state, count]) => (counts.size > 1 ? `${state} ${count}` : state))
          .join(', ');
      },
      tone: (group) => (isBlocked(group) ? 'warn' : undefined),
    },
    in: {
      title: say.in(),
      hint: say.inHint(),
      kind: 'text',
      value: (group, kernel) => {
        const frame = waitsIn(kernel, group);
        return frame && (frame.symbol ? symbolText(frame.symbol, 16) : nameOf(frame));
      },
      ref: (group, kernel) => {
        const frame = waitsIn(kernel, group);
        return frame && refTo.code(frame.address);
      },
    },
    longest: {
      title: say.longest(),
      hint: say.longestHint(),
      kind: 'ns',
      value: ({ tasks }, kernel) =>
        tasks
          .filter((task) => !isActive(kernel, task))
          .map((task) => sinceLastRun(kernel, task))
          .reduce<bigint | undefined>(
            (most, each) => (most === undefined || each > most ? each : most),
            undefined,
          ),
    },
    who: {
      title: say.who(),
      kind: 'text',
      noFact: true,
      value: ({ tasks }) =>
        tasks
          .slice(0, MAX_NAMED)
          .map(({ comm, pid }) => `${comm} (${pid})`)
          .join(', ') + (tasks.length > MAX_NAMED ? ', …' : ''),
      ref: ({ tasks: [first] }) => refTo.stack(first.address),
    },
    frames: {
      title: say.frames(),
      kind: 'text',
      noFact: true,
      value: ({ frames }) => frames.slice(0, MAX_FRAMES).map(nameOf).join(' ← '),
      tone: () => 'muted',
    },
  },

  *list(kernel) {
    yield* yield* gathered(kernel);
  },
  ref: {
    kinds: ['stackgroup'],
    of: groupRef,
    find: (kernel, { rest }) => {
      const at = parseHex(rest);
      const work = gathered(kernel);
      let step = work.next();
      while (!step.done) step = work.next();
      const found = step.value.find(({ tasks }) => tasks.some(({ address }) => address === at));
      if (!found) throw new RequestError(refErrors.nothing({ ref: `stackgroup:${rest}` }));
      return found;
    },
  },

  name: ({ tasks: [first], frames }) => `${nameOf(frames[0])} (${first.comm})`,
  *facts({ tasks }): Generator<MoreFact> {
    for (const { comm, pid, address } of tasks.slice(0, MAX_LISTED))
      yield { id: 'task', name: common.task(), text: `${comm} (${pid})`, ref: refTo.task(address) };
    if (tasks.length > MAX_LISTED)
      yield { id: 'others', name: verbatim('…'), text: say.others({ count: tasks.length - MAX_LISTED }) };
  },
  *ways({ tasks: [first] }): Generator<Way> {
    yield { id: 'stack', label: common.stack(), ref: refTo.stack(first.address) };
  },
  shownBy: ({ tasks: [first] }) => `bt ${hex(first.address, 16)}`,
  content: ({ frames }) => ({
    lines: frames.map((frame, i): Line => {
      const number = `#${i}`.padStart(3);
      const name = frame.symbol ? symbolText(frame.symbol, 16) : nameOf(frame);
      return {
        text: `${number} ${name}`,
        links: [
          { start: number.length + 1, end: number.length + 1 + name.length, ref: refTo.code(frame.address) },
        ],
      };
    }),
  }),
  tone: (group) => (isBlocked(group) ? 'warn' : undefined),
});

function groupRef({ tasks: [first] }: StackGroup): string {
  return `stackgroup:${hex(first.address, 16)}`;
}
