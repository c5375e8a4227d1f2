import { hex16, subject, text, type Message } from './message.ts';

/** What cannot be found out about the kernel's own objects, and why lists of them end early. */
export const kernelSays = subject('kernel', {
  noSymbol: text<{ name: string }>({
    en: ({ name }) =>
      `The symbol ${name} is not in this kernel's kallsyms; what needs it cannot be answered.`,
    ko: ({ name }) => `이 커널의 kallsyms에 ${name} 심볼이 없어, 이 심볼이 필요한 내용은 알 수 없습니다.`,
  }),
  noTasks: {
    en: 'Without the type struct task_struct (BTF) tasks cannot be listed.',
    ko: 'struct task_struct의 타입 정보(BTF)가 없어 태스크 목록을 만들 수 없습니다.',
  },
  notGzip: {
    en: 'kernel_config_data is not gzip data; it cannot be shown.',
    ko: 'kernel_config_data가 gzip 데이터가 아니어서 표시할 수 없습니다.',
  },
  configDamaged: text<{ code: number }>({
    en: ({ code }) =>
      `kernel_config_data cannot be unpacked (inflate answers ${code}); the dump may lack a page of it.`,
    ko: ({ code }) =>
      `kernel_config_data의 압축을 풀 수 없습니다(inflate 결과 ${code}). 해당 페이지 일부가 덤프에 없을 수 있습니다.`,
  }),
});

/** Why a list of the kernel is not whole. */
export const brokenList = subject('broken-list', {
  head: text<{ why: Message }>({
    en: ({ why }, say) => `the list's head cannot be read: ${say(why)}`,
    ko: ({ why }, say) => `리스트의 헤드를 읽을 수 없습니다: ${say(why)}`,
  }),
  link: text<{ count: number; why: Message }>({
    en: ({ count, why }, say) => `the link after ${count} entries cannot be followed: ${say(why)}`,
    ko: ({ count, why }, say) => `항목 ${count}개 다음의 링크를 따라갈 수 없습니다: ${say(why)}`,
  }),
  tooLong: text<{ most: number }>({
    en: ({ most }) => `the list has more than ${most} entries`,
    ko: ({ most }) => `리스트의 항목이 ${most}개를 넘습니다`,
  }),
  circle: text<{ count: number }>({
    en: ({ count }) => `the list turns in a circle after ${count} entries`,
    ko: ({ count }) => `리스트가 항목 ${count}개 뒤에서 순환합니다`,
  }),
  noTask: text<{ address: bigint; pid: number }>({
    en: ({ address, pid }) => `what the list has at ${hex16(address)} is no task: its PID would be ${pid}`,
    ko: ({ address, pid }) => `리스트의 ${hex16(address)} 항목은 태스크가 아닙니다(PID가 ${pid}로 읽힘)`,
  }),
  taskAbsent: text<{ address: bigint }>({
    en: ({ address }) => `the task_struct at ${hex16(address)} is not in the dump`,
    ko: ({ address }) => `${hex16(address)}의 task_struct가 덤프에 없습니다`,
  }),
  threadsLeave: text<{ leader: bigint }>({
    en: ({ leader }) => `the list of the threads of the process at ${hex16(leader)} leads out of the dump`,
    ko: ({ leader }) => `${hex16(leader)} 프로세스의 스레드 리스트가 덤프에 없는 주소로 이어집니다`,
  }),
  threadsCircle: text<{ leader: bigint }>({
    en: ({ leader }) => `the list of the threads of the process at ${hex16(leader)} turns in a circle`,
    ko: ({ leader }) => `${hex16(leader)} 프로세스의 스레드 리스트가 순환합니다`,
  }),
  noModuleType: {
    en: 'the type struct module is not known (BTF)',
    ko: 'struct module의 타입 정보(BTF)가 없습니다',
  },
});

