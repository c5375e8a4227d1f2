import { besideSays as say } from '../catalogue/beside.ts';
import type { Message } from '../catalogue/message.ts';
import { MissingError, OopscopeError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { modules, moduleSymbols, type Module } from '../kernel/modules.ts';
import { ElfFile } from '../symbols/elf-file.ts';
import { LEAST_CHECKS } from '../symbols/given-symbols.ts';
import { Btf } from '../types/btf.ts';
import { DistilledBase } from '../types/distilled.ts';
import type { BesideFile } from './beside.ts';

/** elf(5). */
const SHF_ALLOC = 2n;
/** Symbols of a file that are held against the dump. */
const MOST_SYMBOLS = 50_000;

/**
 * The types of modules that have none of their own in the dump (`typed`: those that have), of the .ko files among `files`: built without
 * CONFIG_DEBUG_INFO_BTF_MODULES, the page with them left out. Each file is held against the module that is loaded under its name before it is
 * trusted; `tell` hears which were taken, and why not.
 */
export function typesOfModuleFiles(
  kernel: Kernel,
  files: readonly BesideFile[],
  vmlinux: Btf,
  typed: ReadonlySet<bigint>,
  tell: (said: Message) => void,
): readonly Btf[] {
  return files.flatMap((each) => {
    const { source } = each;
    each.told = true;
    try {
      const elf = ElfFile.open(source);
      const said = modinfo(elf);
      const module = loaded(kernel, said.get('name') ?? baseName(source.name));
      if (!module) throw new MissingError(say.notLoaded({ file: source.name }));
      if (typed.has(module.object.address)) {
        tell(say.moduleNotNeeded({ file: source.name, module: module.name }));
        return [];
      }
      const section = elf.section('.BTF');
      if (!section) throw new MissingError(say.noTypes({ file: source.name }));
      const checks = proven(kernel, module, elf, said, source.name);
      const base = elf.section('.BTF.base');
      const { engine } = kernel.memory;
      const distilled = base && new DistilledBase(new Btf(elf.bytes(base), engine), vmlinux);
      const types = new Btf(elf.bytes(section), engine, distilled ?? vmlinux);
      tell(say.moduleTypesFrom({ file: source.name, module: module.name, checks }));
      return [types];
    } catch (error) {
      if (!(error instanceof OopscopeError)) throw error;
      const mentions = 'file' in error.said.fields;
      tell(mentions ? error.said : say.notUsed({ file: source.name, why: error.said }));
      return [];
    }
  });
}

/** Section .modinfo: "key=value" each, NUL between (include/linux/moduleparam.h). */
function modinfo(elf: ElfFile): ReadonlyMap<string, string> {
  const section = elf.section('.modinfo');
  const text = section ? new TextDecoder('latin1').decode(elf.bytes(section)) : '';
  return new Map(
    text.split('\0').flatMap((line) => {
      const at = line.indexOf('=');
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1)] as const] : [];
    }),
  );
}

function loaded(kernel: Kernel, name: string): Module | undefined {
  const plain = name.replaceAll('-', '_');
  return modules(kernel).find((each) => each.name.replaceAll('-', '_') === plain);
}

function baseName(name: string): string {
  return name.replace(/^.*[/\\]/, '').replace(/\.ko.*$/, '');
}

/**
 * In how many things the file `elf` agrees with the loaded `module`: what it says of itself (srcversion, the release in vermagic), its names, and
 * that these lie as far from each other, within a section, as in the dump. Throws MissingError where one does not, and where they are too few.
 */
function proven(
  kernel: Kernel,
  module: Module,
  elf: ElfFile,
  said: ReadonlyMap<string, string>,
  file: string,
): number {
  let checks = 0;
  const wrong: string[] = [];
  const compare = (name: string, is: boolean): void => {
    if (is) checks++;
    else wrong.push(name);
  };
  const version = module.object.try((each) => each.find('srcversion')?.pointer());
  const own = version ? kernel.space.tryString(version, 64) : undefined;
  if (own !== undefined && said.has('srcversion')) compare('srcversion', own === said.get('srcversion'));
  const release = said.get('vermagic')?.split(' ', 1)[0];
  if (release !== undefined && kernel.vmcoreinfo.release !== undefined)
    compare('vermagic', release === kernel.vmcoreinfo.release);
  const values = new Map<string, bigint | undefined>();
  elf.symbols((text, value) => {
    const name = text.slice(1);
    // Several of one name cannot be told apart; absolute ones have no place.
    if (values.size < MOST_SYMBOLS && !/^a/i.test(text))
      values.set(name, values.has(name) ? undefined : value);
  });
  const moves = new Set<bigint>();
  const unknown: string[] = [];
  let compared = 0;
  for (const { name, address } of moduleSymbols(kernel, module).all()) {
    if (!values.has(name)) unknown.push(name);
    const value = values.get(name);
    if (value === undefined) continue;
    compared++;
    moves.add(BigInt.asUintN(64, address - value));
  }
  if (unknown.length > compared / 20) for (const name of unknown) wrong.push(name);
  // Each section that takes memory was put somewhere as a whole.
  const sections = elf.sections.filter(({ flags }) => (flags & SHF_ALLOC) !== 0n).length;
  if (compared > 0) compare('symbol offsets', moves.size <= sections);
  checks += Math.max(0, compared - moves.size);
  if (wrong.length > 0) throw new MissingError(say.notOfModule({ file, module: module.name, wrong }));
  if (checks < LEAST_CHECKS) throw new MissingError(say.unproven({ file, checks }));
  return checks;
}
