import { subject, text, type Message, type Said } from './message.ts';

/** What reports in a log are about, in a few words, beside `trouble`. */
export const reported = subject('reported', {
  fault: text({ en: 'fault in kernel mode', ko: '커널 모드 폴트' }),
  userAccess: text({ en: 'the kernel touched user memory', ko: '커널이 사용자 메모리에 접근' }),
  readOnly: text({ en: 'write to read-only memory', ko: '읽기 전용 메모리에 쓰기' }),
  noExec: text({ en: 'execution of memory that is not code', ko: '코드가 아닌 메모리 실행' }),
  stackSegment: text({ en: 'stack segment fault', ko: '스택 세그먼트 오류' }),
  invalidOpcode: text({ en: 'invalid opcode', ko: '잘못된 명령어' }),
  int3: text({ en: 'breakpoint trap (int3)', ko: '중단점 트랩(int3)' }),
  alignment: text({ en: 'alignment fault', ko: '정렬 오류' }),
  systemError: text({ en: 'system error of the hardware', ko: '하드웨어 시스템 오류' }),
  assertion: text({ en: 'an assertion of a module failed', ko: '모듈의 단언(assertion) 실패' }),
  reservedBit: text({ en: 'a page table is damaged', ko: '페이지 테이블 손상' }),
  kmsan: text({ en: 'KMSAN report', ko: 'KMSAN 보고' }),
  kcsan: text({ en: 'KCSAN report', ko: 'KCSAN 보고' }),
  objectDebug: text({
    en: 'an object was used wrongly (object debugging)',
    ko: '객체를 잘못 사용함(객체 디버깅)',
  }),
  leak: text({ en: 'memory leak (kmemleak)', ko: '메모리 누수(kmemleak)' }),
  unwinder: text({ en: 'the unwinder complains of a stack', ko: '언와인더가 스택 이상을 보고' }),
  preempt: text({ en: 'preemptible use of per-CPU data', ko: '선점 가능한 상태에서 CPU별 데이터 사용' }),
  workLeak: text({
    en: 'a work item left atomic or holding a lock',
    ko: '작업 항목이 atomic 상태나 락을 남김',
  }),
  inUse: text({ en: 'a filesystem object is still in use', ko: '파일 시스템 객체가 아직 사용 중' }),
  netdev: text({ en: 'a network device is not released', ko: '네트워크 장치가 해제되지 않음' }),
  rust: text({ en: 'Rust code panicked', ko: 'Rust 코드 패닉' }),
  initKilled: text({ en: 'init died', ko: 'init 종료' }),
  noRoot: text({ en: 'no root filesystem', ko: '루트 파일 시스템 없음' }),
  reboot: text({ en: 'the kernel started anew', ko: '커널이 다시 시작됨' }),
  deviceGone: text({ en: 'a device does not answer or went away', ko: '장치가 응답하지 않거나 사라짐' }),
  segfault: text({ en: 'a user process crashed', ko: '사용자 프로세스 크래시' }),
  slabInfo: text({ en: 'slab debugging tells of an object', ko: '슬랩 디버깅의 객체 정보' }),
  headless: text({
    en: 'a report whose beginning is lost',
    ko: '앞부분이 잘린 보고',
  }),
  slowNmi: text({ en: 'a CPU is slow', ko: 'CPU가 느림' }),
});

