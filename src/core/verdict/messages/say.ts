import { en, type MessageId } from './en.ts';
import { ko } from './ko.ts';

export type Language = 'en' | 'ko';
/** Puts the message `id` into words, with `{name}` replaced by `values.name`. */
export type Say = (id: MessageId, values?: Readonly<Record<string, string | number | bigint>>) => string;

const CATALOGUES: Readonly<Record<Language, Readonly<Record<MessageId, string>>>> = { en, ko };

/** The words of `language`. */
export function speaker(language: Language): Say {
  const catalogue = CATALOGUES[language];
  return (id, values = {}) =>
    catalogue[id].replace(/\{(\w+)\}/g, (whole, name: string) =>
      name in values ? String(values[name]) : whole,
    );
}
