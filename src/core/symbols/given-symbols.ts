import { isKernelHalf } from '../addr.ts';
import { besideSays as say } from '../catalogue/beside.ts';
import { MissingError } from '../errors.ts';
import type { AddressSpace } from '../memory/space.ts';
import { readBytes, type ByteSource } from '../source/source.ts';
import type { ElfFile } from './elf-file.ts';
import { PROOFS } from './kallsyms.ts';
import { NameTable, PlainNames } from './name-table.ts';
import type { Vmcoreinfo } from './vmcoreinfo.ts';

/** Symbols out of a file: a vmlinux, a System.map. */
export interface GivenSymbols {
  readonly file: string;
  /** Type letter and name of each. */
  readonly texts: readonly string[];
  /** As they were linked, before KASLR. */
  readonly values: BigUint64Array;
  /** The text of linux_banner, and the build id, where the file has them. */
  readonly banner?: string;
  readonly buildId?: string;
}

/** System.map of a large kernel has 10 MB. */
const MAX_MAP = 128 * 1024 * 1024;
const MAX_BANNER = 512;

/** The symbols of a System.map: "ffffffff81000000 T _text" (scripts/mksysmap). Throws MissingError when it has none. */
export function mapSymbols(source: ByteSource): GivenSymbols {
  const bytes = readBytes(source, 0, Math.min(source.size, MAX_MAP)) ?? new Uint8Array();
  const texts: string[] = [];
  const values: bigint[] = [];
  for (const [, value, letter, name] of new TextDecoder('latin1')
    .decode(bytes)
    .matchAll(/^([0-9a-f]{16}) ([a-zA-Z?]) (\S{1,512})/gm)) {
    texts.push(letter + name);
    values.push(BigInt('0x' + value));
  }
  if (texts.length === 0) throw new MissingError(say.noMap({ file: source.name }));
  return { file: source.name, texts, values: BigUint64Array.from(values) };
}

/** The symbols of a vmlinux. Throws MissingError when it was stripped. */
export function vmlinuxSymbols(file: string, elf: ElfFile): GivenSymbols {
  const texts: string[] = [];
  const values: bigint[] = [];
  let banner: string | undefined;
  elf.symbols((text, value) => {
    texts.push(text);
    values.push(value);
    if (text.slice(1) !== 'linux_banner') return;
    const bytes = elf.at(value, 16) && (elf.at(value, MAX_BANNER) ?? elf.at(value, 128));
    if (bytes) banner = untilNul(String.fromCharCode(...bytes));
  });
  return { file, texts, values: BigUint64Array.from(values), banner, buildId: elf.buildId };
}

/** `given` where this dump has the image, and in how many symbols they agree. Throws MissingError when they do not, or too few can be compared. */
export function placeSymbols(
  given: GivenSymbols,
  info: Vmcoreinfo,
  space: AddressSpace,
): { readonly table: NameTable; readonly checks: number } {
  const { file, texts, values } = given;
  const found = new Map<string, bigint>();
  const wanted = new Set([...PROOFS, 'linux_banner']);
  for (let i = 0; i < texts.length; i++) {
    const name = texts[i].slice(1);
    if (wanted.has(name)) found.set(name, values[i]);
  }
  const start = found.get('_stext');
  const placed = info.symbol('_stext');
  const shift = start !== undefined && placed !== undefined ? placed - start : (info.kernelOffset ?? 0n);
  const moved = (value: bigint): bigint => (isKernelHalf(value) ? BigInt.asUintN(64, value + shift) : value);
  const wrong: string[] = [];
  let checks = 0;
  for (const name of PROOFS) {
    const [here, there] = [found.get(name), info.symbol(name)];
    if (here === undefined || there === undefined) continue;
    if (moved(here) === there) checks++;
    else wrong.push(name);
  }
  const banner = found.get('linux_banner');
  const said = banner === undefined ? undefined : space.tryString(moved(banner), MAX_BANNER);
  if (said !== undefined) {
    const same =
      given.banner === undefined
        ? said.startsWith(`Linux version ${info.release ?? ''} `)
        : untilNul(said).startsWith(given.banner) || given.banner.startsWith(untilNul(said));
    if (same) checks += 2;
    else wrong.push('linux_banner');
  }
  // Some stable kernels note a wrong build id (5.15.168, 6.1.113 and their like): it only speaks for a file.
  if (given.buildId !== undefined && given.buildId === info.buildId) checks += LEAST_CHECKS;
  if (wrong.length > 0) throw new MissingError(say.notOfDump({ file, wrong }));
  if (checks < LEAST_CHECKS) throw new MissingError(say.unproven({ file, checks }));
  const order = Uint32Array.from({ length: texts.length }, (_, i) => i);
  const places = values.map(moved);
  order.sort((a, b) => (places[a] < places[b] ? -1 : places[a] > places[b] ? 1 : a - b));
  const table = new NameTable(
    new PlainNames(Array.from(order, (i) => texts[i])),
    BigUint64Array.from(order, (i) => places[i]),
  );
  return { table, checks };
}

/** Agreements without which a file is not taken for that of the dump's kernel. */
export const LEAST_CHECKS = 3;

function untilNul(text: string): string {
  return text.split('\0', 1)[0].trimEnd();
}
