import { subject, text } from './message.ts';

/** What stands around the core's answers: verdict, report, timings. */
export const answers = subject('answers', {
  died: text<{ time: string }>({ en: ({ time }) => `died ${time}`, ko: ({ time }) => `패닉 시각 ${time}` }),
  after: text<{ time: string }>({ en: ({ time }) => `after ${time}`, ko: ({ time }) => `가동 시간 ${time}` }),
  registers: { en: 'Registers', ko: '레지스터' },
  evidence: { en: 'Evidence', ko: '판단 근거' },
  trace: { en: 'Call trace', ko: '호출 경로' },
  otherCpus: { en: 'Other CPUs', ko: '다른 CPU' },
  taints: { en: 'Taints', ko: '오염(taint)' },
  notTainted: { en: 'none', ko: '없음' },
  log: { en: 'Last lines of the log', ko: '패닉 직전 로그' },
  advice: { en: 'What to do', ko: '다음 조치' },
  unchecked: { en: 'Not checked', ko: '확인하지 못한 것' },
  culprit: { en: 'Likely culprit', ko: '원인(추정)' },
  code: { en: 'Code', ko: '코드' },
  file: { en: 'Dump', ko: '덤프' },
  lacks: { en: 'What is missing', ko: '누락된 정보' },
  timings: { en: 'Time of each step', ko: '단계별 소요 시간' },
  report: { en: 'Crash report', ko: '크래시 보고서' },
  redacted: text<{ what: string }>({
    en: ({ what }) => `Removed from this report: ${what}.`,
    ko: ({ what }) => `이 보고서에서 제거한 정보: ${what}`,
  }),
});
