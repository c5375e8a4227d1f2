import { hex } from '../addr.ts';
import { subject } from '../catalogue/message.ts';
import { controlGroups, type ControlGroup } from '../kernel/cgroup-tree.ts';
import { readable } from '../rows/readable.ts';
import { structColumn } from './columns.ts';
import { describe, foundIn, inBytes, namesOf } from './thing.ts';

const say = subject('cgroups', {
  title: { en: 'Control groups', ko: '컨트롤 그룹' },
  one: { en: 'control group', ko: '컨트롤 그룹(cgroup)' },
  heading: { en: 'Control groups (cgroup v2)', ko: '컨트롤 그룹(cgroup v2)' },
  empty: {
    en: 'The hierarchy of control groups is not in the dump.',
    ko: '컨트롤 그룹 계층이 덤프에 없습니다.',
  },
  path: { en: 'Group', ko: '그룹' },
  tasks: { en: 'Tasks', ko: '태스크' },
  tasksHint: { en: 'in it, not in those below it', ko: '하위 그룹을 뺀 태스크 수' },
  memory: { en: 'Memory', ko: '메모리' },
  memoryMax: { en: 'Memory limit', ko: '메모리 한도' },
  memoryMaxHint: { en: 'memory.max; empty: none', ko: 'memory.max. 비어 있으면 한도 없음' },
  pids: { en: 'PIDs', ko: 'PID 수' },
  pidsMax: { en: 'PID limit', ko: 'PID 한도' },
  pidsMaxHint: { en: 'pids.max; empty: none', ko: 'pids.max. 비어 있으면 한도 없음' },
  cpu: { en: 'CPU limit', ko: 'CPU 한도' },
  cpuHint: { en: 'cpu.max, of one CPU; empty: none', ko: 'cpu.max, CPU 하나 대비. 비어 있으면 한도 없음' },
  throttled: { en: 'Throttled', ko: '스로틀 횟수' },
  throttledHint: { en: 'how often its CPU time was at its end', ko: 'CPU 시간을 다 써서 멈춘 횟수' },
  removed: { en: 'Removed', ko: '제거됨' },
  removedHint: { en: 'it is gone and something still holds it', ko: '제거되었지만 아직 참조가 남은 그룹' },
  below: { en: 'Removed below', ko: '제거된 하위 그룹' },
  frozen: { en: 'Frozen', ko: '동결' },
});

/** The groups of the unified hierarchy and what their controllers say. */
export const thing = describe<ControlGroup>()({
  id: 'cgroups',
  ...namesOf(say),
  view: { group: 'who', order: 11 },
  columns: {
    path: { title: say.path(), kind: 'text', value: ({ path }) => readable(path), ref: refOf },
    tasks: { title: say.tasks(), hint: say.tasksHint(), kind: 'count', value: ({ tasks }) => tasks },
    memory: {
      title: say.memory(),
      kind: 'bytes',
      value: ({ memory }, kernel) => inBytes(kernel, memory),
      tone: ({ memory, memoryMax }) =>
        memory && memoryMax && memory >= memoryMax * 0.95 ? 'bad' : undefined,
    },
    memoryMax: {
      title: say.memoryMax(),
      hint: say.memoryMaxHint(),
      kind: 'bytes',
      value: ({ memoryMax }, kernel) => inBytes(kernel, memoryMax),
    },
    pids: {
      title: say.pids(),
      kind: 'count',
      value: ({ pids }) => pids,
      tone: ({ pids, pidsMax }) => (pids && pidsMax && pids >= pidsMax ? 'bad' : undefined),
    },
    pidsMax: {
      title: say.pidsMax(),
      hint: say.pidsMaxHint(),
      kind: 'count',
      value: ({ pidsMax }) => pidsMax,
    },
    cpu: { title: say.cpu(), hint: say.cpuHint(), kind: 'percent', value: ({ cpuPercent }) => cpuPercent },
    throttled: {
      title: say.throttled(),
      hint: say.throttledHint(),
      kind: 'count',
      value: ({ throttled }) => throttled,
      tone: ({ throttled }) => (throttled ? 'warn' : undefined),
    },
    frozen: {
      title: say.frozen(),
      kind: 'flag',
      optional: true,
      value: ({ frozen }) => frozen,
      tone: ({ frozen }) => (frozen ? 'warn' : undefined),
    },
    removed: {
      title: say.removed(),
      hint: say.removedHint(),
      kind: 'flag',
      value: ({ removed }) => removed,
      tone: ({ removed }) => (removed ? 'warn' : undefined),
    },
    below: {
      title: say.below(),
      kind: 'count',
      optional: true,
      value: ({ removedBelow }) => removedBelow,
    },
    cgroup: structColumn('cgroup', ({ address }) => address),
  },
  list: controlGroups,
  ref: foundIn('cgroup', controlGroups, refOf),
  name: ({ path }) => readable(path),
  place: ({ address }) => ({ address, type: 'cgroup' }),
  tone: ({ removed }) => (removed ? 'muted' : undefined),
});

function refOf({ address }: ControlGroup): string {
  return `cgroup:${hex(address, 16)}`;
}
