import type { MessageId } from './en.ts';

/** The verdict's words in Korean. */
export const ko: Readonly<Partial<Record<MessageId, string>>> = {};
