import { lockup } from '../catalogue/lockup.ts';
import { poison as poisons } from '../catalogue/identity.ts';
import { hex0x } from '../addr.ts';
import { ifKnown } from '../errors.ts';
import { identify } from '../identify/index.ts';
import { poisonOf } from '../identify/poison.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { symbolText } from '../symbols/symbol.ts';
import { objectAt } from '../kernel/slab-objects.ts';
import { refTo } from '../rows/ref.ts';
import type { Finding } from '../rows/verdict.ts';
import type { Case, Fault } from './case.ts';
import { addressEvidence, ofAddress } from './phrases.ts';
import { spinningOn, type Spinning } from './spin-lock.ts';

/**
 * What is asked for as a spinlock and is none: freed memory, a stack that was left, memory that somebody wrote over. The lowest
 * byte of a queued spinlock is 0, 1, or 3 while a waiter of a paravirtualised one sleeps (_Q_LOCKED_VAL, _Q_SLOW_VAL;
 * include/asm-generic/qspinlock_types.h, kernel/locking/qspinlock_paravirt.h).
 */
const STATES = [0, 1, 3];
const BYTE = 0xff;

/** That the word of the lock is none that a lock can have; empty where it may be one. */
export function noLock({ kernel }: Pick<Case, 'kernel'>, { lock, word, queued }: Spinning): Finding[] {
  if (queued === 'rwlock' && word !== undefined) return underflow(kernel, lock, word);
  if (queued !== 'spinlock' || word === undefined || STATES.includes(word & BYTE)) return [];
  // Who waits for it writes into the upper half.
  const filled =
    (word & BYTE) === ((word >>> 8) & BYTE) ? BigInt(word & BYTE) * 0x0101010101010101n : undefined;
  const poison = filled === undefined ? undefined : poisonOf(filled);
  const what = ifKnown(() => identify(kernel, lock));
  return [
    {
      rule: 'no-lock',
      confidence: 'proven',
      text: lockup.noLock({
        lock: ofAddress(lock),
        word: hex0x(word),
        what: what && { text: what.text, ref: what.ref ?? refTo.address(lock) },
        fill: poison && poisons[poison.name](),
        free: ifKnown(() => objectAt(kernel, lock))?.free === true,
      }),
      evidence: [addressEvidence(lock, hex0x(word))],
    },
  ];
}

/**
 * A queued rwlock counts its readers in the upper bits of its word (_QR_SHIFT, include/asm-generic/qrwlock.h): so many that the
 * highest is set there are never.
 */
function underflow(kernel: Kernel, lock: bigint, word: number): Finding[] {
  if (word >>> 31 === 0) return [];
  const symbol = kernel.symbols.byAddress(lock);
  return [
    {
      rule: 'no-lock',
      confidence: 'likely',
      text: lockup.underflow({
        lock: symbol ? { text: symbolText(symbol, 16), ref: refTo.address(lock) } : ofAddress(lock),
        word: hex0x(word),
      }),
      evidence: [addressEvidence(lock, hex0x(word))],
    },
  ];
}

/** Of a fault in the code that waits for a spinlock: what it took for one. */
export function faultOnNoLock(c: Case, fault: Fault): Finding[] {
  const { machine, registers, index } = fault;
  if (!c.stack) return [];
  const spinning = spinningOn(c, machine, {
    task: c.task,
    cpu: c.cpu,
    stack: c.stack,
    from: index,
    registers,
  });
  return spinning ? noLock(c, spinning) : [];
}
