/** What `--redact` can take out of an answer. */
export const SECRETS = [
  'host',
  'user',
  'file',
  'ip',
  'mac',
  'mail',
  'id',
  'key',
  'ssid',
  'hardware',
  'cmdline',
  'strings',
] as const;

/** One kind of secret. */
export type Secret = (typeof SECRETS)[number];
