import { subject, text, type Entry, type Message, type Said, type Say } from './message.ts';

/** Who did something, and where, as far as it is known. */
interface Happening {
  readonly who: Said;
  readonly at?: Said;
}
interface Access {
  /** Absent where it is not known. */
  readonly access?: Message;
}

const atEn = (at: Said | undefined, say: Say): string => (at === undefined ? '' : ` at ${say(at)}`);
const atKo = (at: Said | undefined, say: Say): string => (at === undefined ? '' : `${say(at)}에서 `);
const bytesEn = (size: number): string => (size === 0 ? 'memory' : size === 1 ? '1 byte' : `${size} bytes`);
const bytesKo = (size: number): string => (size === 0 ? '메모리를' : `${size}바이트를`);

const inBrackets = (it: Message | undefined, say: Say): string => (it === undefined ? '' : ` (${say(it)})`);

/** "{who} {en}{at}." */
const did = <Fields extends Happening>(en: string, ko: string): Entry<Fields> =>
  text<Fields>({
    en: ({ who, at }, say) => `${say(who)} ${en}${atEn(at, say)}.`,
    ko: ({ who, at }, say) => `${say(who)}: ${atKo(at, say)}${ko}`,
  });
/** A title with the kind of access in brackets. */
const accessed = <Fields extends Access>(en: string, ko: string): Entry<Fields> =>
  text<Fields>({
    en: ({ access }, say) => `${en}${inBrackets(access, say)}`,
    ko: ({ access }, say) => `${ko}${inBrackets(access, say)}`,
  });

/** Who something is told of. What is named may end in any letter, so no Korean particle follows that depends on it. */
export const who = subject('who', {
  task: text<{ comm: string; pid: number }>({
    en: ({ comm, pid }) => `${comm} (PID ${pid})`,
    ko: ({ comm, pid }) => `${comm}(PID ${pid})`,
  }),
  taskOnCpu: text<{ task: Said; cpu: number | string }>({
    en: ({ task, cpu }, say) => `${say(task)} on CPU ${cpu}`,
    ko: ({ task, cpu }, say) => `CPU ${cpu}의 ${say(task)}`,
  }),
  idle: text<{ cpu: number | string }>({
    en: ({ cpu }) => `CPU ${cpu}, idle,`,
    ko: ({ cpu }) => `CPU ${cpu}의 idle 태스크`,
  }),
  cpu: text<{ cpu: number | string }>({ en: ({ cpu }) => `CPU ${cpu}`, ko: ({ cpu }) => `${cpu}번 CPU` }),
  kernel: text({ en: 'The kernel', ko: '커널' }),
});

/** What an access was, in one word. */
export const access = subject('access', {
  read: text({ en: 'read', ko: '읽기' }),
  write: text({ en: 'write', ko: '쓰기' }),
  execute: text({ en: 'execute', ko: '실행' }),
});

