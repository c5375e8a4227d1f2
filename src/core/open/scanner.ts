import { openContainer } from '../container/probe.ts';
import { Engine } from '../engine/engine.ts';
import { Scanner } from '../scan/scanner.ts';
import type { ByteSource } from '../source/source.ts';
import { sortFiles } from './more-files.ts';

/** Pages that a scanner's own engine keeps: the few that are read one by one. */
const CACHE_BYTES = 1024 * 1024;

/** A scanner over the dump among `sources`, for a thread that does nothing else: no more is opened than its pages. */
export function openScanner(
  sources: readonly ByteSource[],
  engine: WebAssembly.Module,
  roomBytes?: number,
): Scanner {
  const { dump, parts, others } = sortFiles(sources);
  const { pages } = openContainer(dump, [...parts, ...others]);
  return new Scanner(new Engine(engine, pages, CACHE_BYTES), pages, roomBytes);
}
