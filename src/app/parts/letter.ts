/** Letters of a Korean keyboard while it writes Hangul. */
const HANGUL = /^[\u3131-\u318e\uac00-\ud7a3]$/;

/**
 * The letter of a key that is pressed as a command, small: what it writes, or, where the keyboard writes Hangul, what it
 * writes in Latin (Ctrl K is Ctrl ㅏ there). Other keys are as they are called.
 */
export function letterOf(event: Pick<KeyboardEvent, 'key' | 'code'>): string {
  const [, latin] = (HANGUL.test(event.key) && /^Key([A-Z])$/.exec(event.code)) || [];
  return latin ? latin.toLowerCase() : event.key.length === 1 ? event.key.toLowerCase() : event.key;
}
