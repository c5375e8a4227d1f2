import { hex0x } from '../addr.ts';
import type { RegisterName } from '../arch/x86_64/registers.ts';
import { errnoName, errorOf } from '../identify/error-pointer.ts';
import { asciiOf } from '../identify/non-canonical.ts';
import { identify } from '../identify/index.ts';
import { poisonOf } from '../identify/poison.ts';
import type { Confidence, Finding } from '../rows/verdict.ts';
import type { Case } from './case.ts';
import type { Fault } from './fault.ts';
import type { MessageId } from './messages/en.ts';
import { addressEvidence } from './phrases.ts';

/** What the bad value itself gives away: poison, an error number, text written over a pointer, a single flipped bit. */
export function valueFindings(c: Case, fault: Fault): Finding[] {
  const findings: Finding[] = [];
  const memory = fault.operand?.memory;
  for (const name of [memory?.base, memory?.index]) {
    const value =
      name === undefined || name === 'rip' ? undefined : fault.registers.get(name as RegisterName);
    if (value === undefined || value === 0n) continue;
    const evidence = [addressEvidence(value, (name ?? '').toUpperCase())];
    const told = (confidence: Confidence, id: MessageId, values: Readonly<Record<string, string>>): void => {
      findings.push({ rule: 'value', confidence, text: c.say(id, values), evidence });
    };
    const poison = poisonOf(value);
    const error = name === memory?.base ? errorOf(value) : undefined;
    const text = asciiOf(value);
    if (poison) {
      // What was freed is the use-after-free rule's to tell.
      if (!poison.freed)
        told('proven', 'value.poison', { value: hex0x(value), meaning: c.what(`poison.${poison.name}`) });
    } else if (error !== undefined) {
      const known = errnoName(error);
      told('likely', 'value.error', {
        register: (name ?? '').toUpperCase(),
        error: `-${error}${known ? ` (${known})` : ''}`,
      });
    } else if (text !== undefined) {
      told('likely', 'value.text', { text });
    } else {
      const other = oneBitAway(c, value);
      if (other !== undefined) told('guess', 'value.flip', { value: hex0x(value), other });
    }
  }
  return findings;
}

/** An object that lies one bit away from the bad pointer: memory that lost a bit. Only exact hits count. */
function oneBitAway(c: Case, value: bigint): string | undefined {
  if (c.kernel.space.readable(value)) return undefined;
  for (let bit = 0n; bit < 64n; bit++) {
    const what = identify(c.kernel, value ^ (1n << bit), c.language);
    if (what && (what.kind === 'task' || what.kind === 'symbol') && !what.text.includes('+'))
      return `${hex0x(value ^ (1n << bit))}, ${what.text}`;
  }
  return undefined;
}
