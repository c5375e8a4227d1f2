import { saidBy } from '../../core/errors.ts';
import { named, render, type Language, type Message, type Said } from '../../core/catalogue/message.ts';
import type { InLanguages } from '../../core/rows/thing.ts';

export type { Language };

class Current {
  language = $state<Language>('en');
}

/** The language of the page's own words. What comes from a dump is shown as it is. */
export const current = new Current();

/** `said` in the page's language; where it stands in a template it follows the language. */
export function say(said: Said): string {
  return render(said, current.language);
}

/** A text as it is, or what the core said in every language, in the page's. */
export function inWords(text: string | InLanguages | undefined): string {
  return typeof text === 'string' ? text : (text?.[current.language] ?? '');
}

/** What a subject says for `key`, a word of the core's (a kind, a method); the word itself when it says nothing. */
export function sayNamed(makers: Readonly<Record<string, () => Message>>, key: string): string {
  const message = named(makers, key);
  return message ? say(message) : key;
}

/** What `error` says, in the page's language. */
export function sayError(error: unknown): string {
  return say(saidBy(error));
}
