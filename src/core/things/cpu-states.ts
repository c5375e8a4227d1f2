import { subject, verbatim } from '../catalogue/message.ts';
import { refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import { cpuStates, idleFor, type CpuState } from '../kernel/cpu-states.ts';
import { tickDevice } from '../kernel/clocks.ts';
import { sinceBoot } from '../kernel/time.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { cpuColumn, structColumn } from './columns.ts';
import { describe, namesOf, type Way } from './thing.ts';

const say = subject('cpustates', {
  title: { en: 'CPUs: idle, hotplug', ko: 'CPU 유휴·핫플러그' },
  one: { en: 'state of a CPU', ko: 'CPU 상태' },
  heading: { en: 'CPUs: idle, tick and hotplug', ko: 'CPU 유휴, 틱, 핫플러그 상태' },
  empty: { en: 'No CPU could be read.', ko: '읽을 수 있는 CPU가 없습니다.' },
  masks: { en: 'CPU masks', ko: 'CPU 마스크' },
  masksHint: {
    en: 'the masks it is in; on some architectures panic() takes the CPUs that it stops out of online',
    ko: '이 CPU가 들어 있는 마스크. 어떤 아키텍처에서는 panic()이 멈춘 CPU를 online에서 뺌',
  },
  hotplug: { en: 'Hotplug state', ko: '핫플러그 상태' },
  target: { en: 'Target', ko: '목표 상태' },
  targetHint: {
    en: 'differs from the state while the CPU is going up or down',
    ko: '상태와 다르면 전환 중이었음',
  },
  number: { en: 'State number', ko: '상태 번호' },
  idle: { en: 'Idle', ko: '유휴' },
  idleFor: { en: 'Idle for', ko: '유휴 시간' },
  idleForHint: {
    en: 'since it began to idle, in whole ticks',
    ko: '유휴 상태에 들어간 뒤 지난 시간(틱 단위)',
  },
  stopped: { en: 'Tick stopped', ko: '틱 정지' },
  stoppedHint: { en: 'NOHZ: the tick does not wake it', ko: 'NOHZ: 틱으로 깨어나지 않음' },
  tick: { en: 'Last tick', ko: '마지막 틱' },
  tickHint: {
    en: 'when the tick was stopped last, since boot (ts->last_tick)',
    ko: '마지막으로 틱을 멈춘 시점, 부팅 기준(ts->last_tick)',
  },
  next: { en: 'Next timer in', ko: '다음 타이머까지' },
  nextHint: {
    en: 'the timer that will wake it while its tick is stopped; negative: already due',
    ko: '틱이 멈춘 동안 깨어날 시점까지 남은 시간. 음수면 이미 지남',
  },
  calls: { en: 'Idle calls', ko: '유휴 진입' },
  sleeps: { en: 'Ticks stopped', ko: '틱 정지 횟수' },
  needed: { en: 'Tick needed by', ko: '틱이 필요한 이유' },
  neededHint: {
    en: 'what keeps the tick going: tick_dep_mask',
    ko: '틱을 멈추지 못하게 하는 것(tick_dep_mask)',
  },
  device: { en: 'Clock event', ko: '클럭 이벤트' },
});

/** How far each CPU was up and whether it idled (kernel/cpu-states.ts). */
export const thing = describe<CpuState>()({
  id: 'cpustates',
  ...namesOf(say),
  view: { group: 'machine', order: 4 },
  columns: {
    cpu: { ...cpuColumn, noFact: true },
    masks: { title: say.masks(), hint: say.masksHint(), kind: 'text', value: ({ masks }) => masks.join(' ') },
    hotplug: {
      title: say.hotplug(),
      kind: 'text',
      value: ({ hotplug }) => hotplug && readable(hotplug.stateName),
      ref: ({ hotplug }) => hotplug && refTo.instance('cpuhp_cpu_state', hotplug.address),
    },
    target: {
      title: say.target(),
      hint: say.targetHint(),
      kind: 'text',
      value: ({ hotplug }) => hotplug && readable(hotplug.targetName),
      tone: ({ hotplug }) => (hotplug?.moving ? 'warn' : 'muted'),
    },
    number: { title: say.number(), kind: 'count', optional: true, value: ({ hotplug }) => hotplug?.state },
    idle: { title: say.idle(), kind: 'flag', value: ({ idle }) => idle },
    idleFor: {
      title: say.idleFor(),
      hint: say.idleForHint(),
      kind: 'ns',
      value: (state, kernel) => idleFor(kernel, state),
    },
    stopped: {
      title: say.stopped(),
      hint: say.stoppedHint(),
      kind: 'flag',
      value: ({ tick }) => tick?.stopped,
    },
    next: {
      title: say.next(),
      hint: say.nextHint(),
      kind: 'ns',
      value: ({ tick }, kernel) =>
        tick?.nextTimer === undefined ? undefined : tick.nextTimer - sinceBoot(kernel, 'ktime_get'),
    },
    tick: {
      title: say.tick(),
      hint: say.tickHint(),
      kind: 'ns',
      optional: true,
      value: ({ tick }) => tick?.lastTick,
    },
    calls: { title: say.calls(), kind: 'count', value: ({ tick }) => tick?.idleCalls },
    sleeps: { title: say.sleeps(), kind: 'count', value: ({ tick }) => tick?.idleSleeps },
    needed: {
      title: say.needed(),
      hint: say.neededHint(),
      kind: 'text',
      optional: true,
      value: ({ tick }) => tick?.needed.join(' '),
    },
    device: {
      title: say.device(),
      kind: 'address',
      optional: true,
      value: ({ cpu }, kernel) => tickDevice(kernel, cpu),
    },
    sched: structColumn('tick_sched', ({ tick }) => tick?.address, { optional: true }),
  },

  list: cpuStates,
  ref: {
    kinds: ['cpustate'],
    of: ({ cpu }) => `cpustate:${cpu}`,
    find: (kernel, { rest }) => {
      const found = cpuStates(kernel).find(({ cpu }) => String(cpu) === rest);
      if (!found) throw new RequestError(refErrors.cpu({ cpu: rest }));
      return found;
    },
  },

  name: ({ cpu }) => `CPU ${cpu}`,
  *ways({ cpu }): Generator<Way> {
    yield { id: 'cpu', label: verbatim(`CPU ${cpu}`), ref: refTo.cpu(cpu) };
  },
  tone: ({ hotplug }) => (hotplug?.moving ? 'warn' : undefined),
});
