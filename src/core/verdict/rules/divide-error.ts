import { hex0x } from '../../addr.ts';
import type { Operand } from '../../arch/instruction.ts';
import { finding } from '../../catalogue/findings.ts';
import { traps } from '../../catalogue/memory-fault.ts';
import { faults } from '../../catalogue/stops.ts';
import { trouble } from '../../catalogue/trouble.ts';
import { refTo } from '../../rows/ref.ts';
import type { Finding } from '../../rows/verdict.ts';
import type { Case, Fault } from '../case.ts';
import { who, ofAddress, ofPlace, ofSymbol, registerEvidence } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'divide-error',
  about:
    'a divide error in kernel mode, with the divisor as the registers or memory have it: 0, or a quotient that did not fit',
  order: 160,
  needs: ['stack', 'registers', 'code'],
  examine(c) {
    const { fault } = c;
    if (fault?.kind !== 'divide-error') return undefined;
    const divides = fault.instruction !== undefined && fault.machine.code.isDivision(fault.instruction);
    const divisor = divides ? divisorOf(c, fault) : undefined;
    const told = { who: who(c), at: fault.where && ofSymbol(fault.where) };
    return {
      kind: 'divide-error',
      title: faults.divideTitle(),
      confidence: divides ? 'proven' : 'likely',
      sentence:
        divisor === undefined
          ? faults.divide(told)
          : divisor.value === 0n
            ? traps.dividedByZero(told)
            : divisor.sure
              ? traps.quotient(told)
              : faults.divide(told),
      findings: [
        {
          rule: 'divide-error',
          confidence: 'proven',
          text: fault.instruction
            ? finding.instruction({ text: fault.instruction.mnemonic })
            : trouble.divide(),
          evidence: [registerEvidence(fault, 'ip')],
        },
        ...(divisor ? [divisor.finding] : []),
      ],
      blameFrom: fault.index,
    };
  },
};

interface Divisor {
  readonly value: bigint;
  /** It is what was divided by: a register's value; memory may have changed since. */
  readonly sure: boolean;
  readonly finding: Finding;
}

/** The divisor of the faulting division: its one operand that is read. */
function divisorOf(c: Case, { instruction, machine, registers }: Fault): Divisor | undefined {
  const operand = instruction?.operands.find((each) => each.kind === 'register' || each.kind === 'memory');
  if (!operand) return undefined;
  if (operand.kind === 'register') {
    const whole = registers.get(operand.full);
    if (whole === undefined) return undefined;
    const value = BigInt.asUintN(operand.size * 8, shifted(operand, whole));
    return {
      value,
      sure: true,
      finding: {
        rule: 'divisor',
        confidence: 'proven',
        text: traps.divisorZero({ register: machine.registers.title(operand.full), value: number(value) }),
        evidence: [registerEvidence({ machine, registers }, 'ip')],
      },
    };
  }
  const place = machine.code.effectiveAddress(operand, registers);
  const bytes = place === undefined ? undefined : c.kernel.space.tryRead(place, operand.size);
  if (place === undefined || !bytes) return undefined;
  const value = bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const symbol = c.kernel.symbols.byAddress(place);
  return {
    value,
    sure: false,
    finding: {
      rule: 'divisor',
      confidence: 'proven',
      text: traps.divisorNow({
        place: symbol ? ofPlace(c, place) : ofAddress(place),
        value: number(value),
      }),
      evidence: [{ ref: refTo.memory(place), text: hex0x(place) }],
    },
  };
}

/** Of ah, bh, ch and dh the second byte is meant. */
const shifted = (operand: Extract<Operand, { kind: 'register' }>, whole: bigint): bigint =>
  operand.size === 1 && /^[abcd]h$/.test(operand.name) ? whole >> 8n : whole;

const number = (value: bigint): string => (value < 10n ? String(value) : hex0x(value));
