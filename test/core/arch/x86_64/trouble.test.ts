import { describe, expect, it } from 'vitest';
import { render, type Language } from '../../../../src/core/catalogue/message.ts';
import { faultLog, isEntryCode } from '../../../../src/core/arch/x86_64/trouble.ts';

describe('the error code of a page fault', () => {
  const words = (code: number, language: Language): string =>
    faultLog
      .faultWord(code)
      .words.map((word) => render(word, language))
      .join(' · ');

  // Intel SDM volume 3, 4.7; arch/x86/include/asm/trap_pf.h
  it.each([
    [0x0000, 'page not present · read · kernel mode · not a fetch'],
    [0x0002, 'page not present · write · kernel mode · not a fetch'],
    [0x0003, 'page present, access not permitted · write · kernel mode · not a fetch'],
    [0x0006, 'page not present · write · user mode · not a fetch'],
    [0x0010, 'page not present · kernel mode · instruction fetch'],
    [0x0011, 'page present, access not permitted · kernel mode · instruction fetch'],
    [
      0x0009,
      'page present, access not permitted · read · kernel mode · a reserved bit is set in a page table · not a fetch',
    ],
    [0x0025, 'page present, access not permitted · read · user mode · not a fetch · protection key'],
    [0x80000007, 'page present, access not permitted · write · user mode · not a fetch · RMP (SEV-SNP)'],
  ])('0x%s', (code, said) => {
    expect(words(code, 'en')).toBe(said);
  });

  it('speaks Korean', () => {
    expect(words(2, 'ko')).toBe('페이지 없음 · 쓰기 · 커널 모드 · 명령어 페치 아님');
  });
});

it('knows entry code of all releases from C functions with near names', () => {
  const entries =
    'asm_exc_page_fault asm_sysvec_apic_timer_interrupt entry_SYSCALL_64_after_hwframe page_fault apic_timer_interrupt ret_from_intr nmi';
  expect(entries.split(' ').filter((name) => !isEntryCode(name))).toEqual([]);
  const others =
    'sysvec_apic_timer_interrupt __sysvec_apic_timer_interrupt hrtimer_interrupt local_apic_timer_interrupt exc_nmi do_page_fault';
  expect(others.split(' ').filter((name) => isEntryCode(name))).toEqual([]);
});
