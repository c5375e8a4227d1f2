import { subject, verbatim } from '../catalogue/message.ts';
import { common } from '../catalogue/things.ts';
import { sinceLastRun } from '../kernel/sched.ts';
import { stateShort } from '../kernel/tasks.ts';
import { circleOf, waits, type Wait } from '../kernel/waits.ts';
import { refTo } from '../rows/ref.ts';
import { structColumn, taskColumn, taskColumns, wordColumn } from './columns.ts';
import { describe, foundIn, namesOf, symbolShown } from './thing.ts';

const say = subject('locks', {
  title: { en: 'Locks and waits', ko: '락과 대기' },
  one: { en: 'wait', ko: '대기' },
  heading: { en: 'What sleeping tasks wait for', ko: '잠든 태스크가 기다리는 대상' },
  empty: {
    en: 'No sleeping task waits for a lock, a completion or a wait queue, as far as stacks tell.',
    ko: '스택으로 확인되는 한, 락·completion·대기 큐를 기다리는 태스크가 없습니다.',
  },
  kind: { en: 'Waits for', ko: '대상' },
  owner: { en: 'Held by', ko: '보유자' },
  ownerHint: {
    en: 'who holds the lock, as the lock says; readers of a rwsem do not all stand there',
    ko: '락에 기록된 보유자. rwsem을 읽기로 잡은 태스크는 모두 기록되지 않습니다',
  },
  hold: { en: 'Held as', ko: '보유 형태' },
  holdHint: {
    en: 'owner: holds the lock; reader: one of those that read, which may have let it go since; last holder: took the semaphore last',
    ko: '보유자: 락을 잡고 있음. 읽기 보유자: 읽기로 잡은 태스크 중 하나이며 이미 놓았을 수 있음. 마지막 보유자: 세마포어를 마지막으로 잡음',
  },
  waited: { en: 'For', ko: '대기 시간' },
  waitedHint: { en: 'since the task ran last', ko: '태스크가 마지막으로 실행된 뒤 지난 시간' },
  waiters: { en: 'Waiters', ko: '대기자 수' },
  circle: { en: 'Circle', ko: '순환 대기' },
  circleHint: {
    en: 'tasks that wait for each other: a deadlock',
    ko: '서로를 기다리는 태스크(교착 상태)',
  },
  where: { en: 'Where', ko: '위치' },
});

/** What the word of a lock that names a task says of it. */
const holds = subject('locks-hold', {
  owner: { en: 'owner', ko: '보유자' },
  reader: { en: 'reader', ko: '읽기 보유자' },
  last: { en: 'last holder', ko: '마지막 보유자' },
});

/** What each sleeping task waits for: locks with their owners, completions, wait queues (kernel/waits.ts). */
export const thing = describe<Wait>()({
  id: 'locks',
  ...namesOf(say),
  view: { group: 'who', order: 4 },
  columns: {
    ...taskColumns,
    state: { title: verbatim('ST'), kind: 'text', value: ({ task }) => stateShort(task) },
    kind: { title: say.kind(), kind: 'text', value: ({ kind }) => kind },
    at: {
      title: say.where(),
      kind: 'address',
      value: ({ at }) => at,
      text: ({ at }, kernel) => symbolShown(kernel, at),
      ref: ({ at, type }) => type && refTo.instance(type, at),
    },
    owner: taskColumn({ title: say.owner(), hint: say.ownerHint() }, ({ owner }) => owner),
    hold: wordColumn({ title: say.hold(), hint: say.holdHint() }, holds, ({ owner, hold }) => owner && hold, {
      tone: () => 'muted',
    }),
    waited: {
      title: say.waited(),
      hint: say.waitedHint(),
      kind: 'ns',
      value: ({ task }, kernel) => sinceLastRun(kernel, task),
    },
    waiters: { title: say.waiters(), kind: 'count', value: ({ waiters }) => waiters },
    circle: {
      title: say.circle(),
      hint: say.circleHint(),
      kind: 'text',
      value: ({ task }, kernel) =>
        circleOf(kernel, task)
          ?.map(({ comm, pid }) => `${comm} (${pid})`)
          .join(' → '),
      tone: () => 'bad',
    },
    task: structColumn('task_struct', ({ task }) => task.address, { optional: true }),
  },

  list: (kernel) => waits(kernel),
  ref: foundIn('wait', waits, refOf),

  name: ({ task, kind }) => `${task.comm} (PID ${task.pid}): ${kind}`,
  place: ({ at, type }) => (type === undefined ? undefined : { address: at, type }),
  *ways({ task, owner }) {
    yield { id: 'stack', label: common.stack(), ref: refTo.stack(task.address) };
    if (owner) yield { id: 'owner', label: say.owner(), ref: refTo.stack(owner.address) };
  },
  shownBy: ({ task }) => `bt ${task.pid}`,
  tone: (wait, kernel) => (circleOf(kernel, wait.task) ? 'bad' : wait.owner ? 'warn' : undefined),
});

function refOf({ task }: Wait): string {
  return `wait:${task.address.toString(16)}`;
}
