import { refused } from '../../catalogue/commands.ts';
import type { Language } from '../../catalogue/message.ts';
import { parseHex, type Addr } from '../../addr.ts';
import { RequestError } from '../../errors.ts';
import type { Arguments, CommandContext, Option } from '../command.ts';
import { radixOf } from '../print-options.ts';
import type { WordForm } from './stack-words.ts';

/** How a stack is shown. */
export interface BtOptions {
  /** Frames; words of the whole stack; text addresses on it from the frames on, or all; exception frames on it. */
  readonly how: 'frames' | 'raw' | 'text' | 'all-text' | 'exceptions';
  /** The words of each frame. */
  readonly words?: WordForm;
  /** Symbols with offsets. */
  readonly offsets: boolean;
  readonly radix: 10 | 16;
  /** Of the place that an exception interrupted. */
  readonly placeRadix: 10 | 16;
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
  { flag: '-f', about: { en: 'the words of each frame', ko: '프레임마다 스택의 워드 표시' } },
  {
    flag: '-F',
    about: {
      en: 'the words of each frame as symbols and slab caches; twice: with the address in the slab',
      ko: '프레임마다 워드를 심볼과 슬랩 캐시로 표시. 두 번 지정하면 객체 주소도 표시',
    },
  },
  { flag: '-s', about: { en: 'symbols with offsets', ko: '심볼에 오프셋 표시' } },
  { flag: '-x', about: { en: 'offsets in hexadecimal', ko: '오프셋을 16진수로' } },
  { flag: '-d', about: { en: 'offsets in decimal', ko: '오프셋을 10진수로' } },
  { flag: '-r', about: { en: 'all words of the stack, no frames', ko: '프레임 대신 스택의 모든 워드' } },
  {
    flag: '-t',
    about: {
      en: 'every text address on the stack from the innermost frame on',
      ko: '가장 안쪽 프레임부터 스택에 있는 모든 코드 주소',
    },
  },
  {
    flag: '-T',
    about: { en: 'every text address on the whole stack', ko: '스택 전체에 있는 모든 코드 주소' },
  },
  {
    flag: '-e',
    about: {
      en: 'registers saved on the stack by exceptions, also left-over ones',
      ko: '예외로 스택에 저장된 레지스터(남은 흔적 포함)',
    },
  },
  {
    flag: '-l',
    about: {
      en: 'accepted; source lines need a vmlinux with debug data, so none are shown',
      ko: '호환을 위해 받아들임(소스 줄은 디버그 정보가 있는 vmlinux가 필요하여 표시하지 않음)',
    },
  },
  {
    flag: '-o',
    about: {
      en: 'accepted; there is one method to find frames only',
      ko: '호환을 위해 받아들임(프레임을 찾는 방법은 하나뿐)',
    },
  },
  {
    flag: '-R',
    value: 'reference',
    about: {
      en: 'only stacks that contain this symbol or address',
      ko: '이 심볼이나 주소가 들어 있는 스택만',
    },
  },
  {
    flag: '-I',
    value: 'ip',
    about: { en: 'begin at this instruction (with -S)', ko: '이 명령어부터 시작(-S와 함께)' },
  },
  { flag: '-S', value: 'sp', about: { en: 'begin at this stack address', ko: '이 스택 주소부터 시작' } },
];

/** What the options of bt ask for. Throws RequestError for addresses and levels that are none. */
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
    placeRadix: context.radix,
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
