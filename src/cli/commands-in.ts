import { readFileSync } from 'node:fs';
import { OopscopeError } from '../core/errors.ts';
import { complaints } from './catalogue/complaints.ts';
import { codeOf } from './complaint.ts';

/** The lines of the file at `path` ('-': standard input). Throws OopscopeError when it cannot be read. */
export function commandsIn(path: string): string[] {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8').split(/\r?\n/);
  } catch (error) {
    throw new OopscopeError(complaints.commandsUnreadable({ path, code: codeOf(error) }));
  }
}
