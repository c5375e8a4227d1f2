import { byteText } from './identity.ts';
import { subject, text, type Message, type Said } from './message.ts';

/** What the verdict found, each with evidence that can be looked at. */
export const finding = subject('finding', {
  logLine: text<{ line: Said }>({
    en: ({ line }, say) => `The log says: "${say(line)}"`,
    ko: ({ line }, say) => `로그: "${say(line)}"`,
  }),
  through: text<{ function: string }>({
    en: ({ function: name }) => `The stack of the panic goes through ${name}.`,
    ko: ({ function: name }) => `패닉의 콜 스택에 ${name} 함수가 있습니다`,
  }),
  earlier: text<{ about: Message; seconds: number; line: Said }>({
    en: ({ about, seconds, line }, say) =>
      `Trouble began earlier: ${say(about)}, ${seconds.toFixed(1)} s before the end: "${say(line)}"`,
    ko: ({ about, seconds, line }, say) =>
      `문제는 더 일찍 시작되었습니다: ${say(about)}, 멈추기 ${seconds.toFixed(1)}초 전: "${say(line)}"`,
  }),
  instruction: text<{ text: string }>({ en: ({ text: shown }) => shown, ko: ({ text: shown }) => shown }),
  theInstruction: text({ en: 'the instruction', ko: '해당 명령어' }),
  agrees: text<{ address: Said }>({
    en: ({ address }, say) =>
      `The instruction, computed from the saved registers, accesses ${say(address)}: the same as the log says.`,
    ko: ({ address }, say) => `저장된 레지스터로 계산한 명령어의 접근 주소: ${say(address)} (로그와 일치)`,
  }),
  disagrees: text<{ address: Said; logged: Said }>({
    en: ({ address, logged }, say) =>
      `The instruction, computed from the saved registers, accesses ${say(address)}, but the log says ${say(logged)}.`,
    ko: ({ address, logged }, say) =>
      `저장된 레지스터로 계산한 명령어의 접근 주소: ${say(address)} (로그에는 ${say(logged)})`,
  }),
  computed: text<{ address: Said }>({
    en: ({ address }, say) => `The instruction, computed from the saved registers, accesses ${say(address)}.`,
    ko: ({ address }, say) => `저장된 레지스터로 계산한 명령어의 접근 주소: ${say(address)}`,
  }),
  memberOfNull: text<{ offset: string; register: string }>({
    en: ({ offset, register }) =>
      `The access was to offset ${offset} of a structure whose pointer (${register}) was NULL.`,
    ko: ({ offset, register }) =>
      `NULL인 구조체 포인터(${register})의 오프셋 ${offset}에 있는 멤버에 접근했습니다`,
  }),
  objectFreed: text<{ address: Said }>({
    en: ({ address }, say) =>
      `The object that the pointer was read from, at ${say(address)}, is filled with 0x6b and stands on the allocator's lists of free objects: it was freed before (slab poison).`,
    ko: ({ address }, say) =>
      `포인터를 읽어 온 객체(${say(address)})가 0x6b로 채워져 있고 할당자의 프리 리스트에 있습니다: 그 전에 해제된 객체입니다 (슬랩 포이즌)`,
  }),
  objectFilled: text<{ address: Said }>({
    en: ({ address }, say) =>
      `The object that the pointer was read from, at ${say(address)}, is filled with 0x6b (slab poison): it was freed before, or never written since it was allocated.`,
    ko: ({ address }, say) =>
      `포인터를 읽어 온 객체(${say(address)})가 0x6b로 채워져 있습니다 (슬랩 포이즌): 그 전에 해제되었거나, 할당된 뒤 한 번도 쓰이지 않은 객체입니다`,
  }),
  objectUnwritten: text<{ address: Said; cache: string }>({
    en: ({ address, cache }, say) =>
      `The object of slab cache ${cache} that the pointer was read from, at ${say(address)}, is allocated, yet still filled with 0x6b (slab poison): it was never written since it was allocated.`,
    ko: ({ address, cache }, say) =>
      `포인터를 읽어 온 슬랩 캐시 ${cache}의 객체(${say(address)})는 할당된 상태인데도 0x6b로 채워져 있습니다 (슬랩 포이즌): 할당된 뒤 한 번도 쓰이지 않았습니다`,
  }),
  depth: text<{ count: number; function: string }>({
    en: ({ count, function: name }) => `The stack holds ${count} frames of ${name}.`,
    ko: ({ count, function: name }) => `스택에 ${name} 프레임이 ${count}개 있습니다`,
  }),
  interrupts: text<{ on: boolean; set: boolean; bit: string; register: string; value: string }>({
    en: ({ on, set, bit, register, value }) =>
      `At that point interrupts were ${on ? 'on' : 'off'} (${bit} is ${set ? 'set' : 'clear'} in ${register} ${value}).`,
    ko: ({ on, set, bit, register, value }) =>
      `그 지점에서 인터럽트가 ${on ? '켜져' : '꺼져'} 있었습니다 (${register} ${value}의 ${bit} 비트가 ${set ? 1 : 0})`,
  }),
  blocked: text<{ task: Said; at: Said }>({
    en: ({ task, at }, say) => `${say(task)} is blocked at ${say(at)}.`,
    ko: ({ task, at }, say) => `${say(task)}: ${say(at)}에서 블록되어 있습니다`,
  }),
  waits: text<{ task: Said; kind: string; lock: Said; owner: Said }>({
    en: ({ task, kind, lock, owner }, say) =>
      `${say(task)} waits for the ${kind} ${say(lock)}, which ${say(owner)} holds.`,
    ko: ({ task, kind, lock, owner }, say) =>
      `${say(task)}: ${kind} ${say(lock)} 대기 중, 현재 소유자는 ${say(owner)}`,
  }),
  lastHeld: text<{ task: Said; kind: string; lock: Said; owner: Said }>({
    en: ({ task, kind, lock, owner }, say) =>
      `${say(task)} waits for the ${kind} ${say(lock)}; the last that is known to have taken it is ${say(owner)}.`,
    ko: ({ task, kind, lock, owner }, say) =>
      `${say(task)}: ${kind} ${say(lock)} 대기 중, 마지막으로 잡은 것으로 기록된 태스크는 ${say(owner)}`,
  }),
  waitsFor: text<{ task: Said; kind: string; at: Said; waiters: number; what?: Said }>({
    en: ({ task, kind, at, waiters, what }, say) =>
      `${say(task)} waits for the ${kind} ${say(at)}${what === undefined ? '' : ` (${say(what)})`}${waiters > 1 ? `, as ${waiters - 1} more do` : ''}; nothing there says who was to wake it.`,
    ko: ({ task, kind, at, waiters, what }, say) =>
      `${say(task)}: ${kind} ${say(at)}${what === undefined ? '' : ` (${say(what)})`} 대기 중${waiters > 1 ? ` (다른 대기자 ${waiters - 1}개)` : ''}. 깨워 주었어야 할 쪽은 기록되어 있지 않습니다`,
  }),
  waitsEnd: text<{ task: Said; kind: string; at: Said; until: Said }>({
    en: ({ task, kind, at, until }, say) =>
      `${say(task)} waits for the ${kind} ${say(at)}, which is completed when ${say(until)} exits or execs.`,
    ko: ({ task, kind, at, until }, say) =>
      `${say(task)}: ${kind} ${say(at)} 대기 중. ${say(until)} 태스크가 종료되거나 exec 해야 완료됩니다`,
  }),
  waitsWork: text<{
    task: Said;
    work: Said;
    queue: string;
    state: 'running' | 'scheduled' | 'pending' | 'inactive';
    worker?: Said;
    until?: Said;
  }>({
    en: ({ task, work, queue, state, worker, until }, say) =>
      `${say(task)} waits for the end of the work item ${say(work)}${queue === '' ? '' : ` of workqueue ${queue}`}, which ${
        state === 'running'
          ? `${worker === undefined ? 'a worker' : say(worker)} runs`
          : state === 'scheduled'
            ? `${worker === undefined ? 'a worker' : say(worker)} has next`
            : state === 'pending'
              ? 'no worker has begun'
              : `has not begun: its workqueue runs as many as it may${until === undefined ? '' : `, and the only one is what ${say(until)} runs`}`
      }.`,
    ko: ({ task, work, queue, state, worker, until }, say) =>
      `${say(task)}: 작업(work) ${say(work)}${queue === '' ? '' : ` (워크큐 ${queue})`} 완료 대기 중. ${
        state === 'running'
          ? `${worker === undefined ? '어느 워커' : say(worker)} 쪽에서 실행 중`
          : state === 'scheduled'
            ? `${worker === undefined ? '어느 워커' : say(worker)} 쪽의 다음 작업`
            : state === 'pending'
              ? '아직 시작한 워커가 없음'
              : `아직 시작하지 못함: 워크큐의 동시 실행 한도에 도달${until === undefined ? '' : `, 실행 중인 유일한 작업은 ${say(until)} 쪽 작업`}`
      }`,
  }),
  ownerGone: text<{ task: Said; kind: string; lock: Said; owner: Said }>({
    en: ({ task, kind, lock, owner }, say) =>
      `${say(task)} waits for the ${kind} ${say(lock)}, whose owner ${say(owner)} is no task any more: it ended without unlocking.`,
    ko: ({ task, kind, lock, owner }, say) =>
      `${say(task)}: ${kind} ${say(lock)} 대기 중. 소유자로 기록된 ${say(owner)} 태스크는 이미 없습니다(락을 풀지 않고 종료됨)`,
  }),
  wasTask: text<{ address: Said; task: Said }>({
    en: ({ address, task }, say) => `${say(address)} (once ${say(task)})`,
    ko: ({ address, task }, say) => `${say(address)}(종료된 ${say(task)})`,
  }),
  ownerExited: text<{ owner: Said; lock: Said }>({
    en: ({ owner, lock }, say) => `${say(owner)} has exited and will never unlock ${say(lock)}.`,
    ko: ({ owner, lock }, say) => `${say(owner)}: 이미 종료되었으므로 ${say(lock)} 락은 풀리지 않습니다`,
  }),
  ownerAt: text<{ owner: Said; at: Said }>({
    en: ({ owner, at }, say) => `${say(owner)}, which holds it, is at ${say(at)} itself.`,
    ko: ({ owner, at }, say) => `락을 가진 ${say(owner)} 태스크의 현재 위치: ${say(at)}`,
  }),
  freeList: text<{ function: string }>({
    en: ({ function: name }) =>
      `${name} took a pointer off the allocator's free list, and it was bad: somebody wrote into an object after it was freed. Who asked for memory here need not be who did that.`,
    ko: ({ function: name }) =>
      `${name}: 할당자의 프리 리스트(free list)에서 꺼낸 포인터가 잘못된 값입니다. 해제된 객체에 누군가 쓴 것이며, 여기서 메모리를 요청한 쪽이 그 원인이라고 할 수는 없습니다`,
  }),
  lastAt: text<{ owner: Said; at: Said }>({
    en: ({ owner, at }, say) => `${say(owner)} is at ${say(at)} itself.`,
    ko: ({ owner, at }, say) => `${say(owner)} 태스크의 현재 위치: ${say(at)}`,
  }),
  cycle: text<{ tasks: readonly Said[] }>({
    en: ({ tasks }, say) => `This is a deadlock: ${tasks.map(say).join(' → ')}.`,
    ko: ({ tasks }, say) => `교착 상태(deadlock): ${tasks.map(say).join(' → ')}`,
  }),
  traceAgrees: text<{ count: number }>({
    en: ({ count }) =>
      `The stack unwound from memory has the same ${count} functions as the call trace in the log.`,
    ko: ({ count }) => `메모리에서 복원한 스택과 로그의 콜 트레이스가 일치합니다 (함수 ${count}개)`,
  }),
  traceBegins: text<{ count: number }>({
    en: ({ count }) =>
      `The stack unwound from memory begins with the ${count} functions that can be read of the log's call trace.`,
    ko: ({ count }) =>
      `메모리에서 복원한 스택의 앞부분이 로그에서 읽을 수 있는 콜 트레이스(함수 ${count}개)와 일치합니다`,
  }),
  traceDiffers: text<{ count: number; logged: string; found: string }>({
    en: ({ count, logged, found }) =>
      `The stack unwound from memory differs from the log's call trace after ${count} functions: the log has ${logged}, memory has ${found}.`,
    ko: ({ count, logged, found }) =>
      `메모리에서 복원한 스택과 로그의 콜 트레이스가 함수 ${count}개 이후부터 다릅니다: 로그 ${logged}, 메모리 ${found}`,
  }),
  moduleTaints: text<{ module: Said; traits: readonly Message[]; letters: string; state: string }>({
    en: ({ module, traits, letters, state }, say) =>
      `${say(module)} is ${traits.map(say).join(' and ')} (taints ${letters}); its state is ${state}.`,
    ko: ({ module, traits, letters, state }, say) =>
      `${say(module)}: ${traits.map(say).join(', ')} (taint ${letters}), 상태 ${state}`,
  }),
  moduleLoading: text<{ module: Said }>({
    en: ({ module }, say) => `${say(module)} was being loaded (state COMING).`,
    ko: ({ module }, say) => `${say(module)}: 로드되는 중이었습니다 (상태 COMING)`,
  }),
});

