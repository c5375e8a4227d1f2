const HEAD = 4;
const TAIL = 10;

/**
 * A hash of the name in `bytes` from `start` to `end`: FNV-1a (Fowler, Noll and Vo) over its length, its first four
 * and its last ten characters. The tables of a kernel hold hundreds of thousands of names and are made at each start;
 * what is left out seldom tells names apart (prefixes like trace_event_raw_event_).
 */
export function hashName(bytes: Uint8Array, start: number, end: number): number {
  let hash = Math.imul(2166136261 ^ (end - start), 16777619);
  const tail = Math.max(start, end - TAIL);
  const head = Math.min(tail, start + HEAD);
  for (let at = start; at < head; at++) hash = Math.imul(hash ^ bytes[at], 16777619);
  for (let at = tail; at < end; at++) hash = Math.imul(hash ^ bytes[at], 16777619);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** The same for a name that is asked for. */
export function hashText(name: string): number {
  return hashName(
    Uint8Array.from(name, (character) => character.charCodeAt(0)),
    0,
    name.length,
  );
}
