import { readFileSync, statSync } from 'node:fs';
import { OopscopeError } from '../core/errors.ts';
import { complaints } from './catalogue/complaints.ts';
import { codeOf } from './complaint.ts';

/** Bytes of a file of commands at most. */
const MAX_BYTES = 16 << 20;

/** The lines of the file at `path` ('-': standard input). Throws OopscopeError when it cannot be read. */
export function commandsIn(path: string): string[] {
  let text: string;
  try {
    if (path !== '-' && statSync(path).size > MAX_BYTES)
      throw new OopscopeError(complaints.noCommands({ path }));
    text = readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    if (error instanceof OopscopeError) throw error;
    throw new OopscopeError(complaints.commandsUnreadable({ path, code: codeOf(error) }));
  }
  // Nothing of a dump is run by mistake: a line in it might begin with "!".
  if (text.includes('\0') || text.includes('\ufffd'))
    throw new OopscopeError(complaints.noCommands({ path }));
  return text.split(/\r?\n/);
}
