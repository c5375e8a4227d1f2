import type * as nodeFs from 'node:fs';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OutputFiles } from '../../src/cli/output-file.ts';

/** What link(2) answers; nothing: it links. */
const answer = vi.hoisted((): { code?: string; before?: () => void } => ({}));
vi.mock('node:fs', async (original) => {
  const fs = await original<Pick<typeof nodeFs, 'linkSync'>>();
  return {
    ...fs,
    linkSync(from: string, to: string) {
      answer.before?.();
      if (answer.code !== undefined) throw Object.assign(new Error(answer.code), { code: answer.code });
      fs.linkSync(from, to);
    },
  };
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oopscope-output-'));
});
afterEach(() => {
  answer.code = answer.before = undefined;
  rmSync(folder, { recursive: true });
});

describe('a new file', () => {
  it.each([undefined, 'EPERM', 'ENOTSUP', 'ENOSYS'])('is written whole where link(2) answers %s', (code) => {
    answer.code = code;
    const path = join(folder, 'ps.txt');
    new OutputFiles([]).write({ path, how: 'new' }, 'text');
    expect(readFileSync(path, 'utf8')).toBe('text');
    expect(readdirSync(folder)).toEqual(['ps.txt']);
  });

  it.each([undefined, 'EPERM'])('takes no place of one that came meanwhile (%s)', (code) => {
    const path = join(folder, 'ps.txt');
    answer.code = code;
    answer.before = () => {
      writeFileSync(path, 'theirs');
    };
    expect(() => {
      new OutputFiles([]).write({ path, how: 'new' }, 'ours');
    }).toThrow();
    expect(readFileSync(path, 'utf8')).toBe('theirs');
    expect(readdirSync(folder)).toEqual(['ps.txt']);
  });

  it('that cannot be written leaves nothing', () => {
    answer.code = 'ENOSPC';
    const path = join(folder, 'ps.txt');
    expect(() => {
      new OutputFiles([]).write({ path, how: 'new' }, 'text');
    }).toThrow();
    expect([existsSync(path), readdirSync(folder)]).toEqual([false, []]);
  });
});
