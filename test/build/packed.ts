import { execFileSync, spawnSync } from 'node:child_process';
import { deflateRawSync, gzipSync } from 'node:zlib';

/** `bytes` as the program `command` of this machine packs them; undefined where it is not installed. */
export function packedBy(command: string, bytes: Uint8Array): Uint8Array | undefined {
  const [program, ...options] = command.split(' ');
  if (spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0) return undefined;
  return new Uint8Array(execFileSync(program, options, { input: bytes, maxBuffer: 2 ** 30, stdio: ['pipe', 'pipe', 'ignore'] }));
}

/** gzip members, one for each of `parts`. */
export const gzipped = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts.map((part) => gzipSync(part)));

/** A tar archive (POSIX.1-2017 ustar); names longer than its field go through a pax header. */
export function buildTar(files: readonly (readonly [path: string, bytes: Uint8Array])[]): Uint8Array {
  const blocks: Uint8Array[] = [];
  const add = (path: string, kind: string, bytes: Uint8Array): void => {
    const head = new Uint8Array(512);
    const text = (at: number, value: string): void => head.set(new TextEncoder().encode(value), at);
    text(0, path.slice(0, 100));
    text(100, '0000644\0');
    text(124, bytes.length.toString(8).padStart(11, '0') + '\0');
    text(136, '00000000000\0');
    text(148, '        ');
    text(156, kind);
    text(257, 'ustar\x0000');
    text(148, head.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0') + '\0 ');
    blocks.push(head, bytes, new Uint8Array((512 - (bytes.length % 512)) % 512));
  };
  for (const [path, bytes] of files) {
    if (path.length > 100) add('pax', 'x', paxRecord('path', path));
    add(path, path.endsWith('/') ? '5' : '0', bytes);
  }
  return Buffer.concat([...blocks, new Uint8Array(1024)]);
}

function paxRecord(key: string, value: string): Uint8Array {
  let length = key.length + value.length + 3;
  while (`${length} ${key}=${value}\n`.length !== length) length++;
  return new TextEncoder().encode(`${length} ${key}=${value}\n`);
}

/** A zip archive (PKWARE's APPNOTE.TXT), members deflated or stored; checksums are left at zero. */
export function buildZip(
  files: readonly (readonly [path: string, bytes: Uint8Array])[],
  { stored = false, large = false } = {},
): Uint8Array {
  const parts: Uint8Array[] = [];
  const rows: Uint8Array[] = [];
  let at = 0;
  for (const [path, bytes] of files) {
    const name = new TextEncoder().encode(path);
    const data = stored ? bytes : deflateRawSync(bytes);
    const local = new DataView(new ArrayBuffer(30));
    local.setUint32(0, 0x04034b50, true);
    local.setUint16(8, stored ? 0 : 8, true);
    local.setUint16(26, name.length, true);
    const extra = new DataView(new ArrayBuffer(large ? 28 : 0));
    const row = new DataView(new ArrayBuffer(46));
    row.setUint32(0, 0x02014b50, true);
    row.setUint16(10, stored ? 0 : 8, true);
    row.setUint32(20, large ? 0xffffffff : data.length, true);
    row.setUint32(24, large ? 0xffffffff : bytes.length, true);
    row.setUint16(28, name.length, true);
    row.setUint16(30, extra.byteLength, true);
    row.setUint32(42, large ? 0xffffffff : at, true);
    if (large) {
      extra.setUint16(0, 1, true);
      extra.setUint16(2, 24, true);
      extra.setBigUint64(4, BigInt(bytes.length), true);
      extra.setBigUint64(12, BigInt(data.length), true);
      extra.setBigUint64(20, BigInt(at), true);
    }
    parts.push(new Uint8Array(local.buffer), name, data);
    rows.push(new Uint8Array(row.buffer), name, new Uint8Array(extra.buffer));
    at += 30 + name.length + data.length;
  }
  const directory = Buffer.concat(rows);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(10, files.length, true);
  end.setUint32(12, directory.length, true);
  end.setUint32(16, at, true);
  return Buffer.concat([...parts, directory, new Uint8Array(end.buffer)]);
}
