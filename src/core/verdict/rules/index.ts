import { gather } from '../../gather.ts';
import type { Rule } from '../rule.ts';

/** Every kind of stop, in the order in which they are asked. */
export const rules: readonly Rule[] = [
  ...gather(
    import.meta.glob<{ rule?: Rule }>(['./*.ts', '!./index.ts'], { eager: true }),
    'rule',
    (rule) => rule.id,
  ),
].sort((a, b) => a.order - b.order);
