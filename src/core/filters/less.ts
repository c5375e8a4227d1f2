import { noWords, type Filter } from './filter.ts';

/** Pagers: the console scrolls by itself, so everything goes through. */
export const filter: Filter = {
  name: 'less',
  aliases: ['more', 'cat'],
  usage: 'less',
  prepare(words, name) {
    // How a pager scrolls means nothing here; options of cat would change the text.
    noWords(
      this,
      words.filter((word) => name === 'cat' || !word.startsWith('-')),
    );
    return (lines) => lines;
  },
};
