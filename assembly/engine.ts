/** The exports of the engine, and nothing else. */
export { arenaAddress, aside, cacheMisses, configure, page, reserve } from './memory/cache';
export {
  linearWalks,
  setLinear,
  setSpace,
  translate,
  walkEntry,
  walkFailure,
  walkLevel,
} from './memory/walk';
export { readDone, readFailure, readPhysical, readVirtual } from './memory/read';
export { indexBtf } from './scan/btf';
export { indexKallsyms, measureKallsyms, placeKallsyms } from './scan/kallsyms';
export { chainNames } from './scan/names';
export { countBits } from './scan/bitmap';
export { findBytes } from './scan/search';
export { hitsReached, hitText, hitWords } from './scan/hits';
export { mappedFinished, mappedNext, mappedPieces } from './scan/mapped';
export { inflateBegun, inflateBlocks, inflateDecode, inflateFinished, inflateTaken } from './codecs/inflate';
export { lzmaChunk, lzmaReset } from './codecs/lzma';
export { lzoDecode } from './codecs/lzo';
export { snappyDecode } from './codecs/snappy';
export { zstdBlock, zstdDecode, zstdLast } from './codecs/zstd';
