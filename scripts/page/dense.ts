/**
 * Bytes as text that costs little in a page: seven characters of 116 carry six bytes (base64 takes eight for that). All are ASCII, so
 * the page stays what it is in every encoding that a server or a mail says. Left out are what HTML or programs that
 * carry text change or act upon: NUL, bell, backspace, both line ends, shifts, Ctrl-Z, escape, delete, `<` and `&`.
 * src/shell/unpack.ts reads it.
 */
import { ALPHABET, BLOCK_BYTES, BLOCK_CHARACTERS } from '../../src/shell/unpack.ts';

/** `bytes` in that form; the first character says by how many bytes the last block is filled up. */
export function dense(bytes: Uint8Array): string {
  const short = (BLOCK_BYTES - (bytes.length % BLOCK_BYTES)) % BLOCK_BYTES;
  const filled = new Uint8Array(bytes.length + short);
  filled.set(bytes);
  let text = ALPHABET[short];
  for (let at = 0; at < filled.length; at += BLOCK_BYTES) {
    let value = 0;
    for (let i = 0; i < BLOCK_BYTES; i++) value = value * 256 + filled[at + i];
    let block = '';
    for (let i = 0; i < BLOCK_CHARACTERS; i++) {
      block = ALPHABET[value % ALPHABET.length] + block;
      value = Math.floor(value / ALPHABET.length);
    }
    text += block;
  }
  return text;
}
