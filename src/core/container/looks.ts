import { looks } from '../catalogue/files.ts';
import { fileKinds, looksLikeSays as is } from '../catalogue/looks.ts';
import type { Message } from '../catalogue/message.ts';
import { readBytes, type ByteSource } from '../source/source.ts';

/** Bytes that are looked at: the volume descriptor of a CD begins at 32 KiB. */
const HEAD = 36 * 1024;

/** What stands at which place of a file, and what the file is then (file(1)'s magic has most of them). */
const SIGNS: readonly (readonly [at: number, bytes: string, what: Message])[] = [
  [0, 'PAGEDU64', is.windows({ kind: 'PAGEDU64' })],
  [0, 'PAGEDUMP', is.windows({ kind: 'PAGEDUMP' })],
  [0, 'MDMP', is.windows({ kind: fileKinds.minidump() })],
  // hiberfil.sys before and after the machine woke up (PO_MEMORY_IMAGE).
  [0, 'HIBR', is.windows({ kind: fileKinds.hiberfil() })],
  [0, 'hibr', is.windows({ kind: fileKinds.hiberfil() })],
  [0, 'RSTR', is.windows({ kind: fileKinds.hiberfil() })],
  [0, 'rstr', is.windows({ kind: fileKinds.hiberfil() })],
  [0, 'WAKE', is.windows({ kind: fileKinds.hiberfil() })],
  [0, 'wake', is.windows({ kind: fileKinds.hiberfil() })],
  [0x8001, 'CD001', is.disk({ kind: 'ISO 9660' })],
  [0, 'QFI\xfb', is.disk({ kind: 'qcow2' })],
  [0, 'KDMV', is.disk({ kind: 'VMDK' })],
  [0, '# Disk DescriptorFile', is.disk({ kind: 'VMDK' })],
  [0, 'vhdxfile', is.disk({ kind: 'VHDX' })],
  [0, 'conectix', is.disk({ kind: 'VHD' })],
  [0x40, '\x7f\x10\xda\xbe', is.disk({ kind: 'VDI' })],
  [0x200, 'EFI PART', is.disk({ kind: 'GPT' })],
  [0, 'hsqs', is.disk({ kind: 'squashfs' })],
  [0, 'XFSB', is.disk({ kind: 'XFS' })],
  [0x438, '\x53\xef', is.disk({ kind: 'ext4' })],
  [0x202, 'HdrS', is.kernel({ kind: 'bzImage' })],
  [0, 'LUKS\xba\xbe', is.encrypted({ kind: 'LUKS' })],
  [0, 'Salted__', is.encrypted({ kind: 'openssl enc' })],
  [0, 'age-encryption.org', is.encrypted({ kind: 'age' })],
  [0, '-----BEGIN PGP MESSAGE', is.encrypted({ kind: 'PGP' })],
  [0x218, 'LVM2 001', is.disk({ kind: 'LVM' })],
  [0xff6, 'SWAPSPACE2', is.disk({ kind: fileKinds.swap() })],
  [0xff6, 'S1SUSPEND', is.hibernation()],
  [0xfff6, 'SWAPSPACE2', is.disk({ kind: fileKinds.swap() })],
  [0, 'QED\0', is.disk({ kind: 'QED' })],
  [0, 'WithoutFreeSpace', is.disk({ kind: 'Parallels' })],
  [0, 'WithouFreSpacExt', is.disk({ kind: 'Parallels' })],
  [0, 'COWD', is.disk({ kind: 'VMDK' })],
  [0, '\xd0\x0d\xfe\xed', is.other({ kind: fileKinds.deviceTree() })],
  [0x38, 'ARM\x64', is.kernel({ kind: 'arm64 Image' })],
  [0, 'ANDROID!', is.kernel({ kind: fileKinds.androidBoot() })],
  [0, '\x27\x05\x19\x56', is.kernel({ kind: 'uImage' })],
  [0x1fe, '\x55\xaa', is.disk({ kind: 'MBR' })],
  [0x28, '_FVH', is.firmware({ kind: fileKinds.uefiVolume() })],
  [0x10, '\x5a\xa5\xf0\x0f', is.firmware({ kind: fileKinds.flash() })],
  [0, 'LPKSHHRH', is.log({ kind: 'journald', command: 'journalctl -k -o short-monotonic --file FILE' })],
  [0, 'PERFILE2', is.other({ kind: 'perf.data' })],
  [0, '\x17\x08\x44tracing', is.other({ kind: 'trace-cmd' })],
  [0, '\xed\xab\xee\xdb', is.other({ kind: 'RPM' })],
  [0, '!<arch>', is.other({ kind: fileKinds.archive() })],
  [0, '\x89PNG', is.other({ kind: 'PNG' })],
  [0, '\xff\xd8\xff', is.other({ kind: 'JPEG' })],
  [0, '%PDF', is.other({ kind: 'PDF' })],
  [0, 'SQLite format 3', is.other({ kind: 'SQLite' })],
  [0, '\xd4\xc3\xb2\xa1', is.other({ kind: 'pcap' })],
  [0, '\xa1\xb2\xc3\xd4', is.other({ kind: 'pcap' })],
  [0, '\x4d\x3c\xb2\xa1', is.other({ kind: 'pcap' })],
  [0, '\xa1\xb2\x3c\x4d', is.other({ kind: 'pcap' })],
  [0, 'DBGC', is.ramoops()],
  [0, '\x0a\x0d\x0d\x0a', is.other({ kind: 'pcapng' })],
  [0, '\0asm', is.other({ kind: 'WebAssembly' })],
  [0, 'MZ', is.other({ kind: fileKinds.windowsProgram() })],
  [0, '\xcf\xfa\xed\xfe', is.other({ kind: fileKinds.macProgram() })],
  [0, '\xca\xfe\xba\xbe', is.other({ kind: fileKinds.macOrJava() })],
  [0, 'GIF8', is.other({ kind: 'GIF' })],
  [0, 'RIFF', is.other({ kind: 'RIFF' })],
  [0, '\x1aE\xdf\xa3', is.other({ kind: 'Matroska' })],
  [4, 'ftyp', is.other({ kind: 'MP4, HEIC' })],
  [0, '\xd0\xcf\x11\xe0', is.other({ kind: 'OLE, .doc' })],
  [0, 'LinuxGuestRecord', is.other({ kind: 'xl save' })],
  [0, '7z\xbc\xaf\x27\x1c', is.packed({ kind: '7z', command: '7z x FILE' })],
  [0, 'Rar!', is.packed({ kind: 'RAR', command: 'unrar x FILE' })],
  [0, '\x89LZO', is.packed({ kind: 'lzop', command: 'lzop -d FILE' })],
  [0, 'LZIP', is.packed({ kind: 'lzip', command: 'lzip -d FILE' })],
  [0, '\x5d\0\0', is.packed({ kind: 'lzma', command: 'unlzma FILE' })],
  [0, '\x1f\x9d', is.packed({ kind: 'compress', command: 'uncompress FILE' })],
  [0, '\x1f\x8b', looks.packed({ with: 'gzip' })],
  [0, '\xfd7zXZ', looks.packed({ with: 'xz' })],
  [0, '\x28\xb5\x2f\xfd', looks.packed({ with: 'zstd' })],
  [0, 'BZh', looks.packed({ with: 'bzip2' })],
  [0, '\x04\x22\x4d\x18', looks.packed({ with: 'lz4' })],
  [0, 'PK\x03\x04', looks.zip()],
  [0, 'PK\x05\x06', is.emptyArchive()],
  [0, '070701', is.cpio()],
  [0, '070702', is.cpio()],
  [0, '\x7fELF', looks.elf()],
  [0, '\xff\xfe', is.text()],
  [0, '\xfe\xff', is.text()],
];

