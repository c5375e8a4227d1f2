import type { Message } from '../catalogue/message.ts';

/** How bad an error of the hardware is, from the mildest to the worst. */
export const SEVERITIES = [
  'invalid',
  'info',
  'corrected',
  'deferred',
  'noAction',
  'optional',
  'nonFatal',
  'uncorrected',
  'required',
  'context',
  'fatal',
] as const;

/** How bad an error is, from what was corrected to what ends the machine. */
export type Severity = (typeof SEVERITIES)[number];

/** A bank's status in words. */
interface BankWords {
  /** False: the bank holds no error, and the status proves nothing. */
  readonly valid: boolean;
  readonly severity: Severity;
  /** The bits that are set, as manuals name them: "VAL UC PCC". */
  readonly flags: string;
  /** What happened. */
  readonly what: readonly Message[];
  /** Errors of the same kind since the bank was cleared, where the bank counts. */
  readonly count?: number;
}

/** Reads the status register of a machine check bank. `vendor` as the log tells it. */
export type BankReader = (status: bigint, vendor: 'intel' | 'amd' | undefined) => BankWords;
