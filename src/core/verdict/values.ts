import { hex0x } from '../addr.ts';
import type { RegisterName } from '../arch/x86_64/registers.ts';
import { asciiOf } from '../identify/non-canonical.ts';
import { identify } from '../identify/index.ts';
import { poisonOf } from '../identify/poison.ts';
import type { Finding } from '../rows/verdict.ts';
import type { Case } from './case.ts';
import type { Fault } from './fault.ts';
import { addressEvidence } from './phrases.ts';

/** What the bad value itself gives away: text written over a pointer, a single flipped bit. */
export function valueFindings(c: Case, fault: Fault): Finding[] {
  const findings: Finding[] = [];
  const memory = fault.operand?.memory;
  for (const name of [memory?.base, memory?.index]) {
    const value =
      name === undefined || name === 'rip' ? undefined : fault.registers.get(name as RegisterName);
    if (value === undefined || value === 0n) continue;
    const evidence = [addressEvidence(value, (name ?? '').toUpperCase())];
    const text = poisonOf(value) ? undefined : asciiOf(value);
    if (text !== undefined)
      findings.push({ rule: 'value', confidence: 'likely', text: c.say('value.text', { text }), evidence });
    const flipped = text === undefined ? oneBitAway(c, value) : undefined;
    if (flipped !== undefined)
      findings.push({
        rule: 'value',
        confidence: 'guess',
        text: c.say('value.flip', { value: hex0x(value), other: flipped }),
        evidence,
      });
  }
  return findings;
}

/** An object that lies one bit away from the bad pointer: memory that lost a bit. Only exact hits count. */
function oneBitAway(c: Case, value: bigint): string | undefined {
  if (c.kernel.space.readable(value)) return undefined;
  for (let bit = 0n; bit < 64n; bit++) {
    const what = identify(c.kernel, value ^ (1n << bit));
    if (what && (what.kind === 'task' || what.kind === 'symbol') && !what.text.includes('+'))
      return `${hex0x(value ^ (1n << bit))}, ${what.text}`;
  }
  return undefined;
}
