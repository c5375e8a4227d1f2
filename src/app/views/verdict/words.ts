import { catalogue } from '../../messages/catalogue.svelte.ts';

export const words = catalogue({
  en: {
    confidence: { proven: 'proven', likely: 'likely', guess: 'a guess' },
    bucket: 'Bucket',
    bucketHelp: 'The same for crashes of the same kind at the same place',
    working: 'Weighing the evidence …',
    facts: {
      kernel: 'Kernel',
      died: 'Died',
      after: 'After',
      machine: 'Machine',
      host: 'Host',
      tainted: 'Tainted',
      culprit: 'To blame',
    },
    cpus: (n: number) => (n === 1 ? '1 CPU' : `${n} CPUs`),
    proof: 'The proof',
    code: 'The instruction',
    trace: 'Call trace',
    registers: 'Registers',
    others: 'Other CPUs',
    before: 'Last words of the log',
    unchecked: 'Not checked',
    cpu: 'CPU',
    inUser: 'from user mode',
    boundary: (kind: string) =>
      ({
        exception: 'exception here',
        interrupt: 'interrupt here',
        NMI: 'NMI here',
        user: 'entered from user mode',
      })[kind] ?? kind,
    syscall: 'In system call',
    allLog: 'The whole log',
    wholeStack: 'The whole stack',
    method: {
      orc: '',
      'frame-pointer': 'by frame pointer',
      'saved-registers': '',
      'call-site': 'by its call',
      guess: 'a guess',
    } as Record<string, string>,
    seconds: (s: number) => duration(s, ['d', 'h', 'min', 's']),
    nothing: 'No finding supports this verdict; what is below is what the dump shows.',
  },
  ko: {
    confidence: { proven: '입증됨', likely: '유력함', guess: '추측' },
    bucket: '묶음',
    bucketHelp: '같은 위치에서 난 같은 종류의 크래시는 같은 값을 갖습니다',
    working: '증거를 따져 보는 중…',
    facts: {
      kernel: '커널',
      died: '사망 시각',
      after: '가동 시간',
      machine: '장비',
      host: '호스트',
      tainted: '오염',
      culprit: '원인',
    },
    cpus: (n: number) => `CPU ${n}개`,
    proof: '증거',
    code: '문제의 명령',
    trace: '호출 경로',
    registers: '레지스터',
    others: '다른 CPU',
    before: '로그의 마지막 말',
    unchecked: '확인하지 못한 것',
    cpu: 'CPU',
    inUser: '유저 모드에서',
    boundary: (kind: string) =>
      ({
        exception: '여기서 예외',
        interrupt: '여기서 인터럽트',
        NMI: '여기서 NMI',
        user: '유저 모드에서 진입',
      })[kind] ?? kind,
    syscall: '시스템 콜',
    allLog: '전체 로그',
    wholeStack: '전체 스택',
    method: {
      orc: '',
      'frame-pointer': '프레임 포인터로',
      'saved-registers': '',
      'call-site': '호출 명령으로',
      guess: '추측',
    } as Record<string, string>,
    seconds: (s: number) => duration(s, ['일', '시간', '분', '초']),
    nothing: '이 판정을 뒷받침하는 증거가 없습니다. 아래는 덤프가 보여 주는 내용입니다.',
  },
});

/** "9.9 s", "3 min 12 s", "2 h 5 min", "41 d 3 h": the two largest units. */
function duration(seconds: number, [d, h, min, s]: readonly [string, string, string, string]): string {
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} ${s}`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} ${min} ${whole % 60} ${s}`;
  if (whole < 86400) return `${Math.floor(whole / 3600)} ${h} ${Math.floor((whole % 3600) / 60)} ${min}`;
  return `${Math.floor(whole / 86400)} ${d} ${Math.floor((whole % 86400) / 3600)} ${h}`;
}
