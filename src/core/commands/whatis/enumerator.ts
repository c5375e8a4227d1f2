import type { Kernel } from '../../kernel/kernel.ts';
import { enumeratorNamed } from '../../kernel/variables.ts';
import type { EnumType } from '../../types/model.ts';

/** The enum with an enumerator called `name`. */
export function findEnumerator(kernel: Kernel, name: string): { type: EnumType; value: bigint } | undefined {
  return /^[A-Za-z_]\w*$/.test(name) ? enumeratorNamed(kernel, name) : undefined;
}
