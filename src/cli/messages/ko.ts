import type { Messages } from './messages.ts';

export const ko: Messages = {
  confidence: { proven: '확인됨', likely: '유력함', guess: '추측' },
  died: (time) => `${time}에 멈춤`,
  after: (time) => `가동 ${time}`,
  cpus: (count) => `CPU ${count}개`,
  registers: '레지스터',
  evidence: '근거',
  trace: '호출 경로',
  otherCpus: '다른 CPU',
  taints: '오염 표시',
  notTainted: '없음',
  log: '마지막 로그',
  unchecked: '확인하지 못한 것',
  culprit: '의심 대상',
  code: '코드',
  file: '덤프',
  lacks: '부족한 것',
  timings: '단계별 시간',
  report: '크래시 보고서',
  redacted: (what) => `이 보고서에서 지운 것: ${what}.`,
};
