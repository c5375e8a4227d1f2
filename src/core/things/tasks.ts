import { hex } from '../addr.ts';
import { subject, text, verbatim } from '../catalogue/message.ts';
import { common, refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import { taskOf } from '../inspect/stack.ts';
import { startedWith } from '../kernel/cmdline.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { memoryShare, memoryUse } from '../kernel/mm.ts';
import { panicTask } from '../kernel/panic.ts';
import {
  lastRun,
  policyName,
  savedStackPointer,
  sinceLastRun,
  startTime,
  taskPolicy,
} from '../kernel/sched.ts';
import { taskAccounts, threadFunction } from '../kernel/task-accounts.ts';
import { longOf, shortOf } from '../kernel/task-state.ts';
import { activeCpu } from '../kernel/running.ts';
import { isKernelThread, knownTasks, parentOf, taskByAddress, tasks, type Task } from '../kernel/tasks.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { structColumn } from './columns.ts';
import { describe, namesOf, symbolShown, type MoreFact } from './thing.ts';

const say = subject('tasks', {
  title: { en: 'Tasks', ko: '태스크' },
  one: { en: 'task', ko: '태스크' },
  empty: {
    en: 'No task could be read from this dump.',
    ko: '이 덤프에서 태스크를 읽지 못했습니다.',
  },
  comm: { en: 'Command', ko: '이름' },
  commHint: { en: 'task_struct.comm, at most 15 characters', ko: 'task_struct.comm, 최대 15자' },
  pidHint: { en: 'of the thread', ko: '스레드의 PID' },
  ppidHint: { en: 'of the parent process', ko: '부모 프로세스의 PID' },
  tgidHint: { en: 'of the process the thread belongs to', ko: '스레드가 속한 프로세스의 PID' },
  state: { en: 'State', ko: '상태' },
  stateHint: {
    en: 'RU runs or waits for a CPU, IN sleeps, UN sleeps and takes no signal, ID idles, ZO zombie',
    ko: 'RU 실행 중이거나 CPU 대기, IN 대기, UN 시그널을 받지 않는 대기, ID 유휴, ZO 좀비',
  },
  active: { en: 'Active', ko: '실행 중' },
  activeHint: {
    en: 'what a CPU was running; “panic” is the task that brought the machine down',
    ko: 'CPU에서 실행 중이던 태스크. “panic”은 시스템을 멈추게 한 태스크입니다',
  },
  kind: { en: 'Kind', ko: '종류' },
  kindHint: { en: 'kernel thread or user process', ko: '커널 스레드 또는 사용자 프로세스' },
  memory: { en: '%Mem', ko: '%메모리' },
  memoryHint: { en: 'resident pages, of all memory', ko: '전체 메모리 중 상주 페이지의 비율' },
  vszHint: { en: 'address space: mm_struct.total_vm', ko: '주소 공간: mm_struct.total_vm' },
  rssHint: {
    en: 'resident memory, with what threads had not yet added to their process',
    ko: '상주 메모리. 스레드가 아직 프로세스에 합산하지 않은 분량도 포함합니다',
  },
  policy: { en: 'Policy', ko: '정책' },
  since: { en: 'Since last run', ko: '마지막 실행 이후' },
  sinceHint: {
    en: 'since it came onto its CPU last, by that CPU’s clock',
    ko: '마지막으로 CPU를 받은 뒤 지난 시간(그 CPU의 시계 기준)',
  },
  lastRun: { en: 'Last run', ko: '마지막 실행' },
  lastRunHint: {
    en: 'scheduler’s clock when it came onto its CPU last',
    ko: '마지막으로 CPU를 받은 때의 스케줄러 시각',
  },
  started: { en: 'Started', ko: '시작 시각' },
  startedHint: { en: 'after boot: task_struct.start_time', ko: '부팅 기준: task_struct.start_time' },
  utime: { en: 'User time', ko: '사용자 모드 시간' },
  stime: { en: 'System time', ko: '커널 모드 시간' },
  waited: { en: 'Waited for a CPU', ko: 'CPU 대기 시간' },
  waitedHint: {
    en: 'runnable and not running, in all: sched_info.run_delay',
    ko: '실행 가능한 상태로 CPU를 기다린 시간의 합: sched_info.run_delay',
  },
  switches: { en: 'Gave up its CPU', ko: '자발적 전환' },
  switchesHint: { en: 'voluntary context switches', ko: '스스로 CPU를 내놓은 횟수' },
  preempted: { en: 'Was preempted', ko: '비자발적 전환' },
  preemptedHint: { en: 'involuntary context switches', ko: 'CPU를 빼앗긴 횟수' },
  minorFaults: { en: 'Minor faults', ko: '마이너 폴트' },
  majorFaults: { en: 'Major faults', ko: '메이저 폴트' },
  readBytes: { en: 'Read', ko: '읽은 양' },
  writtenBytes: { en: 'Written', ko: '쓴 양' },
  function: { en: 'Thread function', ko: '스레드 함수' },
  functionHint: {
    en: 'of kernel threads; of a workqueue’s worker what it was at',
    ko: '커널 스레드의 함수. 워크큐 워커는 처리하던 작업',
  },
  maps: { en: 'Memory maps', ko: '메모리 맵' },
  limits: { en: 'Limits', ko: '자원 한도' },
  files: { en: 'Open files', ko: '열린 파일' },
  signals: { en: 'Signals', ko: '시그널' },
  credentials: { en: 'Credentials', ko: '권한' },
  stateLong: { en: 'State in full', ko: '상태 전체' },
  stackPointer: { en: 'Saved stack pointer', ko: '저장된 스택 포인터' },
  args: { en: 'Command line', ko: '명령행' },
  argsHint: { en: 'where user memory is in the dump', ko: '사용자 메모리가 덤프에 있을 때' },
  running: { en: 'running', ko: '실행 중' },
  onCpu: text<{ cpu: number }>({ en: ({ cpu }) => `on CPU ${cpu}`, ko: ({ cpu }) => `CPU ${cpu}에서` }),
  parent: { en: 'parent', ko: '부모' },
  process: { en: 'process', ko: '프로세스' },
});

/** What the table says of a task besides the kernel's own words. */
const kinds = subject('tasks-kind', {
  kernel: { en: 'kernel', ko: '커널' },
  user: { en: 'user', ko: '사용자' },
});
const activities = subject('tasks-active', {
  panic: { en: 'panic', ko: '패닉' },
  active: { en: 'active', ko: '실행 중' },
});

const MAX_ARGS = 2000;
const MAX_NAMED = 200;

/** All threads, as `ps` lists them: struct task_struct (include/linux/sched.h). */
export const thing = describe<Task>()({
  id: 'tasks',
  ...namesOf(say),
  view: { group: 'who', order: 1 },
  command: 'ps',
  columns: {
    comm: {
      title: say.comm(),
      hint: say.commHint(),
      kind: 'text',
      value: (task) => task.comm,
      ref: (task) => refTo.task(task.address),
    },
    pid: { title: verbatim('PID'), hint: say.pidHint(), kind: 'count', value: (task) => task.pid },
    ppid: {
      title: verbatim('PPID'),
      hint: say.ppidHint(),
      kind: 'count',
      noFact: true,
      value: (task, kernel) => taskByAddress(kernel, task.parent)?.pid ?? 0,
      tone: (task, kernel) => (taskByAddress(kernel, task.parent)?.pid ? undefined : 'muted'),
    },
    tgid: {
      title: verbatim('TGID'),
      hint: say.tgidHint(),
      kind: 'count',
      optional: true,
      noFact: true,
      value: (task) => task.tgid,
    },
    cpu: { title: verbatim('CPU'), kind: 'count', value: (task) => task.cpu },
    state: {
      title: say.state(),
      hint: say.stateHint(),
      kind: 'text',
      noFact: true,
      value: (task) => shortOf(task.stateBits),
      tone: (task) => {
        const state = shortOf(task.stateBits);
        return state === 'UN' ? 'warn' : state === 'ZO' || state === 'DE' ? 'muted' : undefined;
      },
    },
    active: {
      title: say.active(),
      hint: say.activeHint(),
      kind: 'flag',
      noFact: true,
      words: Object.values(activities).map((each) => each()),
      value: (task, kernel) => activeCpu(kernel, task) !== undefined,
      text: (task, kernel) =>
        isPanicked(task, kernel) ? 'panic' : activeCpu(kernel, task) === undefined ? ' ' : 'active',
      tone: (task, kernel) => (isPanicked(task, kernel) ? 'bad' : 'good'),
    },
    kernel: {
      title: say.kind(),
      hint: say.kindHint(),
      kind: 'flag',
      words: Object.values(kinds).map((each) => each()),
      value: (task) => isKernelThread(task),
      text: (task) => (isKernelThread(task) ? 'kernel' : 'user'),
      tone: () => 'muted',
    },
    memory: {
      title: say.memory(),
      hint: say.memoryHint(),
      kind: 'percent',
      value: (task, kernel) => Number(memoryShare(kernel, memoryUse(kernel, task).resident).toFixed(1)),
      tone: (task, kernel) => (memoryUse(kernel, task).resident === 0 ? 'muted' : undefined),
    },
    vsz: {
      title: verbatim('VSZ'),
      hint: say.vszHint(),
      kind: 'bytes',
      value: (task, kernel) => memoryUse(kernel, task).total * kernel.layout.pageSize,
      tone: (task, kernel) => (memoryUse(kernel, task).total === 0 ? 'muted' : undefined),
    },
    rss: {
      title: verbatim('RSS'),
      hint: say.rssHint(),
      kind: 'bytes',
      value: (task, kernel) => memoryUse(kernel, task).resident * kernel.layout.pageSize,
      tone: (task, kernel) => (memoryUse(kernel, task).resident === 0 ? 'muted' : undefined),
    },
    task: structColumn('task_struct', (task) => task.address),
    policy: {
      title: say.policy(),
      kind: 'text',
      optional: true,
      value: (task) => {
        const policy = taskPolicy(task);
        return policy === undefined ? undefined : policyName(policy);
      },
    },
    since: {
      title: say.since(),
      hint: say.sinceHint(),
      kind: 'ns',
      optional: true,
      value: (task, kernel) => sinceLastRun(kernel, task),
    },
    lastRun: {
      title: say.lastRun(),
      hint: say.lastRunHint(),
      kind: 'ns',
      optional: true,
      noFact: true,
      value: (task) => lastRun(task),
    },
    start: {
      title: say.started(),
      hint: say.startedHint(),
      kind: 'ns',
      optional: true,
      value: (task) => startTime(task),
    },
    utime: {
      title: say.utime(),
      kind: 'ns',
      optional: true,
      value: (task) => task.object.try((each) => each.get('utime').bigint()) ?? 0n,
    },
    stime: {
      title: say.stime(),
      kind: 'ns',
      optional: true,
      value: (task) => task.object.try((each) => each.get('stime').bigint()) ?? 0n,
    },
    waited: {
      title: say.waited(),
      hint: say.waitedHint(),
      kind: 'ns',
      dear: true,
      value: (task) => taskAccounts(task).waited,
    },
    switches: {
      title: say.switches(),
      hint: say.switchesHint(),
      kind: 'count',
      dear: true,
      value: (task) => taskAccounts(task).voluntary,
    },
    preempted: {
      title: say.preempted(),
      hint: say.preemptedHint(),
      kind: 'count',
      dear: true,
      value: (task) => taskAccounts(task).involuntary,
    },
    minorFaults: {
      title: say.minorFaults(),
      kind: 'count',
      dear: true,
      value: (task) => taskAccounts(task).minorFaults,
    },
    majorFaults: {
      title: say.majorFaults(),
      kind: 'count',
      dear: true,
      value: (task) => taskAccounts(task).majorFaults,
    },
    readBytes: {
      title: say.readBytes(),
      kind: 'bytes',
      dear: true,
      value: (task) => taskAccounts(task).readBytes,
    },
    writtenBytes: {
      title: say.writtenBytes(),
      kind: 'bytes',
      dear: true,
      value: (task) => taskAccounts(task).writtenBytes,
    },
    function: {
      title: say.function(),
      hint: say.functionHint(),
      kind: 'address',
      dear: true,
      value: (task, kernel) => threadFunction(kernel, task),
      text: (task, kernel) => symbolShown(kernel, threadFunction(kernel, task)),
      ref: (task, kernel) => {
        const at = threadFunction(kernel, task);
        return at === undefined ? undefined : refTo.code(at);
      },
    },
    stateLong: {
      title: say.stateLong(),
      kind: 'text',
      optional: true,
      value: (task) => longOf(task.stateBits),
      tone: () => 'muted',
    },
    kstackp: {
      title: say.stackPointer(),
      kind: 'address',
      optional: true,
      noFact: true,
      value: (task, kernel) => savedStackPointer(kernel, task),
      ref: (task) => refTo.stack(task.address),
    },
    args: {
      title: say.args(),
      hint: say.argsHint(),
      kind: 'text',
      dear: true,
      value: (task, kernel) => commandLine(kernel, task),
    },
  },

  list: (kernel) => tasks(kernel),
  count: (kernel) => (kernel.types.has('task_struct', 'tasks') ? tasks(kernel).length : undefined),
  ref: {
    kinds: ['task', 'pid', 'stack'],
    of: (task) => refTo.task(task.address),
    find: (kernel, { kind, rest }) => {
      const task = taskOf(kernel, `${kind}:${rest}`);
      if (!task) throw new RequestError(refErrors.task({ ref: `${kind}:${rest}` }));
      return task;
    },
  },
  prefix: '#',
  *named(kernel, test) {
    if (!kernel) return;
    let count = 0;
    for (const task of knownTasks(kernel)) {
      const pid = String(task.pid);
      if (!test(task.comm) && !test(pid) && !test(hex(task.address, 16))) continue;
      yield { name: task.comm, ref: refTo.task(task.address), about: `PID ${pid}`, word: pid };
      if (++count >= MAX_NAMED) return;
    }
  },

  name: (task) => `${task.comm} (PID ${task.pid})`,
  place: (task) => ({ address: task.address, type: 'task_struct' }),
  *facts(task, kernel): Generator<MoreFact> {
    if (task.tgid !== task.pid)
      yield { id: 'process', name: say.process(), value: task.tgid, kind: 'count', ref: `pid:${task.tgid}` };
    const parent = task.object.try(() => parentOf(kernel, task));
    if (parent)
      yield {
        id: 'parent',
        name: say.parent(),
        text: `${parent.comm} (${parent.pid})`,
        ref: refTo.task(parent.address),
      };
    const cpu = activeCpu(kernel, task);
    if (cpu !== undefined)
      yield {
        id: 'running',
        name: say.running(),
        text: say.onCpu({ cpu }),
        tone: isPanicked(task, kernel) ? 'bad' : 'good',
      };
    for (const member of ['stack', 'mm', 'files', 'signal']) {
      const value = task.object.try((object) => object.find(member)?.pointer());
      if (value)
        yield { id: member, name: verbatim(member), kind: 'address', value, ref: refTo.address(value) };
    }
  },
  *ways(task) {
    yield { id: 'stack', label: common.stack(), ref: refTo.stack(task.address) };
    if (task.mm !== 0n) yield { id: 'maps', label: say.maps(), ref: refTo.rows('vmas', task.address) };
    yield { id: 'files', label: say.files(), ref: refTo.rows('files', task.address) };
    yield { id: 'signals', label: say.signals(), ref: `signals:${hex(task.address, 16)}` };
    yield { id: 'limits', label: say.limits(), ref: refTo.rows('limits', task.address) };
    yield { id: 'credentials', label: say.credentials(), ref: `cred:${hex(task.address, 16)}` };
  },
  home: (task) => refTo.stack(task.address),
  shownBy: (task) => `task ${task.pid === 0 ? hex(task.address, 16) : task.pid}`,
  tone: (task, kernel) => (isPanicked(task, kernel) ? 'bad' : undefined),
});

function isPanicked(task: Task, kernel: Kernel): boolean {
  return kernel.remember('address of the panic task', () => panicTask(kernel)?.address) === task.address;
}

/** The arguments in user memory; undefined where they are not in the dump. */
function commandLine(kernel: Kernel, task: Task): string | undefined {
  const found = startedWith(kernel, task);
  return 'absent' in found ? undefined : readable(found.args.join(' ')).slice(0, MAX_ARGS);
}
