import { subject } from '../../core/catalogue/message.ts';

/** What stands around the parts of a verdict. */
export const verdict = subject('page-verdict', {
  bucket: { en: 'Bucket', ko: '크래시 유형 ID' },
  bucketHelp: {
    en: 'The same for crashes of the same kind at the same place',
    ko: '같은 위치에서 같은 종류로 발생한 크래시는 이 값이 같습니다',
  },
  working: { en: 'Weighing the evidence …', ko: '증거를 분석하는 중…' },
  kernel: { en: 'Kernel', ko: '커널' },
  died: { en: 'Died', ko: '패닉 시각' },
  after: { en: 'Uptime', ko: '가동 시간' },
  machine: { en: 'Machine', ko: '시스템' },
  host: { en: 'Host', ko: '호스트' },
  tainted: { en: 'Tainted', ko: '오염(taint)' },
  culprit: { en: 'Likely culprit', ko: '원인(추정)' },
  cause: { en: 'Cause', ko: '원인' },
  proof: { en: 'Evidence', ko: '판단 근거' },
  code: { en: 'The faulting instruction', ko: '오류를 일으킨 명령어' },
  trace: { en: 'Call trace', ko: '호출 경로' },
  registers: { en: 'Registers', ko: '레지스터' },
  others: { en: 'Other CPUs', ko: '다른 CPU' },
  before: { en: 'Last lines of the log', ko: '패닉 직전 로그' },
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
