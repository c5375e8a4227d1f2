/** `npm run ts -- scripts/document-things.ts`: renews docs/things.md (a test says when it is old). */
import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { thingsDocument } from './document/things-table.ts';

const path = new URL('../docs/things.md', import.meta.url);
writeFileSync(
  path,
  await format(thingsDocument(), { parser: 'markdown', printWidth: 120, proseWrap: 'preserve' }),
);
