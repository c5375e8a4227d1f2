/**
 * What a decoder returns instead of a length. The host turns the code into words (src/core/engine), so the numbers
 * are part of the border: do not renumber.
 */

/** The input ends inside a field, a block or a stream. */
export const ERR_TRUNCATED: i32 = -1;
/** The input breaks a rule of its format. */
export const ERR_CORRUPT: i32 = -2;
/** The output does not fit into the space given. */
export const ERR_OUTPUT_FULL: i32 = -3;
/** Well formed, but of a kind that page decoders do not read (dictionaries, other containers). */
export const ERR_UNSUPPORTED: i32 = -4;
