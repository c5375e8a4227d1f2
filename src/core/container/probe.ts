import { container as say } from '../catalogue/container.ts';
import { UnsupportedError } from '../errors.ts';
import { gather } from '../gather.ts';
import { readBytes, type ByteSource } from '../source/source.ts';
import type { Container, ContainerFormat } from './container.ts';
import { joinParts } from './parts.ts';

/** Every container format that can be opened: the files of this folder that export `format`. A file is of one only. */
export const FORMATS: readonly ContainerFormat[] = gather(
  import.meta.glob<{ format?: ContainerFormat }>(['./*.ts', '!./probe.ts'], { eager: true }),
  'format',
  (format) => format.id,
);

/** Opens `source` as what its content says it is. Throws UnsupportedError with what was found instead. */
export function openContainer(source: ByteSource, more: readonly ByteSource[] = []): Container {
  const format = FORMATS.find((each) => each.probe(source));
  if (format) {
    // Further dumps are parts of the same one, or told apart as strangers.
    const same = more.filter((each) => format.probe(each));
    const parts = same.map((each) => ({ ...format.open(each, []), file: each }));
    const others = more.flatMap((file) => {
      const other = same.includes(file) ? undefined : FORMATS.find((each) => each.probe(file));
      return other ? [say.otherFormat({ file: file.name, format: other.title, dump: source.name })] : [];
    });
    const whole = joinParts({ ...format.open(source, more), file: source }, parts);
    return { ...whole, missing: [...whole.missing, ...others] };
  }
  throw new UnsupportedError(
    `${source.name} is not a dump that oopscope can read: ${looksLike(source)} It reads ${FORMATS.map((f) => f.title).join('; ')}.`,
  );
}

const MAGICS: readonly (readonly [magic: string, what: string])[] = [
  [
    'makedumpfile\0',
    'it is a flattened dump (makedumpfile -F); rebuild it with "makedumpfile -R vmcore < file".',
  ],
  ['DISKDUMP', 'it is an old diskdump file.'],
  [
    '\x7fELF',
    'it is an ELF file, but not a core of memory (a vmlinux or a module belongs beside a dump, not in its place).',
  ],
  ['EMiL', 'it is a LiME memory image.'],
  ['AVML', 'it is an AVML memory image.'],
  ['QEVM', 'it is a saved QEMU machine (migration stream); take a dump with "dump-guest-memory" instead.'],
  [
    'LibvirtQemudSave',
    'it is a machine saved by libvirt; take a dump with "virsh dump --memory-only" instead.',
  ],
  ['\x1f\x8b', 'it is gzip-compressed; unpack it first.'],
  ['\xfd7zXZ', 'it is xz-compressed; unpack it first.'],
  ['\x28\xb5\x2f\xfd', 'it is zstd-compressed; unpack it first.'],
  ['PK\x03\x04', 'it is a zip archive; unpack it first.'],
];

function looksLike(source: ByteSource): string {
  if (source.size === 0) return 'it is empty.';
  const head = readBytes(source, 0, Math.min(16, source.size)) ?? new Uint8Array();
  const text = String.fromCharCode(...head);
  const known = MAGICS.find(([magic]) => text.startsWith(magic));
  if (known) return known[1];
  const bytes = [...head.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return `it begins with the bytes ${bytes}, which no known format does.`;
}
