import { subject, text, type Message } from './message.ts';

/** What is wrong with the kernel's log, of whatever generation (kernel/printk*.ts). */
export const logSays = subject('kernel-log', {
  noRing: {
    en: 'there is no symbol of any log of the kernel: neither prb (5.10 on), nor log_first_idx (3.5 on), nor log_end',
    ko: '커널 로그를 가리키는 심볼이 없습니다. prb(5.10 이후), log_first_idx(3.5 이후), log_end 모두 찾지 못했습니다',
  },
  notRead: text<{ why: Message }>({
    en: ({ why }, say) => `no record could be read by the log's own structures: ${say(why)}`,
    ko: ({ why }, say) => `로그 구조체로는 레코드를 하나도 읽지 못했습니다: ${say(why)}`,
  }),
  found: text<{ records: number; address: string; why: Message }>({
    en: ({ records, address, why }, say) =>
      `the log was put together from ${records} texts found in memory at physical address ${address}; levels or times may be missing, and that it is of this boot is not proven: ${say(why)}`,
    ko: ({ records, address, why }, say) =>
      `물리 주소 ${address}의 메모리에서 찾은 텍스트 ${records}개로 로그를 복원했습니다. 레벨이나 시각이 없을 수 있고, 이번 부팅의 로그인지는 확인되지 않았습니다: ${say(why)}`,
  }),
  countProven: text<{ countBits: number; taken: number }>({
    en: ({ countBits, taken }) =>
      `The printk ring buffer claims 2^${countBits} descriptors, but its newest record stands where 2^${taken} would put it; 2^${taken} was taken.`,
    ko: ({ countBits, taken }) =>
      `printk 링 버퍼의 디스크립터 수가 2^${countBits}개로 기록되어 있지만, 가장 최근 레코드의 위치는 2^${taken}개일 때와 맞습니다. 2^${taken}개로 읽었습니다.`,
  }),
  bufferSize: text<{ length: number; taken: number }>({
    en: ({ length, taken }) =>
      `log_buf_len is ${length}, which cannot be; ${taken} bytes of the log's buffer were read.`,
    ko: ({ length, taken }) =>
      `log_buf_len 값 ${length}은(는) 있을 수 없는 값이어서 로그 버퍼를 ${taken}바이트만 읽었습니다.`,
  }),
  bufferAbsent: text<{ absent: number; length: number }>({
    en: ({ absent, length }) => `${absent} of the ${length} bytes of the log's buffer are not in the dump.`,
    ko: ({ absent, length }) => `로그 버퍼 ${length}바이트 중 ${absent}바이트가 덤프에 없습니다.`,
  }),
  recordBroken: text<{ at: number }>({
    en: ({ at }) =>
      `What stands at byte ${at} of the log's buffer is no record; what comes before the next one is lost.`,
    ko: ({ at }) => `로그 버퍼의 ${at}바이트 위치가 레코드가 아니어서, 다음 레코드까지의 내용을 잃었습니다.`,
  }),
  unread: {
    en: 'the buffer holds no text that could be read',
    ko: '버퍼에 읽을 수 있는 텍스트가 없습니다',
  },
  ringDamaged: text<{ countBits: number; sizeBits: number }>({
    en: ({ countBits, sizeBits }) =>
      `the printk ring buffer claims 2^${countBits} descriptors and 2^${sizeBits} bytes: it is damaged.`,
    ko: ({ countBits, sizeBits }) =>
      `printk 링 버퍼의 크기가 디스크립터 2^${countBits}개, 2^${sizeBits}바이트로 기록되어 있습니다. 손상된 값입니다.`,
  }),
  layoutDamaged: {
    en: 'the members of the log’s structures do not lie within them: the types are damaged.',
    ko: '로그 구조체의 멤버가 구조체를 벗어난 위치에 있습니다. 타입 정보가 손상되었습니다.',
  },
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
  ringAssumed: text<{ name: string }>({
    en: ({ name }) =>
      `prb, which says where the log is, cannot be used; ${name} was read instead, which may hold the early log only.`,
    ko: ({ name }) =>
      `로그 위치를 가리키는 prb를 사용할 수 없어 ${name}을(를) 대신 읽었습니다. 부팅 초기의 로그만 있을 수 있습니다.`,
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
  strays: text<{ count: number; first: bigint }>({
    en: ({ count, first }) =>
      `${count} records of the log are lost, record ${first} first: what stands in their place is not theirs.`,
    ko: ({ count, first }) =>
      `로그 레코드 ${count}개를 잃었습니다(첫 번째: ${first}번). 그 자리에 다른 내용이 있습니다.`,
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
