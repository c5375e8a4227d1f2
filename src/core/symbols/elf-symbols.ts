import type { AddressSpace } from '../memory/space.ts';
import { NameTable, PlainNames } from './name-table.ts';

/**
 * Symbols of a loaded module: an array of Elf64_Sym {u32 name, u8 info, u8 other, u16 shndx, u64 value, u64
 * size} with its texts, and since 5.2 a letter for each (kernel/module/kallsyms.c, struct mod_kallsyms).
 */
const SYM = 24;
const MAX_STRINGS = 16 * 1024 * 1024;
/** KSYM_NAME_LEN of include/linux/kallsyms.h. */
const MAX_NAME = 512;
const SHN_UNDEF = 0;
const STB_GLOBAL = 1;
const STT_FUNC = 2;
/** SHN_ABS: of no section; at 0 that is the name of a source file (STT_FILE). */
const SHN_ABS = 0xfff1;
const LOWER_T = 0x74;
const QUESTION = 0x3f;
const DOLLAR = 0x24;

/**
 * The letter for `letter` of the kernel, which says the section only, by what st_info tells: capital for global
 * symbols, '?' for labels in text that are no functions. Before 5.2 the letter stood in st_info itself.
 */
function letterOf(letter: number | undefined, info: number): number {
  if (letter === undefined) return info;
  const isFunction = (info & 15) === STT_FUNC;
  if (letter === LOWER_T && !isFunction) return QUESTION;
  return info >> 4 === STB_GLOBAL && letter >= 0x61 && letter <= 0x7a ? letter - 0x20 : letter;
}

/**
 * $x and $d of arm64, which assemblers leave for disassemblers, are no names (is_mapping_symbol(),
 * include/linux/module_symbol.h). The .LC labels of strings, which the kernel passes over as well, stay: crash lists them.
 */
function isMark(strings: Uint8Array, at: number): boolean {
  return strings[at] === DOLLAR;
}

/** Reads `count` symbols. `letters`: address of the type letters, where the kernel keeps them. */
export function readElfSymbols(
  space: AddressSpace,
  symbols: bigint,
  count: number,
  strings: bigint,
  letters: bigint | undefined,
  module: string,
): NameTable {
  const raw = space.readSome(symbols, count * SYM);
  const whole = Math.floor(raw.length / SYM);
  const view = new DataView(raw.buffer, raw.byteOffset);
  const types = letters ? space.readSome(letters, whole) : new Uint8Array();
  const kept: { name: number; value: bigint; letter: number; size: number }[] = [];
  let end = 0;
  for (let i = 1; i < whole; i++) {
    const name = view.getUint32(i * SYM, true);
    const section = view.getUint16(i * SYM + 6, true);
    const value = view.getBigUint64(i * SYM + 8, true);
    if (section === SHN_ABS && value === 0n) continue;
    if (section === SHN_UNDEF || name === 0 || name > MAX_STRINGS) continue;
    end = Math.max(end, name);
    const size = Number(view.getBigUint64(i * SYM + 16, true));
    kept.push({ name, value, letter: letterOf(types[i], raw[i * SYM + 4]), size });
  }
  kept.sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
  const strung = space.readSome(strings, end + 512);
  const texts: string[] = [];
  const addresses: bigint[] = [];
  const sizes: number[] = [];
  for (const { name, value, letter, size } of kept) {
    const stop = strung.indexOf(0, name);
    if (name >= strung.length || stop <= name) continue;
    if (isMark(strung, name)) continue;
    const last = Math.min(stop, name + MAX_NAME);
    texts.push(String.fromCharCode(letter, ...strung.subarray(name, last)));
    addresses.push(value);
    sizes.push(size);
  }
  return new NameTable(new PlainNames(texts), BigUint64Array.from(addresses), module, undefined, sizes);
}
