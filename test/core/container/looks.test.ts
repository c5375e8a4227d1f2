import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { render } from '../../../src/core/catalogue/message.ts';
import { openContainer } from '../../../src/core/container/probe.ts';
import { openLogOrDump } from '../../../src/core/session.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { buildXen } from '../../build/rare-formats.ts';
import { seededRandom } from '../../build/random.ts';
import { engine } from '../../build/zoo.ts';

/** What people drop that is no dump: one sentence says what it is, and what to do. */
const at = (offset: number, text: string, size = 0x12000): Uint8Array => {
  const bytes = new Uint8Array(size);
  // Something else than zeros, as such files begin.
  bytes.fill(1, 0, 16);
  bytes.set(Buffer.from(text, 'latin1'), offset);
  return bytes;
};
const noise = Uint8Array.from({ length: 65536 }, seededByte(7));
function seededByte(seed: number): () => number {
  const random = seededRandom(seed);
  return () => random(256);
}

const KINDS: Readonly<Record<string, readonly [bytes: Uint8Array, said: RegExp]>> = {
  ISO: [at(0x8001, 'CD001'), /ISO 9660.*mount it/],
  qcow2: [at(0, 'QFI\xfb'), /qcow2/],
  'fixed VHD': [at(0x12000 - 512, 'conectix'), /VHD/],
  LVM: [at(0x218, 'LVM2 001'), /LVM/],
  LUKS: [at(0, 'LUKS\xba\xbe'), /encrypted \(LUKS\); decrypt/],
  swap: [at(0xff6, 'SWAPSPACE2'), /swap/],
  hibernation: [at(0xff6, 'S1SUSPEND'), /hibernation/],
  'Windows MEMORY.DMP': [at(0, 'PAGEDU64'), /Windows.*WinDbg/],
  minidump: [at(0, 'MDMP'), /minidump/],
  'device tree': [at(0, '\xd0\x0d\xfe\xed'), /device tree/],
  pcapng: [at(0, '\x0a\x0d\x0d\x0a'), /pcapng/],
  PDF: [at(0, '%PDF-1.7'), /PDF/],
  journal: [at(0, 'LPKSHHRH'), /journalctl -k/],
  '7z': [at(0, '7z\xbc\xaf\x27\x1c'), /7z x/],
  'empty zip': [at(0, 'PK\x05\x06', 22), /nothing in it/],
  'System.map': [Buffer.from('ffffffff81000000 T _stext\n'.repeat(9)), /list of symbols.*beside a dump/],
  JSON: [Buffer.from('{ "containers": [1, 2, 3],\n  "x": null }\n'), /JSON/],
  HTML: [Buffer.from('<!doctype html><title>A wiki page</title>\n'), /HTML/],
  noise: [noise, /noise: it is encrypted/],
  'no header, packed': [deflateRawSync(noise), /noise/],
  'a report of apport': [
    Buffer.from('ProblemType: Crash\nArchitecture: amd64\nCoreDump: base64\n H4sI\n'),
    /apport-unpack/,
  ],
  mail: [
    Buffer.from('From: a@example.com\n\nHi, our machine crashed. Any idea?\n'),
    /text, but no kernel log/,
  ],
  'text as Windows writes it': [Buffer.from('\ufeffDear all,\n', 'utf16le'), /text, but no kernel log/],
  'one letter': [Buffer.from('A'), /text, but no kernel log/],
  'hiberfil of a machine that woke up': [at(0, 'WAKE'), /hiberfil/],
  'a text that begins like one': [Buffer.from('WAKE up, it is Monday.\n'), /text, but no kernel log/],
  'pcap of nanoseconds': [at(0, '\x4d\x3c\xb2\xa1'), /pcap/],
  Parallels: [at(0, 'WithouFreSpacExt'), /Parallels/],
  initramfs: [Buffer.from('070701'.padEnd(110, '0') + 'TRAILER!!!\0'), /cpio -id/],
  ramoops: [at(0, 'DBGC'), /mount pstore/],
  'a flattened dump of its header alone': [
    Buffer.from('makedumpfile'.padEnd(64, '\0')),
    /before anything of it/,
  ],
  zeros: [new Uint8Array(8192), /nothing but zeros/],
  empty: [new Uint8Array(), /is empty/],
  unknown: [at(40, 'something else'), /begins with the bytes/],
};

