import { gather } from '../gather.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { FaultError, MissingError } from '../errors.ts';
import type { Answer, Identity } from './identity.ts';

const answers: readonly Answer[] = [
  ...gather(
    import.meta.glob<{ answer?: Answer }>(['./*.ts', '!./index.ts'], { eager: true }),
    'answer',
    (answer) => answer.id,
  ),
].sort((a, b) => a.order - b.order);

/** What `value` is; undefined when nothing is known of it (a small number, a hash …). */
export function identify(kernel: Kernel, value: bigint): Identity | undefined {
  for (const answer of answers) {
    try {
      const found = answer.identify(kernel, value);
      if (found) return found;
    } catch (error) {
      // An answer that needs memory or types that are absent does not know.
      if (!(error instanceof FaultError || error instanceof MissingError)) throw error;
    }
  }
  return undefined;
}
