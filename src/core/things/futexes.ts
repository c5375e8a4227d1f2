import { hex } from '../addr.ts';
import { subject } from '../catalogue/message.ts';
import { common } from '../catalogue/things.ts';
import { ifKnown } from '../errors.ts';
import { futexArea, futexValue, futexWaiters, type FutexKey, type FutexWaiter } from '../kernel/futexes.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { sinceLastRun } from '../kernel/sched.ts';
import { waits } from '../kernel/waits.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { structColumn, taskColumn, taskColumns, wordColumn } from './columns.ts';
import { describe, foundIn, namesOf, type Way } from './thing.ts';

const say = subject('futexes', {
  title: { en: 'Futexes', ko: '퓨텍스(futex)' },
  one: { en: 'wait for a futex', ko: '퓨텍스 대기' },
  heading: { en: 'Who waits for which futex', ko: '퓨텍스(futex)를 기다리는 태스크' },
  empty: {
    en: 'Nobody waits for a futex, or the kernel’s tables of them are not in the dump.',
    ko: '퓨텍스를 기다리는 태스크가 없거나, 커널의 퓨텍스 테이블이 덤프에 없습니다.',
  },
  at: { en: 'Word at', ko: '퓨텍스 주소' },
  atHint: { en: 'in the memory of the task that waits', ko: '기다리는 태스크의 사용자 주소' },
  key: { en: 'Shared', ko: '공유 범위' },
  keyHint: {
    en: 'private: of one process (FUTEX_PRIVATE_FLAG); shared: without that flag, but in private memory of one process; file: in a mapped file or shared memory',
    ko: '전용: 한 프로세스(FUTEX_PRIVATE_FLAG). 공유: 플래그는 없지만 한 프로세스의 전용 메모리. 파일: 매핑된 파일이나 공유 메모리',
  },
  area: { en: 'In', ko: '매핑' },
  areaHint: { en: 'the file mapped there; else the area', ko: '그 주소에 매핑된 파일. 없으면 메모리 영역' },
  value: { en: 'Value', ko: '값' },
  valueHint: {
    en: 'of the word; of a futex with priority inheritance the low 30 bits are its owner’s thread ID. Empty: the page is not in the dump',
    ko: '퓨텍스 워드의 값. 우선순위 상속 퓨텍스면 하위 30비트가 보유자의 스레드 ID. 비어 있으면 페이지가 덤프에 없음',
  },
  owner: { en: 'Held by', ko: '보유자' },
  ownerHint: {
    en: 'known of futexes with priority inheritance only; of others the kernel does not know it',
    ko: '우선순위 상속(PI) 퓨텍스만 알 수 있음. 그 밖의 퓨텍스는 커널이 보유자를 모름',
  },
  others: { en: 'Waiters', ko: '대기자 수' },
  othersHint: { en: 'for the same word', ko: '같은 워드를 기다리는 수' },
  waited: { en: 'For', ko: '대기 시간' },
  waitedHint: { en: 'since the task ran last', ko: '태스크가 마지막으로 실행된 뒤 지난 시간' },
  bitset: { en: 'Bits', ko: '비트셋' },
  bitsetHint: {
    en: 'FUTEX_WAIT_BITSET: a wake-up must have one of them',
    ko: 'FUTEX_WAIT_BITSET의 비트. 깨울 때 하나라도 겹쳐야 함',
  },
});

const keys = subject('futex-keys', {
  private: { en: 'private', ko: '전용' },
  shared: { en: 'shared', ko: '공유' },
  file: { en: 'file', ko: '파일' },
}) satisfies Record<FutexKey, unknown>;

/** From the kernel's tables; where pages of those are absent, from the stacks of those who sleep. */
function allWaiters(kernel: Kernel): readonly FutexWaiter[] {
  return kernel.remember('who waits for futexes', () => {
    const found = new Map<bigint, FutexWaiter>();
    for (const each of futexWaiters(kernel)) found.set(each.object.address, each);
    for (const { futex } of ifKnown(() => waits(kernel)) ?? [])
      if (futex && !found.has(futex.object.address)) found.set(futex.object.address, futex);
    return [...found.values()];
  });
}

function sameWord(kernel: Kernel, { sameAs }: FutexWaiter): number {
  const counts = kernel.remember('waiters by futex', () => {
    const found = new Map<string, number>();
    for (const each of allWaiters(kernel)) found.set(each.sameAs, (found.get(each.sameAs) ?? 0) + 1);
    return found;
  });
  return counts.get(sameAs) ?? 1;
}

/** Who waits for a futex: struct futex_q (kernel/futex/futex.h). */
export const thing = describe<FutexWaiter>()({
  id: 'futexes',
  ...namesOf(say),
  view: { group: 'who', order: 5 },
  columns: {
    ...taskColumns,
    at: { title: say.at(), hint: say.atHint(), kind: 'address', value: ({ at }) => at },
    key: wordColumn({ title: say.key(), hint: say.keyHint() }, keys, ({ key }) => key),
    area: {
      title: say.area(),
      hint: say.areaHint(),
      kind: 'text',
      value: (each, kernel) => {
        const area = futexArea(kernel, each);
        return area && (readable(area.file) || `${hex(area.vma.start)}-${hex(area.vma.end)}`);
      },
      ref: (each, kernel) => {
        const area = ifKnown(() => futexArea(kernel, each));
        return area && each.task && `vma:${hex(each.task.address, 16)}.${hex(area.vma.start)}`;
      },
    },
    value: {
      title: say.value(),
      hint: say.valueHint(),
      kind: 'count',
      value: (each, kernel) => futexValue(kernel, each),
    },
    owner: taskColumn({ title: say.owner(), hint: say.ownerHint() }, ({ owner }) => owner),
    others: {
      title: say.others(),
      hint: say.othersHint(),
      kind: 'count',
      value: (each, kernel) => sameWord(kernel, each),
    },
    waited: {
      title: say.waited(),
      hint: say.waitedHint(),
      kind: 'ns',
      value: ({ task }, kernel) => task && sinceLastRun(kernel, task),
    },
    bitset: {
      title: say.bitset(),
      hint: say.bitsetHint(),
      kind: 'text',
      optional: true,
      value: ({ object }) => hex(object.get('bitset').number(), 8),
    },
    waiter: structColumn('futex_q', ({ object }) => object.address, { optional: true }),
  },

  list: (kernel) => allWaiters(kernel),
  ref: foundIn('futex', allWaiters, refOf),

  name: ({ task, at }) =>
    `${at === undefined ? 'futex' : hex(at)}: ${task ? `${task.comm} (PID ${task.pid})` : '?'}`,
  place: ({ object }) => ({ address: object.address, type: 'futex_q' }),
  *ways({ task, owner }): Generator<Way> {
    if (task) yield { id: 'stack', label: common.stack(), ref: refTo.stack(task.address) };
    if (owner) yield { id: 'owner', label: say.owner(), ref: refTo.stack(owner.address) };
  },
  shownBy: ({ task }) => task && `bt ${task.pid}`,
});

function refOf({ object }: FutexWaiter): string {
  return `futex:${hex(object.address, 16)}`;
}
