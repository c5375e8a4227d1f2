/**
 * A small LZO1X compressor for tests: greedy, one hash table, every instruction of the stream in use
 * (Documentation/staging/lzo.rst of Linux, stream version 0).
 */
export function compressLzo(input: Uint8Array): Uint8Array {
  const out: number[] = [];
  const latest = new Map<number, number>();
  const latestPair = new Map<number, number>();
  let pending = 0; // literals not yet written end at `at`
  let state = 0;
  let at = 0;

  const extend = (length: number): void => {
    let rest = length;
    for (; rest > 255; rest -= 255) out.push(0);
    out.push(rest);
  };
  const writeLiterals = (): void => {
    const from = at - pending;
    if (pending === 0) {
      state = 0;
    } else if (out.length === 0 && pending <= 238) {
      out.push(17 + pending);
      state = Math.min(pending, 4);
    } else if (pending <= 3 && out.length > 0) {
      out[out.length - 2] |= pending;
      state = pending;
    } else {
      if (pending <= 18) out.push(pending - 3);
      else {
        out.push(0);
        extend(pending - 18);
      }
      state = 4;
    }
    for (let i = from; i < at; i++) out.push(input[i]);
    pending = 0;
  };
  const writeMatch = (length: number, distance: number): void => {
    const d = distance - 1;
    if (length === 2) {
      out.push((d & 3) << 2, d >> 2);
    } else if (length === 3 && state === 4 && distance > 2048 && distance <= 3072) {
      out.push(((d - 2048) & 3) << 2, (d - 2048) >> 2);
    } else if (length <= 8 && distance <= 2048) {
      out.push(((length - 1) << 5) | ((d & 7) << 2), d >> 3);
    } else if (distance <= 16384) {
      if (length <= 33) out.push(32 | (length - 2));
      else {
        out.push(32);
        extend(length - 33);
      }
      out.push((d << 2) & 0xff, d >> 6);
    } else {
      const far = distance - 16384;
      const high = (far >> 14) << 3;
      if (length <= 9) out.push(16 | high | (length - 2));
      else {
        out.push(16 | high);
        extend(length - 9);
      }
      out.push((far << 2) & 0xff, (far >> 6) & 0xff);
    }
  };

  while (at < input.length) {
    const pair = at + 1 < input.length ? input[at] | (input[at + 1] << 8) : -1;
    const triple = at + 2 < input.length ? pair | (input[at + 2] << 16) : -1;
    const candidate = triple < 0 ? undefined : latest.get(triple);
    const pairCandidate = pair < 0 ? undefined : latestPair.get(pair);
    if (triple >= 0) latest.set(triple, at);
    if (pair >= 0) latestPair.set(pair, at);
    let length = 0;
    let distance = 0;
    if (candidate !== undefined && at - candidate <= 0xbfff) {
      distance = at - candidate;
      length = 3;
      while (at + length < input.length && input[candidate + length] === input[at + length]) length++;
    } else if (
      pairCandidate !== undefined &&
      at - pairCandidate <= 1024 &&
      pending >= 1 &&
      pending <= 3 &&
      out.length > 0
    ) {
      distance = at - pairCandidate;
      length = 2;
    }
    if (length === 0) {
      pending++;
      at++;
      continue;
    }
    writeLiterals();
    writeMatch(length, distance);
    at += length;
  }
  writeLiterals();
  out.push(17, 0, 0);
  return Uint8Array.from(out);
}
