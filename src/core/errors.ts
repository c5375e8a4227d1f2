/**
 * The errors that answers carry. Each says a sentence of the catalogue (what was wrong, where, what to do) and keeps
 * it as data: the edge that shows it renders `said` in its reader's language. `message` is the English of it, for logs
 * and stack traces.
 */
import { isMessage, render, verbatim, type Message } from './catalogue/message.ts';

/** An error in words; its subclasses tell what kind. Other errors are mistakes of ours. */
export class OopscopeError extends Error {
  override name = 'OopscopeError';
  readonly said: Message;

  constructor(said: Message | string, options?: { cause?: unknown }) {
    const message = typeof said === 'string' ? verbatim(said) : said;
    super(render(message, 'en'), options);
    this.said = message;
  }
}

/** The file is of no format that is known, or of one that cannot be read yet. */
export class UnsupportedError extends OopscopeError {
  override name = 'UnsupportedError';
}

/** The memory is that of a machine whose kernels are not read; its log may be. */
export class ForeignMachineError extends UnsupportedError {
  override name = 'ForeignMachineError';
}

/** Bytes contradict the format they claim to be of. */
export class CorruptError extends OopscopeError {
  override name = 'CorruptError';
}

/** A symbol, type, member or object is not in this dump. */
export class MissingError extends OopscopeError {
  override name = 'MissingError';
}

/** What was asked for is not possible as it was asked (a wrong option, pid, name). */
export class RequestError extends OopscopeError {
  override name = 'RequestError';
}

/** A read that memory could not answer. */
export class FaultError extends OopscopeError {
  override name = 'FaultError';
  constructor(
    said: Message | string,
    /** The address that was asked for (virtual, or physical when `space` is 'physical'). */
    readonly address: bigint,
    readonly space: string,
    readonly reason: string,
    options?: { cause?: unknown },
  ) {
    super(said, options);
  }
}

/** What `read` gives; undefined where memory, symbols or types that it needs are not in the dump. Other errors go on. */
export function ifKnown<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof FaultError || error instanceof MissingError) return undefined;
    throw error;
  }
}

/**
 * What `error` says, to be put into another sentence or shown. Errors that came from a worker are told by what they
 * carry, not by their class; one that is none of ours says its message, whatever that is.
 */
export function saidBy(error: unknown): Message {
  if (typeof error === 'object' && error !== null && 'said' in error && isMessage(error.said))
    return error.said;
  return verbatim(error instanceof Error ? error.message : String(error));
}