/** Titles of what only logs tell, and of kinds whose titles on dumps speak of the panic. */
export const textTitle = subject('text-title', {
  nothing: text({ en: 'Nothing happened in this log', ko: '이 로그에는 아무 문제도 없음' }),
  empty: text({ en: 'An empty log', ko: '빈 로그' }),
  assertion: text({ en: 'An assertion of a module failed', ko: '모듈의 단언(assertion)이 실패함' }),
  groupMemory: text({
    en: 'A control group ran out of memory; the kernel went on',
    ko: '컨트롤 그룹(cgroup)의 메모리가 부족했고 커널은 계속 실행됨',
  }),
  warn: text({ en: 'WARNING: a check of the kernel failed', ko: 'WARNING: 커널의 검사에 걸림' }),
  lockdep: text({ en: 'Lock checking (lockdep) found a mistake', ko: '락 검사(lockdep)가 오류를 찾음' }),
  atomicContext: text({
    en: 'Slept or was preemptible where that is not allowed',
    ko: '허용되지 않는 곳에서 sleep하거나 선점 가능한 상태였음',
  }),
  spinlock: text({ en: 'A spinlock is damaged or misused', ko: '스핀락 손상 또는 잘못된 사용' }),
  badPage: text({ en: 'The state of a page is damaged', ko: '페이지 상태 손상' }),
  slab: text({ en: 'Slab corruption', ko: '슬랩 손상' }),
  doubleFree: text({ en: 'Memory was freed twice', ko: '메모리 이중 해제' }),
  objectDebug: text({
    en: 'An object was used wrongly (object debugging)',
    ko: '객체를 잘못 사용함(객체 디버깅)',
  }),
  leak: text({ en: 'Memory leak (kmemleak)', ko: '메모리 누수(kmemleak)' }),
  unwinder: text({ en: 'The unwinder complains of a stack', ko: '언와인더가 스택 이상을 보고함' }),
  netdev: text({ en: 'A network device is not released', ko: '네트워크 장치가 해제되지 않음' }),
  inUse: text({ en: 'A filesystem object is still in use', ko: '파일 시스템 객체가 아직 사용 중' }),
  filesystem: text({
    en: 'A file system or its disk reported an error',
    ko: '파일 시스템이나 디스크가 오류를 보고함',
  }),
  rust: text({ en: 'Rust code panicked', ko: 'Rust 코드 패닉' }),
  reboot: text({
    en: 'The log starts anew: the machine was reset',
    ko: '로그가 중간에 다시 시작됨: 시스템이 리셋됨',
  }),
  int3: text({ en: 'Breakpoint trap (int3) in kernel mode', ko: '커널 모드에서 중단점 트랩(int3)' }),
  alignment: text({ en: 'Alignment fault in kernel mode', ko: '커널 모드에서 정렬 오류' }),
  systemError: text({ en: 'SError: the hardware reported an error', ko: 'SError: 하드웨어가 오류를 보고함' }),
  reservedBit: text({ en: 'A page table is damaged (reserved bit)', ko: '페이지 테이블 손상(예약 비트)' }),
});

const atEn = (at: Said | undefined, say: (said: Said) => string): string =>
  at === undefined ? '' : ` at ${say(at)}`;
const atKo = (at: Said | undefined, say: (said: Said) => string): string =>
  at === undefined ? '' : `${say(at)}에서 `;

