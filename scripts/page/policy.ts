/** The one Content-Security-Policy of both documents (and, inherited, of the workers). */
import { createHash } from 'node:crypto';

/** `text` as a source of a Content-Security-Policy. */
export function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** Only scripts and styles with these hashes run; nothing is loaded from anywhere, nothing is sent anywhere. */
export function policy(scripts: readonly string[], styles: readonly string[]): string {
  return [
    "default-src 'none'",
    `script-src ${[...new Set(scripts.map(hashOf))].join(' ')} 'wasm-unsafe-eval'`,
    'worker-src blob:',
    `style-src ${[...new Set(styles.map(hashOf))].join(' ')}`,
    'img-src data:',
    "connect-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types oopscope svelte-trusted-html',
  ].join('; ');
}
