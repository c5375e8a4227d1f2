import { subject, text, type Said } from './message.ts';

/** 0x77 ("w") */
export const byteText = (byte: number): string =>
  `0x${byte.toString(16).padStart(2, '0')}${byte > 0x20 && byte < 0x7f ? ` ("${String.fromCharCode(byte)}")` : ''}`;

/** What 64-bit values are. What is named may end in any letter, so no Korean particle follows that depends on it. */
export const identity = subject('identity', {
  null: text({ en: 'NULL', ko: 'NULL' }),
  error: text<{ number: number; name?: string }>({
    en: ({ number, name }) => (name ? `-${number} (as an error pointer: ${name})` : `-${number}`),
    ko: ({ number, name }) => (name ? `-${number} (오류 포인터 ${name})` : `-${number}`),
  }),
  text: text<{ text: string }>({
    en: ({ text }) => `not an address but text: "${text}"`,
    ko: ({ text }) => `주소가 아니라 텍스트: "${text}"`,
  }),
  fill: text<{ byte: number }>({
    en: ({ byte }) => `not an address: every byte is ${byteText(byte)}`,
    ko: ({ byte }) => `주소가 아님: 모든 바이트가 ${byteText(byte)}`,
  }),
  nonCanonical: text({ en: 'not a canonical address', ko: '정규(canonical) 주소가 아님' }),
  user: text({ en: 'a value in the address range of user space', ko: '사용자 공간 주소 범위의 값' }),
  userOf: text<{ comm: string; pid: number; file: string }>({
    en: ({ comm, pid, file }) =>
      `an address of user space: ${file === '' ? 'anonymous memory' : file} of ${comm} (PID ${pid})`,
    ko: ({ comm, pid, file }) =>
      `사용자 공간 주소: ${comm}(PID ${pid})의 ${file === '' ? '익명 메모리' : file}`,
  }),
  perCpu: text<{ name: string; cpu: number; offset: string }>({
    en: ({ name, cpu, offset }) => `per-CPU variable ${name} of CPU ${cpu}${offset}`,
    ko: ({ name, cpu, offset }) => `CPU ${cpu}의 per-CPU 변수 ${name}${offset}`,
  }),
  perCpuMemory: text<{ cpu: number; offset: string }>({
    en: ({ cpu, offset }) => `per-CPU memory of CPU ${cpu}, allocated, +0x${offset}`,
    ko: ({ cpu, offset }) => `CPU ${cpu}의 per-CPU 할당 메모리 +0x${offset}`,
  }),
  device: text<{ name: string; physical: string }>({
    en: ({ name, physical }) => `device memory: ${name} (physical ${physical})`,
    ko: ({ name, physical }) => `장치 메모리: ${name} (물리 주소 ${physical})`,
  }),
  used: text<{ use: Said; physical: string }>({
    en: ({ use, physical }, say) => `${say(use)} (physical ${physical})`,
    ko: ({ use, physical }, say) => `${say(use)} (물리 주소 ${physical})`,
  }),
  structPage: text<{ offset: string; physical: string; use: Said }>({
    en: ({ offset, physical, use }, say) => `struct page${offset} of physical ${physical}: ${say(use)}`,
    ko: ({ offset, physical, use }, say) => `물리 주소 ${physical}의 struct page${offset}: ${say(use)}`,
  }),
  image: text<{ after: string; offset: string }>({
    en: ({ after, offset }) => `kernel image, 0x${offset} past ${after}: no symbol has it`,
    ko: ({ after, offset }) => `커널 이미지, ${after} 뒤 0x${offset}: 해당 심볼 없음`,
  }),
  unmapped: text({ en: 'a kernel address where nothing is mapped', ko: '매핑되지 않은 커널 주소' }),
  memory: text<{ physical: string }>({
    en: ({ physical }) => `kernel memory (physical ${physical})`,
    ko: ({ physical }) => `커널 메모리 (물리 주소 ${physical})`,
  }),
  absent: text<{ why: Said }>({
    en: ({ why }, say) => `kernel memory (${say(why)})`,
    ko: ({ why }, say) => `커널 메모리 (${say(why)})`,
  }),
  module: text<{ range: string; module: string; offset: string }>({
    en: ({ range, module, offset }) => `${range} of module ${module} +0x${offset}`,
    ko: ({ range, module, offset }) => `모듈 ${module}의 ${range} +0x${offset}`,
  }),
  slab: text<{ cache: string; object: string; offset: string }>({
    en: ({ cache, object, offset }) => `object of slab cache ${cache} at ${object}${offset}`,
    ko: ({ cache, object, offset }) => `슬랩 캐시 ${cache}의 객체 ${object}${offset}`,
  }),
  slabPad: text<{ cache: string }>({
    en: ({ cache }) => `slab cache ${cache}, between its objects`,
    ko: ({ cache }) => `슬랩 캐시 ${cache}, 객체 사이의 여백`,
  }),
  task: text<{ comm: string; pid: number; offset: string }>({
    en: ({ comm, pid, offset }) => `task_struct of ${comm} (PID ${pid})${offset}`,
    ko: ({ comm, pid, offset }) => `${comm}(PID ${pid})의 task_struct${offset}`,
  }),
  taskStack: text<{ comm: string; pid: number; below: string }>({
    en: ({ comm, pid, below }) => `stack of ${comm} (PID ${pid}), 0x${below} below its top`,
    ko: ({ comm, pid, below }) => `${comm}(PID ${pid})의 스택, 최상단에서 0x${below} 아래`,
  }),
  stack: text<{ below: string }>({
    en: ({ below }) => `stack, 0x${below} below its top`,
    ko: ({ below }) => `스택, 최상단에서 0x${below} 아래`,
  }),
  interruptStack: text<{ cpu: number | string; below: string }>({
    en: ({ cpu, below }) => `interrupt stack of CPU ${cpu}, 0x${below} below its top`,
    ko: ({ cpu, below }) => `CPU ${cpu}의 인터럽트 스택, 최상단에서 0x${below} 아래`,
  }),
  cpuStack: text<{ kind: string; cpu: number | string; below: string }>({
    en: ({ kind, cpu, below }) => `${kind} stack of CPU ${cpu}, 0x${below} below its top`,
    ko: ({ kind, cpu, below }) => `CPU ${cpu}의 ${kind} 스택, 최상단에서 0x${below} 아래`,
  }),
  poison: text<{ meaning: Said; offset: string }>({
    en: ({ meaning, offset }, say) => say(meaning) + offset,
    ko: ({ meaning, offset }, say) => say(meaning) + offset,
  }),
  signed: text<{ what: string }>({
    en: ({ what }) => `${what}, signed (pointer authentication)`,
    ko: ({ what }) => `${what}, 서명된 포인터(PAC)`,
  }),
});

