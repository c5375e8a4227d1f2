import { hex } from '../addr.ts';
import type { RegisterSet } from '../arch/code.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { RegisterView } from '../rows/verdict.ts';
import { identify } from './index.ts';

/** The registers that are known, with what each points at. */
export function registerViews(kernel: Kernel, registers: RegisterSet): RegisterView[] {
  const file = kernel.arch.registers;
  return (file?.listed ?? []).flatMap((name) => {
    const value = registers.get(name);
    if (value === undefined) return [];
    const what = identify(kernel, value);
    return [
      { name: file?.title(name) ?? name, value: hex(value, 16), text: what?.text ?? '', ref: what?.ref },
    ];
  });
}