/** Where a bad value came from and what it gives away. */
export const value = subject('value', {
  loaded: text<{ register: string; at: Said; place: Said; now: Said | undefined; changed: boolean }>({
    en: ({ register, at, place, now, changed }, say) =>
      `${register} was loaded just before, at ${say(at)}, from ${say(place)}` +
      (now === undefined
        ? '.'
        : changed
          ? `, which now holds ${say(now)}: it changed since.`
          : `, which still holds ${say(now)}.`),
    ko: ({ register, at, place, now, changed }, say) =>
      now === undefined
        ? `${register}: 바로 앞 ${say(at)}에서 ${say(place)}의 값을 읽어 왔습니다`
        : changed
          ? `${register}: 바로 앞 ${say(at)}에서 ${say(place)}의 값을 읽었지만, 그 뒤에 바뀌어 지금은 ${say(now)}입니다`
          : `${register}: 바로 앞 ${say(at)}에서 ${say(place)}의 값을 읽은 것이며, 그 주소의 값은 지금도 ${say(now)}입니다`,
  }),
  variable: text<{ name: Said; address: Said }>({
    en: ({ name, address }, say) => `the variable ${say(name)} at ${say(address)}`,
    ko: ({ name, address }, say) => `변수 ${say(name)} (주소 ${say(address)})`,
  }),
  memory: text<{ operand: string; address: Said }>({
    en: ({ operand, address }, say) => `${operand} at ${say(address)}`,
    ko: ({ operand, address }, say) => `${operand} (주소 ${say(address)})`,
  }),
  zero: text<{ register: string; at: Said }>({
    en: ({ register, at }, say) => `${register} was set to zero just before, at ${say(at)}.`,
    ko: ({ register, at }, say) => `${register}: 바로 앞 ${say(at)}에서 0으로 설정되었습니다`,
  }),
  constant: text<{ register: string; at: Said; value: Said }>({
    en: ({ register, at, value: set }, say) =>
      `${register} was set to the constant ${say(set)} just before, at ${say(at)}.`,
    ko: ({ register, at, value: set }, say) =>
      `${register}: 바로 앞 ${say(at)}에서 상수 ${say(set)} 값으로 설정되었습니다`,
  }),
  result: text<{ register: string; function: Said }>({
    en: ({ register, function: name }, say) => `${register} is what ${say(name)} returned.`,
    ko: ({ register, function: name }, say) => `${register}: ${say(name)} 함수의 반환값입니다`,
  }),
  argument: text<{ register: string; number: number }>({
    en: ({ register, number }) => `${register} came in as argument ${number}.`,
    ko: ({ register, number }) => `${register}: ${number}번 인자로 넘어온 값입니다`,
  }),
  call: text<{ at: Said; instruction: string }>({
    en: ({ at, instruction }, say) => `The call is at ${say(at)}: ${instruction}`,
    ko: ({ at, instruction }, say) => `호출 위치 ${say(at)}: ${instruction}`,
  }),
  pointer: text<{ place: Said; value: Said }>({
    en: ({ place, value: held }, say) => `The function pointer at ${say(place)} holds ${say(held)}.`,
    ko: ({ place, value: held }, say) => `${say(place)}의 함수 포인터 값: ${say(held)}`,
  }),
  fill: text<{ byte: number }>({
    en: ({ byte }) =>
      `Every byte of the pointer is ${byteText(byte)}: memory that was filled with it lies over it.`,
    ko: ({ byte }) =>
      `포인터의 모든 바이트가 ${byteText(byte)}입니다. 이 값으로 채워진 메모리가 포인터를 덮었습니다`,
  }),
  text: text<{ text: string }>({
    en: ({ text: written }) =>
      `The pointer is text, "${written}": it was written over, or text was taken for a pointer.`,
    ko: ({ text: written }) =>
      `포인터 값이 텍스트 "${written}"입니다. 덮어써졌거나, 텍스트를 포인터로 읽었습니다`,
  }),
  error: text<{ holder: Said; number: number; name?: string }>({
    en: ({ holder, number, name }, say) =>
      `${say(holder)} holds the error number -${number}${name ? ` (${name})` : ''}, which was taken for a pointer.`,
    ko: ({ holder, number, name }, say) =>
      `${say(holder)}: 오류 번호 -${number}${name ? ` (${name})` : ''}, 이 값을 포인터로 잘못 사용했습니다`,
  }),
  poison: text<{ value: Said; meaning: Said }>({
    en: ({ value: held, meaning }, say) => `The value ${say(held)} is ${say(meaning)}.`,
    ko: ({ value: held, meaning }, say) => `${say(held)} 값의 의미: ${say(meaning)}`,
  }),
  flip: text<{ value: Said; other: Said; what: Said }>({
    en: ({ value: held, other, what }, say) =>
      `The value ${say(held)} is one bit away from ${say(other)}, ${say(what)}.`,
    ko: ({ value: held, other, what }, say) =>
      `${say(held)}: 한 비트만 다른 주소가 있습니다 (${say(other)}, ${say(what)})`,
  }),
  /** Beside the faulting instruction. */
  register: text<{ name: string; value: Said; what?: Said }>({
    en: ({ name, value: held, what }, say) =>
      `${name} = ${say(held)}${what === undefined ? '' : ` → ${say(what)}`}`,
    ko: ({ name, value: held, what }, say) =>
      `${name} = ${say(held)}${what === undefined ? '' : ` → ${say(what)}`}`,
  }),
  address: text<{ address: Said }>({
    en: ({ address }, say) => `address ${say(address)}`,
    ko: ({ address }, say) => `주소 ${say(address)}`,
  }),
  notes: text<{ notes: readonly Message[] }>({
    en: ({ notes }, say) => notes.map(say).join(' · '),
    ko: ({ notes }, say) => notes.map(say).join(' · '),
  }),
});

