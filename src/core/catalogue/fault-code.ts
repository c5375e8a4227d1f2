import { subject, text, type Message } from './message.ts';

/** The word by which a processor says what an access was that faulted. */
export const faultCode = subject('fault-code', {
  code: text<{ code: string; words: readonly Message[] }>({
    en: ({ code, words }, say) => `Error code ${code}: ${words.map(say).join(' · ')}`,
    ko: ({ code, words }, say) => `페이지 폴트 오류 코드 ${code}: ${words.map(say).join(' · ')}`,
  }),
  absent: text({ en: 'page not present', ko: '페이지 없음' }),
  protection: text({ en: 'page present, access not permitted', ko: '페이지는 있으나 접근 권한 없음' }),
  read: text({ en: 'read', ko: '읽기' }),
  write: text({ en: 'write', ko: '쓰기' }),
  kernel: text({ en: 'kernel mode', ko: '커널 모드' }),
  user: text({ en: 'user mode', ko: '사용자 모드' }),
  reserved: text({ en: 'a reserved bit is set in a page table', ko: '페이지 테이블의 예약 비트가 설정됨' }),
  noFetch: text({ en: 'not a fetch', ko: '명령어 페치 아님' }),
  fetch: text({ en: 'instruction fetch', ko: '명령어 페치' }),
  protectionKey: text({ en: 'protection key', ko: '보호 키(PKEY)' }),
  shadowStack: text({ en: 'shadow stack', ko: '섀도 스택' }),
  sgx: text({ en: 'SGX', ko: 'SGX' }),
  rmp: text({ en: 'RMP (SEV-SNP)', ko: 'RMP (SEV-SNP)' }),
});
