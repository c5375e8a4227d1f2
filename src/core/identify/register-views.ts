import { hex } from '../addr.ts';
import type { Registers } from '../arch/registers.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { RegisterView } from '../rows/verdict.ts';
import { identify } from './index.ts';

/** The registers that are known, with what each points at. */
export function registerViews(kernel: Kernel, registers: Registers): RegisterView[] {
  return registers.form.listed.flatMap((name) => {
    const value = registers.get(name);
    if (value === undefined) return [];
    const what = identify(kernel, value);
    return [
      { name: registers.form.title(name), value: hex(value, 16), text: what?.text ?? '', ref: what?.ref },
    ];
  });
}
