import { hex, parseHex } from '../addr.ts';
import { subject } from '../catalogue/message.ts';
import { refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { resourceLimits, type ResourceLimit } from '../kernel/rlimits.ts';
import { taskByAddress, tasks, type Task } from '../kernel/tasks.ts';
import { taskColumns } from './columns.ts';
import { describe, namesOf } from './thing.ts';

const say = subject('limits', {
  title: { en: 'Limits', ko: '자원 한도' },
  one: { en: 'limit of a process', ko: '프로세스의 자원 한도' },
  heading: { en: 'Limits of the processes (rlimit)', ko: '프로세스별 자원 한도(rlimit)' },
  empty: { en: 'No process with limits could be read.', ko: '한도를 읽을 수 있는 프로세스가 없습니다.' },
  name: { en: 'Limit', ko: '한도' },
  nameHint: { en: 'RLIMIT_… (getrlimit)', ko: 'RLIMIT_…에 해당하는 이름(getrlimit)' },
  soft: { en: 'Soft', ko: '소프트' },
  hard: { en: 'Hard', ko: '하드' },
  hardHint: {
    en: 'as far as the process may raise it itself; empty: no limit',
    ko: '프로세스가 스스로 올릴 수 있는 한계. 비어 있으면 제한 없음',
  },
  softHint: { en: 'what is in force; empty: no limit', ko: '현재 적용되는 값. 비어 있으면 제한 없음' },
});

/** A limit of a process. */
interface LimitOf {
  readonly task: Task;
  readonly limit: ResourceLimit;
}

function* limitsOf(kernel: Kernel, task: Task): Generator<LimitOf> {
  for (const limit of resourceLimits(kernel, task) ?? []) yield { task, limit };
}

/** The resource limits of each process: signal_struct.rlim[] (include/linux/sched/signal.h). */
export const thing = describe<LimitOf>()({
  id: 'limits',
  ...namesOf(say),
  view: { group: 'who', order: 12 },
  command: 'ps -r',
  columns: {
    ...taskColumns,
    name: {
      title: say.name(),
      hint: say.nameHint(),
      kind: 'text',
      value: ({ limit }) => limit.name,
      ref: refOf,
    },
    soft: { title: say.soft(), hint: say.softHint(), kind: 'count', value: ({ limit }) => limit.current },
    hard: { title: say.hard(), hint: say.hardHint(), kind: 'count', value: ({ limit }) => limit.maximum },
  },
  *list(kernel, argument) {
    const only = argument === undefined ? undefined : parseHex(argument);
    if (only !== undefined) {
      const task = taskByAddress(kernel, only);
      if (task) yield* limitsOf(kernel, task);
      return;
    }
    for (const task of tasks(kernel)) if (task.pid === task.tgid) yield* limitsOf(kernel, task);
  },
  ref: {
    kinds: ['limit'],
    of: refOf,
    find: (kernel, { rest }) => {
      const [at, name] = rest.split('.');
      const task = taskByAddress(kernel, parseHex(at) ?? 0n);
      for (const each of task ? limitsOf(kernel, task) : []) if (each.limit.name === name) return each;
      throw new RequestError(refErrors.nothing({ ref: `limit:${rest}` }));
    },
  },
  name: ({ task, limit }) => `RLIMIT_${limit.name} (${task.comm}, PID ${task.pid})`,
  shownBy: ({ task }) => `ps -r ${task.pid === 0 ? hex(task.address, 16) : task.pid}`,
});

function refOf({ task, limit }: LimitOf): string {
  return `limit:${hex(task.address, 16)}.${limit.name}`;
}
