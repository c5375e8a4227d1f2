import { hex } from '../addr.ts';
import { subject } from '../catalogue/message.ts';
import { common } from '../catalogue/things.ts';
import { ioUrings, requestsInFlight, type IoUring } from '../kernel/io-uring.ts';
import { refTo } from '../rows/ref.ts';
import { structColumn, taskColumn, taskColumns } from './columns.ts';
import { describe, foundIn, namesOf, type MoreFact, type Way } from './thing.ts';

const say = subject('iouring', {
  title: { en: 'io_uring', ko: 'io_uring 인스턴스' },
  one: { en: 'io_uring', ko: 'io_uring 인스턴스' },
  heading: { en: 'io_uring instances', ko: 'io_uring 인스턴스' },
  empty: {
    en: 'No task has an io_uring, or this kernel has none.',
    ko: 'io_uring을 쓰는 태스크가 없거나, 이 커널에 io_uring이 없습니다.',
  },
  fd: { en: 'Descriptor', ko: 'fd 번호' },
  fdHint: { en: 'empty: since closed, or only registered', ko: '비어 있으면 이미 닫혔거나 등록만 됨' },
  submissions: { en: 'Submissions', ko: '제출 큐 크기' },
  submissionsHint: { en: 'entries of the submission ring', ko: '제출 링의 엔트리 수' },
  toTake: { en: 'To consume', ko: '제출 대기' },
  toTakeHint: {
    en: 'submitted and not consumed by the kernel yet: tail minus head',
    ko: '제출했으나 커널이 아직 가져가지 않음(tail - head)',
  },
  completions: { en: 'Completions', ko: '완료 큐 크기' },
  completionsHint: { en: 'entries of the completion ring', ko: '완료 링의 엔트리 수' },
  toReap: { en: 'To reap', ko: '완료 대기' },
  toReapHint: {
    en: 'completed and not reaped by the process yet: tail minus head',
    ko: '완료되었으나 프로세스가 아직 꺼내지 않음(tail - head)',
  },
  taken: { en: 'Consumed', ko: '처리 시작' },
  takenHint: {
    en: 'requests that the kernel has consumed since the ring was created',
    ko: '링이 만들어진 뒤 커널이 가져간 요청 수',
  },
  answered: { en: 'Completed', ko: '완료' },
  answeredHint: {
    en: 'completions posted by the kernel; a request may post several or none',
    ko: '커널이 보낸 완료 수. 여러 번 또는 한 번도 보내지 않는 요청도 있음',
  },
  inflight: { en: 'In flight', ko: '처리 중' },
  inflightHint: {
    en: 'unfinished requests of the task, on all its rings',
    ko: '태스크의 전체 링에서 아직 끝나지 않은 요청 수',
  },
  dropped: { en: 'Dropped', ko: '버린 제출' },
  overflowed: { en: 'Overflowed', ko: '넘친 완료' },
  overflowedHint: { en: 'completions that found the ring full', ko: '완료 링에 자리가 없던 수' },
  flags: { en: 'Set up with', ko: '설정' },
  poller: { en: 'Polled by', ko: '폴링 스레드' },
  sq: { en: 'Submission ring, head and tail', ko: '제출 링의 head, tail' },
  cq: { en: 'Completion ring, head and tail', ko: '완료 링의 head, tail' },
});

/** The io_urings of the machine (kernel/io-uring.ts). */
export const thing = describe<IoUring>()({
  id: 'iouring',
  ...namesOf(say),
  view: { group: 'io', order: 15 },
  columns: {
    ...taskColumns,
    fd: { title: say.fd(), hint: say.fdHint(), kind: 'count', value: ({ fd }) => fd },
    submissions: {
      title: say.submissions(),
      hint: say.submissionsHint(),
      kind: 'count',
      value: ({ submission }) => submission.entries,
    },
    toTake: {
      title: say.toTake(),
      hint: say.toTakeHint(),
      kind: 'count',
      value: ({ submission }) => submission.waiting,
    },
    completions: {
      title: say.completions(),
      hint: say.completionsHint(),
      kind: 'count',
      value: ({ completion }) => completion.entries,
    },
    toReap: {
      title: say.toReap(),
      hint: say.toReapHint(),
      kind: 'count',
      value: ({ completion }) => completion.waiting,
    },
    taken: { title: say.taken(), hint: say.takenHint(), kind: 'count', value: ({ taken }) => taken },
    answered: {
      title: say.answered(),
      hint: say.answeredHint(),
      kind: 'count',
      value: ({ answered }) => answered,
    },
    inflight: {
      title: say.inflight(),
      hint: say.inflightHint(),
      kind: 'count',
      value: ({ task }, kernel) => task && requestsInFlight(kernel, task),
    },
    dropped: { title: say.dropped(), kind: 'count', optional: true, value: ({ dropped }) => dropped },
    overflowed: {
      title: say.overflowed(),
      hint: say.overflowedHint(),
      kind: 'count',
      value: ({ overflowed }) => overflowed,
      tone: ({ overflowed }) => (overflowed ? 'warn' : undefined),
    },
    poller: taskColumn({ title: say.poller() }, ({ poller }) => poller),
    flags: { title: say.flags(), kind: 'text', value: ({ flags }) => flags.join(' ') },
    ring: structColumn('io_ring_ctx', ({ address }) => address),
  },

  list: (kernel) => ioUrings(kernel),
  ref: foundIn('iouring', ioUrings, refOf),

  name: ({ task, fd, address }) =>
    task ? `${task.comm} (PID ${task.pid})${fd === undefined ? '' : `, fd ${fd}`}` : hex(address, 16),
  place: ({ address }) => ({ address, type: 'io_ring_ctx' }),
  *facts({ submission, completion }): Generator<MoreFact> {
    for (const [id, name, { head, tail }] of [
      ['sq', say.sq(), submission],
      ['cq', say.cq(), completion],
    ] as const)
      if (head !== undefined && tail !== undefined) yield { id, name, text: `${head}, ${tail}` };
  },
  *ways({ task, poller }): Generator<Way> {
    if (task) yield { id: 'stack', label: common.stack(), ref: refTo.stack(task.address) };
    if (poller) yield { id: 'poller', label: say.poller(), ref: refTo.stack(poller.address) };
  },
});

function refOf({ address }: IoUring): string {
  return `iouring:${hex(address, 16)}`;
}
