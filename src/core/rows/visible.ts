/**
 * What may not reach a terminal, a page or a file as it is: C0 (tab and line feed aside), DEL, C1, and the characters
 * that turn the direction of text or break lines where nobody sees it (Unicode Standard Annex #9: U+061C, U+200E,
 * U+200F, U+202A–202E, U+2066–2069; U+2028, U+2029).
 */
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** What is not plain ASCII: most lines hold none of it, and one look tells. */
const BEYOND_ASCII = /[^\x20-\x7e]/;

/**
 * `text` with control characters shown: the pictures Unicode has for them (U+2400 and on), else their number as
 * "\u202e". Strings of a dump go through here wherever they leave: they steer neither terminal nor page.
 */
export function visible(text: string): string {
  return BEYOND_ASCII.test(text) ? text.replace(CONTROL, picture) : text;
}

/** `text`, which is one line of an answer: a line feed in a name of the dump begins no line of its own. */
export function visibleLine(text: string): string {
  return BEYOND_ASCII.test(text) ? visible(text).replace(/\n/g, '\u240a') : text;
}

function picture(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `\\u${code.toString(16).padStart(4, '0')}`;
}

/** `value`, plain data, with every string in it made visible; keys too, which may be names of the dump. */
export function allVisible<T>(value: T): T {
  if (typeof value === 'string') return visible(value) as T;
  if (Array.isArray(value)) return value.map((each: unknown) => allVisible(each)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [visible(key), allVisible(each as unknown)]),
  ) as T;
}