/** Who is to blame, and why. */
export const culprit = subject('culprit', {
  moduleHere: text<{ function: Said; module: Said }>({
    en: ({ function: name, module }, say) =>
      `It happened in ${say(name)}, which belongs to module ${say(module)}.`,
    ko: ({ function: name, module }, say) => `${say(module)} 모듈의 ${say(name)} 함수에서 발생함`,
  }),
  functionHere: text<{ function: Said }>({
    en: ({ function: name }, say) => `It happened in ${say(name)} itself.`,
    ko: ({ function: name }, say) => `${say(name)} 함수에서 발생함`,
  }),
  module: text<{ function: Said; module: Said }>({
    en: ({ function: name, module }, say) =>
      `Past the kernel's generic code, the first function on the stack is ${say(name)}, which belongs to module ${say(module)}.`,
    ko: ({ function: name, module }, say) =>
      `커널 공통 코드를 제외한 스택의 첫 번째 함수: ${say(name)} (모듈 ${say(module)})`,
  }),
  function: text<{ function: Said }>({
    en: ({ function: name }, say) =>
      `Past the kernel's generic code, the first function on the stack is ${say(name)}.`,
    ko: ({ function: name }, say) => `커널 공통 코드를 제외한 스택의 첫 번째 함수: ${say(name)}`,
  }),
  operator: text({ en: 'The crash was asked for.', ko: '크래시를 직접 요청함' }),
  holder: text({ en: 'It holds what the others wait for.', ko: '다른 태스크가 기다리는 락을 가지고 있음' }),
  gone: text({ en: 'Its owner ended without unlocking it.', ko: '소유자가 락을 풀지 않고 종료됨' }),
  lock: text({ en: 'The tasks wait for each other.', ko: '태스크들이 서로를 기다림' }),
});

