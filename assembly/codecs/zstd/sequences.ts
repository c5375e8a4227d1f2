import { ERR_CORRUPT, ERR_OUTPUT_FULL, ERR_TRUNCATED } from '../errors';
import { buildSequenceTable, describedLog, readCounts, setCounts } from './fse';
import { copyExact, copyMatchExact, copyNear, copySteps, WILD } from '../copy';

/** The sequences section of a compressed block: RFC 8878 section 3.1.1.3.2, repeat offsets section 3.1.1.5. */

const LITERAL_CODES = 36;
const MATCH_CODES = 53;
const OFFSET_CODES: i32 = 32;

/** Extra bits of each code (tables of section 3.1.1.3.2.1.1); the baselines follow from them. */
const literalExtra: usize = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14,
  15, 16,
]);
const matchExtra: usize = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1,
  2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
]);

/** Default distributions (section 3.1.1.3.2.2). */
const literalDefaults: usize = memory.data<i8>([
  4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1,
  -1,
]);
const matchDefaults: usize = memory.data<i8>([
  1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
]);
const offsetDefaults: usize = memory.data<i8>([
  1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1,
]);

/** Baseline and extra bits of each code, in the form that buildSequenceTable takes. */
const literalCodes: usize = memory.data(LITERAL_CODES * 8, 16);
const matchCodes: usize = memory.data(MATCH_CODES * 8, 16);
const offsetCodes: usize = memory.data(OFFSET_CODES * 8, 16);

const literalDefaultTable: usize = memory.data(64 * 8, 16);
const matchDefaultTable: usize = memory.data(64 * 8, 16);
const offsetDefaultTable: usize = memory.data(32 * 8, 16);
const literalOwnTable: usize = memory.data(512 * 8, 16);
const matchOwnTable: usize = memory.data(512 * 8, 16);
const offsetOwnTable: usize = memory.data(256 * 8, 16);

/** Tables in force, log -1 before the frame's first ones. */
let literalTable: usize = 0;
let literalLog: i32 = -1;
let matchTable: usize = 0;
let matchLog: i32 = -1;
let offsetTable: usize = 0;
let offsetLog: i32 = -1;

let repeat1: u32 = 1;
let repeat2: u32 = 4;
let repeat3: u32 = 8;

let prepared: bool = false;

function fillCodes(codes: usize, extra: usize, count: i32, baseline: u32): void {
  for (let code = 0; code < count; code++) {
    const bits: u32 = load<u8>(extra + code);
    store<u64>(codes + (code << 3), (<u64>baseline) | ((<u64>bits) << 32));
    baseline += (<u32>1) << bits;
  }
}

function prepare(): void {
  fillCodes(literalCodes, literalExtra, LITERAL_CODES, 0);
  fillCodes(matchCodes, matchExtra, MATCH_CODES, 3);
  for (let code: u64 = 0; code < <u64>OFFSET_CODES; code++) {
    store<u64>(offsetCodes + ((<usize>code) << 3), ((<u64>1) << code) | (code << 32));
  }
  setCounts(literalDefaults, LITERAL_CODES, 6);
  buildSequenceTable(literalDefaultTable, literalCodes);
  setCounts(matchDefaults, MATCH_CODES, 6);
  buildSequenceTable(matchDefaultTable, matchCodes);
  setCounts(offsetDefaults, 29, 5);
  buildSequenceTable(offsetDefaultTable, offsetCodes);
  prepared = true;
}

/** Start of a frame: no tables to repeat, repeat offsets as the format sets them. */
export function resetSequences(): void {
  if (!prepared) prepare();
  literalLog = -1;
  matchLog = -1;
  offsetLog = -1;
  repeat1 = 1;
  repeat2 = 4;
  repeat3 = 8;
}

let chosenTable: usize = 0;
let chosenLog: i32 = 0;

