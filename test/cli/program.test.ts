import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error a script without types
import { make } from '../../scripts/house/make.mjs';
import { buildTar } from '../build/packed.ts';
import { dumpPath, hasDump } from '../build/zoo.ts';

/** The built program, copied to where nothing of the repository is near. */
const folder = mkdtempSync(join(tmpdir(), 'oopscope-cli-'));
const program = join(folder, 'oopscope.mjs');
const dump = ['sample', '6.1-null_pointer'].find(hasDump);

function oopscope(...args: string[]): { status: number | null; out: string; err: string } {
  const done = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  return { status: done.status, out: done.stdout, err: done.stderr };
}

beforeAll(() => {
  expect((make as (names: string[]) => boolean)(['engine', 'cli'])).toBe(true);
  copyFileSync(fileURLToPath(new URL('../../dist/oopscope.mjs', import.meta.url)), program);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('dist/oopscope.mjs, alone in a folder', () => {
  it('tells its version and its use', () => {
    expect(oopscope('--version')).toMatchObject({ status: 0, err: '' });
    expect(oopscope('--help').out).toContain('oopscope [options] DUMP [MORE FILES]');
  });

  it('ends with 2 and a sentence when it is used wrongly', () => {
    expect(oopscope()).toMatchObject({ status: 2, out: '' });
    expect(oopscope('--nonsense', 'x').err).toBe(
      'oopscope: There is no option --nonsense. "oopscope --help" lists the options.\n',
    );
  });

  it.runIf(dump)('finds the dump in a folder and in a packed archive, and leaves no temporary file', () => {
    const crash = mkdtempSync(join(folder, 'crash-'));
    const tmp = mkdtempSync(join(folder, 'tmp-'));
    mkdirSync(join(crash, '2026'));
    writeFileSync(join(crash, 'note'), 'text');
    writeFileSync(join(crash, '2026', 'vmcore.gz'), gzipSync(readFileSync(dumpPath(dump!))));
    const tar = join(folder, 'crash.tar.gz');
    writeFileSync(tar, gzipSync(buildTar([['2026/vmcore', readFileSync(dumpPath(dump!))]])));
    const right = oopscope('-c', 'log | tail -3; search -c "Kernel panic"', dumpPath(dump!));
    for (const path of [crash, tar]) {
      const done = spawnSync(
        process.execPath,
        [program, '-c', 'log | tail -3; search -c "Kernel panic"', path],
        { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C', TMPDIR: tmp } },
      );
      expect(done.stdout).toBe(right.out);
    }
    expect(readdirSync(tmp)).toEqual([]);
  });

  it.runIf(dump)('never empties a file for a command that gives no answer', () => {
    const kept = join(folder, 'kept');
    writeFileSync(kept, 'mine');
    expect(oopscope('-c', `nosuchcommand >! ${kept}`, dumpPath(dump!)).status).toBe(1);
    expect(readFileSync(kept, 'utf8')).toBe('mine');
    const comm = join(folder, 'comm');
    writeFileSync(comm, 'mine');
    const done = spawnSync(process.execPath, [program, '-c', 'p init_task->comm', dumpPath(dump!)], {
      encoding: 'utf8',
      cwd: folder,
    });
    expect(done.stdout).toContain('swapper/0');
    expect(readFileSync(comm, 'utf8')).toBe('mine');
  });

  it('ends with 2 and a sentence when a file is missing, a folder, empty or no dump', () => {
    const empty = join(folder, 'empty');
    const bytes = join(folder, 'bytes');
    const hollow = join(folder, 'hollow');
    mkdirSync(hollow);
    writeFileSync(empty, '');
    writeFileSync(bytes, 'not a dump\0at all');
    for (const [path, sentence] of [
      [join(folder, 'missing'), 'There is no file'],
      [hollow, 'Neither a dump nor a kernel log is among the'],
      [empty, 'it is empty'],
      [bytes, 'which no known format does'],
    ]) {
      const { status, out, err } = oopscope(path);
      expect({ path, status, out }).toEqual({ path, status: 2, out: '' });
      expect(err).toContain(sentence);
      expect(err.trimEnd().split('\n').length).toBe(1);
    }
  });
});

describe.skipIf(!dump)('files that are asked for', () => {
  const path = dump ? dumpPath(dump) : '';
  const at = (name: string, text?: string): string => {
    const file = join(folder, name);
    if (text !== undefined) writeFileSync(file, text);
    return file;
  };
  const textOf = (file: string): string => readFileSync(file, 'utf8');

  it('are made, added to, and replaced only when that is said', () => {
    const file = at('release.txt');
    expect(oopscope('-c', `sys | grep RELEASE > ${file}`, path)).toMatchObject({
      status: 0,
      out: '',
      err: '',
    });
    expect(textOf(file)).toMatch(/^ *RELEASE: 6\.1\S+\n$/);
    const refused = oopscope('-c', `mod > ${file}; sys | wc -l`, path);
    expect(refused.status).toBe(1);
    expect(refused.err).toContain('is already there and was left as it is');
    expect(refused.out).toMatch(/^\d+\n$/);
    expect(textOf(file)).toMatch(/RELEASE/);
    expect(oopscope('-c', `sys | grep NODENAME >> ${file}`, path).status).toBe(0);
    expect(textOf(file).split('\n')).toHaveLength(3);
    expect(oopscope('-c', `mod | head -1 >! ${file}`, path).status).toBe(0);
    expect(textOf(file)).toMatch(/MODULE/);
    expect(oopscope('--force', '-c', `sys | grep RELEASE > ${file}`, path).status).toBe(0);
    expect(textOf(file)).toMatch(/RELEASE/);
  });

  it('are never the dump or another input, by whatever name', () => {
    const copy = join(folder, 'a dump.vmcore');
    copyFileSync(path, copy);
    const commands = at('commands.txt', 'sys | grep RELEASE\n');
    const linked = join(folder, 'linked');
    symlinkSync(copy, linked);
    for (const line of [`ps >! "${copy}"`, `ps >> "${linked}"`, `ps >! ${commands}`]) {
      const { status, err } = oopscope('--force', '-i', commands, '-c', line, copy);
      expect([line, status]).toEqual([line, 1]);
      expect(err).toContain('is being read');
    }
    expect(oopscope('--force', '--report', 'json', '-o', copy, copy).status).toBe(2);
    expect(readFileSync(copy).equals(readFileSync(path))).toBe(true);
    expect(textOf(commands)).toBe('sys | grep RELEASE\n');
  });

  it('are none of the names that the dump has: links, a place behind it, a folder around it', () => {
    const inside = join(folder, 'crash');
    mkdirSync(inside);
    const copy = join(inside, 'vmcore');
    copyFileSync(path, copy);
    const hard = join(folder, 'hard');
    linkSync(copy, hard);
    for (const line of [`log >> "${hard}"`, `log >! "${hard}"`])
      for (const given of [copy, inside]) {
        const { status, err } = oopscope('--force', '-c', line, given);
        expect([line, given, status]).toEqual([line, given, 1]);
        expect(err).toContain('is being read');
      }
    oopscope('--force', '-c', `log >! "${copy}"`, `${copy}@0x0`);
    expect(readFileSync(copy).equals(readFileSync(path))).toBe(true);
    // What else lies in the folder is written as anywhere.
    const notes = join(inside, 'notes.txt');
    writeFileSync(notes, 'old');
    expect(oopscope('--force', '-c', `sys | grep RELEASE >! "${notes}"`, inside).err).toBe('');
    expect(textOf(notes)).toMatch(/RELEASE/);
  });

  it('of programs after a bar are made with the same care', () => {
    const keep = at('keep.txt', 'keep');
    expect(oopscope('-c', `sys | nosuchprogram >! ${keep}`, path).status).toBe(1);
    expect(oopscope('-c', `sys | cat > ${keep}`, path).err).toContain('is already there');
    expect(textOf(keep)).toBe('keep');
    // An answer that was not given leaves nothing allowed for the next one.
    expect(oopscope('-c', `nosuchcommand >> ${keep}; sys > ${keep}`, path).err).toContain('is already there');
    expect(textOf(keep)).toBe('keep');
    expect(oopscope('--force', '-c', `sys | cat > "${path}"`, path).err).toContain('is being read');
    expect(oopscope('-c', `sys | sed s/RELEASE/release/ | grep rele >! ${keep}`, path)).toMatchObject({
      status: 0,
      err: '',
    });
    expect(textOf(keep)).toMatch(/^ *release: 6/);
  });

  it.runIf(process.platform !== 'win32')('into a pipe that nobody reads do not wait', () => {
    const pipe = join(folder, 'unread');
    spawnSync('mkfifo', [pipe]);
    expect(oopscope('-c', `sys > ${pipe}`, path).err).toContain('ENXIO');
  });

  it('of commands are text: nothing of another file is run', () => {
    const other = at('other.bin', 'sys\n!touch ran\n\0');
    for (const args of [
      ['-c', `< ${other}`],
      ['-c', `< "${path}"`],
      ['-i', other],
    ])
      expect(oopscope(...args, path)).toMatchObject({
        out: '',
        err: expect.stringContaining('is no text of commands') as string,
      });
  });

  it('are no file that may not be written; a name may be as long as any', () => {
    const locked = at('locked.txt', 'keep');
    chmodSync(locked, 0o444);
    if (process.geteuid?.() !== 0) {
      expect(oopscope('--force', '-c', `sys >! ${locked}`, path).err).toContain('EACCES');
      expect(textOf(locked)).toBe('keep');
    }
    const long = join(folder, 'n'.repeat(255));
    expect(oopscope('-c', `sys | grep RELEASE > ${long}`, path).err).toBe('');
    expect(textOf(long)).toMatch(/RELEASE/);
  });

  it('that cannot be written are a sentence, and nothing of them stays', () => {
    const { status, err } = oopscope('-c', `ps > ${join(folder, 'nowhere', 'x')}`, path);
    expect(status).toBe(1);
    expect(err).toMatch(/cannot be written \(ENOENT\)/);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    if (existsSync('/dev/full')) {
      expect(oopscope('-c', 'ps > /dev/full', path).err).toContain('ENOSPC');
      const full = spawnSync(
        'bash',
        ['-c', `"${process.execPath}" "${program}" -c ps "${path}" > /dev/full`],
        {
          encoding: 'utf8',
        },
      );
      expect(full.stderr).toMatch(/no room|ENOSPC/);
      expect(full.stderr).not.toContain('fault in oopscope');
    }
  });

  it('of commands are run, one from another too', () => {
    const inner = at('inner.txt', 'sys | grep RELEASE\n');
    const outer = at('outer.txt', `# comment\n< ${inner}\nmod | head -1\n`);
    const { status, out } = oopscope('-c', `< ${outer}`, path);
    expect(status).toBe(0);
    expect(out).toMatch(/RELEASE[\s\S]*MODULE/);
    const endless = at('endless.txt', '');
    writeFileSync(endless, `< ${endless}\n`);
    expect(oopscope('-c', `< ${endless}`, path).status).toBe(1);
  });
});

describe.skipIf(!dump)('dist/oopscope.mjs with a real dump', () => {
  const path = dump ? dumpPath(dump) : '';

  it('prints the verdict', () => {
    const { status, out, err } = oopscope(path);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out.split('\n')[0]).toMatch(/ (proven|likely|guess)$/);
  });

  it('prints the verdict as one JSON object', () => {
    const verdict = JSON.parse(oopscope('--json', path).out) as Record<string, unknown>;
    expect(verdict.kind).toBeTypeOf('string');
    expect(Array.isArray(verdict.findings) && Array.isArray(verdict.unchecked)).toBe(true);
  });

  it('ends with 1 when a command cannot be answered, and answers the others', () => {
    const { status, out, err } = oopscope('-c', 'frobnicate; !echo still here', path);
    expect({ status, out }).toEqual({ status: 1, out: 'still here\n' });
    expect(err).toContain('frobnicate');
  });

  it('writes a report without a script', () => {
    const file = join(folder, 'report.html');
    expect(oopscope('--report', 'html', '--output', file, path)).toMatchObject({ status: 0, out: '' });
  });

  it('takes the name of the machine out of reports and answers when asked', () => {
    const plain = JSON.parse(oopscope('--report', 'json', path).out) as { verdict: { release: string } };
    expect(plain.verdict.release).toBeTypeOf('string');
    expect(oopscope(path).out).toContain(' · lab · ');
    expect(oopscope('--redact', 'all', path).out).toContain(' · [host-1] · ');
    expect(oopscope('--redact', 'host', '-c', 'sys', path).out).toContain('NODENAME: [host-1]');
  });

  it('has a console that reads to the end of its input', () => {
    const done = spawnSync(process.execPath, [program, '--console', path], {
      encoding: 'utf8',
      input: '!echo one\nfrobnicate\n!echo two\n',
    });
    expect(done.stdout).toContain('one\n');
    expect(done.stdout).toContain('two\n');
    expect(done.stderr).toContain('frobnicate');
    expect(done.status).toBe(0);
  });

  it('says how long each step took when asked', () => {
    expect(oopscope('--timings', path).err).toMatch(/reading the header +\d+\.\d ms/);
  });

  it('ends quietly when nobody reads on', () => {
    const line = `"${process.execPath}" "${program}" "${path}" | true; echo \${PIPESTATUS[0]}`;
    const done = spawnSync('bash', ['-c', line], { encoding: 'utf8' });
    expect({ out: done.stdout, err: done.stderr }).toEqual({ out: '0\n', err: '' });
  });
});