/** Sentences of verdicts on text. No Korean particle that depends on the last sound follows a name. */
export const textSays = subject('text-says', {
  nothing: text<{ lines: number }>({
    en: ({ lines }) =>
      `The log has ${lines} ${lines === 1 ? 'line' : 'lines'} and no report of trouble among them; what is not in a log may still have happened.`,
    ko: ({ lines }) => `로그 ${lines}줄에 문제 보고가 없습니다. 로그에 남지 않은 일은 알 수 없습니다`,
  }),
  groupMemory: text<{ line: Said }>({
    en: ({ line }, say) =>
      `The kernel killed a process over the limit of its control group, and reported no trouble of its own: "${say(line)}"`,
    ko: ({ line }, say) =>
      `커널이 컨트롤 그룹(cgroup) 제한을 넘은 프로세스를 종료했고, 커널 자체의 문제 보고는 없습니다: "${say(line)}"`,
  }),
  warn: text<{ who: Said; at?: Said }>({
    en: ({ who, at }, say) => `${say(who)} ran into WARN()${atEn(at, say)}.`,
    ko: ({ who, at }, say) => `${say(who)}: ${atKo(at, say)}WARN()에 걸렸습니다`,
  }),
  reported: text<{ who: Said; at?: Said; line: Said }>({
    en: ({ who, at, line }, say) => `${say(who)}${atEn(at, say)}: "${say(line)}"`,
    ko: ({ who, at, line }, say) => `${say(who)}: ${atKo(at, say)}"${say(line)}"`,
  }),
  hung: text<{ who: Said; at?: Said; seconds?: string }>({
    en: ({ who, at, seconds }, say) =>
      `${say(who)} has been waiting${atEn(at, say)}${seconds === undefined ? '' : ` for more than ${seconds} s`} and was not woken.`,
    ko: ({ who, at, seconds }, say) =>
      `${say(who)}: ${atKo(at, say)}${seconds === undefined ? '' : `${seconds}초 넘게 `}대기한 채 깨어나지 못했습니다`,
  }),
  kasanNull: text<{ who: Said; at?: Said; from: string; to: string }>({
    en: ({ who, at, from, to }, say) =>
      `${say(who)} went through a NULL pointer${atEn(at, say)} to a member at ${from} to ${to}; KASAN looked at its shadow first and faulted there.`,
    ko: ({ who, at, from, to }, say) =>
      `${say(who)}: ${atKo(at, say)}NULL 포인터의 ${from}~${to} 위치 멤버에 접근했습니다. KASAN이 먼저 섀도를 읽다가 폴트가 났습니다`,
  }),
  serror: text<{ who: Said; at?: Said; code: string }>({
    en: ({ who, at, code }, say) =>
      `The hardware raised a system error (${code}) while ${say(who)} ran${atEn(at, say)}; it may belong to an access made a moment before.`,
    ko: ({ who, at, code }, say) =>
      `${say(who)}: ${atKo(at, say)}실행 중에 하드웨어가 시스템 오류(${code})를 알렸습니다. 조금 전의 접근 때문일 수 있습니다`,
  }),
  reboot: text({
    en: 'Lines of a new boot follow those of a running kernel, with no report between them: the machine was reset, or its kernel died without a word.',
    ko: '실행 중이던 커널의 로그 뒤에 아무 보고 없이 새 부팅 로그가 이어집니다. 시스템이 리셋되었거나 커널이 아무 말 없이 죽은 것입니다',
  }),
});

