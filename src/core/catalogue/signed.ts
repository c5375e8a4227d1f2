import { subject, text } from './message.ts';

/** Pointers that carry an authentication code. */
export const identity = subject('signed', {
  signed: text<{ what: string }>({
    en: ({ what }) => `${what}, signed (pointer authentication)`,
    ko: ({ what }) => `${what}, 서명된 포인터(PAC)`,
  }),
});
