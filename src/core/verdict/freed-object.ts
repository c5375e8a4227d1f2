import { hex0x } from '../addr.ts';
import type { RegisterName } from '../arch/x86_64/registers.ts';
import { refTo } from '../rows/ref.ts';
import type { Finding } from '../rows/verdict.ts';
import type { Case } from './case.ts';
import type { Fault } from './fault.ts';
import { loadAddress } from './provenance.ts';

const POISON_FREE = 0x6b6b6b6b6b6b6b6bn;

/** The finding that the object which the pointer was read from is poisoned in memory, too. */
export function freedObject(c: Case, fault: Fault, register: RegisterName): Finding | undefined {
  const address = loadAddress(c, fault, register);
  if (address === undefined || c.kernel.space.tryU64(address) !== POISON_FREE) return undefined;
  return {
    rule: 'use-after-free',
    confidence: 'proven',
    text: c.say('object.freed', { address: hex0x(address) }),
    evidence: [{ ref: refTo.memory(address), text: hex0x(address) }],
  };
}
