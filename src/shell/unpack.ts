/** Packed parts of the page: gzip, as text of 116 different characters (scripts/page/dense.ts makes it). */

/** Bytes that BLOCK_CHARACTERS characters stand for. */
export const BLOCK_BYTES = 6;
export const BLOCK_CHARACTERS = 7;

/** What HTML and programs that carry text leave as it is: 116^7 is just above 256^6, and below 2^53. */
export const ALPHABET: string = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))
  .filter((each) => !'\0\x07\b\n\r\x0e\x0f\x1a\x1b\x7f<&'.includes(each))
  .join('');

const DIGITS = new Uint8Array(128).fill(255);
for (let i = 0; i < ALPHABET.length; i++) DIGITS[ALPHABET.charCodeAt(i)] = i;

/** The bytes that `text` stands for; an error where a character is none of the alphabet. */
export function fromDense(text: string): Uint8Array<ArrayBuffer> {
  const blocks = (text.length - 1) / BLOCK_CHARACTERS;
  const short = DIGITS[text.charCodeAt(0)];
  if (!Number.isInteger(blocks) || blocks < 1 || !(short < BLOCK_BYTES)) throw damaged();
  const bytes = new Uint8Array(blocks * BLOCK_BYTES);
  for (let block = 0, at = 1; block < blocks; block++) {
    let value = 0;
    for (let i = 0; i < BLOCK_CHARACTERS; i++) {
      const digit = DIGITS[text.charCodeAt(at++)];
      if (!(digit < ALPHABET.length)) throw damaged();
      value = value * ALPHABET.length + digit;
    }
    // Two halves, each within 32 bits.
    const high = Math.floor(value / 0x1000000);
    const low = value - high * 0x1000000;
    const to = block * BLOCK_BYTES;
    bytes[to] = high >>> 16;
    bytes[to + 1] = high >>> 8;
    bytes[to + 2] = high;
    bytes[to + 3] = low >>> 16;
    bytes[to + 4] = low >>> 8;
    bytes[to + 5] = low;
  }
  return bytes.subarray(0, bytes.length - short);
}

function damaged(): Error {
  return new Error('its packed text was changed or cut');
}

/** The bytes that were packed as `text`: dense characters of gzip. */
export async function unpack(text: string): Promise<ArrayBuffer> {
  const packed = new Blob([fromDense(text)]).stream();
  return new Response(packed.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
}
