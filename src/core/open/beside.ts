import { besideSays as say } from '../catalogue/beside.ts';
import type { Message } from '../catalogue/message.ts';
import { open as openSays } from '../catalogue/open.ts';
import { CorruptError, MissingError, OopscopeError } from '../errors.ts';
import type { AddressSpace } from '../memory/space.ts';
import { readBytes, type ByteSource } from '../source/source.ts';
import { ElfFile } from '../symbols/elf-file.ts';
import { LEAST_CHECKS, mapSymbols, placeSymbols, vmlinuxSymbols } from '../symbols/given-symbols.ts';
import type { NameTable } from '../symbols/name-table.ts';
import type { SymbolTable } from '../symbols/symbol.ts';
import type { Vmcoreinfo } from '../symbols/vmcoreinfo.ts';
import { agreement } from '../types/agreement.ts';
import { Btf } from '../types/btf.ts';
import { Types } from '../types/types.ts';

/** A file beside the dump that symbols or types may be taken from, for kernels that carry none. */
export interface BesideFile {
  readonly kind: 'vmlinux' | 'btf' | 'map' | 'module';
  readonly source: ByteSource;
  /** Whether something was said of it: that it was used, or why not. */
  told: boolean;
}

/** A file of BTF larger than this is none. */
const MAX_BTF = 256 * 1024 * 1024;

type Tell = (said: Message) => void;

/**
 * The symbols of the first file of `files` that is of the kernel in the dump: its banner, and where VMCOREINFO has
 * symbols, agree. `why`: what is wrong with the kernel's own. Throws MissingError when there is none.
 */
export function symbolsBeside(
  files: readonly BesideFile[],
  space: AddressSpace,
  info: Vmcoreinfo,
  tell: Tell,
  why: Message,
): NameTable {
  return firstOf(
    files.filter(({ kind }) => kind === 'vmlinux' || kind === 'map'),
    tell,
    ({ kind, source }) => {
      const given = kind === 'map' ? mapSymbols(source) : vmlinuxSymbols(source.name, ElfFile.open(source));
      const { table, checks } = placeSymbols(given, info, space);
      tell(say.symbolsFrom({ file: source.name, checks, why }));
      return table;
    },
  );
}

/** The types of the first file that agrees with the dump. Throws MissingError when there is none. */
export function typesBeside(
  files: readonly BesideFile[],
  space: AddressSpace,
  info: Vmcoreinfo,
  symbols: SymbolTable,
  tell: Tell,
): Types {
  return firstOf(
    files.filter(({ kind }) => kind === 'vmlinux' || kind === 'btf'),
    tell,
    ({ kind, source }) => {
      const types = new Types(new Btf(kind === 'btf' ? whole(source) : btfOf(source), space.memory.engine));
      const { right, wrong } = agreement(types, info, space, symbols);
      const file = source.name;
      if (wrong.length > 0) throw new MissingError(say.notOfDump({ file, wrong }));
      if (right < LEAST_CHECKS) throw new MissingError(say.unproven({ file, checks: right }));
      tell(say.typesFrom({ file, checks: right }));
      return types;
    },
  );
}

/** What `take` makes of the first file that it does not refuse; of those before it is told why. Throws the reasons of all when it refuses each. */
function firstOf<T>(files: readonly BesideFile[], tell: Tell, take: (file: BesideFile) => T): T {
  const refused: Message[] = [];
  for (const file of files) {
    file.told = true;
    try {
      const found = take(file);
      refused.forEach(tell);
      return found;
    } catch (error) {
      if (!(error instanceof OopscopeError)) throw error;
      const mentions = 'file' in error.said.fields;
      refused.push(mentions ? error.said : say.notUsed({ file: file.source.name, why: error.said }));
    }
  }
  if (refused.length === 0) throw new MissingError(say.nothingGiven());
  throw new MissingError(refused.reduce((first, second) => openSays.both({ first, second })));
}

function whole(source: ByteSource): Uint8Array {
  const bytes = source.size > MAX_BTF ? undefined : readBytes(source, 0, source.size);
  if (!bytes) throw new CorruptError(say.noTypes({ file: source.name }));
  return bytes;
}

function btfOf(source: ByteSource): Uint8Array {
  const elf = ElfFile.open(source);
  const section = elf.section('.BTF');
  if (!section) throw new MissingError(say.noTypes({ file: source.name }));
  return elf.bytes(section);
}
