import { describe, expect, it } from 'vitest';
import { Registers } from '../../../../src/core/arch/registers.ts';
import { code } from '../../../../src/core/arch/x86_64/code.ts';
import { registers as file } from '../../../../src/core/arch/x86_64/registers.ts';
import { syscalls } from '../../../../src/core/arch/x86_64/syscalls.ts';
import { guardPage, cpuStacks, taskStack } from '../../../../src/core/kernel/stack-ranges.ts';
import { tasks } from '../../../../src/core/kernel/tasks.ts';
import type { AddressSpace } from '../../../../src/core/memory/space.ts';
import { hasDump, openDump } from '../../../build/zoo.ts';

const TEXT = 0xffffffff81000000n;

/** Memory that holds `bytes` so that they end at TEXT + 16. */
const before = (...bytes: number[]): AddressSpace => {
  const memory = new Uint8Array(16);
  memory.set(bytes, 16 - bytes.length);
  return {
    tryRead: (address: bigint, length: number) => {
      const at = Number(address - TEXT);
      return at >= 0 && at + length <= 16 ? memory.slice(at, at + length) : undefined;
    },
  } as unknown as AddressSpace;
};
const decoded = (...bytes: number[]): ReturnType<typeof code.decode> =>
  code.decode(Uint8Array.from(bytes), 0, TEXT);

describe('registers of x86-64', () => {
  const words = new BigUint64Array(21);
  words.set([0x1111n, 0x2222n], 13); // rsi, rdi
  words.set([1n, TEXT, 0x10n, 0x10246n, 0xffffc90000003f00n, 0x18n], 15);

  it('are told by their part: arguments, pointers, mode, interrupts', () => {
    const saved = Registers.whole(file, words);
    expect([saved.arg(0), saved.arg(1), saved.arg(6)]).toEqual([0x2222n, 0x1111n, undefined]);
    expect([saved.ip, saved.sp, saved.user, saved.isWhole]).toEqual([TEXT, 0xffffc90000003f00n, false, true]);
    expect(file.interrupts(saved)).toMatchObject({ on: true, register: 'RFLAGS' });
  });

  it('are known only as far as they were named', () => {
    const some = Registers.some(file, { rip: TEXT, nonsense: 1n, rbp: undefined }, undefined, 40);
    expect([...some.entries()]).toEqual([['rip', TEXT]]);
    expect([some.fp, some.result, some.end, some.isWhole]).toEqual([undefined, undefined, undefined, false]);
  });

  it('left on a stack are recognised, and nothing else', () => {
    const text = (address: bigint): boolean => address >= TEXT;
    expect(file.looksSaved(words, 0, text)).toBe(true);
    expect(file.looksSaved(words, 1, text)).toBe(false);
    const reserved = words.slice();
    reserved[18] |= 8n; // bit 3 of RFLAGS is always 0
    expect(file.looksSaved(reserved, 0, text)).toBe(false);
    expect(file.looksSaved(words, 0, () => false)).toBe(false);
  });
});

describe('code of x86-64', () => {
  it('knows what stands before a return address', () => {
    const direct = before(0xe8, 0x10, 0x00, 0x00, 0x00);
    expect(code.afterCall(direct, TEXT + 16n)).toBe(true);
    expect(code.callTarget(direct, TEXT + 16n)).toBe(TEXT + 0x20n);
    expect(code.afterCall(before(0xff, 0xd0), TEXT + 16n)).toBe(true); // call *%rax
    expect(code.callTarget(before(0xff, 0xd0), TEXT + 16n)).toBeUndefined();
    expect(code.afterCall(before(0xff, 0xe0), TEXT + 16n)).toBe(false); // jmp *%rax
    expect(code.afterCall(direct, TEXT + 4n)).toBe(false); // not in memory
  });

  it('tells fill, the tracer’s nop and the trap of BUG()', () => {
    expect(code.isFill(decoded(0x90))).toBe(true);
    expect(code.isFill(decoded(0x66, 0x90))).toBe(true);
    expect(code.isFill(decoded(0xcc))).toBe(false);
    expect(code.isTracerNop(decoded(0x0f, 0x1f, 0x44, 0x00, 0x00))).toBe(true);
    expect(code.isTracerNop(decoded(0x0f, 0x1f, 0x40, 0x00))).toBe(false);
    expect(decoded(0x0f, 0x0b).mnemonic).toBe(code.bug);
  });

  it('names the register of a retpoline', () => {
    expect(code.thunkRegister('__x86_indirect_thunk_r11')).toBe('r11');
    expect(code.thunkRegister('schedule')).toBeUndefined();
  });
});

describe('system calls of x86-64', () => {
  const saved = Registers.some(file, { cs: 0x33n, orig_rax: 257n, rdi: 3n, r10: 5n });

  it('have number, arguments and a plain name', () => {
    expect(syscalls.numberOf('entry_SYSCALL_64_after_hwframe', saved)).toBe(257);
    expect(syscalls.numberOf('asm_exc_page_fault', saved)).toBeUndefined();
    expect(syscalls.argsOf(saved)).toEqual([3n, undefined, undefined, 5n, undefined, undefined]);
    expect(syscalls.plainName('__x64_sys_openat')).toBe('openat');
  });
});

describe.skipIf(!hasDump('6.12-cloud-sysrq'))('guard pages of 6.12', () => {
  it('lie below the stacks of tasks and of CPUs, and are mapped nowhere', () => {
    const { kernel } = openDump('6.12-cloud-sysrq');
    const init = tasks(kernel).find((task) => task.pid === 1);
    const own = init && taskStack(kernel, init);
    if (!own) throw new Error('init has no stack');
    for (const stack of [own, ...cpuStacks(kernel, 0).filter(({ kind }) => kind !== 'entry')]) {
      const guard = guardPage(kernel, stack);
      expect(guard).toEqual({ low: stack.low - 4096n, high: stack.low });
      expect(kernel.space.readable(stack.low - 8n)).toBe(false);
    }
  });
});
