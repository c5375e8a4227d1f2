import type { Confidence } from '../../core/rows/verdict.ts';
import type { Language } from '../options.ts';
import { en } from './en.ts';
import { ko } from './ko.ts';

/** The words the command line puts around the core's answers. */
export interface Messages {
  readonly confidence: Readonly<Record<Confidence, string>>;
  readonly died: (time: string) => string;
  readonly after: (time: string) => string;
  readonly cpus: (count: number) => string;
  readonly registers: string;
  readonly evidence: string;
  readonly trace: string;
  readonly otherCpus: string;
  readonly taints: string;
  readonly notTainted: string;
  readonly log: string;
  readonly unchecked: string;
  readonly culprit: string;
  readonly code: string;
  readonly file: string;
  readonly lacks: string;
  readonly timings: string;
  readonly report: string;
  readonly redacted: (what: string) => string;
}

const CATALOGUES: Readonly<Record<Language, Messages>> = { en, ko };

export function messagesIn(language: Language): Messages {
  return CATALOGUES[language];
}
