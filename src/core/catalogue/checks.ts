import { subject, text, type Said } from './message.ts';

/** What the kernel's own checks found, read. */
export const checks = subject('check', {
  onWarn: text<{ setting: string }>({
    en: ({ setting }) => `The kernel would have gone on after this report: ${setting} made a crash of it.`,
    ko: ({ setting }) =>
      `원래는 보고만 하고 계속 실행될 문제이지만 ${setting} 설정 때문에 크래시가 되었습니다`,
  }),
  doubleFreeTitle: text({ en: 'Double free', ko: '이중 해제(double free)' }),
  doubleFree: text<{ who: Said; object?: Said; cache?: Said; at?: Said }>({
    en: ({ who, object, cache, at }, say) =>
      `${say(who)} freed ${object === undefined ? 'an object' : `the object ${say(object)}`}${cache === undefined ? '' : ` of slab cache ${say(cache)}`}${at === undefined ? '' : ` at ${say(at)}`}, which was free already.`,
    ko: ({ who, object, cache, at }, say) =>
      `${say(who)}: ${at === undefined ? '' : `${say(at)}에서 `}이미 해제된 객체${object === undefined ? '' : ` ${say(object)}`}${cache === undefined ? '' : `(슬랩 캐시 ${say(cache)})`} 해제를 다시 시도했습니다`,
  }),
  /** `check`: 'BUG()' or 'WARN()'. */
  inRegisters: text<{ object: Said; cache: Said; register: string; cacheRegister: string; check: string }>({
    en: ({ object, cache, register, cacheRegister, check }, say) =>
      `At this ${check} in the allocator's free path ${register} holds the object ${say(object)} and ${cacheRegister} its cache, ${say(cache)}: the allocator checks there that an object which is being freed is not the one that was freed last.`,
    ko: ({ object, cache, register, cacheRegister, check }, say) =>
      `해제 경로의 이 ${check}에서 ${register}에는 객체 ${say(object)}, ${cacheRegister}에는 그 캐시 ${say(cache)} 주소가 있습니다. 해제하려는 객체가 바로 앞에 해제된 객체인지 검사하는 곳입니다`,
  }),
  onFreeList: text<{ object: Said }>({
    en: ({ object }, say) =>
      `${say(object)} stands on the allocator's own lists of free objects: it is free.`,
    ko: ({ object }, say) => `${say(object)}: 할당자의 프리 리스트에 있으므로 이미 해제된 객체입니다`,
  }),
  givenBack: text<{ function: string; address: Said; what?: Said; register: string }>({
    en: ({ function: name, address, what, register }, say) =>
      `${name}() was called with ${say(address)} (${register}), which is no object of the slab allocator${what === undefined ? '' : `: ${say(what)}`}.`,
    ko: ({ function: name, address, what, register }, say) =>
      `${name}() 인자 ${say(address)} (${register}): 슬랩 할당자의 객체가 아닙니다${what === undefined ? '' : ` (${say(what)})`}`,
  }),
  slabTitle: text<{ what: string }>({
    en: ({ what }) => `Slab corruption: ${what}`,
    ko: ({ what }) => `슬랩 손상: ${what}`,
  }),
  slab: text<{ who: Said; cache: Said; what: Said; at?: Said }>({
    en: ({ who, cache, what, at }, say) =>
      `The allocator found an object of slab cache ${say(cache)} damaged (${say(what)}) when ${say(who)} handed it over${at === undefined ? '' : ` at ${say(at)}`}; who damaged it wrote there before.`,
    ko: ({ who, cache, what, at }, say) =>
      `${say(who)}: ${at === undefined ? '' : `${say(at)}에서 `}넘긴 슬랩 캐시 ${say(cache)} 객체의 손상을 할당자가 발견했습니다 (${say(what)}). 손상시킨 쓰기는 그 전에 일어났습니다`,
  }),
  foreignTitle: text({
    en: 'An object was freed into a slab cache that is not its own',
    ko: '객체를 자기 것이 아닌 슬랩 캐시로 해제',
  }),
  foreign: text<{ who: Said; cache: Said; at?: Said }>({
    en: ({ who, cache, at }, say) =>
      `${say(who)} freed an object into the slab cache ${say(cache)}${at === undefined ? '' : ` at ${say(at)}`}, from which it was not allocated.`,
    ko: ({ who, cache, at }, say) =>
      `${say(who)}: ${at === undefined ? '' : `${say(at)}에서 `}슬랩 캐시 ${say(cache)}에서 할당되지 않은 객체를 그 캐시로 해제했습니다`,
  }),
  foreignCache: text<{ cache: string; own: string }>({
    en: ({ cache, own }) => `The object belongs to the slab cache ${own}; it was freed as one of ${cache}.`,
    ko: ({ cache, own }) => `객체의 실제 슬랩 캐시는 ${own}인데 ${cache} 객체로 해제되었습니다`,
  }),
  reportSays: text<{ line: Said }>({
    en: ({ line }, say) => `The report says of the object: "${say(line)}"`,
    ko: ({ line }, say) => `객체에 대한 보고 내용: "${say(line)}"`,
  }),
  beforeBug: text<{ line: Said }>({
    en: ({ line }, say) => `Just before, the kernel said: "${say(line)}"`,
    ko: ({ line }, say) => `바로 앞의 커널 메시지: "${say(line)}"`,
  }),
  usercopy: text<{ way: string; object: Said; offset: string; size: string }>({
    en: ({ way, object, offset, size }, say) =>
      `${way === 'exposure' ? 'A copy to user space' : 'A copy from user space'} of ${size} bytes, at offset ${offset} of ${say(object)}, does not fit into that object.`,
    ko: ({ way, object, offset, size }, say) =>
      `${way === 'exposure' ? '사용자 공간으로의' : '사용자 공간에서의'} 복사 ${size}바이트가 ${say(object)}의 오프셋 ${offset}에서 그 객체를 벗어납니다`,
  }),
  fortify: text<{ function: string; size: string; way: string; buffer: string }>({
    en: ({ function: name, size, way, buffer }) =>
      `${name}() was to ${way} ${size} bytes of a buffer of ${buffer} bytes.`,
    ko: ({ function: name, size, way, buffer }) =>
      `${name}() 함수가 ${buffer}바이트 버퍼에 ${size}바이트를 ${way === 'write' ? '쓰려고' : '읽으려고'} 했습니다`,
  }),
  warnText: text<{ line: Said }>({
    en: ({ line }, say) => `The warning says: "${say(line)}"`,
    ko: ({ line }, say) => `경고 내용: "${say(line)}"`,
  }),
  atomicTitle: text({
    en: 'Scheduling while atomic',
    ko: 'atomic 상태에서 스케줄링 (scheduling while atomic)',
  }),
  atomic: text<{ who: Said; at?: Said }>({
    en: ({ who, at }, say) =>
      `${say(who)} slept${at === undefined ? '' : ` at ${say(at)}`} while it held a spinlock, had preemption disabled or was in an interrupt.`,
    ko: ({ who, at }, say) =>
      `${say(who)}: ${at === undefined ? '' : `${say(at)}에서 `}스핀락을 잡았거나 선점을 끈 상태, 또는 인터럽트 안에서 잠들려고 했습니다`,
  }),
});
