import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { thingsDocument } from '../../../scripts/document/things-table.ts';

/** Without what the formatter does to tables. */
const plain = (text: string): string =>
  text.replace(/ +/g, ' ').replace(/-{3,}/g, '---').replaceAll('*', '_');

it('docs/things.md is of today (renew: npm run ts -- scripts/document-things.ts)', () => {
  const document = readFileSync(new URL('../../../docs/things.md', import.meta.url), 'utf8');
  expect(plain(document)).toBe(plain(thingsDocument()));
});