/** What is wrong with the kernel's log (kernel/printk/printk_ringbuffer.c). */
export const logSays = subject('kernel-log', {
  noRing: {
    en: 'this kernel has no symbol prb: logs of kernels before 5.10 are not read yet.',
    ko: '이 커널에는 prb 심볼이 없습니다. 5.10 이전 커널의 로그는 아직 읽지 못합니다.',
  },
  ringDamaged: text<{ countBits: number; sizeBits: number }>({
    en: ({ countBits, sizeBits }) =>
      `the printk ring buffer claims 2^${countBits} descriptors and 2^${sizeBits} bytes: it is damaged.`,
    ko: ({ countBits, sizeBits }) =>
      `printk 링 버퍼의 크기가 디스크립터 2^${countBits}개, 2^${sizeBits}바이트로 기록되어 있습니다. 손상된 값입니다.`,
  }),
  noOffset: text<{ member: string }>({
    en: ({ member }) => `neither BTF nor VMCOREINFO says where ${member} lies.`,
    ko: ({ member }) => `BTF와 VMCOREINFO 모두에 ${member}의 위치가 없습니다.`,
  }),
  noSize: text<{ struct: string }>({
    en: ({ struct }) => `neither BTF nor VMCOREINFO says how large struct ${struct} is.`,
    ko: ({ struct }) => `BTF와 VMCOREINFO 모두에 struct ${struct}의 크기가 없습니다.`,
  }),
  unreadable: text<{ why: Message }>({
    en: ({ why }, say) => `The log cannot be read: ${say(why)}`,
    ko: ({ why }, say) => `로그를 읽을 수 없습니다: ${say(why)}`,
  }),
  headAndTail: text<{ head: bigint; tail: bigint; count: bigint }>({
    en: ({ head, tail, count }) =>
      `The log's head (${head}) and tail (${tail}) are further apart than its ${count} descriptors; all of them were read.`,
    ko: ({ head, tail, count }) =>
      `로그의 head(${head})와 tail(${tail}) 간격이 디스크립터 수(${count})보다 커서 모든 디스크립터를 읽었습니다.`,
  }),
  recordUnreadable: text<{ id: bigint; why: Message }>({
    en: ({ id, why }, say) => `Record ${id} of the log cannot be read: ${say(why)}`,
    ko: ({ id, why }, say) => `로그 레코드 ${id}: 읽을 수 없습니다: ${say(why)}`,
  }),
  beingWritten: text<{ id: bigint }>({
    en: ({ id }) =>
      `Record ${id} of the log was being written when the machine stopped; its text is incomplete.`,
    ko: ({ id }) => `로그 레코드 ${id}: 시스템이 멈출 때 기록 중이어서 내용이 완전하지 않습니다.`,
  }),
  blockSize: text<{ id: bigint; room: bigint; size: bigint }>({
    en: ({ id, room, size }) => `Record ${id} of the log claims ${room} bytes of a ring of ${size}.`,
    ko: ({ id, room, size }) =>
      `로그 레코드 ${id}의 크기가 ${room}바이트로 기록되어 있어 링 버퍼 크기(${size}바이트)와 맞지 않습니다.`,
  }),
  otherOwner: text<{ id: bigint; owner: bigint }>({
    en: ({ id, owner }) => `The text of record ${id} of the log belongs to record ${owner}.`,
    ko: ({ id, owner }) => `로그 레코드 ${id}의 텍스트 자리에 레코드 ${owner}의 내용이 있습니다.`,
  }),
  textCut: text<{ id: bigint; had: number; length: number }>({
    en: ({ id, had, length }) =>
      `The text of record ${id} of the log ends after ${had} of ${length} bytes: the page after it is not in the dump.`,
    ko: ({ id, had, length }) =>
      `로그 레코드 ${id}의 텍스트는 다음 페이지가 덤프에 없어 ${length}바이트 중 ${had}바이트만 읽었습니다.`,
  }),
  line: text<{ why: Message }>({
    en: ({ why }, say) => `log: ${say(why)}`,
    ko: ({ why }, say) => `log: ${say(why)}`,
  }),
});