/** Findings that a log allows. */
export const textFinding = subject('text-finding', {
  begin: text<{ line: Said }>({
    en: ({ line }, say) => `The log says: "${say(line)}"`,
    ko: ({ line }, say) => `로그: "${say(line)}"`,
  }),
  first: text<{ about: Message; seconds?: number; line: Said }>({
    en: ({ about, seconds, line }, say) =>
      `The first trouble was ${say(about)}${seconds === undefined ? '' : `, ${seconds.toFixed(1)} s before`}: "${say(line)}"`,
    ko: ({ about, seconds, line }, say) =>
      `처음 나타난 문제: ${say(about)}${seconds === undefined ? '' : ` (${seconds.toFixed(1)}초 전)`}: "${say(line)}"`,
  }),
  ended: text<{ about: Message; line: Said }>({
    en: ({ about, line }, say) => `What ended it: ${say(about)}: "${say(line)}"`,
    ko: ({ about, line }, say) => `마지막에 멈춘 이유: ${say(about)}: "${say(line)}"`,
  }),
  oneBit: text<{ register: string; value: string; other: string; good: string; bit: number }>({
    en: ({ register, value, other, good, bit }) =>
      `${register} = ${value} differs from ${other} = ${good} in bit ${bit} alone: memory or CPU flipped it, no program wrote it so.`,
    ko: ({ register, value, other, good, bit }) =>
      `${register} = ${value} 값은 ${other} = ${good} 값과 비트 ${bit} 하나만 다릅니다. 프로그램이 아니라 메모리나 CPU가 비트를 뒤집은 것입니다`,
  }),
  timeValue: text<{ register: string; value: string; date: string }>({
    en: ({ register, value, date }) =>
      `${register} = ${value} is ${date} in seconds since 1970: a time stands where a pointer should.`,
    ko: ({ register, value, date }) =>
      `${register} = ${value} 값은 1970년부터 센 초로 ${date}입니다. 포인터가 있어야 할 자리에 시각이 들어 있습니다`,
  }),
  nearZero: text<{ address: string }>({
    en: ({ address }) =>
      `${address} is below any mapped memory: a NULL pointer plus an offset, or an index into a table that is not there.`,
    ko: ({ address }) =>
      `${address} 주소는 매핑되는 메모리보다 아래입니다. NULL 포인터에 오프셋이나 인덱스를 더한 값입니다`,
  }),
  tableGone: text<{ level: string; above: string; entry: string }>({
    en: ({ level, above, entry }) =>
      `${level} is 0 while ${above} (${entry}) still leads to a table: this one page was taken out of the mapping, the pointer itself may be sound.`,
    ko: ({ level, above, entry }) =>
      `${above}(${entry}) 아래의 테이블은 있는데 ${level} 값이 0입니다. 이 페이지만 매핑에서 빠진 것이고 포인터 자체는 정상일 수 있습니다`,
  }),
  noTables: text<{ level: string }>({
    en: ({ level }) => `The page tables end at ${level} = 0: nothing is mapped anywhere near.`,
    ko: ({ level }) => `페이지 테이블이 ${level} = 0에서 끝납니다. 근처에 매핑된 것이 없습니다`,
  }),
  ownTask: text<{ address: string }>({
    en: ({ address }) =>
      `${address} is the task_struct of the task itself ("task:" line): it executed its own task structure.`,
    ko: ({ address }) =>
      `${address} 주소는 이 태스크 자신의 task_struct입니다("task:" 줄). 자기 태스크 구조체를 코드로 실행했습니다`,
  }),
  operand: text<{ operand: string; value: string; address: string; agrees: boolean }>({
    en: ({ operand, value, address, agrees }) =>
      `${operand} with ${value} comes to ${address}${agrees ? ', the address that faulted' : ''}.`,
    ko: ({ operand, value, address, agrees }) =>
      `${operand}: ${value}이므로 ${address}${agrees ? ' (폴트가 난 주소와 같음)' : ''}`,
  }),
  computed: text<{
    register: string;
    at: string;
    operand: string;
    base: string;
    isNull: boolean;
    rest: string;
  }>({
    en: ({ register, at, operand, base, isNull, rest }) =>
      `${register} was computed just before, at ${at}, as ${operand}: ${base}${isNull ? ' (NULL)' : ''} + ${rest}.`,
    ko: ({ register, at, operand, base, isNull, rest }) =>
      `${register}: 바로 앞 ${at}에서 ${operand}로 계산된 값입니다: ${base}${isNull ? ' (NULL)' : ''} + ${rest}`,
  }),
  waitsFor: text<{ kind: Message; function: string }>({
    en: ({ kind, function: name }, say) => `It waits for ${say(kind)}, asked for in ${name}.`,
    ko: ({ kind, function: name }, say) => `${name}에서 요청한 ${say(kind)} 대기 중입니다`,
  }),
  owner: text<{ lock: string; last: boolean; task: Said; waiter: number }>({
    en: ({ lock, last, task, waiter }, say) =>
      `The kernel says that the ${lock} for which PID ${waiter} waits ${last ? 'was last' : 'is'} held by ${say(task)}.`,
    ko: ({ lock, last, task, waiter }, say) =>
      `커널에 따르면 PID ${waiter} 대기 대상인 ${lock}의 ${last ? '마지막 소유자' : '소유자'}: ${say(task)}`,
  }),
  circle: text({
    en: 'They wait for each other in a circle: a deadlock.',
    ko: '서로를 기다리는 순환 대기(데드락)입니다',
  }),
  moduleTraits: text<{ module: string; traits: readonly Message[]; letters: string }>({
    en: ({ module, traits, letters }, say) =>
      `${module} is ${traits.map(say).join(' and ')} (taints ${letters}).`,
    ko: ({ module, traits, letters }, say) =>
      `모듈 ${module}: ${traits.map(say).join(', ')} (taint ${letters})`,
  }),
  means: text({
    en: 'The fault is only how sysrq c brings the kernel down: it writes through a NULL pointer on purpose.',
    ko: '이 폴트는 sysrq c가 커널을 멈추는 수단일 뿐입니다. 일부러 NULL 포인터에 씁니다',
  }),
  noticed: text<{ comm: string }>({
    en: ({ comm }) => `${comm} only noticed it.`,
    ko: ({ comm }) => `${comm} 태스크는 이를 발견했을 뿐입니다`,
  }),
  register: text<{ function: string; write: boolean }>({
    en: ({ function: name, write }) =>
      `By its name ${name} ${write ? 'writes' : 'reads'} a register of a device.`,
    ko: ({ function: name, write }) =>
      `이름으로 보아 ${name} 함수는 장치 레지스터를 ${write ? '쓰는' : '읽는'} 함수입니다`,
  }),
  resuming: text<{ function: string }>({
    en: ({ function: name }) =>
      `The access came while a device was being resumed or suspended (${name}): it may have been without power or clock.`,
    ko: ({ function: name }) =>
      `장치가 절전에서 깨어나거나 들어가는 중(${name})의 접근입니다. 전원이나 클럭이 꺼져 있었을 수 있습니다`,
  }),
  member: text<{ offset: string; register: string }>({
    en: ({ offset, register }) => `The address of the member, ${offset}, stands in ${register}.`,
    ko: ({ offset, register }) => `멤버의 주소 ${offset}: ${register} 레지스터에 있습니다`,
  }),
  shadow: text<{ shadow: string; address: string }>({
    en: ({ shadow, address }) => `${shadow} lies in KASAN's shadow; it stands for address ${address}.`,
    ko: ({ shadow, address }) => `${shadow} 주소는 KASAN 섀도 영역이고 실제 주소 ${address}에 해당합니다`,
  }),
  poison: text<{ register: string; value: string; meaning: Message }>({
    en: ({ register, value, meaning }, say) => `${register} = ${value}: ${say(meaning)}.`,
    ko: ({ register, value, meaning }, say) => `${register} = ${value} 값: ${say(meaning)}`,
  }),
  workFunction: text<{ function: string }>({
    en: ({ function: name }) => `It ran as work of a workqueue: ${name}.`,
    ko: ({ function: name }) => `워크큐의 작업으로 실행되었습니다: ${name}`,
  }),
  gone: text<{ line: Said; seconds?: number }>({
    en: ({ line, seconds }, say) =>
      `A device stopped answering${seconds === undefined ? '' : ` ${seconds.toFixed(0)} s before`}: "${say(line)}"`,
    ko: ({ line, seconds }, say) =>
      `장치가 응답하지 않게 되었습니다${seconds === undefined ? '' : ` (${seconds.toFixed(0)}초 전)`}: "${say(line)}"`,
  }),
  userCrash: text<{ line: Said }>({
    en: ({ line }, say) => `A user process crashed beside it: "${say(line)}"`,
    ko: ({ line }, say) => `비슷한 시각에 사용자 프로세스도 크래시했습니다: "${say(line)}"`,
  }),
  cut: text({
    en: 'The report is cut off: what should follow is missing.',
    ko: '보고가 중간에 잘려 뒤에 와야 할 내용이 없습니다',
  }),
  hypervisor: text<{ name: string }>({
    en: ({ name }) => `It ran as a guest of ${name}.`,
    ko: ({ name }) => `${name}의 게스트로 실행되었습니다`,
  }),
  hardware: text<{ name: string }>({
    en: ({ name }) => `Hardware: ${name}`,
    ko: ({ name }) => `하드웨어: ${name}`,
  }),
  exitCode: text<{ code: string; signal: number; core: boolean }>({
    en: ({ code, signal, core }) =>
      `exitcode ${code}: ${signal === 0 ? 'it ended by itself' : `signal ${signal}`}${core ? ', and it dumped core' : ''}; user space is at fault, not the kernel.`,
    ko: ({ code, signal, core }) =>
      `exitcode ${code}: ${signal === 0 ? '스스로 종료' : `시그널 ${signal}번`}${core ? ', 코어 덤프를 남김' : ''}. 커널이 아니라 사용자 공간의 문제입니다`,
  }),
  serrorUncategorised: text<{ code: string }>({
    en: ({ code }) =>
      `${code}: SError without a cause that the processor can name; often a device that was accessed without power or clock.`,
    ko: ({ code }) =>
      `${code}: 프로세서가 원인을 밝히지 못한 SError입니다. 전원이나 클럭이 꺼진 장치에 접근했을 때 흔합니다`,
  }),
  serrorKnown: text<{ code: string }>({
    en: ({ code }) => `${code}: the syndrome of the SError, in the processor's own terms.`,
    ko: ({ code }) => `${code}: SError의 신드롬(프로세서 고유의 값)`,
  }),
});

