/** `npm run ts -- scripts/document-verdict.ts`: renews the tables of docs/verdict.md (a test says when they are old). */
import { readFileSync, writeFileSync } from 'node:fs';
import { withTables } from './document/verdict-table.ts';

const path = new URL('../docs/verdict.md', import.meta.url);
writeFileSync(path, withTables(readFileSync(path, 'utf8')));
