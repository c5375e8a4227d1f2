/** Characters and strings as gdb prints them: C escapes, other bytes as three octal digits. */

const ESCAPES: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
};
const BACKSLASH = 0x5c;

function octal(byte: number): string {
  return '\\' + byte.toString(8).padStart(3, '0');
}

/** `byte` within `quote` quotes. A digit stays one after an octal escape too, which always has three digits. */
function escaped(byte: number, quote: '"' | "'"): string {
  const known = ESCAPES[byte];
  if (known !== undefined) return known;
  if (byte < 0x20 || byte > 0x7e) return octal(byte);
  const text = String.fromCharCode(byte);
  return text === quote || byte === BACKSLASH ? '\\' + text : text;
}

/** "34 '"'", "-1 '\377'": what stands after the number of a character. */
export function quotedCharacter(byte: number): string {
  return `'${escaped(byte & 0xff, "'")}'`;
}

/** `bytes` in double quotes, without dots. */
export function quotedString(bytes: Uint8Array): string {
  let text = '"';
  for (const byte of bytes) text += escaped(byte, '"');
  return text + '"';
}

/**
 * A character array of `bytes`: at most `most` characters are shown, then dots. One NUL at the end is C's
 * own and not shown; others are.
 */
export function characterArray(bytes: Uint8Array, most: number, nullStop: boolean): string {
  let length = bytes.length;
  if (nullStop) {
    const end = bytes.indexOf(0);
    if (end >= 0) length = end;
    return quotedString(bytes.subarray(0, Math.min(length, most))) + (length > most ? '...' : '');
  }
  if (length > 0 && length <= most && bytes[length - 1] === 0) length--;
  return quotedString(bytes.subarray(0, Math.min(length, most))) + (length > most ? '...' : '');
}
