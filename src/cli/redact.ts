import type { Secret } from './options.ts';

/** Takes secrets out of text. */
export type Redaction = (text: string) => string;

const IPV4 = /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])/g;
const IPV6 =
  /(?<![0-9a-f:])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,7}:(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?|::(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{1,4})(?![0-9a-f:])/gi;
const MAC = /(?<![0-9a-f:-])[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?![0-9a-f:-])/gi;
/** The kernel's own words before a command line: init/main.c, include/linux/printk.h (dump_stack), crash's sys and ps -a. */
const COMMAND_LINE =
  /((?:Kernel command line|Command line|COMMAND LINE|CMDLINE|ARG|ENV|Unknown kernel command line parameters)\s*:?\s).+/g;
const QUOTED = /"[^"\n]*"/g;

/**
 * What takes `secrets` out of text; `hostnames` are the names this dump has for its machine. Addresses of the
 * kernel stay: they name nobody.
 */
export function redaction(secrets: readonly Secret[], hostnames: readonly string[]): Redaction {
  const steps: Redaction[] = [];
  const has = (secret: Secret): boolean => secrets.includes(secret);
  if (has('cmdline')) steps.push((text) => text.replace(COMMAND_LINE, '$1[command line]'));
  if (has('strings')) steps.push((text) => text.replace(QUOTED, '"[text]"'));
  // Before IPv6: a MAC address is made of the same characters.
  if (has('mac')) steps.push((text) => text.replace(MAC, '[mac]'));
  if (has('ip'))
    steps.push((text) =>
      text.replace(IPV4, '[ip]').replace(IPV6, (found) => (isAddress(found) ? '[ip]' : found)),
    );
  if (has('host'))
    for (const name of hostnames.filter((each) => each.length > 1)) {
      const word = new RegExp(`(?<![\\w-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`, 'g');
      steps.push((text) => text.replace(word, '[host]'));
    }
  return (text) => steps.reduce((left, take) => take(left), text);
}

/** "::" alone and times ("12:30:45") look like IPv6 from afar. */
function isAddress(text: string): boolean {
  return text.length > 2 && (text.includes('::') || text.split(':').length === 8);
}

/** `value` with every string in it redacted: verdicts on their way into JSON and reports. Keys stay. */
export function redactAll<T>(value: T, redact: Redaction): T {
  if (typeof value === 'string') return redact(value) as T;
  if (Array.isArray(value)) return value.map((each: unknown) => redactAll(each, redact)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, redactAll(each as unknown, redact)]),
  ) as T;
}
