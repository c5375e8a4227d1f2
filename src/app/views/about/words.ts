import { catalogue } from '../../messages/catalogue.svelte.ts';

export const words = catalogue({
  en: {
    dump: 'The dump',
    file: 'File',
    size: 'Size',
    format: 'Format',
    lacks: 'What it lacks, and what that costs',
    whole: 'Nothing that was looked for is missing.',
    timings: 'How long each step of opening took',
    page: 'This page',
    version: 'Version',
    build: 'Build',
    buildHelp:
      'SHA-256 of this file with 64 zeros in place of this value. Two builds of the same source give the same.',
    silence: 'Connections',
    silenceText:
      'None can be opened: a Content-Security-Policy by hash in both documents, a sandbox without an origin, Trusted Types, WebRTC removed.',
    licences: 'What is bundled',
  },
  ko: {
    dump: '덤프',
    file: '파일',
    size: '크기',
    format: '형식',
    lacks: '없는 것과 그 영향',
    whole: '찾아본 것 중 빠진 것이 없습니다.',
    timings: '여는 단계별 시간',
    page: '이 페이지',
    version: '버전',
    build: '빌드',
    buildHelp:
      '이 값의 자리를 0 64개로 바꾼 파일의 SHA-256입니다. 같은 소스로 두 번 빌드하면 같은 값이 나옵니다.',
    silence: '연결',
    silenceText:
      '하나도 열 수 없습니다. 두 문서 모두 해시 기반 콘텐츠 보안 정책, 출처 없는 샌드박스, Trusted Types가 적용되고 WebRTC는 제거됩니다.',
    licences: '함께 담긴 것',
  },
});
