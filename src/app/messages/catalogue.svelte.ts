/** The language of the page's own words. What comes from a dump is shown as it is. */
export type Language = 'en' | 'ko';

class Current {
  language = $state<Language>('en');
}

export const current = new Current();

/**
 * Words in both languages; the answer is called where a word is shown, and follows the language:
 * `const words = catalogue({ en: { title: 'Log' }, ko: { title: '로그' } })`, then `{words().title}`.
 */
export function catalogue<Words>(both: { en: Words; ko: NoInfer<Words> }): () => Words {
  return () => both[current.language];
}
