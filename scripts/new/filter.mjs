export const about = 'a filter after a bar: ps | NAME (src/core/filters)';

export const files = ({ kebab }) => ({
  [`src/core/filters/${kebab}.ts`]: `import { made, noWords, sortOptions, type Filter } from './filter.ts';

/** ${kebab}: say here what it does to the lines, and which standard or manual says so. */
export const filter: Filter = {
  name: '${kebab}',
  usage: '${kebab} [-u]',
  prepare(words) {
    const options = sortOptions(this, { '-u': undefined }, words);
    noWords(this, options.words);
    return function* (lines) {
      for (const line of lines) yield options.has('-u') ? made(line.text.toUpperCase()) : line;
    };
  },
};
`,
  [`test/core/filters/${kebab}.test.ts`]: `import { expect, it } from 'vitest';
import { filter } from '../../../src/core/filters/${kebab}.ts';

it('${kebab} keeps the lines, or changes them', () => {
  const through = (...words: string[]) => [...filter.prepare(words, '${kebab}')([{ text: 'a b' }])];
  expect(through()).toEqual([{ text: 'a b' }]);
  expect(through('-u')[0].text).toBe('A B');
  expect(() => through('-z')).toThrow();
});
`,
});
