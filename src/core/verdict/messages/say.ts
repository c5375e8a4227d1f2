import { fill, type Language, type Values } from '../../identify/messages/say.ts';
import { en, type MessageId } from './en.ts';
import { ko } from './ko.ts';

export type { Language } from '../../identify/messages/say.ts';
/** Puts the message `id` into words, with `{name}` replaced by `values.name`. */
export type Say = (id: MessageId, values?: Values) => string;

const CATALOGUES: Readonly<Record<Language, Readonly<Record<MessageId, string>>>> = { en, ko };

/** The words of `language`. */
export function speaker(language: Language): Say {
  return (id, values = {}) => fill(CATALOGUES[language][id], values);
}