/** Why kernels stop: the titles and sentences of the verdict on faults. */
export const faults = subject('fault', {
  nullTitle: text<Access>({
    en: ({ access }, say) =>
      `NULL pointer dereference (${access === undefined ? '' : `${say(access)}, `}kernel mode)`,
    ko: ({ access }, say) =>
      `NULL 포인터 역참조 (${access === undefined ? '' : `${say(access)}, `}커널 모드)`,
  }),
  badAddressTitle: accessed<Access>('Access to an unmapped kernel address', '매핑되지 않은 커널 주소 접근'),
  userAccessTitle: accessed<Access>(
    'Kernel code touched user memory directly',
    '커널 코드가 사용자 메모리에 직접 접근',
  ),
  readOnlyTitle: text({ en: 'Write to read-only kernel memory', ko: '읽기 전용 커널 메모리에 쓰기' }),
  read: text<Happening & { size: number; address: Said }>({
    en: ({ who, size, address, at }, say) =>
      `${say(who)} tried to read ${bytesEn(size)} from address ${say(address)}${atEn(at, say)}.`,
    ko: ({ who, size, address, at }, say) =>
      `${say(who)}: ${atKo(at, say)}주소 ${say(address)}에서 ${bytesKo(size)} 읽으려다 페이지 폴트가 났습니다`,
  }),
  write: text<Happening & { size: number; address: Said }>({
    en: ({ who, size, address, at }, say) =>
      `${say(who)} tried to write ${bytesEn(size)} to address ${say(address)}${atEn(at, say)}.`,
    ko: ({ who, size, address, at }, say) =>
      `${say(who)}: ${atKo(at, say)}주소 ${say(address)}에 ${bytesKo(size)} 쓰려다 페이지 폴트가 났습니다`,
  }),
  /** Neither instruction nor processor tell how. */
  touch: text<Happening & { address: Said }>({
    en: ({ who, address, at }, say) => `${say(who)} accessed address ${say(address)}${atEn(at, say)}.`,
    ko: ({ who, address, at }, say) =>
      `${say(who)}: ${atKo(at, say)}주소 ${say(address)} 접근 중 페이지 폴트가 났습니다`,
  }),
  execute: text<Happening & { address: Said }>({
    en: ({ who, address, at }, say) =>
      `${say(who)} jumped to address ${say(address)}${atEn(at, say)}, where nothing is mapped.`,
    ko: ({ who, address, at }, say) =>
      `${say(who)}: ${atKo(at, say)}아무것도 매핑되지 않은 주소 ${say(address)}의 코드를 실행하려 했습니다`,
  }),
  /** By the log alone. */
  logged: text<Happening & Access & { address: Said }>({
    en: ({ who, access, address, at }, say) =>
      `${say(who)} faulted at address ${say(address)}${inBrackets(access, say)}${atEn(at, say)}, as the log says.`,
    ko: ({ who, access, address, at }, say) =>
      `${say(who)}: ${atKo(at, say)}주소 ${say(address)} 접근${access === undefined ? '' : `(${say(access)})`} 중 페이지 폴트가 났습니다 (로그 기준)`,
  }),
  noExecTitle: text({ en: 'Execution of memory that is not code', ko: '코드가 아닌 메모리 실행' }),
  badJumpTitle: text({ en: 'Jump to an address where there is no code', ko: '코드가 없는 주소로 점프' }),
  badJump: text<{ who: Said; address: Said; caller?: Said }>({
    en: ({ who, address, caller }, say) =>
      `${say(who)} jumped to ${say(address)}, where there is no code${caller === undefined ? '' : `, called from ${say(caller)}`}.`,
    ko: ({ who, address, caller }, say) =>
      `${say(who)}: 코드가 없는 ${say(address)}번지로 점프했습니다${caller === undefined ? '' : ` (호출한 곳: ${say(caller)})`}`,
  }),
  protectionTitle: text({ en: 'General protection fault', ko: '일반 보호 오류(GPF)' }),
  protection: did<Happening>('raised a general protection fault', '일반 보호 오류를 일으켰습니다'),
  /** Of machines that have no exception of its own for it. */
  noAddressTitle: accessed<Access>('Access to a non-canonical address', '비정규(non-canonical) 주소 접근'),
  nonCanonicalTitle: accessed<Access>(
    'General protection fault: non-canonical address',
    '일반 보호 오류(GPF): 비정규(non-canonical) 주소',
  ),
  nonCanonical: text<Happening & { address: Said }>({
    en: ({ who, address, at }, say) =>
      `${say(who)} used the non-canonical address ${say(address)}${atEn(at, say)}.`,
    ko: ({ who, address, at }, say) =>
      `${say(who)}: ${atKo(at, say)}비정규 주소 ${say(address)}에 접근했습니다`,
  }),
  freedTitle: accessed<Access>('Use after free', '해제된 메모리 사용(use-after-free)'),
  freed: text<Happening & { register: string; value: Said }>({
    en: ({ who, register, value, at }, say) =>
      `${say(who)} followed a pointer out of freed memory: ${register} = ${say(value)}${atEn(at, say)}.`,
    ko: ({ who, register, value, at }, say) =>
      `${say(who)}: ${atKo(at, say)}해제된 메모리에 있던 포인터를 따라갔습니다 (${register} = ${say(value)})`,
  }),
  deletedEntry: text<Happening & { register: string; value: Said }>({
    en: ({ who, register, value, at }, say) =>
      `${say(who)} used a list entry that had already been deleted: ${register} = ${say(value)}${atEn(at, say)}.`,
    ko: ({ who, register, value, at }, say) =>
      `${say(who)}: ${atKo(at, say)}이미 삭제된 리스트 항목을 사용했습니다 (${register} = ${say(value)})`,
  }),
  opcodeTitle: text({ en: 'Invalid opcode', ko: '잘못된 명령어(invalid opcode)' }),
  opcode: did<Happening>('executed an undefined instruction', '정의되지 않은 명령어를 실행했습니다'),
  divideTitle: text({ en: 'Division error in kernel mode', ko: '커널 모드에서 나눗셈 오류' }),
  divide: did<Happening>(
    'divided by zero, or the quotient did not fit',
    '0으로 나누었거나 몫이 너무 컸습니다',
  ),
  doubleTitle: text({ en: 'Double fault', ko: '더블 폴트' }),
  double: did<Happening>(
    'faulted while a fault was being delivered',
    '폴트를 처리하려던 중에 다시 폴트가 났습니다',
  ),
  overflowTitle: text({ en: 'Kernel stack overflow', ko: '커널 스택 오버플로' }),
  overflow: did<Happening>('ran off its stack', '스택의 끝을 넘어섰습니다'),
  machineCheckTitle: text({
    en: 'Machine check: the hardware reported an error',
    ko: '머신 체크: 하드웨어가 오류를 보고함',
  }),
  machineCheck: text<{ line: Said }>({
    en: ({ line }, say) => `The processor raised a machine check that could not be corrected: ${say(line)}`,
    ko: ({ line }, say) => `프로세서가 정정할 수 없는 머신 체크를 일으켰습니다: ${say(line)}`,
  }),
  nmiTitle: text({
    en: 'NMI for an unknown reason (somebody or some hardware sent it)',
    ko: '원인을 알 수 없는 NMI (누군가 또는 하드웨어가 보냄)',
  }),
  nmi: text<Happening>({
    en: ({ who, at }, say) =>
      `An NMI found ${say(who)}${atEn(at, say)}; the kernel is set to panic on such NMIs.`,
    ko: ({ who, at }, say) =>
      `${say(who)}: ${atKo(at, say)}실행 중에 NMI를 받았습니다. 이런 NMI에서 패닉을 일으키도록 설정되어 있습니다`,
  }),
});