/** What may be to blame. */
export const blamed = subject('blamed', {
  module: text({ en: 'module', ko: '모듈' }),
  task: text({ en: 'task', ko: '태스크' }),
  function: text({ en: 'function', ko: '함수' }),
  lock: text({ en: 'lock', ko: '락' }),
  hardware: text({ en: 'hardware', ko: '하드웨어' }),
  configuration: text({ en: 'configuration', ko: '설정' }),
  operator: text({ en: 'operator', ko: '사용자' }),
  hypervisor: text({ en: 'hypervisor', ko: '하이퍼바이저' }),
});

/** What a module's taint letter says of it. */
export const trait = subject('module-trait', {
  P: text({ en: 'proprietary', ko: '독점 라이선스' }),
  O: text({ en: 'out-of-tree', ko: '커널 트리 외부(out-of-tree)' }),
  E: text({ en: 'unsigned', ko: '서명 없음' }),
  F: text({ en: 'loaded by force', ko: '강제 로드' }),
  C: text({ en: 'a staging driver', ko: 'staging 드라이버' }),
  K: text({ en: 'a live patch', ko: '라이브 패치' }),
});

/** What a CPU was doing. */
export const doing = subject('doing', {
  user: text({ en: 'in user mode', ko: '사용자 모드' }),
  idle: text({ en: 'idle', ko: 'idle 상태' }),
  kernel: text<{ where: Said }>({
    en: ({ where }, say) => `in the kernel, ${say(where)}`,
    ko: ({ where }, say) => `커널 모드, ${say(where)}`,
  }),
  unknown: text({ en: 'not known (no registers saved)', ko: '알 수 없음 (저장된 레지스터 없음)' }),
});

