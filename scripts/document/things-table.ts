import { render, type Message } from '../../src/core/catalogue/message.ts';
import { things } from '../../src/core/things/index.ts';
import type { Thing } from '../../src/core/things/thing.ts';

const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
const words = (message: Message | undefined): string => (message ? render(message, 'en') : '');

/** docs/things.md as the descriptions of today make it. */
export function thingsDocument(): string {
  return (
    '# Things\n\n' +
    'What oopscope knows of each kind of thing: the columns of its table, which are the keys of its JSON and the names\n' +
    'a filter takes (`rss>10m`), and the references that name one. Made from the descriptions in `src/core/things`\n' +
    '(`npm run ts -- scripts/document-things.ts`; a test fails when it is old). Kinds: `bytes` and `ns` are whole bytes\n' +
    'and nanoseconds, an `address` is "0x…" in JSON, a number that JSON would round is text. *Asked* columns are shown when\n' +
    'they are chosen, *dear* ones are computed then.\n' +
    things.map(section).join('')
  );
}

function section(thing: Thing): string {
  const columns = Object.entries(thing.columns);
  return (
    `\n## ${words(thing.heading ?? thing.title)}\n\n` +
    `\`${thing.id}\`. References: ${thing.ref.kinds.map((kind) => `\`${kind}:\``).join(', ')}.` +
    (thing.command ? ` Command: \`${thing.command}\`.` : '') +
    (thing.prefix ? ` In the palette: \`${thing.prefix}name\`.` : '') +
    '\n' +
    (columns.length === 0
      ? ''
      : '\n' +
        row('Column', 'Title', 'Kind', 'Shown', 'Meaning') +
        row('---', '---', '---', '---', '---') +
        columns
          .map(([id, { title, kind, hint, optional, dear }]) =>
            row(`\`${id}\``, words(title), kind, dear ? 'dear' : optional ? 'asked' : 'yes', words(hint)),
          )
          .join(''))
  );
}