/** One of the three tables by its mode; returns the bytes read or an error code. */
function chooseTable(
  mode: u32,
  at: usize,
  end: usize,
  codes: usize,
  codeCount: i32,
  maxLog: i32,
  own: usize,
  preset: usize,
  presetLog: i32,
): i32 {
  if (mode == 2) {
    const length = readCounts(at, end, codeCount, maxLog);
    if (length < 0) return length;
    buildSequenceTable(own, codes);
    chosenTable = own;
    chosenLog = describedLog;
    return length;
  }
  if (mode == 0) {
    chosenTable = preset;
    chosenLog = presetLog;
    return 0;
  }
  if (mode == 1) {
    if (at >= end) return ERR_TRUNCATED;
    const code: i32 = load<u8>(at);
    if (code >= codeCount) return ERR_CORRUPT;
    store<u64>(own, load<u64>(codes + (code << 3)));
    chosenTable = own;
    chosenLog = 0;
    return 1;
  }
  return chosenLog < 0 ? ERR_CORRUPT : 0;
}

/** The 57 or more bits below bit `left` of the stream at `start`, left-justified. */
function window(start: usize, left: i32): u64 {
  return load<u64>(start + ((left + 7) >> 3) - 8) << ((-left & 7) as u64);
}

/** The top `count` bits; only the low six bits of `count` matter. */
function top(bits: u64, count: u64): u32 {
  return <u32>((bits >> 1) >> ~count);
}

/**
 * Decodes the section at [at, end) and executes it: output at `to`, up to `toEnd`, matches from `base` on. Returns the
 * bytes written or an error code.
 */
export function decodeSequences(
  at: usize,
  end: usize,
  literals: usize,
  literalCount: i32,
  to: usize,
  toEnd: usize,
  base: usize,
): i32 {
  if (at >= end) return ERR_TRUNCATED;
  let count: i32 = load<u8>(at++);
  if (count >= 128) {
    if (at + 2 > end) return ERR_TRUNCATED;
    if (count == 255) {
      count = <i32>load<u16>(at) + 0x7f00;
      at += 2;
    } else {
      count = ((count - 128) << 8) + load<u8>(at++);
    }
  }
  if (count == 0) {
    if (at != end) return ERR_CORRUPT;
    if (<usize>literalCount > toEnd - to) return ERR_OUTPUT_FULL;
    memory.copy(to, literals, literalCount);
    return literalCount;
  }
  if (at >= end) return ERR_TRUNCATED;
  const length = chooseTables(at, end);
  if (length < 0) return length;
  return execute(at + length, end, count, literals, literals + literalCount, to, toEnd, base);
}

/** The three tables of the section, by the byte of modes at `at` and what follows it; returns the bytes read or an error code. */
function chooseTables(start: usize, end: usize): i32 {
  let at = start;
  const modes: u32 = load<u8>(at++);
  if ((modes & 3) != 0) return ERR_CORRUPT;
  chosenTable = literalTable;
  chosenLog = literalLog;
  let length = chooseTable(
    modes >> 6,
    at,
    end,
    literalCodes,
    LITERAL_CODES,
    9,
    literalOwnTable,
    literalDefaultTable,
    6,
  );
  if (length < 0) return length;
  at += length;
  literalTable = chosenTable;
  literalLog = chosenLog;
  chosenTable = offsetTable;
  chosenLog = offsetLog;
  length = chooseTable(
    (modes >> 4) & 3,
    at,
    end,
    offsetCodes,
    OFFSET_CODES,
    8,
    offsetOwnTable,
    offsetDefaultTable,
    5,
  );
  if (length < 0) return length;
  at += length;
  offsetTable = chosenTable;
  offsetLog = chosenLog;
  chosenTable = matchTable;
  chosenLog = matchLog;
  length = chooseTable(
    (modes >> 2) & 3,
    at,
    end,
    matchCodes,
    MATCH_CODES,
    9,
    matchOwnTable,
    matchDefaultTable,
    6,
  );
  if (length < 0) return length;
  at += length;
  matchTable = chosenTable;
  matchLog = chosenLog;
  return <i32>(at - start);
}