/** A kernel as it is built has the banner of one that ran. */
function built(head: (bytes: Uint8Array) => void): Uint8Array {
  const bytes = new Uint8Array(2 << 20);
  bytes.set(Buffer.from('Linux version 6.12.0-test (gcc) #1 SMP'), 1 << 20);
  head(bytes);
  return bytes;
}

describe('a kernel as it is built', () => {
  const image = (memory: number) => (bytes: Uint8Array) => {
    bytes.set(Buffer.from('ARM\x64'), 56);
    new DataView(bytes.buffer).setBigUint64(16, BigInt(memory), true);
  };
  const open = (head: (bytes: Uint8Array) => void): unknown =>
    openContainer(memorySource(built(head), 'given'));

  it('is no memory: a vmlinux, an Image of arm64', () => {
    expect(() => open((bytes) => bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]))).toThrow(/an ELF file/);
    expect(() => open(image(3 << 20))).toThrow(/arm64 Image/);
  });

  it('is told from memory that begins with one', () => {
    expect(() => open(image(1 << 20))).not.toThrow();
    expect(() => open(() => undefined)).not.toThrow();
  });
});

describe('a text that is no log', () => {
  const opened = (text: string): unknown =>
    openLogOrDump([memorySource(Buffer.from(text), 'given')], { engine });

  it.each([
    ['mail', 'Dear all,\nplease find the dump on the server.\n', 'no kernel log was recognised'],
    ['CSV', 'time,cpu,mem\n1,2,3\n4,5,6\n', 'no kernel log was recognised'],
    ['notes', 'TODO: buy milk\nNOTE: call Anna\nREADME: first\n', 'no kernel log was recognised'],
    ['a program', 'INFO: server started\nWARNING: the disk fills up\n', 'no kernel log was recognised'],
    ['JSON', '{ "a": [1, 2],\n  "b": null }\n', 'JSON'],
    ['PDF', '%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n', 'PDF'],
  ])('is not said to be a quiet one: %s', (_, text, said) => {
    expect(() => opened(text)).toThrow(said);
  });

  it.each([
    ['with times', '[    1.000000] something\n[    1.500000] else\n'],
    ['without', 'Linux version 2.6.18 (gcc)\nMemory: 1000K/2000K available\nusb 1-1: new device\n'],
    ['a file system', 'EXT4-fs (sda1): mounted filesystem with ordered data mode. Opts: (null)\n'],
    ['registers', 'RAX: 0000000000000000 RBX: ffff888100000000 RCX: 0000000000000001\n'],
    ['a device', 'sd 0:0:0:0: [sda] Attached SCSI disk\n'],
    ['a check', 'UBSAN: array-index-out-of-bounds in drivers/x/y.c:10:2\n'],
    ['a line of it', 'INFO: NMI handler (perf_event_nmi_handler) took too long to run: 2.277 msecs\n'],
    [
      'an oops in a mail',
      'Hi,\n\nBUG: unable to handle kernel NULL pointer dereference at 00000010\nIP: foo+0x1/0x10\n',
    ],
  ])('a log is one: %s', (_, text) => {
    expect(opened(text)).toHaveProperty('text');
  });
});

it('an ELF core whose table of sections is lost with its end is said to be cut off, and by how much', () => {
  const pages = Array.from({ length: 8 }, (_, pfn) => [pfn, new Uint8Array(4096)] as const);
  const whole = buildXen({ pages, machine: 62 });
  const half = memorySource(whole.subarray(0, whole.length / 2), 'xen');
  expect(() => openContainer(half)).toThrow(
    expect.objectContaining({
      said: expect.objectContaining({
        fields: expect.objectContaining({
          looks: { id: 'file-looks.elfCut', fields: { missing: whole.length - half.size } },
        }),
      }),
    }),
  );
});

describe.each(Object.keys(KINDS))('%s', (name) => {
  it('is named', () => {
    const [bytes, wanted] = KINDS[name];
    let said = '';
    let failed: { said: Parameters<typeof render>[0] } | undefined;
    try {
      openContainer(memorySource(bytes, name));
    } catch (error) {
      failed = error as { said: Parameters<typeof render>[0] };
      said = render(failed.said, 'en');
    }
    expect(said).toMatch(wanted);
    // Names and commands are the same in Korean, phrases are not.
    const korean = render(failed!.said, 'ko')
      .replace(name, '')
      .replace(/"[^"]*"|\(mount [^)]*\)/g, '');
    expect(korean).not.toMatch(/\b[a-z]{3,} [a-z]{3,}\b/);
  });
});
