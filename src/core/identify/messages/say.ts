import { en, type IdentityMessage } from './en.ts';
import { ko } from './ko.ts';

export type Language = 'en' | 'ko';
export type Values = Readonly<Record<string, string | number | bigint>>;
/** Puts what a value is into words. */
export type SayWhat = (id: IdentityMessage, values?: Values) => string;

const CATALOGUES: Readonly<Record<Language, Readonly<Record<IdentityMessage, string>>>> = { en, ko };

/** `text` with `{name}` replaced by `values.name`; what has no value stays as it is. */
export function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}

/** The words of `language`. */
export function identityWords(language: Language): SayWhat {
  return (id, values = {}) => fill(CATALOGUES[language][id], values);
}
