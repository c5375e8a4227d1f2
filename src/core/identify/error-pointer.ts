import { signed } from '../addr.ts';
import { identity } from '../catalogue/identity.ts';
import type { Answer } from './identity.ts';

/** MAX_ERRNO of include/linux/err.h: the last page of addresses holds error numbers. */
const MAX_ERRNO = 4095n;
/** include/uapi/asm-generic/errno-base.h and errno.h: the ones that are met in practice. */
const NAMES: Readonly<Record<number, string>> = {
  1: 'EPERM',
  2: 'ENOENT',
  3: 'ESRCH',
  4: 'EINTR',
  5: 'EIO',
  6: 'ENXIO',
  7: 'E2BIG',
  8: 'ENOEXEC',
  9: 'EBADF',
  10: 'ECHILD',
  11: 'EAGAIN',
  12: 'ENOMEM',
  13: 'EACCES',
  14: 'EFAULT',
  16: 'EBUSY',
  17: 'EEXIST',
  18: 'EXDEV',
  19: 'ENODEV',
  20: 'ENOTDIR',
  21: 'EISDIR',
  22: 'EINVAL',
  23: 'ENFILE',
  24: 'EMFILE',
  25: 'ENOTTY',
  27: 'EFBIG',
  28: 'ENOSPC',
  29: 'ESPIPE',
  30: 'EROFS',
  32: 'EPIPE',
  34: 'ERANGE',
  35: 'EDEADLK',
  36: 'ENAMETOOLONG',
  38: 'ENOSYS',
  39: 'ENOTEMPTY',
  61: 'ENODATA',
  62: 'ETIME',
  71: 'EPROTO',
  75: 'EOVERFLOW',
  95: 'EOPNOTSUPP',
  104: 'ECONNRESET',
  105: 'ENOBUFS',
  107: 'ENOTCONN',
  110: 'ETIMEDOUT',
  111: 'ECONNREFUSED',
  115: 'EINPROGRESS',
  512: 'ERESTARTSYS',
  517: 'EPROBE_DEFER',
  524: 'ENOTSUPP',
};

/** The name of error number `number`, where it is a usual one. */
export function errnoName(number: number): string | undefined {
  return NAMES[number];
}

/** The error number that `value` is, taken for a pointer (IS_ERR of include/linux/err.h). */
export function errorOf(value: bigint): number | undefined {
  const number = -signed(value);
  return number >= 1n && number <= MAX_ERRNO ? Number(number) : undefined;
}

/** An error number in a pointer: ERR_PTR(). */
export const answer: Answer = {
  id: 'error-pointer',
  order: 30,
  identify(_kernel, value) {
    const number = errorOf(value);
    if (number === undefined) return undefined;
    return { kind: 'error', text: identity.error({ number, name: errnoName(number) }) };
  },
};
