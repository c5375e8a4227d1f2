/**
 * The text of a log record as it is shown: bytes that are UTF-8 as their characters, tabs and newlines as they
 * are, everything else that cannot be printed as a full stop, as crash shows it.
 */
export function readable(latin1: string): string {
  // Most records are plain ASCII.
  if (/^[\t\n\x20-\x7e]*$/.test(latin1)) return latin1;
  let text = '';
  for (let at = 0; at < latin1.length;) {
    const code = latin1.charCodeAt(at);
    // Above 0xff are no bytes of the dump, but the "…" of what could not be read.
    if (code === 9 || code === 10 || (code >= 0x20 && code < 0x7f) || code > 0xff) {
      text += latin1[at++];
      continue;
    }
    const character = code >= 0xc2 ? decode(latin1, at) : undefined;
    text += character?.text ?? '.';
    at += character?.length ?? 1;
  }
  return text;
}

/** The UTF-8 sequence that begins at `at`; undefined when it is none (RFC 3629). */
function decode(bytes: string, at: number): { text: string; length: number } | undefined {
  const first = bytes.charCodeAt(at);
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > bytes.length) return undefined;
  let code = first & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const next = bytes.charCodeAt(at + i);
    if (next >> 6 !== 2) return undefined;
    code = (code << 6) | (next & 0x3f);
  }
  const least = [0, 0, 0x80, 0x800, 0x10000][length];
  const surrogate = code >= 0xd800 && code < 0xe000;
  // 0x80-0x9f are control characters too.
  if (code < Math.max(least, 0xa0) || code > 0x10ffff || surrogate) return undefined;
  return { text: String.fromCodePoint(code), length };
}
