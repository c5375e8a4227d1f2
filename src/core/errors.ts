/** The errors that answers carry. Each message is a sentence: what was wrong, where, what to do. */

export class OopscopeError extends Error {
  override name = 'OopscopeError';
}

/** The file is of no format that is known, or of one that cannot be read yet. */
export class UnsupportedError extends OopscopeError {
  override name = 'UnsupportedError';
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
    message: string,
    /** The address that was asked for (virtual, or physical when `space` is 'physical'). */
    readonly address: bigint,
    readonly space: string,
    readonly reason: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