/** Why there is no memory at an address, by the word of AddressSpace.absence. */
export const absence = subject('absence', {
  excluded: text({ en: 'page excluded', ko: '덤프에서 제외된 페이지' }),
  lost: text({ en: 'page lost', ko: '덤프가 잘려 없는 페이지' }),
  hole: text({ en: 'page hole', ko: '물리 메모리가 없는 영역' }),
  erased: text({ en: 'erased on purpose', ko: '일부러 지운 데이터' }),
  damaged: text({ en: 'page damaged', ko: '손상된 페이지' }),
  'not-mapped': text({ en: 'page not mapped', ko: '매핑되지 않음' }),
  'table-absent': text({ en: 'page table absent', ko: '페이지 테이블이 덤프에 없음' }),
  'non-canonical': text({ en: 'not canonical', ko: '정규 주소가 아님' }),
});

/** Constants of include/linux/poison.h. */
export const poison = subject('poison', {
  LIST_POISON1: text({
    en: 'LIST_POISON1: next of a list entry that was deleted',
    ko: 'LIST_POISON1: 삭제된 리스트 항목의 next',
  }),
  LIST_POISON2: text({
    en: 'LIST_POISON2: prev of a list entry that was deleted',
    ko: 'LIST_POISON2: 삭제된 리스트 항목의 prev',
  }),
  TIMER_ENTRY_STATIC: text({ en: 'TIMER_ENTRY_STATIC', ko: 'TIMER_ENTRY_STATIC' }),
  TAIL_MAPPING: text({
    en: 'TAIL_MAPPING: mapping of a tail page',
    ko: 'TAIL_MAPPING: 테일 페이지의 mapping',
  }),
  MUTEX_POISON_WW_CTX: text({ en: 'MUTEX_POISON_WW_CTX', ko: 'MUTEX_POISON_WW_CTX' }),
  NET_PTR_POISON: text({ en: 'a poisoned network pointer', ko: '포이즌된 네트워크 포인터' }),
  POISON_FREE: text({
    en: 'POISON_FREE: slab poison of memory that was freed, or not written since it was allocated',
    ko: 'POISON_FREE: 해제되었거나 할당 후 쓰이지 않은 메모리의 슬랩 포이즌',
  }),
  POISON_INUSE: text({
    en: 'POISON_INUSE: slab memory that was never written',
    ko: 'POISON_INUSE: 한 번도 쓰지 않은 슬랩 메모리',
  }),
  PAGE_POISON: text({
    en: 'PAGE_POISON: the page it was read from was freed, or not written since',
    ko: 'PAGE_POISON: 해제되었거나 그 뒤 쓰이지 않은 페이지에서 읽은 값',
  }),
  JBD_POISON_FREE: text({
    en: 'JBD_POISON_FREE: a journal head that was freed (jbd, jbd2)',
    ko: 'JBD_POISON_FREE: 해제된 저널 헤드 (jbd, jbd2)',
  }),
  POOL_POISON_FREED: text({
    en: 'POOL_POISON_FREED: memory given back to a DMA pool',
    ko: 'POOL_POISON_FREED: DMA 풀에 반환된 메모리',
  }),
  FLEX_ARRAY_FREE: text({
    en: 'FLEX_ARRAY_FREE: a freed element of a flexible array',
    ko: 'FLEX_ARRAY_FREE: 해제된 flex array 요소',
  }),
  KEY_DESTROY: text({ en: 'KEY_DESTROY: a key that was destroyed', ko: 'KEY_DESTROY: 파기된 키' }),
  POISON_FREE_INITMEM: text({
    en: 'freed init memory or a slab red zone',
    ko: '해제된 init 메모리 또는 슬랩 레드존',
  }),
});
