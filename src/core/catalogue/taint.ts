import { subject, text } from './message.ts';

/** Why the kernel is tainted, by the letter (Documentation/admin-guide/tainted-kernels.rst). */
export const taint = subject('taint', {
  P: text({ en: 'a proprietary module was loaded', ko: '독점 라이선스 모듈이 로드됨' }),
  F: text({ en: 'a module was force loaded', ko: '모듈이 강제로 로드됨' }),
  S: text({ en: 'the kernel runs on a system out of specification', ko: '사양을 벗어난 시스템에서 실행 중' }),
  R: text({ en: 'a module was force unloaded', ko: '모듈이 강제로 언로드됨' }),
  M: text({ en: 'the processor reported a machine check', ko: '프로세서가 머신 체크를 보고함' }),
  B: text({ en: 'a bad page was referenced', ko: '잘못된 페이지가 참조됨' }),
  U: text({ en: 'user space asked for the taint', ko: '사용자 공간에서 설정함' }),
  D: text({
    en: 'the kernel has died of an oops or a BUG, of this one or before',
    ko: '커널이 Oops 또는 BUG로 죽은 적 있음 (이번 것이거나 그 전의 것)',
  }),
  A: text({ en: 'an ACPI table was overridden', ko: 'ACPI 테이블이 교체됨' }),
  W: text({ en: 'a warning was issued', ko: '경고가 있었음' }),
  C: text({ en: 'a staging driver was loaded', ko: 'staging 드라이버가 로드됨' }),
  I: text({ en: 'a workaround for a firmware bug is in use', ko: '펌웨어 버그 우회 코드 사용 중' }),
  O: text({ en: 'an out-of-tree module was loaded', ko: '커널 트리 외부 모듈이 로드됨' }),
  E: text({ en: 'an unsigned module was loaded', ko: '서명 없는 모듈이 로드됨' }),
  L: text({ en: 'a soft lockup happened', ko: '소프트 락업이 있었음' }),
  K: text({ en: 'the kernel was live patched', ko: '커널이 라이브 패치됨' }),
  X: text({ en: 'the distribution set its own taint', ko: '배포판이 정한 taint' }),
  T: text({
    en: 'the kernel was built with the struct randomization plugin',
    ko: '구조체 무작위화(randstruct) 플러그인으로 빌드됨',
  }),
  N: text({ en: 'an in-kernel test was run', ko: '커널 내부 테스트가 실행됨' }),
  J: text({
    en: 'a firmware control interface was used to change the device',
    ko: '펌웨어 제어 인터페이스로 장치를 변경함',
  }),
  unknown: text<{ bit: number }>({
    en: ({ bit }) => `taint bit ${bit}, which is not known`,
    ko: ({ bit }) => `알 수 없는 taint 비트 ${bit}`,
  }),
});
