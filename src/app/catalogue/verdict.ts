import { grouped, subject, text } from '../../core/catalogue/message.ts';

/** What stands around the parts of a verdict. */
export const verdict = subject('page-verdict', {
  bucket: { en: 'Bucket', ko: '크래시 유형 ID' },
  bucketHelp: {
    en: 'The same for crashes of the same kind at the same place. Click to copy it whole.',
    ko: '같은 위치에서 같은 종류로 발생한 크래시는 이 값이 같습니다. 누르면 전체를 복사합니다.',
  },
  bucketCopied: { en: 'The bucket is copied', ko: '크래시 유형 ID를 복사했습니다' },
  events: { en: 'In order of time', ko: '발생 순서' },
  eventsBetween: text<{ count: number }>({
    en: ({ count }) => `… ${grouped(count)} more`,
    ko: ({ count }) => `… ${grouped(count)}개 더`,
  }),
  first: { en: 'first', ko: '처음' },
  ended: { en: 'ended the machine', ko: '종료 원인' },
  working: { en: 'Weighing the evidence …', ko: '증거를 분석하는 중…' },
  kernel: { en: 'Kernel', ko: '커널' },
  died: { en: 'Died', ko: '패닉 시각' },
  after: { en: 'Uptime', ko: '가동 시간' },
  machine: { en: 'Machine', ko: '시스템' },
  host: { en: 'Host', ko: '호스트' },
  tainted: { en: 'Tainted', ko: '오염(taint)' },
  culprit: { en: 'Likely culprit', ko: '원인(추정)' },
  suspect: { en: 'Possible culprit', ko: '원인 후보' },
  cause: { en: 'Cause', ko: '원인' },
  proof: { en: 'Evidence', ko: '판단 근거' },
  code: { en: 'The faulting instruction', ko: '오류를 일으킨 명령어' },
  trace: { en: 'Call trace', ko: '호출 경로' },
  registers: { en: 'Registers', ko: '레지스터' },
  others: { en: 'Other CPUs', ko: '다른 CPU' },
  before: { en: 'Last lines of the log', ko: '로그의 마지막 부분' },
  unchecked: { en: 'Not checked', ko: '확인하지 못한 것' },
  cpu: { en: 'CPU', ko: 'CPU' },
  inUser: { en: 'from user mode', ko: '사용자 모드에서 진입' },
  syscall: { en: 'In system call', ko: '시스템 콜' },
  allLog: { en: 'The whole log', ko: '전체 로그' },
  wholeStack: { en: 'The whole stack', ko: '전체 스택' },
  nothing: {
    en: 'No finding supports this verdict; below is what the dump shows.',
    ko: '이 판정을 뒷받침하는 근거가 없습니다. 아래는 덤프에서 읽은 내용입니다.',
  },
});

/** What sort of end it was, over the title that says which. */
export const families = subject('page-families', {
  fault: { en: 'Exception', ko: 'CPU 예외' },
  memory: { en: 'Memory corruption', ko: '메모리 손상' },
  check: { en: 'Kernel’s own check', ko: '커널 자체 검사' },
  stall: { en: 'Hang', ko: '멈춤(hang)' },
  end: { en: 'Panic', ko: '패닉' },
  calm: { en: 'No crash', ko: '크래시 없음' },
});

/** The kinds of verdicts, by family. */
const FAMILIES: Readonly<Record<keyof typeof families, string>> = {
  fault:
    'null-pointer bad-address user-access non-canonical read-only-write no-exec bad-jump reserved-bit divide-error invalid-opcode int3 double-fault stack-overflow alignment machine-check system-error unknown-nmi',
  memory: 'list-corruption use-after-free double-free slab-corruption bad-page stack-protector',
  check: 'bug warn hardening sanitizer lockdep spinlock atomic-context object-debug memory-leak unwinder',
  stall: 'soft-lockup hard-lockup hung-task rcu-stall workqueue-lockup netdev-busy',
  end: 'sysrq panic out-of-memory init-killed no-root filesystem rust-panic reboot',
  calm: 'live nothing',
};

/** The family of `kind`; undefined of what is in none. */
export function familyOf(kind: string): keyof typeof families | undefined {
  return (Object.keys(FAMILIES) as (keyof typeof families)[]).find((each) =>
    FAMILIES[each].split(' ').includes(kind),
  );
}

/** The verdict to hand on. */
export const report = subject('page-report', {
  title: { en: 'Report', ko: '보고서' },
  copy: { en: 'Copy for a ticket (Markdown)', ko: '티켓용으로 복사(Markdown)' },
  save: text<{ format: string }>({
    en: ({ format }) => `Save as ${format}`,
    ko: ({ format }) => `${format} 형식으로 저장`,
  }),
  redact: { en: 'Without names, addresses, keys', ko: '이름·주소·키 제외' },
  redactHelp: {
    en: 'Host, user and file names, IP, MAC and mail addresses, identifiers, keys, hardware and command lines become pseudonyms.',
    ko: '호스트·사용자·파일 이름, IP·MAC·메일 주소, 식별자, 키, 하드웨어, 명령줄을 가명으로 바꿉니다.',
  },
  copied: { en: 'The report is copied', ko: '보고서를 복사했습니다' },
  saved: text<{ file: string }>({
    en: ({ file }) => `Report saved as ${file}`,
    ko: ({ file }) => `보고서를 ${file} 파일로 저장했습니다`,
  }),
});
