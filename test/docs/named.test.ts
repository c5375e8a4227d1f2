import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** What the documents name is there: files, commands, variables, and what they link to. */
const top = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(top, path), 'utf8');
const documents = ['', 'docs', 'docs/formats', 'test/lab', 'test/sample'].flatMap((folder) =>
  readdirSync(join(top, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);
const scripts = Object.keys(
  (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts,
);

const all = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found]) => found);

/** Every source in which a variable may be read. */
function sources(folder: string): string[] {
  return readdirSync(join(top, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.(ts|mjs)$/.test(entry.name) ? [read(path)] : [];
  });
}

describe.each(documents)('%s', (path) => {
  const text = read(path);
  /** Pages of formats name files of those who write them. */
  const ours = path.startsWith('docs/formats')
    ? 'test|scripts'
    : 'src|workers|assembly|scripts|test|bench|docs';

  it('names files that are there', () => {
    const named = all(
      text,
      new RegExp(String.raw`(?<![\w/.])((?:${ours})/[\w./-]*\w)(?![\w*{]|/?\{|/\*)`, 'g'),
    );
    const missing = named.filter((each) => !each.includes('NAME') && !existsSync(join(top, each)));
    // A test is named by its folder, or without its ending.
    expect(missing.filter((each) => !existsSync(join(top, `${each}.test.ts`)))).toEqual([]);
  });

  it('quotes commands that are there', () => {
    const quoted = all(text, /\bnpm run (?:-s )?([a-z][\w:]*)/g);
    expect(quoted.filter((name) => !scripts.includes(name))).toEqual([]);
    for (const kind of all(text, /\bnpm run new -- ([a-z-]+)/g))
      expect(existsSync(join(top, `scripts/new/${kind}.mjs`)), kind).toBe(true);
  });

  it('links to what is there', () => {
    const links = all(text, /\]\((?!https?:|#)([^)#\s]+)/g);
    expect(links.filter((link) => !existsSync(join(top, dirname(path), link)))).toEqual([]);
  });
});

it('the documents name variables that something reads', () => {
  const code = ['src', 'scripts', 'test', 'bench'].flatMap(sources).join('\n');
  const named = new Set(documents.flatMap((path) => all(read(path), /\b(OOPSCOPE_[A-Z_]+)\b/g)));
  expect([...named].filter((name) => !code.includes(name))).toEqual([]);
});

it('every kind that npm run new makes has its recipe, and every recipe its kind', () => {
  const kinds = readdirSync(join(top, 'scripts/new')).map((name) => name.replace('.mjs', ''));
  expect([...new Set(all(read('CONTRIBUTING.md'), /\bnpm run new -- ([a-z-]+)/g))].sort()).toEqual(
    kinds.sort(),
  );
});