function execute(
  at: usize,
  end: usize,
  count: i32,
  literals: usize,
  literalsEnd: usize,
  toStart: usize,
  toEnd: usize,
  base: usize,
): i32 {
  if (at >= end) return ERR_TRUNCATED;
  const last: i32 = load<u8>(end - 1);
  if (last == 0) return ERR_CORRUPT;
  let left: i32 = ((<i32>(end - at)) << 3) - 8 + 31 - clz(last);
  const tableL = literalTable;
  const tableM = matchTable;
  const tableO = offsetTable;
  let bits = window(at, left);
  let stateL: u32 = top(bits, literalLog);
  bits <<= <u64>literalLog;
  let stateO: u32 = top(bits, offsetLog);
  bits <<= <u64>offsetLog;
  let stateM: u32 = top(bits, matchLog);
  left -= literalLog + offsetLog + matchLog;
  if (left < 0) return ERR_CORRUPT;
  let rep1 = repeat1;
  let rep2 = repeat2;
  let rep3 = repeat3;
  let to = toStart;
  const wildEnd = toEnd - WILD; // compared as signed distance below: may lie before `to`

  while (true) {
    const entryL = load<u64>(tableL + (stateL << 3));
    const entryM = load<u64>(tableM + (stateM << 3));
    const entryO = load<u64>(tableO + (stateO << 3));
    const extraO = entryO >> 32;
    const extraM = entryM >> 32;
    const extraL = entryL >> 32;
    const extra = <i32>((extraO + extraM + extraL) & 255);
    bits = window(at, left);
    let value = <u32>entryO + top(bits, extraO);
    bits <<= extraO;
    if (extra > 30) {
      bits = window(at, left - <i32>(extraO & 255));
    }
    const matchLength: usize = <u32>entryM + top(bits, extraM);
    bits <<= extraM;
    const literalLength: usize = <u32>entryL + top(bits, extraL);
    bits <<= extraL;
    left -= extra;

    // Section 3.1.1.5: values 1 to 3 name recent offsets, shifted by one where there are no literals.
    if (value > 3) {
      rep3 = rep2;
      rep2 = rep1;
      rep1 = value - 3;
    } else {
      value -= <u32>(literalLength != 0);
      if (value != 0) {
        const offset = value == 1 ? rep2 : value == 2 ? rep3 : rep1 - 1;
        if (value != 1) rep3 = rep2;
        rep2 = rep1;
        rep1 = offset;
      }
    }

    if (left < 0 || literalLength > literalsEnd - literals) return ERR_CORRUPT;
    const matchTo = to + literalLength;
    if (<usize>(rep1 - 1) >= matchTo - base) return ERR_CORRUPT;
    const stop = matchTo + matchLength;
    if (<isize>(wildEnd - stop) >= 0) {
      v128.store(to, v128.load(literals));
      if (literalLength > 16) {
        let written: usize = 16;
        do {
          v128.store(to + written, v128.load(literals + written));
          written += 16;
        } while (written < literalLength);
      }
      if (rep1 >= 16) copySteps(matchTo, matchTo - rep1, stop);
      else copyNear(matchTo, rep1, stop);
    } else {
      if (stop > toEnd) return ERR_OUTPUT_FULL;
      copyExact(to, literals, literalLength);
      copyMatchExact(matchTo, rep1, stop);
    }
    literals += literalLength;
    to = stop;
    if (--count == 0) break;

    const nextL = entryL >> 40;
    const nextM = entryM >> 40;
    const nextO = entryO >> 40;
    if (extra > 30) bits = window(at, left);
    stateL = <u32>(entryL >> 48) + top(bits, nextL);
    bits <<= nextL;
    stateM = <u32>(entryM >> 48) + top(bits, nextM);
    bits <<= nextM;
    stateO = <u32>(entryO >> 48) + top(bits, nextO);
    left -= <i32>((nextL + nextM + nextO) & 255);
    if (left < 0) return ERR_CORRUPT;
  }
  if (left != 0) return ERR_CORRUPT;
  repeat1 = rep1;
  repeat2 = rep2;
  repeat3 = rep3;
  const rest = literalsEnd - literals;
  if (rest > toEnd - to) return ERR_OUTPUT_FULL;
  copyExact(to, literals, rest);
  return <i32>(to + rest - toStart);
}
