import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bootCommandLine, bootParameters } from '../../../src/core/kernel/boot-parameters.ts';
import type { Kernel } from '../../../src/core/kernel/kernel.ts';
import { hasDump, openDump } from '../../build/zoo.ts';

const DUMPS = [
  '5.10-cloud-null_pointer',
  '6.1-null_pointer',
  '6.12-arm64-null_pointer',
  '6.12-cloud-sysrq',
  '7-cloud-uaf',
].filter(hasDump);

it.each(DUMPS)('the command line of %s is what /proc/cmdline said', (dump) => {
  const said = readFileSync(`../shared/zoo/truth/${dump}/cmdline`, 'utf8').trim();
  const { kernel } = openDump(dump);
  expect(bootCommandLine(kernel).trim()).toBe(said);
  expect(
    bootParameters(kernel).map(({ name, value }) => (value === undefined ? name : `${name}=${value}`)),
  ).toEqual(said.split(/\s+/));
});

describe('a command line', () => {
  const words = (line: string): string[] => {
    const kernel = {
      remember: (_: string, make: () => unknown) => make(),
      object: () => ({ pointer: () => 1n }),
      at: () => ({ string: () => line }),
    } as unknown as Kernel;
    return bootParameters(kernel).map(
      ({ name, value, forInit }) => `${forInit ? '>' : ''}${name}|${value ?? '-'}`,
    );
  };
  it('is parted at blanks that are not within quotes', () => {
    expect(words('quiet  root=/dev/vda1\tdyndbg="file x.c +p" "a b=c d" ro')).toEqual([
      'quiet|-',
      'root|/dev/vda1',
      'dyndbg|file x.c +p',
      'a b|c d',
      'ro|-',
    ]);
  });
  it('has the words of init after two dashes, and ends where a quote does not', () => {
    expect(words('a=b=c -- 3 --')).toEqual(['a|b=c', '>3|-', '>--|-']);
    expect(words('x="never ends y=1')).toEqual(['x|never ends y=1']);
    expect(words('')).toEqual([]);
  });
});