/** What a hanging task waits for, told by the functions on its stack. */
export const waitsFor = subject('waits-for', {
  rwsem: text({ en: 'a reader-writer semaphore (rwsem)', ko: '읽기-쓰기 세마포어(rwsem)' }),
  mutex: text({ en: 'a mutex', ko: '뮤텍스' }),
  rtmutex: text({ en: 'an rt_mutex', ko: 'rt_mutex 락' }),
  semaphore: text({ en: 'a semaphore', ko: '세마포어' }),
  page: text({ en: 'a page to be unlocked or written', ko: '페이지의 잠금 해제나 쓰기' }),
  buffer: text({ en: 'a buffer to be read or written', ko: '버퍼의 읽기나 쓰기' }),
  io: text({ en: 'I/O to be done', ko: 'I/O 완료' }),
  rcu: text({ en: 'an RCU grace period', ko: 'RCU 유예 기간' }),
  work: text({ en: 'a work item to be done', ko: '작업 항목의 완료' }),
  completion: text({ en: 'a completion', ko: '완료(completion)' }),
  journal: text({ en: 'the journal of a filesystem', ko: '파일 시스템 저널' }),
});

/** Why a culprit is one. */
export const textBlame = subject('text-blame', {
  bitFlip: text({ en: 'a pointer with one bit turned over', ko: '비트 하나가 뒤집힌 포인터' }),
  device: text({ en: 'a device stopped answering before', ko: '그 전에 장치가 응답하지 않게 됨' }),
  operator: text({
    en: 'somebody or a script asked for it (sysrq c)',
    ko: '사람이나 스크립트가 요청함 (sysrq c)',
  }),
  userSpace: text({ en: 'user space ended it', ko: '사용자 공간에서 종료됨' }),
  systemError: text({ en: 'the hardware reported it', ko: '하드웨어가 보고함' }),
  memory: text({ en: 'memory or CPU', ko: '메모리 또는 CPU' }),
  sysrq: text({ en: 'whoever wrote c to sysrq', ko: 'sysrq에 c를 쓴 사람 또는 스크립트' }),
});