/** Signs of files that are written in letters; what else begins like one of them is a word of a text. */
const WRITTEN = [
  '%PDF',
  '070701',
  '070702',
  '# Disk DescriptorFile',
  '-----BEGIN PGP MESSAGE',
  'age-encryption.org',
];

/** What `source` is by the bytes that its kind of file begins with, and what to do; undefined where they tell nothing. */
export function looksSigned(source: ByteSource): Message | undefined {
  const head = headOf(source);
  const text = head.length >= 16 && isText(head);
  const missing = holds(head, 0, '\x7fELF') ? sectionsPast(head, source.size) : 0;
  if (missing > 0) return looks.elfCut({ missing });
  return SIGNS.find(([at, bytes]) => (!text || WRITTEN.includes(bytes)) && holds(head, at, bytes))?.[2];
}

const ET_CORE = 4;
/** Bytes from the end of an ELF core to the end of its table of sections (elf(5)); 0 where that is in the file, or there is none. */
function sectionsPast(head: Uint8Array, size: number): number {
  if (head.length < 64) return 0;
  const view = new DataView(head.buffer, head.byteOffset);
  const [wide, little] = [head[4] === 2, head[5] === 1];
  if (view.getUint16(16, little) !== ET_CORE) return 0;
  const table = wide ? Number(view.getBigUint64(40, little)) : view.getUint32(32, little);
  const rows = view.getUint16(wide ? 58 : 46, little) * view.getUint16(wide ? 60 : 48, little);
  return rows > 0 ? Math.max(0, table + rows - size) : 0;
}

