import type { Message } from '../core/catalogue/message.ts';
import { OopscopeError } from '../core/errors.ts';
import { complaints } from './catalogue/complaints.ts';
import { ClosedPipe } from './output.ts';

/**
 * The sentence for `error`: its own where it carries one; for anything else, which is a fault of this program, what
 * happened and where. Whoever closed the pipe is told nothing: that error goes on.
 */
export function complaintOf(error: unknown): Message {
  if (error instanceof ClosedPipe) throw error;
  if (error instanceof OopscopeError) return error.said;
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const place = /\n\s+at ([^\n]+)/.exec(stack)?.[1];
  return complaints.fault({ message, place });
}

/** The code of a failed system call ("ENOSPC"), as a field of a complaint. */
export function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? '?';
}
