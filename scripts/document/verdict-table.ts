import { machines } from '../../src/core/arch/index.ts';
import { LOG_PATTERNS } from '../../src/core/verdict/log-patterns.ts';
import { render } from '../../src/core/catalogue/message.ts';
import { rules } from '../../src/core/verdict/rules/index.ts';

/** Between the lines `<!-- name -->` and `<!-- /name -->` of docs/verdict.md stands what is made from the code. */
const PARTS: Readonly<Record<string, () => string>> = { rules: rulesTable, log: logTable };

/** `text` with its made parts as they are now. */
export function withTables(text: string): string {
  return Object.entries(PARTS).reduce((whole, [name, make]) => {
    const [open, close] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
    const from = whole.indexOf(open);
    const to = whole.indexOf(close);
    if (from < 0 || to < from)
      throw new Error(`docs/verdict.md has no part "${name}" between its two marks.`);
    return whole.slice(0, from + open.length) + make() + whole.slice(to);
  }, text);
}

const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;

function rulesTable(): string {
  return (
    row('Order', 'Kind', 'Looks for') +
    row('---:', '---', '---') +
    rules.map(({ id, about, order }) => row(String(order), `\`${id}\``, about)).join('')
  );
}

function logTable(): string {
  const own = machines.flatMap(({ faultLog }) => faultLog?.patterns ?? []);
  const told = [...LOG_PATTERNS, ...own].filter(({ about }) => about !== undefined);
  return (
    row('Line', 'Speaks of') +
    row('---', '---') +
    told.map(({ id, about }) => row(`\`${id}\``, about ? render(about(), 'en') : '')).join('')
  );
}
