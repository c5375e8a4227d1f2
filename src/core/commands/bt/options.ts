import { refused } from '../../catalogue/commands.ts';
import type { Language } from '../../catalogue/message.ts';
import { parseHex, type Addr } from '../../addr.ts';
import { RequestError } from '../../errors.ts';
import type { Arguments, CommandContext, Option } from '../command.ts';
import { radixOf } from '../print-options.ts';
import type { WordForm } from './words.ts';

/** How a stack is shown. */
export interface BtOptions {
  /** Frames; words of the whole stack; text addresses on it from the frames on, or all; exception frames on it. */
  readonly how: 'frames' | 'raw' | 'text' | 'all-text' | 'exceptions';
  /** The words of each frame. */
  readonly words?: WordForm;
  /** Symbols with offsets. */
  readonly offsets: boolean;
  readonly radix: 10 | 16;
  /** Of what is said beside crash's text. */
  readonly language: Language;
  /** Only stacks that contain this symbol or address. */
  readonly reference?: string;
  /** Where to begin, instead of where the task is. */
  readonly ip?: Addr;
  readonly sp?: Addr;
}

/** The options that say how, for bt and for "foreach bt". */
export const HOW: readonly Option[] = [
  { flag: '-f', about: 'the words of each frame' },
  {
    flag: '-F',
    about: 'the words of each frame as symbols and slab caches; twice: with the address in the slab',
  },
  { flag: '-s', about: 'symbols with offsets' },
  { flag: '-x', about: 'offsets in hexadecimal' },
  { flag: '-d', about: 'offsets in decimal' },
  { flag: '-r', about: 'all words of the stack, no frames' },
  { flag: '-t', about: 'every text address on the stack from the innermost frame on' },
  { flag: '-T', about: 'every text address on the whole stack' },
  { flag: '-e', about: 'registers saved on the stack by exceptions, also left-over ones' },
  { flag: '-l', about: 'accepted; source lines need a vmlinux with debug data, so none are shown' },
  { flag: '-o', about: 'accepted; there is one method to find frames only' },
  { flag: '-R', value: 'reference', about: 'only stacks that contain this symbol or address' },
  { flag: '-I', value: 'ip', about: 'begin at this instruction (with -S)' },
  { flag: '-S', value: 'sp', about: 'begin at this stack address' },
];

export function btOptions(context: CommandContext, args: Arguments): BtOptions {
  const full = args.options.get('-F');
  return {
    how: args.has('-r')
      ? 'raw'
      : args.has('-T')
        ? 'all-text'
        : args.has('-t')
          ? 'text'
          : args.has('-e')
            ? 'exceptions'
            : 'frames',
    words: full ? (full.length > 1 ? 'objects' : 'slabs') : args.has('-f') ? 'hex' : undefined,
    offsets: args.has('-s'),
    radix: radixOf(context, args),
    language: context.language,
    reference: args.value('-R'),
    ip: address(args, '-I'),
    sp: address(args, '-S'),
  };
}

function address(args: Arguments, flag: string): Addr | undefined {
  const text = args.value(flag);
  if (text === undefined) return undefined;
  const value = parseHex(text);
  if (value === undefined) throw new RequestError(refused.hexNeeded({ command: 'bt', flag, given: text }));
  return value;
}
