import { hex, parseHex } from '../addr.ts';
import { subject, text, verbatim } from '../catalogue/message.ts';
import { common, refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import { cgroupOf, cgroupPath } from '../kernel/cgroups.ts';
import {
  capabilityNames,
  credentials,
  NAMESPACE_KINDS,
  namespaces,
  pidNumbers,
  type Credentials,
} from '../kernel/credentials.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { knownTasks, taskByAddress, type Task } from '../kernel/tasks.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { describe, namesOf, type MoreFact } from './thing.ts';

const say = subject('credentials', {
  title: { en: 'Credentials', ko: '권한' },
  one: { en: 'credentials of a task', ko: '태스크의 권한' },
  heading: {
    en: 'Credentials, namespaces, cgroups',
    ko: '사용자, capability, 네임스페이스, cgroup',
  },
  empty: { en: 'No task could be read.', ko: '읽을 수 있는 태스크가 없습니다.' },
  user: { en: 'User', ko: '사용자' },
  userHint: { en: 'effective user ID', ko: '유효 사용자 ID' },
  group: { en: 'Group', ko: '그룹' },
  users: { en: 'User IDs', ko: '사용자 ID' },
  groupIds: { en: 'Group IDs', ko: '그룹 ID' },
  fourHint: { en: 'real, effective, saved, of the file system', ko: '실제, 유효, 저장, 파일 시스템' },
  groups: { en: 'Further groups', ko: '추가 그룹' },
  capabilities: { en: 'Capabilities', ko: '권한(capability)' },
  capabilitiesHint: { en: 'in effect, without CAP_', ko: '유효 capability, CAP_ 생략' },
  set: text<{ kind: string }>({
    en: ({ kind }) => `Capabilities, ${kind}`,
    ko: ({ kind }) => `${kind} 권한(capability)`,
  }),
  cgroup: { en: 'Cgroup', ko: 'cgroup 경로' },
  seccomp: { en: 'Seccomp', ko: 'seccomp 모드' },
  seccompHint: { en: '0 none, 1 strict, 2 filters', ko: '0 없음, 1 strict, 2 필터' },
  privileges: { en: 'No new privileges', ko: '새 권한 금지(no_new_privs)' },
  oom: { en: 'OOM adjustment', ko: 'OOM 조정값' },
  oomHint: {
    en: '-1000 is never killed, 1000 is killed first',
    ko: '-1000은 종료 대상에서 제외, 1000은 가장 먼저 종료',
  },
  apart: { en: 'Apart from init', ko: 'init과 다른 네임스페이스' },
  apartHint: {
    en: 'the namespaces that it does not share with init: a container has most',
    ko: 'init과 공유하지 않는 네임스페이스. 컨테이너는 대부분이 다름',
  },
  namespace: text<{ kind: string }>({
    en: ({ kind }) => `${kind} namespace`,
    ko: ({ kind }) => `${kind} 네임스페이스`,
  }),
  inner: { en: 'PIDs inwards', ko: '네임스페이스별 PID' },
});

/** Who each task acts as, and in which namespaces and cgroup. */
export const thing = describe<Task>()({
  id: 'credentials',
  ...namesOf(say),
  view: { group: 'who', order: 8 },
  columns: {
    comm: {
      title: common.task(),
      kind: 'text',
      noFact: true,
      value: ({ comm }) => comm,
      ref: (task) => refTo.task(task.address),
    },
    pid: { title: verbatim('PID'), kind: 'count', value: ({ pid }) => pid, ref: (task) => credRef(task) },
    uid: {
      title: say.user(),
      hint: say.userHint(),
      kind: 'count',
      value: (task, kernel) => of(task, kernel)?.uids[1],
    },
    gid: { title: say.group(), kind: 'count', value: (task, kernel) => of(task, kernel)?.gids[1] },
    capabilities: {
      title: say.capabilities(),
      hint: say.capabilitiesHint(),
      kind: 'text',
      value: (task, kernel) => names(of(task, kernel)?.effective),
      tone: (task, kernel) => (of(task, kernel)?.effective ? undefined : 'muted'),
    },
    cgroup: { title: say.cgroup(), kind: 'text', value: (task, kernel) => cgroup(task, kernel) },
    apart: {
      title: say.apart(),
      hint: say.apartHint(),
      kind: 'text',
      value: (task, kernel) => apart(task, kernel),
    },
    seccomp: {
      title: say.seccomp(),
      hint: say.seccompHint(),
      kind: 'count',
      value: (task, kernel) => of(task, kernel)?.seccomp,
    },
    oom: {
      title: say.oom(),
      hint: say.oomHint(),
      kind: 'text',
      value: (task, kernel) => of(task, kernel)?.oomScoreAdjust?.toString(),
    },
    privileges: {
      title: say.privileges(),
      kind: 'flag',
      optional: true,
      value: (task, kernel) => of(task, kernel)?.noNewPrivileges,
    },
    cred: {
      title: verbatim('struct cred'),
      kind: 'address',
      optional: true,
      value: (task, kernel) => of(task, kernel)?.cred,
      ref: (task, kernel) => {
        const at = of(task, kernel)?.cred;
        return at && refTo.instance('cred', at);
      },
    },
  },

  list: (kernel) => knownTasks(kernel),
  ref: {
    kinds: ['cred'],
    of: credRef,
    find: (kernel, { rest }) => {
      const task = taskByAddress(kernel, parseHex(rest) ?? 0n);
      if (!task) throw new RequestError(refErrors.task({ ref: `cred:${rest}` }));
      return task;
    },
  },

  name: ({ comm, pid }) => `${comm} (PID ${pid})`,
  place: (task, kernel) => {
    const found = credentials(kernel, task);
    return found && { address: found.cred, type: 'cred' };
  },
  *facts(task, kernel): Generator<MoreFact> {
    const found = of(task, kernel);
    if (found) {
      yield { id: 'uids', name: say.users(), hint: say.fourHint(), text: found.uids.join(' ') };
      yield { id: 'gids', name: say.groupIds(), hint: say.fourHint(), text: found.gids.join(' ') };
      if (found.groups.length > 0) yield { id: 'groups', name: say.groups(), text: found.groups.join(' ') };
      for (const kind of ['permitted', 'inheritable', 'bounding', 'ambient'] as const)
        yield { id: kind, name: say.set({ kind }), text: names(found[kind]) };
    }
    const inner = pidNumbers(kernel, task);
    if (inner && inner.numbers.length > 1)
      yield { id: 'pids', name: say.inner(), text: inner.numbers.join(' → ') };
    for (const [kind, number] of Object.entries(namespaces(kernel, task)))
      if (number !== undefined) yield { id: kind, name: say.namespace({ kind }), text: String(number) };
  },
  shownBy: ({ pid, address }) => `task -R real_cred,nsproxy,cgroups ${pid === 0 ? hex(address, 16) : pid}`,
});

function of(task: Task, kernel: Kernel): Credentials | undefined {
  const kept = kernel.remember('credentials', () => new WeakMap<Task, { found?: Credentials }>());
  const known = kept.get(task);
  if (known) return known.found;
  const found = credentials(kernel, task);
  kept.set(task, { found });
  return found;
}

function names(set: bigint | undefined): string | undefined {
  return set === undefined ? undefined : capabilityNames(set);
}

function cgroup(task: Task, kernel: Kernel): string | undefined {
  const at = cgroupOf(kernel, task);
  const path = at === undefined ? undefined : cgroupPath(kernel, at);
  return path && readable(path);
}

function apart(task: Task, kernel: Kernel): string | undefined {
  const own = namespaces(kernel, task);
  const init = kernel.remember('namespaces of init', () => {
    const first = knownTasks(kernel).find(({ pid }) => pid === 1);
    return first ? namespaces(kernel, first) : {};
  });
  return NAMESPACE_KINDS.filter(
    (kind) => own[kind] !== undefined && init[kind] !== undefined && own[kind] !== init[kind],
  ).join(',');
}

function credRef({ address }: Task): string {
  return `cred:${hex(address, 16)}`;
}
