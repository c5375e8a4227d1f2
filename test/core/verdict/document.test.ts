import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withTables } from '../../../scripts/document/verdict-table.ts';
import { rules } from '../../../src/core/verdict/rules/index.ts';

const top = new URL('../../../', import.meta.url);
const document = readFileSync(new URL('docs/verdict.md', top), 'utf8');

describe('docs/verdict.md', () => {
  it('has the tables of today (renew: npm run ts -- scripts/document-verdict.ts)', () => {
    expect(document).toBe(withTables(document));
  });

  it('explains every finding', () => {
    const folder = new URL('src/core/verdict/', top);
    const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(new URL(name, folder), 'utf8'))
      .join('\n');
    const named = new Set([...source.matchAll(/\brule: '([\w-]+)'/g)].map(([, name]) => name));
    for (const { id } of rules) named.delete(id);
    expect([...named].filter((name) => !document.includes(`| \`${name}\` |`))).toEqual([]);
  });
});
