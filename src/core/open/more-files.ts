import { fileKinds, open as say } from '../catalogue/open.ts';
import type { Message } from '../catalogue/message.ts';
import { isDump } from '../container/probe.ts';
import { readBytes, type ByteSource } from '../source/source.ts';
import { isText } from '../textlog/blocks.ts';
import { textLooks } from '../textlog/looks.ts';
import type { BesideFile } from './beside.ts';

/** The dump among the files that were given, and what is said of the others. */
export interface GivenFiles {
  readonly dump: ByteSource;
  /** Further dumps: parts of a split one. */
  readonly parts: readonly ByteSource[];
  /** Files that symbols or types may be taken from. */
  readonly beside: readonly BesideFile[];
  /** Texts of a log, which stands in where the dump's own is lost. */
  readonly logs: readonly ByteSource[];
  /** All that are no dumps, for formats that have memory in a file beside. */
  readonly others: readonly ByteSource[];
  /** What is said of files that nothing is taken from. */
  readonly unused: readonly Message[];
}

/** ELF e_type (elf(5)): relocatable, executable, shared. */
const ET_REL = 1;
const VMLINUX: readonly number[] = [2, 3];

/**
 * Sorts `sources` by content, in whatever order they were given: crash takes vmlinux first, people drop several
 * at once. When none is a dump the first stands for it, so that the error speaks of what was meant.
 */
export function sortFiles(sources: readonly ByteSource[]): GivenFiles {
  const dumps = sources.filter(isDump);
  const dump = dumps[0] ?? likeliest(sources);
  const others = sources.filter((source) => source !== dump && !dumps.includes(source));
  const beside: BesideFile[] = [];
  const logs: ByteSource[] = [];
  const unused: Message[] = [];
  for (const source of others) {
    const kind = kindOf(source);
    if (typeof kind === 'string') beside.push({ kind, source, told: false });
    else if (kind.id === fileKinds.log().id) logs.push(source);
    else unused.push(say.unusedFile({ file: source.name, kind }));
  }
  return { dump, parts: dumps.slice(1), beside, logs, others, unused };
}

/** Plain memory has no format: the largest file of which nothing is known, else what was given first. */
function likeliest(sources: readonly ByteSource[]): ByteSource {
  const unknown = sources.filter((source) => {
    const kind = kindOf(source);
    return typeof kind !== 'string' && kind.id === fileKinds.unknown().id;
  });
  return [...unknown].sort((a, b) => b.size - a.size).at(0) ?? sources[0];
}

function kindOf(source: ByteSource): BesideFile['kind'] | Message {
  const head = readBytes(source, 0, Math.min(64, source.size)) ?? new Uint8Array();
  const view = new DataView(head.buffer);
  if (head.length >= 20 && view.getUint32(0, false) === 0x7f454c46) {
    const type = view.getUint16(16, true);
    if (VMLINUX.includes(type)) return 'vmlinux';
    return type === ET_REL ? 'module' : fileKinds.elf();
  }
  if (head.length >= 2 && view.getUint16(0, true) === 0xeb9f) return 'btf';
  const text = String.fromCharCode(...head);
  if (/^[0-9a-f]{8,16} [a-zA-Z] /.test(text)) return 'map';
  return isText(source) && !textLooks(source) ? fileKinds.log() : fileKinds.unknown();
}