/** The titles and sentences on what the kernel itself found or was asked for. */
export const stops = subject('stop', {
  listTitle: text({ en: 'Linked list corruption', ko: '연결 리스트 손상' }),
  list: text<Happening & { detail: Said }>({
    en: ({ who, at, detail }, say) => `${say(who)} found a damaged list${atEn(at, say)}: ${say(detail)}`,
    ko: ({ who, at, detail }, say) =>
      `${say(who)}: ${atKo(at, say)}손상된 리스트를 발견했습니다: ${say(detail)}`,
  }),
  bugTitle: text({
    en: 'BUG(): the kernel found its own rules broken',
    ko: 'BUG(): 커널 내부 일관성 검사 실패',
  }),
  bug: text<Happening & { source?: string }>({
    en: ({ who, at, source }, say) =>
      `${say(who)} ran into BUG()${atEn(at, say)}${source === undefined ? '' : ` (${source})`}.`,
    ko: ({ who, at, source }, say) =>
      `${say(who)}: ${atKo(at, say)}BUG()에 걸렸습니다${source === undefined ? '' : ` (${source})`}`,
  }),
  warnTitle: text<{ setting: string }>({
    en: ({ setting }) => `Panic on a warning (${setting})`,
    ko: ({ setting }) => `경고에 의한 패닉 (${setting})`,
  }),
  warn: text<Happening & { setting: string }>({
    en: ({ who, at, setting }, say) =>
      `${say(who)} ran into WARN()${atEn(at, say)}, and ${setting} panicked the kernel.`,
    ko: ({ who, at, setting }, say) =>
      `${say(who)}: ${atKo(at, say)}WARN()에 걸렸고, ${setting} 설정 때문에 커널이 패닉을 일으켰습니다`,
  }),
  protectorTitle: text({
    en: 'Stack protector: a kernel stack frame was overwritten',
    ko: '스택 프로텍터: 커널 스택 프레임이 덮어써짐',
  }),
  protector: text<{ who: Said; function: Said }>({
    en: ({ who, function: name }, say) =>
      `${say(who)} returned from a function whose stack canary had changed: ${say(name)}.`,
    ko: ({ who, function: name }, say) =>
      `${say(who)}: 스택 카나리가 바뀐 함수에서 복귀했습니다: ${say(name)}`,
  }),
  hardeningTitle: text<{ what: string }>({
    en: ({ what }) => `A hardening check failed: ${what}`,
    ko: ({ what }) => `커널 강화(hardening) 검사 실패: ${what}`,
  }),
  check: text<Happening & { line: Said }>({
    en: ({ who, at, line }, say) => `${say(who)} failed a check of the kernel${atEn(at, say)}: ${say(line)}`,
    ko: ({ who, at, line }, say) => `${say(who)}: ${atKo(at, say)}커널의 검사에 걸렸습니다: ${say(line)}`,
  }),
  sanitizerTitle: text<{ what: string; bug?: string }>({
    en: ({ what, bug }) => `Memory error found by ${what}${bug === undefined ? '' : `: ${bug}`}`,
    ko: ({ what, bug }) => `메모리 오류 감지: ${what}${bug === undefined ? '' : `, ${bug}`}`,
  }),
  undefinedTitle: text({
    en: 'Undefined behaviour found by UBSAN',
    ko: '정의되지 않은 동작 감지: UBSAN',
  }),
  sysrqTitle: text({ en: 'Crash requested by SysRq', ko: 'SysRq로 요청한 크래시' }),
  sysrq: text<{ who: Said }>({
    en: ({ who }, say) =>
      `${say(who)} asked for this crash (sysrq c): somebody, or a watchdog script, wanted a dump.`,
    ko: ({ who }, say) =>
      `${say(who)}: 크래시를 직접 요청했습니다 (sysrq c). 누군가 또는 감시 스크립트가 덤프를 남기려고 일으킨 크래시입니다`,
  }),
  panicTitle: text<{ message: string }>({
    en: ({ message }) => `panic(): ${message}`,
    ko: ({ message }) => `panic() 호출: ${message}`,
  }),
  panic: did<Happening>('called panic()', 'panic()을 호출했습니다'),
  softLockupTitle: text<{ seconds: string }>({
    en: ({ seconds }) => `Soft lockup: a CPU did not schedule for ${seconds} s`,
    ko: ({ seconds }) => `소프트 락업: CPU가 ${seconds}초 동안 스케줄링하지 않음`,
  }),
  softLockup: did<Happening>(
    'ran in kernel mode without scheduling',
    '스케줄링 없이 커널 모드에서 계속 실행되었습니다',
  ),
  hardLockupTitle: text({
    en: 'Hard lockup: a CPU ran with interrupts off',
    ko: '하드 락업: CPU가 인터럽트를 끈 채 빠져나오지 못함',
  }),
  hardLockup: did<Happening>('did not take interrupts any more', '더 이상 인터럽트를 받지 않았습니다'),
  hungTitle: text<{ task?: Said; seconds?: string; deadlock: boolean }>({
    en: ({ task, seconds, deadlock }, say) =>
      `${deadlock ? 'Deadlock' : 'Hung task'}: ${task === undefined ? 'one' : say(task)} blocked for ${seconds === undefined ? 'too long' : `more than ${seconds} s`}`,
    ko: ({ task, seconds, deadlock }, say) => {
      const long = seconds === undefined ? '너무 오래' : `${seconds}초 넘게`;
      return `${deadlock ? '교착 상태(deadlock)' : '응답 없는 태스크(hung task)'}: ${task === undefined ? '어떤' : say(task)} 태스크가 ${long} 대기 중`;
    },
  }),
  hung: text<{ task?: Said; at?: Said; locked: boolean }>({
    en: ({ task, at }, say) =>
      task === undefined
        ? 'khungtaskd panicked the kernel over a task that was blocked too long; no line of the log that is here says which.'
        : `${say(task)} waits${atEn(at, say)} and was not woken; khungtaskd panicked the kernel.`,
    ko: ({ task, at, locked }, say) =>
      task === undefined
        ? '너무 오래 대기한 태스크가 있어 khungtaskd가 패닉을 일으켰습니다. 어느 태스크인지 알려 주는 줄은 여기 있는 로그에 없습니다'
        : `${say(task)}: ${atKo(at, say)}${locked ? '락을 기다린 채' : '대기한 채'} 깨어나지 못해 khungtaskd가 패닉을 일으켰습니다`,
  }),
  rcuTitle: text({
    en: 'RCU stall: a grace period could not end',
    ko: 'RCU 스톨: 유예 기간(grace period)이 끝나지 못함',
  }),
  rcu: text<Happening>({
    en: ({ who, at }, say) => `RCU waited for ${say(who)}${atEn(at, say)}.`,
    ko: ({ who, at }, say) => `${say(who)}: ${atKo(at, say)}RCU가 이 태스크를 기다리고 있었습니다`,
  }),
  workqueueTitle: text({ en: 'Workqueue lockup', ko: '워크큐 락업' }),
  memoryTitle: text({ en: 'Out of memory', ko: '메모리 부족(OOM)' }),
  memory: text<{ who: Said }>({
    en: ({ who }, say) =>
      `${say(who)} could not get memory and panic_on_oom is set, or nothing was left to kill.`,
    ko: ({ who }, say) =>
      `${say(who)}: 메모리를 얻지 못했고, panic_on_oom 설정이 있거나 더 종료할 프로세스가 없었습니다`,
  }),
  initTitle: text({ en: 'Attempted to kill init', ko: 'init 프로세스가 종료됨 (Attempted to kill init)' }),
  init: text<{ comm: Said; signal: number; status: number }>({
    en: ({ comm, signal, status }, say) =>
      `PID 1 (${say(comm)}) ended, which the kernel cannot survive: ${signal === 0 ? `it exited with status ${status}` : `killed by signal ${signal}`}.`,
    ko: ({ comm, signal, status }, say) =>
      `PID 1(${say(comm)}): init이 끝나면 커널은 계속할 수 없습니다. 종료 이유: ${signal === 0 ? `종료 상태 ${status}` : `시그널 ${signal}번`}`,
  }),
  rootTitle: text({ en: 'No root filesystem', ko: '루트 파일 시스템 없음' }),
  root: text<{ line: Said }>({
    en: ({ line }, say) => `The kernel could not mount its root filesystem: ${say(line)}`,
    ko: ({ line }, say) => `커널이 루트 파일 시스템을 마운트하지 못했습니다: ${say(line)}`,
  }),
  noInit: text<{ line: Said }>({
    en: ({ line }, say) => `The kernel found no program to run as init: ${say(line)}`,
    ko: ({ line }, say) => `커널이 init으로 실행할 프로그램을 찾지 못했습니다: ${say(line)}`,
  }),
  liveTitle: text({
    en: 'No crash: a snapshot of a running machine',
    ko: '크래시 아님: 동작 중인 시스템의 스냅샷',
  }),
  live: text({
    en: 'Nothing panicked; the dump was taken of a machine that was running.',
    ko: '패닉은 없었습니다. 동작 중인 시스템을 덤프한 것입니다',
  }),
  unknownTitle: text({
    en: 'The kernel stopped; why is not clear from what is here',
    ko: '커널이 멈춤: 여기 있는 자료만으로는 원인이 분명하지 않음',
  }),
  unknown: did<Happening>('was running when it stopped', '실행 중에 멈췄습니다'),
});
