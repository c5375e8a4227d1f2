import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { OopscopeError } from '../../src/core/errors.ts';
import type { Folder } from '../../src/core/session.ts';
import type { ByteSource } from '../../src/core/source/source.ts';
import { changedMeanwhile } from '../../src/cli/file-source.ts';
import { OutputFiles } from '../../src/cli/output-file.ts';
import { openGiven } from '../../src/cli/given-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'oopscope-given-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const unix = process.platform !== 'win32';

function all(source: ByteSource): string {
  const bytes = new Uint8Array(source.size);
  source.read(0, bytes);
  return new TextDecoder().decode(bytes);
}
const read = (path: string): string => all(openGiven(path, 'en') as ByteSource);
function said(path: string): string {
  try {
    return `read: ${read(path)}`;
  } catch (error) {
    return error instanceof OopscopeError ? error.said.id : String(error);
  }
}

describe.runIf(unix)('what a path may name', () => {
  it('a pipe is read to its end, however slowly it is written', () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const writer = spawn('sh', ['-c', `{ printf one; sleep 0.4; printf two; } > "${pipe}"`]);
    expect(read(pipe)).toBe('onetwo');
    writer.kill();
  });

  it('a pipe to which nobody writes is not waited for', { timeout: 30_000 }, () => {
    const pipe = join(folder, 'idle');
    execFileSync('mkfifo', [pipe]);
    expect(said(pipe)).toBe('cli-streams.nobodyWrites');
  });

  it('files of /proc have content but no size', () => {
    expect(read('/proc/self/cmdline')).toContain('node');
  });

  it('devices: an empty one is empty, an endless one is none', () => {
    expect(read('/dev/null')).toBe('');
    expect(said('/dev/zero')).toBe('cli-streams.isDevice');
    // It can be read, but not at a place of one's choice: it was called empty.
    if (existsSync('/dev/kmsg')) expect(said('/dev/kmsg')).toMatch(/cli-streams.isDevice|notOpened/);
    // Likewise a terminal.
    if (existsSync('/dev/ptmx')) expect(said('/dev/ptmx')).toMatch(/cli-streams.isDevice|notOpened/);
  });

  it('a folder that may not be read is said to be one, not an empty one', () => {
    const path = join(folder, 'locked');
    mkdirSync(path, { mode: 0o000 });
    // Root may read everything.
    const root = process.geteuid?.() === 0;
    chmodSync(folder, 0o755);
    if (root) process.seteuid?.(65534);
    try {
      expect(said(path)).toBe('cli-complaints.notPermitted');
    } finally {
      if (root) process.seteuid?.(0);
    }
  });

  it('a name that is no UTF-8 is said to be none', () => {
    expect(said(join(folder, 'vm\ufffdcore'))).toBe('cli-complaints.nameNotUtf8');
    expect(said(join(folder, 'vmcore'))).toBe('cli-complaints.noFile');
  });

  it('the files of a folder are read whatever bytes their names are made of', () => {
    const place = join(folder, 'odd names');
    const inner = Buffer.concat([Buffer.from(`${place}/`), Buffer.from([0x61, 0xff, 0xfe])]);
    mkdirSync(place);
    mkdirSync(inner);
    writeFileSync(Buffer.concat([inner, Buffer.from('/vm\xe9core', 'latin1')]), 'bytes');
    const { members } = openGiven(place, 'en') as Folder;
    expect([...members].map(({ path, source }) => [path, all(source)])).toEqual([
      ['a\ufffd\ufffd/vm\ufffdcore', 'bytes'],
    ]);
  });

  it('a socket is a sentence', async () => {
    const path = join(folder, 'socket');
    const server = createServer();
    await new Promise<void>((done) => server.listen(path, done));
    expect(said(path)).toBe('cli-streams.isSocket');
    server.close();
  });

  it.each(['a b', 'x\ny', '-dash', '*?[x]', '한글', '"quote\'', '$(no)', '..%2f'])('%j is a name', (name) => {
    const path = join(folder, name);
    writeFileSync(path, name);
    expect(read(path)).toBe(name);
  });

  it('a block device has the size that can be read of it', (context) => {
    const image = join(folder, 'image');
    writeFileSync(image, new Uint8Array(3 * 1024 * 1024 + 512).fill(65));
    const loop = spawnSync('losetup', ['-f', '--show', image], { encoding: 'utf8' });
    if (loop.status !== 0) context.skip();
    const device = loop.stdout.trim();
    try {
      expect((openGiven(device, 'en') as ByteSource).size).toBe(3 * 1024 * 1024 + 512);
    } finally {
      spawnSync('losetup', ['-d', device]);
    }
  });
});

describe.runIf(unix)('a place that output may go to', () => {
  // Only asked about: nothing is written.
  const checked = (path: string, how: 'new' | 'append' | 'replace'): string | undefined => {
    try {
      new OutputFiles([], () => true).check({ path, how });
      return undefined;
    } catch (error) {
      return error instanceof OopscopeError ? error.said.id : String(error);
    }
  };
  const disk = readdirSync('/dev').find((name) => lstatSync(`/dev/${name}`).isBlockDevice());

  it.runIf(disk)('is no disk', () => {
    for (const how of ['new', 'append', 'replace'] as const)
      expect(checked(`/dev/${disk}`, how)).toBe('cli-complaints.fileIsDisk');
    expect(checked('/dev/null', 'new')).toBeUndefined();
  });
});

describe.runIf(unix)('a file that is written to while it is open', () => {
  it('is named', () => {
    const path = join(folder, 'growing');
    writeFileSync(path, 'before');
    openGiven(path, 'en');
    expect(changedMeanwhile()).not.toContain(path);
    writeFileSync(path, 'before and after');
    expect(changedMeanwhile()).toContain(path);
  });
});
