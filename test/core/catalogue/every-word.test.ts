import { describe, expect, it } from 'vitest';
import { catalogueEntries, LANGUAGES, render, type Field } from '../../../src/core/catalogue/message.ts';
import { catalogueSamples } from '../../build/catalogue-samples.ts';

// Every subject of core, command line and page enters itself.
import.meta.glob(['../../../src/**/catalogue/**/*.ts', '../../../src/core/things/*.ts', '!**/*.svelte.ts'], {
  eager: true,
});

const bare = (text: string): string => text.replace(/\s/g, '');
const HANGUL = /[\uac00-\ud7a3]/;
const samples = catalogueSamples();
const ids = [...catalogueEntries().keys()].filter(
  (id) => id !== 'verbatim' && id !== 'in-languages' && !id.startsWith('test-'),
);

/** The usual value of every field, then each other value of each field alone. */
function variants(fields: Readonly<Record<string, readonly Field[]>>): Record<string, Field>[] {
  const usual = Object.fromEntries(Object.entries(fields).map(([name, [first]]) => [name, first]));
  return [
    usual,
    ...Object.entries(fields).flatMap(([name, values]) =>
      values.slice(1).map((value) => ({ ...usual, [name]: value })),
    ),
  ];
}

describe('the catalogue', () => {
  it('is read whole', () => {
    expect(ids.length).toBeGreaterThan(100);
    expect(ids.filter((id) => !samples.has(id))).toEqual([]);
  });

  it.each(ids)('says %s in every language', (id) => {
    const read = new Set<string>();
    for (const fields of variants(samples.get(id)!)) {
      const watched = new Proxy(fields, {
        get(target, name) {
          if (typeof name === 'string') read.add(name);
          return Reflect.get(target, name) as Field;
        },
      });
      const said = Object.fromEntries(
        LANGUAGES.map((language) => [language, render({ id, fields: watched }, language)]),
      ) as Record<(typeof LANGUAGES)[number], string>;
      for (const language of LANGUAGES) {
        expect(said[language], language).not.toMatch(
          /undefined(?! (instruction|behaviour))|\[object|NaN|\bnull\b|=>/,
        );
        expect(said[language].trim(), language).not.toBe('');
      }
      expect(said.en, 'English').not.toMatch(HANGUL);
      // Names, formats and what stands in fields are the same in every language.
      if (bare(said.ko) !== bare(said.en) || /[a-z]{4,}/.test(said.en.replace(/SAMPLE|MESSAGE|MENTION/g, '')))
        expect(said.ko, 'Korean').toMatch(HANGUL);
    }
    expect([...Object.keys(samples.get(id)!)].filter((name) => !read.has(name))).toEqual([]);
  });
});
