import { subject } from '../catalogue/message.ts';
import { clockSources, type ClockSource } from '../kernel/clocks.ts';
import { readable } from '../rows/readable.ts';
import { structColumn } from './columns.ts';
import { describe, foundIn, namesOf } from './thing.ts';

const say = subject('clocksources', {
  title: { en: 'Clock sources', ko: '클럭 소스' },
  one: { en: 'clock source', ko: '클럭 소스' },
  empty: { en: 'The clock sources are not in the dump.', ko: '클럭 소스가 덤프에 없습니다.' },
  name: { en: 'Name', ko: '이름' },
  current: { en: 'In use', ko: '사용 중' },
  rating: { en: 'Rating', ko: '등급' },
  ratingHint: {
    en: 'the highest is chosen; 0: no longer used',
    ko: '높은 것이 선택됨. 0이면 더 쓰지 않음',
  },
  flags: { en: 'Flags', ko: '플래그' },
  flagsHint: {
    en: 'MUST_VERIFY: checked by the watchdog; UNSTABLE: found to be wrong',
    ko: 'MUST_VERIFY: 워치독 검사 대상. UNSTABLE: 어긋난 것으로 판정됨',
  },
  mask: { en: 'Mask', ko: '마스크 값' },
  mult: { en: 'Multiplier', ko: '배수(mult)' },
  shift: { en: 'Shift', ko: '시프트(shift)' },
  idle: { en: 'Idle at most', ko: '최대 유휴 시간' },
  idleHint: {
    en: 'beyond this it would wrap around (max_idle_ns)',
    ko: '이보다 길면 카운터가 한 바퀴 돎(max_idle_ns)',
  },
  seen: { en: 'Last checked at', ko: '마지막 비교 값' },
  seenHint: {
    en: 'its count when the watchdog last checked it',
    ko: '워치독이 마지막으로 검사했을 때의 값',
  },
  watched: { en: 'Watchdog at', ko: '워치독 값' },
  watchedHint: { en: 'the watchdog’s count then', ko: '그때 워치독의 값' },
});

/** What time is kept by (kernel/clocks.ts). */
export const thing = describe<ClockSource>()({
  id: 'clocksources',
  ...namesOf(say),
  view: { group: 'machine', order: 10 },
  columns: {
    name: { title: say.name(), kind: 'text', value: ({ name }) => readable(name), ref: refOf },
    current: { title: say.current(), kind: 'flag', value: ({ current }) => current },
    rating: { title: say.rating(), hint: say.ratingHint(), kind: 'count', value: ({ rating }) => rating },
    flags: {
      title: say.flags(),
      hint: say.flagsHint(),
      kind: 'text',
      value: ({ flags }) => flags.join(' '),
      tone: ({ flags }) => (flags.includes('UNSTABLE') ? 'bad' : undefined),
    },
    idle: { title: say.idle(), hint: say.idleHint(), kind: 'ns', value: ({ maxIdle }) => maxIdle },
    mask: { title: say.mask(), kind: 'address', optional: true, value: ({ mask }) => mask },
    mult: { title: say.mult(), kind: 'count', optional: true, value: ({ mult }) => mult },
    shift: { title: say.shift(), kind: 'count', optional: true, value: ({ shift }) => shift },
    seen: {
      title: say.seen(),
      hint: say.seenHint(),
      kind: 'count',
      optional: true,
      value: ({ lastSeen }) => lastSeen,
    },
    watched: {
      title: say.watched(),
      hint: say.watchedHint(),
      kind: 'count',
      optional: true,
      value: ({ lastWatched }) => lastWatched,
    },
    source: structColumn('clocksource', ({ address }) => address),
  },
  list: clockSources,
  ref: foundIn('clocksource', clockSources, refOf),
  name: ({ name }) => readable(name),
  place: ({ address }) => ({ address, type: 'clocksource' }),
  tone: ({ flags, current }) => (flags.includes('UNSTABLE') ? 'warn' : current ? undefined : 'muted'),
});

function refOf({ address }: ClockSource): string {
  return `clocksource:${address.toString(16)}`;
}