/** What could not be checked, and why. */
export const unchecked = subject('unchecked', {
  pages: text<{ classes: readonly Message[] }>({
    en: ({ classes }, say) => `pages left out of the dump: ${classes.map(say).join(', ')}`,
    ko: ({ classes }, say) => `덤프에서 제외된 페이지: ${classes.map(say).join(', ')}`,
  }),
  pagesWhy: text<{ level: number }>({
    en: ({ level }) => `dump level ${level}`,
    ko: ({ level }) => `덤프 레벨 ${level}`,
  }),
  lines: text({ en: 'source file and line', ko: '소스 파일과 줄 번호' }),
  linesWhy: text({
    en: 'no vmlinux with debug information was given',
    ko: '디버그 정보가 있는 vmlinux가 주어지지 않음',
  }),
  log: text({ en: 'the beginning of the log', ko: '로그의 앞부분' }),
  logWhy: text<{ sequence: number }>({
    en: ({ sequence }) => `the ring buffer was overwritten: its first record is number ${sequence}`,
    ko: ({ sequence }) => `링 버퍼가 덮어써짐: 남아 있는 첫 레코드는 ${sequence}번`,
  }),
  trace: text<{ function: string }>({
    en: ({ function: name }) => `frames beyond ${name}`,
    ko: ({ function: name }) => `${name} 다음의 프레임`,
  }),
  code: text({ en: 'the faulting instruction', ko: '폴트를 일으킨 명령어' }),
  codeWhy: text({
    en: 'the page with the code is not in the dump',
    ko: '코드가 있는 페이지가 덤프에 없음',
  }),
  machine: text({ en: 'stacks, registers and code', ko: '스택, 레지스터, 코드' }),
  machineWhy: text<{ machine: string }>({
    en: ({ machine }) => `the verdict for ${machine} comes later: this one is from the log and the notes`,
    ko: ({ machine }) => `${machine} 판정은 아직 지원하지 않습니다. 로그와 노트만으로 판정했습니다`,
  }),
  zero: text({ en: 'zero pages', ko: '0으로 채워진 페이지' }),
  cache: text({ en: 'page cache', ko: '페이지 캐시' }),
  private: text({ en: 'private page cache', ko: 'private 페이지 캐시' }),
  user: text({ en: 'user memory', ko: '사용자 메모리' }),
  free: text({ en: 'free memory', ko: '빈 메모리' }),
});

