import type { WholeFormat } from '../format.ts';
import { panicText } from '../panic-digits.ts';

/** The link's parameters: machine, release, digits; "z" in the coding of 6.12, "zl" in the later one. */
const LINK = /[?&#](?:a=[\w-]{1,32}&)?(?:v=([^&\s]{1,128})&)?(zl?)=(\d{40,20000})\b/;

/** The link in the QR code of a kernel's last screen, or its parameters alone (drivers/gpu/drm/drm_panic_qr.rs, drm_panic.c). */
export const format: WholeFormat = {
  name: 'drm_panic',
  looks: (head) => head.some((line) => LINK.test(line) || /^(?:zl?=)?\d{200,}$/.test(line.trim())),
  *rows(lines) {
    for (const { line, text } of lines) {
      const link = LINK.exec(text) ?? /^()(?:(zl?)=)?(\d{200,})$/.exec(text.trim());
      if (!link) continue;
      for (const each of panicText(link[3], link[2])?.split('\n') ?? []) yield { line, text: each };
    }
  },
};