/** What a text lacks beside a dump. */
export const textLacks = subject('text-lacks', {
  names: text({
    en: 'The function names are lost in this dump: the verdict rests on its log alone.',
    ko: '이 덤프에서 함수 이름을 읽을 수 없어 로그의 내용만으로 내린 판단입니다',
  }),
  memory: text({ en: 'memory, other tasks, the values of variables', ko: '메모리, 다른 태스크, 변수 값' }),
  memoryWhy: text({
    en: 'a log has none; a dump (vmcore) does',
    ko: '로그에는 없고 덤프(vmcore)에 있습니다',
  }),
  start: text({ en: 'what was logged before', ko: '그 전의 로그' }),
  startWhy: text<{ time: string }>({
    en: ({ time }) => `the text begins at ${time} s after boot`,
    ko: ({ time }) => `부팅 ${time}초 뒤부터 시작하는 텍스트입니다`,
  }),
  dump: text<{ command: string }>({
    en: ({ command }) =>
      `${command} needs a dump (vmcore); this is the text of a log. "log" and "help" work here.`,
    ko: ({ command }) =>
      `${command} 명령에는 덤프(vmcore)가 필요합니다. 이것은 로그 텍스트이므로 "log"와 "help"를 쓸 수 있습니다`,
  }),
  reference: text<{ ref: string }>({
    en: ({ ref }) =>
      `${ref} is in a dump's memory; this is the text of a log, which has lines only (log:0 …).`,
    ko: ({ ref }) => `${ref}: 덤프의 메모리에 있는 것입니다. 로그 텍스트에는 줄(log:0 …)만 있습니다`,
  }),
  noLine: text<{ number: string }>({
    en: ({ number }) => `The log has no line ${number}.`,
    ko: ({ number }) => `로그에 ${number}번 줄이 없습니다`,
  }),
  format: text<{ format: string }>({
    en: ({ format }) => `log text (${format})`,
    ko: ({ format }) => `로그 텍스트(${format})`,
  }),
});
