import { describe, expect, it } from 'vitest';
import { LANGUAGES, spoken } from '../../../src/core/catalogue/message.ts';
import { identify } from '../../../src/core/identify/index.ts';
import { pageOf } from '../../../src/core/kernel/pages.ts';
import { tasks } from '../../../src/core/kernel/tasks.ts';
import { hasDump, openDump } from '../../build/zoo.ts';

const DUMPS = ['sample', '5.10-cloud-null_pointer', '6.12-arm64-null_pointer', '7-cloud-uaf'].filter(
  (dump) => dump === 'sample' || hasDump(dump),
);

describe.each(DUMPS)('a struct page of %s', (dump) => {
  const { kernel } = openDump(dump);
  const page = tasks(kernel)
    .filter(({ pid }) => pid === 1)
    .map(({ address }) => pageOf(kernel, kernel.space.translate(address)!))[0]!;

  it('is told with the page that it is of, and what that is used for', () => {
    const found = identify(kernel, page.address)!;
    expect(found).toMatchObject({ kind: 'page', ref: `page:${page.address.toString(16)}` });
    // Where things lie this close together none is an exact hit for a pointer that lost a bit.
    expect(found.start).toBeUndefined();
    for (const language of LANGUAGES) {
      const { text } = spoken(found, language);
      expect(text).toContain(page.physical.toString(16));
      expect(text).toContain('struct page');
      expect(text).toContain('task_struct');
    }
  });

  it('is told from within as well', () => {
    const found = spoken(identify(kernel, page.address + 8n)!, 'en');
    expect(found.text).toContain('struct page +0x8 of physical ');
    expect(found.ref).toBe(`page:${page.address.toString(16)}`);
  });
});
