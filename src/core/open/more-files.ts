import { fileKinds, open as say } from '../catalogue/open.ts';
import type { Message } from '../catalogue/message.ts';
import { isDump } from '../container/probe.ts';
import { readBytes, type ByteSource } from '../source/source.ts';

/** The dump among the files that were given, and what is said of the others. */
export interface GivenFiles {
  readonly dump: ByteSource;
  /** Further dumps: parts of a split one. */
  readonly parts: readonly ByteSource[];
  /** What is said of files that nothing is taken from. */
  readonly unused: readonly Message[];
}

/** ELF e_type (elf(5)): relocatable, executable, shared. */
const ELF_KINDS: Readonly<Record<number, Message>> = {
  1: fileKinds.module(),
  2: fileKinds.vmlinux(),
  3: fileKinds.vmlinux(),
};

/**
 * Sorts `sources` by content, in whatever order they were given: crash takes vmlinux first, people drop several
 * at once. When none is a dump the first stands for it, so that the error speaks of what was meant.
 */
export function sortFiles(sources: readonly ByteSource[]): GivenFiles {
  const dumps = sources.filter(isDump);
  const dump = dumps[0] ?? sources[0];
  const unused = sources
    .filter((source) => source !== dump && !dumps.includes(source))
    .map((source) => say.unusedFile({ file: source.name, kind: kindOf(source) }));
  return { dump, parts: dumps.slice(1), unused };
}

function kindOf(source: ByteSource): Message {
  const head = readBytes(source, 0, Math.min(64, source.size)) ?? new Uint8Array();
  const view = new DataView(head.buffer);
  if (head.length >= 20 && view.getUint32(0, false) === 0x7f454c46)
    return ELF_KINDS[view.getUint16(16, true)] ?? fileKinds.elf();
  if (head.length >= 2 && view.getUint16(0, true) === 0xeb9f) return fileKinds.btf();
  const text = String.fromCharCode(...head);
  if (/^[0-9a-f]{8,16} [a-zA-Z] /.test(text)) return fileKinds.systemMap();
  return /^(<\d+>)?\[ *\d+\.\d+\]/.test(text) ? fileKinds.log() : fileKinds.unknown();
}
