import { files, looks } from '../catalogue/files.ts';
import type { Message } from '../catalogue/message.ts';
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
    files.noDump({
      file: source.name,
      looks: looksLike(source),
      formats: FORMATS.map((f) => f.title).join('; '),
    }),
  );
}

const MAGICS: readonly (readonly [magic: string, what: Message])[] = [
  ['makedumpfile\0', looks.flattened()],
  ['DISKDUMP', looks.diskdump()],
  ['\x7fELF', looks.elf()],
  ['EMiL', looks.lime()],
  ['AVML', looks.avml()],
  ['QEVM', looks.qemu()],
  ['LibvirtQemudSave', looks.libvirt()],
  ['\x1f\x8b', looks.packed({ with: 'gzip' })],
  ['\xfd7zXZ', looks.packed({ with: 'xz' })],
  ['\x28\xb5\x2f\xfd', looks.packed({ with: 'zstd' })],
  ['PK\x03\x04', looks.zip()],
];

function looksLike(source: ByteSource): Message {
  if (source.size === 0) return looks.empty();
  const head = readBytes(source, 0, Math.min(16, source.size)) ?? new Uint8Array();
  const text = String.fromCharCode(...head);
  const known = MAGICS.find(([magic]) => text.startsWith(magic));
  if (known) return known[1];
  const bytes = [...head.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return looks.unknown({ bytes });
}
