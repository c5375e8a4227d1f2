import { subject, text, type Said } from './message.ts';

/** What is told of CPUs and tasks that did not get on. */
export const lockup = subject('lockup', {
  endless: text<{ first: Said; last: Said; count: number }>({
    en: ({ first, last, count }, say) =>
      `The loop at ${say(first)}${count > 1 ? `–${say(last)}` : ''} has no end: no instruction in it leads out of it, and it calls nothing.`,
    ko: ({ first, last, count }, say) =>
      `${say(first)}${count > 1 ? `–${say(last)}` : ''} 루프는 끝나지 않습니다: 루프 밖으로 나가는 명령어도, 다른 함수 호출도 없습니다`,
  }),
  waits: text<{ first: Said; count: number; what: readonly Said[] }>({
    en: ({ first, count, what }, say) =>
      `It goes round a loop of ${count} instructions at ${say(first)} and reads ${what.map(say).join(' and ')} each time.`,
    ko: ({ first, count, what }, say) =>
      `${say(first)}의 명령어 ${count}개짜리 루프를 돌면서 매번 ${what.map(say).join(', ')} 값을 읽습니다`,
  }),
  held: text<{ place: Said; value: Said }>({
    en: ({ place, value }, say) => `${say(place)} (which holds ${say(value)})`,
    ko: ({ place, value }, say) => `${say(place)} (현재 값 ${say(value)})`,
  }),
  spins: text<{ who: Said; lock: Said; at?: Said; word?: string }>({
    en: ({ who, lock, at, word }, say) =>
      `${say(who)} spins on the lock ${say(lock)}${at === undefined ? '' : `, asked for at ${say(at)}`}${word === undefined ? '' : `; the lock's word is ${word}`}.`,
    ko: ({ who, lock, at, word }, say) =>
      `${say(who)}: 락 ${say(lock)} 획득을 기다리며 스핀 중${at === undefined ? '' : ` (요청한 곳 ${say(at)})`}${word === undefined ? '' : `, 락의 값 ${word}`}`,
  }),
  noLock: text<{ lock: Said; word: string; what?: Said; fill?: Said; free: boolean }>({
    en: ({ lock, word, what, fill, free }, say) =>
      `At ${say(lock)}${what === undefined ? '' : ` (${say(what)})`} there is no lock: no spinlock has the word ${word}${fill === undefined ? '' : `; its lowest bytes are ${say(fill)}`}${free ? '; the object is free' : ''}. Nobody will unlock it.`,
    ko: ({ lock, word, what, fill, free }, say) =>
      `${say(lock)}${what === undefined ? '' : ` (${say(what)})`}: 유효한 락이 아닙니다. 값 ${word}: 스핀락이 가질 수 없는 값${fill === undefined ? '' : ` (${say(fill)})`}${free ? ', 이미 해제된 객체' : ''}. 이 락을 풀어 줄 코드는 없습니다`,
  }),
  underflow: text<{ lock: Said; word: string }>({
    en: ({ lock, word }, say) =>
      `The word of the rwlock ${say(lock)}, ${word}, counts fewer than no readers: it was unlocked more often than it was locked.`,
    ko: ({ lock, word }, say) =>
      `rwlock ${say(lock)} 값 ${word}: reader 수가 0보다 작습니다. 잠근 횟수보다 푼 횟수가 많습니다`,
  }),
  heldBy: text<{ lock: Said; who: Said; at: Said }>({
    en: ({ lock, who, at }, say) =>
      `${say(lock)} was taken by ${say(who)}: its stack goes through ${say(at)}, which had locked it before.`,
    ko: ({ lock, who, at }, say) =>
      `${say(lock)}: ${say(who)} 쪽에서 획득했습니다. 그 스택에 있는 ${say(at)} 함수가 먼저 이 락을 잡았습니다`,
  }),
  heldBySelf: text<{ lock: Said; at: Said }>({
    en: ({ lock, at }, say) =>
      `${say(lock)} was taken before by the same CPU, in ${say(at)}: it waits for itself.`,
    ko: ({ lock, at }, say) =>
      `${say(lock)}: 같은 CPU가 ${say(at)}에서 이미 획득한 락입니다. 자기 자신을 기다리고 있습니다`,
  }),
  heldByNobody: text<{ lock: Said }>({
    en: ({ lock }, say) =>
      `${say(lock)} is locked, but no CPU's stack goes through a function that takes it: whoever took it went away without unlocking.`,
    ko: ({ lock }, say) =>
      `${say(lock)}: 잠겨 있지만 이 락을 잡는 함수가 어느 CPU의 스택에도 없습니다. 락을 잡은 쪽이 풀지 않고 떠났습니다`,
  }),
  diedHolding: text<{ line: Said }>({
    en: ({ line }, say) =>
      `The log says “${say(line)}”: that task died with preemption or interrupts off, as code is that holds a spinlock; nobody unlocks what it held.`,
    ko: ({ line }, say) =>
      `로그에 “${say(line)}” 기록이 있습니다. 이 태스크는 스핀락을 잡은 코드처럼 선점이나 인터럽트가 꺼진 상태에서 죽었으며, 잡고 있던 락을 풀어 줄 태스크가 없습니다`,
  }),
  poolStuck: text<{ who: Said; at?: Said }>({
    en: ({ who, at }, say) =>
      `A pool of workers made no progress: ${say(who)}${at === undefined ? '' : ` stood at ${say(at)}`}.`,
    ko: ({ who, at }, say) =>
      `워커 풀이 진행되지 않았습니다. ${say(who)}${at === undefined ? '' : `: ${say(at)}에 머물러 있었습니다`}`,
  }),
  poolOf: text<{ who: Said; at?: Said }>({
    en: ({ who, at }, say) =>
      `What the pool waited for: ${say(who)}${at === undefined ? '' : ` at ${say(at)}`}.`,
    ko: ({ who, at }, say) => `풀이 기다리던 대상: ${say(who)}${at === undefined ? '' : ` (${say(at)})`}`,
  }),
  circle: text<{ who: readonly Said[] }>({
    en: ({ who }, say) =>
      `They wait for each other's locks: ${who.map(say).join(' → ')}. This is a deadlock.`,
    ko: ({ who }, say) => `서로의 락을 기다리는 교착 상태(deadlock): ${who.map(say).join(' → ')}`,
  }),
  stalled: text<{ cpu: number; who: Said; at?: Said }>({
    en: ({ cpu, who, at }, say) =>
      `The stall names CPU ${cpu}, on which ${say(who)} ran${at === undefined ? '' : `, at ${say(at)}`}.`,
    ko: ({ cpu, who, at }, say) =>
      `스톨이 지목한 CPU ${cpu}: ${say(who)}${at === undefined ? '' : `, ${say(at)}`}에서 실행 중`,
  }),
  stalledTask: text<{ who: Said; at?: Said }>({
    en: ({ who, at }, say) =>
      `The stall names the task ${say(who)}, which is within an RCU read-side section${at === undefined ? '' : `, at ${say(at)}`}.`,
    ko: ({ who, at }, say) =>
      `스톨이 지목한 태스크 ${say(who)}: RCU 읽기 구간 안${at === undefined ? '' : `, ${say(at)}`}`,
  }),
  noticed: text<{ cpu: number; other: number }>({
    en: ({ cpu, other }) => `CPU ${cpu} only noticed it; what did not get on is CPU ${other}.`,
    ko: ({ cpu, other }) => `CPU ${cpu}에서는 문제를 발견했을 뿐이고, 멈춰 있던 것은 CPU ${other}입니다`,
  }),
  rcuOther: text<{ who: Said; at?: Said }>({
    en: ({ who, at }, say) => `RCU waited for ${say(who)}${at === undefined ? '' : ` at ${say(at)}`}.`,
    ko: ({ who, at }, say) =>
      `${say(who)}: ${at === undefined ? '' : `${say(at)}에서 `}RCU가 이 태스크를 기다리고 있었습니다`,
  }),
});
