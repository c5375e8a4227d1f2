import { refused } from '../../catalogue/commands.ts';
import { RequestError } from '../../errors.ts';

/** The requests of gdb that are answered; typed without "gdb" before them they mean the same. */
export const GDB_WORDS: ReadonlySet<string> = new Set([
  'print',
  'output',
  'ptype',
  'whatis',
  'x',
  'info',
  'disassemble',
]);

/** A request of gdb in the words of the console. */
interface Request {
  readonly line: string;
  /** Lines of the answer that gdb does not have. */
  readonly drop?: RegExp;
  /** A line as gdb has it. */
  shown?(text: string): string;
}

/** Requests about source lines. */
const LINES = /^(line|source|scope|list|frame|locals|args)\b/;

/** `word` and what follows it; undefined for what is not answered. Throws RequestError for what needs source lines. */
export function translate(word: string, rest: string): Request | undefined {
  switch (word) {
    case 'p':
    case 'print':
    case 'output':
      return {
        line: `p ${rest}`,
        // "output" is print without the number in the history.
        shown: (text) =>
          text.replace(/^\w+ = (\$\d+ = )/, '$1').replace(word === 'output' ? /^\$\d+ = / : /$^/, ''),
      };
    case 'ptype':
      // With offsets; without a format it is answered by itself.
      return /^\/o /.test(rest) ? { line: `whatis -o ${rest.slice(3)}` } : undefined;
    case 'disassemble':
    case 'disas':
      return { line: `dis ${rest.replace(/^\/\w+\s*/, '')}` };
    case 'list':
    case 'l':
      throw new RequestError(refused.gdbNeedsLines({ request: `${word} ${rest}`.trim() }));
    case 'info': {
      if (LINES.test(rest)) throw new RequestError(refused.gdbNeedsLines({ request: `info ${rest}` }));
      const [, what = '', of = ''] = /^(\w+)\s*(.*)$/s.exec(rest) ?? [];
      if (what === 'symbol' || what === 'address') return { line: `sym ${of}` };
      if (what === 'types') return { line: `whatis -r ${of}` };
      return undefined;
    }
    default:
      return undefined;
  }
}
