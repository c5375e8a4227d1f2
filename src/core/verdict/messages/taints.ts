import type { Language } from '../../identify/messages/say.ts';

/** What the letters of kernel/taints.ts mean, in Korean. */
const KO: Readonly<Record<string, string>> = {
  P: '독점 라이선스 모듈이 로드됨',
  F: '모듈이 강제로 로드됨',
  S: '사양을 벗어난 시스템에서 실행 중',
  R: '모듈이 강제로 언로드됨',
  M: '프로세서가 머신 체크를 보고함',
  B: '잘못된 페이지가 참조됨',
  U: '사용자 공간에서 설정함',
  D: '그 전에 커널이 죽은 적 있음 (Oops 또는 BUG)',
  A: 'ACPI 테이블이 교체됨',
  W: '경고가 있었음',
  C: 'staging 드라이버가 로드됨',
  I: '펌웨어 버그 우회 코드 사용 중',
  O: '커널 트리 외부 모듈이 로드됨',
  E: '서명 없는 모듈이 로드됨',
  L: '소프트 락업이 있었음',
  K: '커널이 라이브 패치됨',
  X: '배포판이 정한 taint',
  T: '구조체 무작위화(randstruct) 플러그인으로 빌드됨',
  N: '커널 내부 테스트가 실행됨',
  J: '펌웨어 제어 인터페이스로 장치를 변경함',
};

/** The meaning of taint `letter`, which in English is `text`. */
export function taintText(language: Language, letter: string, text: string): string {
  return language === 'ko' ? (KO[letter] ?? text) : text;
}
