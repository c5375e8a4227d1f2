import { hex, parseHex } from '../addr.ts';
import { asCrash } from '../catalogue/commands.ts';
import { RequestError } from '../errors.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';

export const command: Command = {
  name: 'ascii',
  group: 'session',
  summary: {
    en: 'hexadecimal values as characters, or the ASCII chart',
    ko: '16진수 값을 문자로, 또는 ASCII 표',
  },
  synopsis: '[value…]',
  options: [],
  description: {
    en: 'Bytes in the order in which they stand in memory, the lowest first; those that are no printable character by their names.',
    ko: '메모리에 놓인 순서(낮은 바이트부터)로 표시하고, 출력할 수 없는 바이트는 이름으로 표시합니다.',
  },
  examples: [
    ['ascii 62696c2f7273752f', { en: 'a word that may be text', ko: '문자열일 수 있는 워드' }],
    ['ascii', { en: 'the chart', ko: 'ASCII 표' }],
  ],
  *run(_context: CommandContext, args: Arguments): Generator<Line, void, void> {
    if (args.words.length === 0) yield* chart();
    for (const word of args.words) {
      const value = parseHex(word);
      if (value === undefined) throw new RequestError(asCrash(`ascii: invalid input: "${word}"`));
      const text = characters(value);
      yield { text: `${hex(value, 16)}: ${text}`, row: { value, text } };
    }
  },
};

/** Names of the control characters (ISO 646); 0x20 is SP in the chart, 0x7f DEL. */
const CONTROLS =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  );
const DEL = 0x7f;

/** All eight bytes of the word, as crash has them: those that are 0 as well. */
function characters(value: bigint): string {
  let text = '';
  for (let shift = 0n; shift < 64n; shift += 8n) {
    const byte = Number((value >> shift) & 0xffn);
    text += byte >= 0x20 && byte < DEL ? String.fromCharCode(byte) : `<${nameOf(byte)}>`;
  }
  return text;
}

function nameOf(byte: number): string {
  return byte === DEL ? 'DEL' : (CONTROLS[byte] ?? hex(byte, 2));
}

/** Eight columns of sixteen characters. */
function* chart(): Generator<Line> {
  yield { text: '' };
  yield { text: '      0    1   2   3   4   5   6   7' };
  yield { text: '    +-------------------------------' };
  for (let low = 0; low < 16; low++) {
    const cells = Array.from({ length: 8 }, (_, high) => cell(high * 16 + low).padStart(3));
    yield { text: `  ${low.toString(16).toUpperCase()} | ${cells.join(' ')}` };
  }
  yield { text: '' };
}

function cell(byte: number): string {
  if (byte === 0x20) return 'SP';
  if (byte < 0x20 || byte === DEL) return nameOf(byte);
  return `${String.fromCharCode(byte)} `;
}
