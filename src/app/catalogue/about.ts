import { subject } from '../../core/catalogue/message.ts';

/** What the dump is, what it lacks, and what this page is. */
export const about = subject('page-about', {
  dump: { en: 'The dump', ko: '덤프' },
  file: { en: 'File', ko: '파일' },
  size: { en: 'Size', ko: '크기' },
  format: { en: 'Format', ko: '형식' },
  lacks: { en: 'What is missing, and what it affects', ko: '누락된 정보와 그 영향' },
  whole: { en: 'Nothing oopscope looks for is missing.', ko: '확인한 항목 중 누락된 것이 없습니다.' },
  timings: { en: 'How long each step of opening took', ko: '여는 단계별 소요 시간' },
  page: { en: 'This page', ko: '이 페이지' },
  version: { en: 'Version', ko: '버전' },
  build: { en: 'Build', ko: '빌드' },
  buildHelp: {
    en: 'SHA-256 of this file with 64 zeros in place of this value. Two builds of the same source give the same.',
    ko: '이 값이 있는 자리를 0 64개로 바꾼 파일의 SHA-256입니다. 같은 소스를 다시 빌드하면 같은 값이 나옵니다.',
  },
  silence: { en: 'Connections', ko: '외부 연결' },
  silenceText: {
    en: 'None can be opened: a Content-Security-Policy by hash in both documents, a sandbox without an origin, Trusted Types, WebRTC removed.',
    ko: '어떤 연결도 열 수 없습니다. 두 문서 모두에 해시 기반 콘텐츠 보안 정책(CSP)을 적용하고, 출처(origin) 없는 샌드박스와 Trusted Types를 사용하며, WebRTC를 제거했습니다.',
  },
  licences: { en: 'Bundled software', ko: '포함된 소프트웨어' },
});
