import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { render } from '../../../src/core/catalogue/message.ts';
import { openContainer } from '../../../src/core/container/probe.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { seededRandom } from '../../build/random.ts';

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
  zeros: [new Uint8Array(8192), /nothing but zeros/],
  empty: [new Uint8Array(), /is empty/],
  unknown: [at(40, 'something else'), /begins with the bytes/],
};

describe.each(Object.keys(KINDS))('%s', (name) => {
  it('is named', () => {
    const [bytes, wanted] = KINDS[name];
    let said = '';
    try {
      openContainer(memorySource(bytes, name));
    } catch (error) {
      said = render((error as { said: Parameters<typeof render>[0] }).said, 'en');
    }
    expect(said).toMatch(wanted);
  });
});
