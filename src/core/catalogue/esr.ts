import { subject, text } from './message.ts';

/** The exception syndrome (ESR) of arm64 in words. */
export const esr = subject('esr', {
  dataAbort: text({ en: 'data abort', ko: '데이터 어보트' }),
  instructionAbort: text({ en: 'instruction abort', ko: '명령어 어보트' }),
  serror: text({ en: 'SError interrupt', ko: 'SError 인터럽트' }),
  brk: text<{ immediate: string }>({
    en: ({ immediate }) => `brk instruction, immediate ${immediate}`,
    ko: ({ immediate }) => `brk 명령어(즉시값 ${immediate})`,
  }),
  brkBug: text({ en: 'brk of BUG() or WARN()', ko: 'BUG() 또는 WARN()의 brk' }),
  brkFault: text({ en: 'brk of code that must not be reached', ko: '실행되면 안 되는 코드의 brk' }),
  brkKasan: text({ en: 'brk of a KASAN check', ko: 'KASAN 검사의 brk' }),
  brkUbsan: text({ en: 'brk of a UBSAN check', ko: 'UBSAN 검사의 brk' }),
  brkCfi: text({ en: 'brk of a CFI check', ko: 'CFI 검사의 brk' }),
  brkProbe: text({ en: 'brk of a kprobe', ko: 'kprobe가 넣은 brk' }),
  brkDebugger: text({ en: 'brk of a debugger', ko: '디버거의 brk' }),
  unknownClass: text({ en: 'unknown instruction', ko: '알 수 없는 명령어' }),
  pcAlignment: text({ en: 'the program counter is not aligned', ko: 'PC가 정렬되지 않음' }),
  spAlignment: text({ en: 'the stack pointer is not aligned', ko: 'SP가 정렬되지 않음' }),
  branchTarget: text({
    en: 'a jump to where none may land (BTI)',
    ko: '분기 대상이 아닌 곳으로 분기(BTI)',
  }),
  pointerAuthentication: text({
    en: 'a pointer authentication code did not fit',
    ko: '포인터 인증 코드(PAC)가 맞지 않음',
  }),
  illegalState: text({ en: 'illegal execution state', ko: '잘못된 실행 상태' }),
  guardedStack: text({ en: 'guarded control stack', ko: '보호 제어 스택(GCS)' }),
  otherClass: text<{ number: string }>({
    en: ({ number }) => `exception class ${number}`,
    ko: ({ number }) => `예외 클래스 ${number}`,
  }),
  addressSize: text<{ level: number }>({
    en: ({ level }) => `address size fault at level ${level}`,
    ko: ({ level }) => `주소 크기 폴트(레벨 ${level})`,
  }),
  translation: text<{ level: number }>({
    en: ({ level }) => `translation fault at level ${level}: nothing is mapped`,
    ko: ({ level }) => `변환 폴트(레벨 ${level}): 매핑 없음`,
  }),
  accessFlag: text<{ level: number }>({
    en: ({ level }) => `access flag fault at level ${level}`,
    ko: ({ level }) => `접근 플래그 폴트(레벨 ${level})`,
  }),
  permission: text<{ level: number }>({
    en: ({ level }) => `permission fault at level ${level}: the page is there, the access is not permitted`,
    ko: ({ level }) => `권한 폴트(레벨 ${level}): 페이지는 있으나 접근 권한 없음`,
  }),
  external: text({ en: 'synchronous external abort', ko: '동기 외부 어보트' }),
  externalWalk: text({
    en: 'external abort while page tables were read',
    ko: '페이지 테이블을 읽는 중 외부 어보트',
  }),
  parity: text({ en: 'parity or ECC error', ko: '패리티 또는 ECC 오류' }),
  tagCheck: text({ en: 'memory tag check fault (MTE)', ko: '메모리 태그 검사 폴트(MTE)' }),
  alignment: text({ en: 'alignment fault', ko: '정렬 폴트' }),
  tlbConflict: text({ en: 'TLB conflict', ko: 'TLB 충돌' }),
  hardwareUpdate: text({
    en: 'atomic update of a page table entry not supported',
    ko: '페이지 테이블 엔트리의 원자적 갱신을 지원하지 않음',
  }),
  exclusive: text({
    en: 'exclusive or atomic access to memory that does not support it',
    ko: '배타적/원자적 접근을 지원하지 않는 메모리',
  }),
  otherStatus: text<{ number: string }>({
    en: ({ number }) => `fault status ${number}`,
    ko: ({ number }) => `폴트 상태 ${number}`,
  }),
  ofWalk: text({ en: 'while page tables were walked', ko: '페이지 테이블 탐색 중' }),
  cacheMaintenance: text({ en: 'by cache maintenance', ko: '캐시 관리 명령' }),
  addressUnknown: text({ en: 'FAR does not hold the address', ko: 'FAR 값이 유효하지 않음' }),
  notRestartable: text({ en: 'the CPU state is lost (uncontainable)', ko: 'CPU 상태를 복구할 수 없음' }),
});
