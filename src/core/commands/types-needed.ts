import { refused } from '../catalogue/commands.ts';
import { MissingError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';

/** Throws MissingError with what to do instead, where this dump carries no types. */
export function needTypes(kernel: Kernel, command: string): void {
  if (!kernel.types.known) throw new MissingError(refused.noTypes({ command }));
}
