import { hex } from '../addr.ts';
import type { Registers } from '../arch/x86_64/registers.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { RegisterView } from '../rows/verdict.ts';
import { identify } from './index.ts';

/** In the order in which people look at them. */
const SHOWN = ('rip rsp rax rbx rcx rdx rsi rdi rbp r8 r9 r10 r11 r12 r13 r14 r15' as const).split(
  ' ',
) as readonly Parameters<Registers['get']>[0][];

/** The registers that are known, with what each points at. */
export function registerViews(kernel: Kernel, registers: Registers): RegisterView[] {
  return SHOWN.flatMap((name) => {
    const value = registers.get(name);
    if (value === undefined) return [];
    const what = identify(kernel, value);
    return [{ name: name.toUpperCase(), value: hex(value, 16), text: what?.text ?? '', ref: what?.ref }];
  });
}
