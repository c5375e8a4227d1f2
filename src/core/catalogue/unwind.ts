import { hex16, subject, text } from './message.ts';

/** Why the walk up a stack stopped. */
export const stopped = subject('unwind', {
  userMode: { en: 'reached user mode', ko: '사용자 모드에 도달했습니다' },
  begins: { en: 'the stack begins here', ko: '스택의 시작입니다' },
  cutOff: text<{ most: number }>({
    en: ({ most }) => `cut off after ${most} frames`,
    ko: ({ most }) => `프레임 ${most}개에서 중단했습니다`,
  }),
  noTable: {
    en: 'the code here has no unwind table',
    ko: '이 코드에는 언와인드 테이블이 없습니다',
  },
  noRecord: text<{ fp: bigint }>({
    en: ({ fp }) => `the frame pointer ${hex16(fp)} is none`,
    ko: ({ fp }) => `프레임 포인터 ${hex16(fp)}: 올바른 값이 아닙니다`,
  }),
  recordBelow: text<{ fp: bigint; sp: bigint }>({
    en: ({ fp, sp }) => `the frame pointer ${hex16(fp)} lies below the stack pointer ${hex16(sp)}`,
    ko: ({ fp, sp }) => `프레임 포인터 ${hex16(fp)}: 스택 포인터 ${hex16(sp)}보다 낮은 주소입니다`,
  }),
  recordAbsent: text<{ fp: bigint }>({
    en: ({ fp }) => `the frame record at ${hex16(fp)} is not in the dump`,
    ko: ({ fp }) => `${hex16(fp)}의 프레임 레코드가 덤프에 없습니다`,
  }),
  returnAbsent: text<{ slot: bigint }>({
    en: ({ slot }) => `the return address at ${hex16(slot)} is not in the dump`,
    ko: ({ slot }) => `${hex16(slot)}에 있는 복귀 주소가 덤프에 없습니다`,
  }),
  registersAbsent: text<{ at: bigint }>({
    en: ({ at }) => `the registers saved at ${hex16(at)} are not in the dump`,
    ko: ({ at }) => `${hex16(at)}에 저장된 레지스터가 덤프에 없습니다`,
  }),
  interruptFrameAbsent: text<{ at: bigint }>({
    en: ({ at }) => `the interrupt frame at ${hex16(at)} is not in the dump`,
    ko: ({ at }) => `${hex16(at)}의 인터럽트 프레임이 덤프에 없습니다`,
  }),
  wordAbsent: text<{ at: bigint }>({
    en: ({ at }) => `the word at ${hex16(at)} is not in the dump`,
    ko: ({ at }) => `${hex16(at)}의 워드가 덤프에 없습니다`,
  }),
  registerUnknown: text<{ register: string }>({
    en: ({ register }) => `the register ${register} that the unwind table asks for is not known here`,
    ko: ({ register }) => `언와인드 테이블에 필요한 레지스터 ${register}의 값을 알 수 없습니다`,
  }),
  noCode: text<{ address: bigint; slot: bigint }>({
    en: ({ address, slot }) => `the return address ${hex16(address)} at ${hex16(slot)} is not one of code`,
    ko: ({ address, slot }) => `${hex16(slot)}에 있는 복귀 주소 ${hex16(address)}: 코드 주소가 아닙니다`,
  }),
  goesBack: text<{ sp: bigint }>({
    en: ({ sp }) => `the stack pointer goes back to ${hex16(sp)}`,
    ko: ({ sp }) => `스택 포인터가 거꾸로 이동합니다(${hex16(sp)})`,
  }),
  noStackAt: text<{ sp: bigint }>({
    en: ({ sp }) => `${hex16(sp)} is on no stack that is known`,
    ko: ({ sp }) => `${hex16(sp)}: 알려진 스택에 속하지 않는 주소입니다`,
  }),
  comesBack: text<{ sp: bigint }>({
    en: ({ sp }) => `it comes back to a stack it has left, at ${hex16(sp)}`,
    ko: ({ sp }) => `이미 지나온 스택으로 되돌아왔습니다(${hex16(sp)})`,
  }),
  noRegisters: text<{ cpu: number }>({
    en: ({ cpu }) => `no registers were saved for CPU ${cpu}`,
    ko: ({ cpu }) => `CPU ${cpu}의 레지스터가 저장되지 않았습니다`,
  }),
  noStackLeft: { en: 'the task has no stack any more', ko: '태스크의 스택이 이미 해제되었습니다' },
  noThread: { en: 'its thread_struct is not in the dump', ko: '태스크의 thread_struct가 덤프에 없습니다' },
  spOutside: text<{ sp: bigint }>({
    en: ({ sp }) => `its saved stack pointer ${hex16(sp)} is not on its stack`,
    ko: ({ sp }) => `저장된 스택 포인터 ${hex16(sp)}: 태스크의 스택 밖에 있습니다`,
  }),
  stackAbsent: text<{ sp: bigint }>({
    en: ({ sp }) => `its stack at ${hex16(sp)} is not in the dump`,
    ko: ({ sp }) => `${hex16(sp)}의 스택이 덤프에 없습니다`,
  }),
});
