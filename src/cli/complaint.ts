import { OopscopeError } from '../core/errors.ts';
import { ClosedPipe } from './output.ts';

/**
 * The sentence for `error`: its own where it carries one; for anything else, which is a fault of this program, what
 * happened and where. Whoever closed the pipe is told nothing: that error goes on.
 */
export function sentenceOf(error: unknown): string {
  if (error instanceof ClosedPipe) throw error;
  if (error instanceof OopscopeError) return error.message;
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const place = /\n\s+at ([^\n]+)/.exec(stack)?.[1] ?? 'an unknown place';
  return `A fault in oopscope itself: ${message} (at ${place}). Please report it.`;
}
