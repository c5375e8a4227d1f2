/** Elements of pages that forums, trackers and pastebins put around and into logs; "<IRQ>", "<TASK>", "<4>" are the kernel's. */
const TAG =
  /<(\/?)(pre|code|samp|tt|kbd|br|hr|p|div|span|font|table|tbody|tr|td|th|ul|ol|li|details|summary|blockquote|strong|em|mark|a|html|body|head|title)(?:\s[^<>]{0,400})?\s{0,4}\/?>/g;
/** Those that end a line. */
const BREAKS = /^(?:br|hr|p|div|tr|li|pre|blockquote|details|summary|title)$/;
const ENTITY = /&(?:(lt|gt|amp|quot|apos|nbsp)|#(\d{1,6})|#x([0-9a-f]{1,5}));/gi;
const NAMED: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};
const SUSPICIOUS = /<\/?[a-z]{1,10}[\s/>]|&(?:[a-z]{2,4}|#x?[0-9a-f]{1,6});/i;

/** `text` as a browser would show it: without a page's elements, its characters in place of their names; lines parted by "\n". */
export function shown(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  const plain = text.replace(TAG, (_, end: string, name: string) =>
    BREAKS.test(name) && (end !== '' || name === 'br' || name === 'hr') ? '\n' : '',
  );
  return plain.replace(ENTITY, (whole, name?: string, decimal?: string, hex?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const code = parseInt(decimal ?? hex!, decimal === undefined ? 16 : 10);
    return code >= 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000)
      ? String.fromCodePoint(code)
      : whole;
  });
}