/** What the verdict looks for, as it is named where that failed. */
export const sought = subject('sought', {
  log: text({ en: 'the log', ko: '로그' }),
  cpu: text({ en: 'the CPU that panicked', ko: '패닉을 일으킨 CPU' }),
  task: text({ en: 'the task that panicked', ko: '패닉을 일으킨 태스크' }),
  stack: text({ en: 'its stack', ko: '그 태스크의 스택' }),
  cpuStack: text({ en: 'the stack of the CPU that panicked', ko: '패닉을 일으킨 CPU의 스택' }),
  fault: text({ en: 'the fault', ko: '폴트' }),
  rule: text<{ id: string }>({ en: ({ id }) => `the rule ${id}`, ko: ({ id }) => `규칙 ${id}` }),
  culprit: text({ en: 'the culprit', ko: '원인' }),
  where: text({ en: 'where it happened', ko: '발생 위치' }),
  uptime: text({ en: 'the uptime', ko: '가동 시간' }),
  date: text({ en: 'the date', ko: '발생 시각' }),
  context: text({ en: 'the context', ko: '실행 문맥' }),
  hostname: text({ en: 'the host name', ko: '호스트 이름' }),
  cpus: text({ en: 'the CPUs', ko: '모든 CPU' }),
  memory: text({ en: 'the memory', ko: '메모리' }),
  taints: text({ en: 'the taints', ko: '오염(taint)' }),
  code: text({ en: 'the code', ko: '코드' }),
  registers: text({ en: 'the registers', ko: '레지스터' }),
  syscall: text({ en: 'the system call', ko: '시스템 콜' }),
  otherCpus: text({ en: 'the other CPUs', ko: '다른 CPU' }),
  origin: text({ en: 'the origin of the bad value', ko: '잘못된 값의 출처' }),
  value: text({ en: 'the bad value', ko: '잘못된 값' }),
  loggedTrace: text({ en: 'the call trace of the log', ko: '로그의 콜 트레이스' }),
  events: text({ en: 'the troubles of the log', ko: '로그에 기록된 문제들' }),
  bucket: text({ en: 'the bucket', ko: '크래시 유형 ID' }),
});