function headOf(source: ByteSource): Uint8Array {
  return readBytes(source, 0, Math.min(HEAD, source.size)) ?? new Uint8Array();
}

/** What a file that is no dump looks like, and what to do: one line. */
export function looksLike(source: ByteSource): Message {
  if (source.size === 0) return looks.empty();
  const known = looksSigned(source);
  if (known) return known;
  const head = headOf(source);
  const foot = readBytes(source, source.size - 512, 8);
  if (foot && holds(foot, 0, 'conectix')) return is.disk({ kind: 'VHD' });
  if (head.length >= 512 && head.every((byte) => byte === 0)) return is.zeros();
  if (isText(head)) return textKind(head);
  if (isNoise(head)) return is.noise();
  const bytes = [...head.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return looks.unknown({ bytes });
}

/** What a text is that is no log, where its first lines tell. */
function textKind(head: Uint8Array): Message {
  const text = new TextDecoder().decode(head.subarray(0, 4096));
  if (/^[0-9a-f]{8,16} [a-zA-Z?] \S+/.test(text)) return is.symbols();
  if (/^(?:\/\/ [^\n]*\n|\/\*[\s\S]*?\*\/\s*|\s)*\s*[[{]\s*(?:["[{\]}\d-]|$)/.test(text)) return is.json();
  if (/^ProblemType: /m.test(text)) return is.report();
  if (/^\s*<(?:!doctype|\?xml|html|svg)/i.test(text)) return is.markup();
  return is.text();
}

/** Whether every byte comes about as often as any other: nothing that machines keep in memory is so. */
function isNoise(bytes: Uint8Array): boolean {
  if (bytes.length < 8192) return false;
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte]++;
  const bits = counts.reduce(
    (sum, count) => (count === 0 ? sum : sum - (count / bytes.length) * Math.log2(count / bytes.length)),
    0,
  );
  return bits > 7.9;
}

function holds(bytes: Uint8Array, at: number, wanted: string): boolean {
  if (at + wanted.length > bytes.length) return false;
  for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted.charCodeAt(i)) return false;
  return true;
}

/** Lines of printable characters: what has none of the control characters that texts have not. */
function isText(bytes: Uint8Array): boolean {
  return bytes.length > 0 && bytes.every((byte) => byte >= 32 || (byte >= 8 && byte <= 13) || byte === 27);
}
