import { hex, parseHex } from '../addr.ts';
import { subject, text } from '../catalogue/message.ts';
import { common, refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import { seccompOf, seccomps, type Seccomp } from '../kernel/seccomp.ts';
import { knownTasks, taskByAddress } from '../kernel/tasks.ts';
import { refTo } from '../rows/ref.ts';
import { taskColumns } from './columns.ts';
import { describe, namesOf, type MoreFact, type Way } from './thing.ts';

const say = subject('seccomp', {
  title: { en: 'Seccomp', ko: 'seccomp 제한' },
  one: { en: 'task under seccomp', ko: 'seccomp이 적용된 태스크' },
  heading: { en: 'Tasks under seccomp', ko: 'seccomp이 적용된 태스크' },
  empty: {
    en: 'No task is under seccomp, or this kernel has none.',
    ko: 'seccomp이 적용된 태스크가 없거나, 이 커널에 seccomp이 없습니다.',
  },
  mode: { en: 'Mode', ko: '모드' },
  modeHint: {
    en: 'strict: read, write and exit only; filter: BPF programs decide; dead: killed by a filter',
    ko: 'strict: read·write·exit만 허용. filter: BPF 프로그램이 판정. dead: 필터가 종료시킴',
  },
  count: { en: 'Filters', ko: '필터 수' },
  instructions: { en: 'Instructions', ko: '명령어 수' },
  instructionsHint: { en: 'of eBPF, all filters together', ko: '전체 필터의 eBPF 명령어 수' },
  notifies: { en: 'Notifies', ko: '감독 프로세스에 알림' },
  notifiesHint: {
    en: 'a filter hands system calls to a supervisor (SECCOMP_RET_USER_NOTIF)',
    ko: '필터가 시스템 콜을 감독 프로세스에 넘김(SECCOMP_RET_USER_NOTIF)',
  },
  first: { en: 'seccomp_filter', ko: '필터(seccomp_filter)' },
  filter: text<{ number: number }>({
    en: ({ number }) => `Filter ${number}`,
    ko: ({ number }) => `필터 ${number}`,
  }),
  program: text<{ instructions: number; given: number; log: boolean; notifies: boolean }>({
    en: ({ instructions, given, log, notifies }) =>
      `${instructions} instructions${given > 0 ? ` (from ${given} of classic BPF)` : ''}${log ? ', logs' : ''}${notifies ? ', notifies a supervisor' : ''}`,
    ko: ({ instructions, given, log, notifies }) =>
      `명령어 ${instructions}개${given > 0 ? `(클래식 BPF ${given}개에서 변환)` : ''}${log ? ', 로그 남김' : ''}${notifies ? ', 감독 프로세스에 알림' : ''}`,
  }),
  lost: {
    en: 'the next filter is not in the dump',
    ko: '다음 필터는 덤프에 없습니다',
  },
  prog: { en: 'Its program', ko: '프로그램' },
});

/** Tasks that may not call what they like: struct seccomp (include/linux/seccomp.h). */
export const thing = describe<Seccomp>()({
  id: 'seccomp',
  ...namesOf(say),
  view: { group: 'who', order: 14 },
  columns: {
    ...taskColumns,
    mode: { title: say.mode(), hint: say.modeHint(), kind: 'text', value: ({ modeName }) => modeName },
    count: { title: say.count(), kind: 'count', value: ({ count }) => count },
    instructions: {
      title: say.instructions(),
      hint: say.instructionsHint(),
      kind: 'count',
      value: ({ filters, lost }) =>
        lost || filters.some(({ instructions }) => instructions === undefined)
          ? undefined
          : filters.reduce((sum, { instructions }) => sum + (instructions ?? 0), 0),
    },
    notifies: {
      title: say.notifies(),
      hint: say.notifiesHint(),
      kind: 'flag',
      value: ({ filters }) => filters.some(({ notifies }) => notifies),
    },
    filter: {
      title: say.first(),
      kind: 'address',
      value: ({ filters }) => filters.at(0)?.address,
      ref: ({ filters }) => {
        const at = filters.at(0)?.address;
        return at && refTo.instance('seccomp_filter', at);
      },
    },
  },

  list: (kernel) => seccomps(kernel),
  ref: {
    kinds: ['seccomp'],
    of: refOf,
    find: (kernel, { rest }) => {
      const task = knownTasks(kernel).length > 0 ? taskByAddress(kernel, parseHex(rest) ?? 0n) : undefined;
      const found = task && seccompOf(kernel, task);
      if (!found) throw new RequestError(refErrors.nothing({ ref: `seccomp:${rest}` }));
      return found;
    },
  },

  name: ({ task }) => `${task.comm} (PID ${task.pid})`,
  place: ({ filters }) => {
    const first = filters.at(0);
    return first && { address: first.address, type: 'seccomp_filter' };
  },
  *facts({ filters, lost }): Generator<MoreFact> {
    for (const [i, { address, instructions, given, log, notifies }] of filters.entries())
      yield {
        id: `filter-${i}`,
        name: say.filter({ number: i + 1 }),
        text: say.program({ instructions: instructions ?? 0, given: given ?? 0, log, notifies }),
        ref: refTo.instance('seccomp_filter', address),
      };
    if (lost)
      yield {
        id: 'lost',
        name: say.filter({ number: filters.length + 1 }),
        text: say.lost(),
        tone: 'absent',
      };
  },
  *ways({ task, filters }): Generator<Way> {
    yield { id: 'stack', label: common.stack(), ref: refTo.stack(task.address) };
    const program = filters.at(0)?.program.address;
    if (program) yield { id: 'program', label: say.prog(), ref: refTo.instance('bpf_prog', program) };
  },
});

function refOf({ task }: Seccomp): string {
  return `seccomp:${hex(task.address, 16)}`;
}
