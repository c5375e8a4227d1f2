import { seededRandom } from './random.ts';

const WORDS =
  'task page slab inode dentry lock queue timer frame stack mount socket list tree node word null kernel panic'.split(' ');

/** Text of `size` bytes that compresses like kernel logs do: words, numbers, repeated lines. */
export function prose(seed: number, size: number): Uint8Array {
  const random = seededRandom(seed);
  const lines: string[] = [];
  let text = '';
  while (text.length < size) {
    if (lines.length > 4 && random(3) === 0) {
      text += lines[random(lines.length)];
      continue;
    }
    let line = `[${random(100)}.${random(1000)}]`;
    for (let n = 2 + random(5); n > 0; n--) line += ` ${WORDS[random(WORDS.length)]}`;
    line += '\n';
    lines.push(line);
    text += line;
  }
  return new TextEncoder().encode(text.slice(0, size));
}

/** Bytes that do not compress. */
export function noise(seed: number, size: number): Uint8Array {
  const random = seededRandom(seed);
  return Uint8Array.from({ length: size }, () => random(256));
}
