import { finding } from '../../catalogue/findings.ts';
import { memoryFault } from '../../catalogue/memory-fault.ts';
import { faults } from '../../catalogue/stops.ts';
import { pageFaultJudgement, accessOf, throughError } from '../page-fault.ts';
import { ofAddress, ofPlace, registerEvidence } from '../phrases.ts';
import { addr, hex0x, signed } from '../../addr.ts';
import { NULL_PAGE } from '../../identify/null.ts';
import type { Finding } from '../../rows/verdict.ts';
import type { Case, Fault } from '../case.ts';
import { instructionText } from '../code.ts';
import { memberFinding } from '../member.ts';
import { traceOrigin } from '../origin.ts';
import type { Rule } from '../rule.ts';

/** Structures reach at most so far past a NULL pointer to them (pg_data_t and the like apart). */
const FAR = 0x10000n;

export const rule: Rule = {
  id: 'null-pointer',
  about:
    'the faulting address lies in the first page; or a register of the operand is NULL and only an offset or an index was added, here or just before; or KASAN asked about such an address',
  order: 120,
  needs: ['log', 'stack', 'registers', 'code'],
  examine(c) {
    const { fault } = c;
    const asked = fault?.kind === 'general-protection' && fault.shadow !== undefined;
    if ((fault?.kind !== 'page-fault' && !asked) || fault.address === undefined || fault.jumped)
      return undefined;
    if (throughError(fault)) return undefined;
    const distance = signed(fault.address);
    const extra = howNull(c, fault, distance);
    if (!extra && !(distance >= 0n && distance < NULL_PAGE)) return undefined;
    return pageFaultJudgement(
      c,
      fault,
      'null-pointer',
      faults.nullTitle({ access: accessOf(fault) }),
      extra ?? numberFinding(fault),
    );
  },
};

/** What made the address out of NULL; undefined where nothing in the code says that it was NULL. */
function howNull(c: Case, fault: Fault, distance: bigint): Finding[] | undefined {
  const memory = fault.operand?.memory;
  if (!memory) return undefined;
  const { base, index } = memory;
  const { code, registers } = fault.machine;
  const evidence = [registerEvidence(fault, 'ip')];
  const told = (text: Finding['text']): Finding[] => [
    { rule: 'null-pointer', confidence: 'proven', text, evidence },
  ];
  const near = distance > -FAR && distance < FAR;
  if (base === undefined && index === undefined)
    return near && distance >= 0n && memory.segment === undefined
      ? distance === 0n
        ? []
        : told(memoryFault.nullConstant({ address: ofAddress(fault.address) }))
      : undefined;
  const pointers = code.pointersOf(memory);
  if (base !== undefined && pointers.includes(base) && fault.registers.get(base) === 0n) {
    const by = index === undefined ? undefined : fault.registers.get(index);
    if (index !== undefined && by !== undefined && by !== 0n && isIndex(by))
      return told(
        memoryFault.nullIndex({
          register: registers.title(index),
          index: ofAddress(by),
          scale: memory.scale,
        }),
      );
    if (!near) return undefined;
    const member =
      index === undefined && distance >= 0n ? memberFinding(c, fault, base, Number(distance)) : [];
    return distance === 0n
      ? member
      : [
          ...told(
            finding.memberOfNull({ offset: hex0x(fault.address ?? 0n), register: registers.title(base) }),
          ),
          ...member,
        ];
  }
  return base === undefined ? undefined : nullBefore(c, fault, base);
}

/** A number of elements, not a pointer of its own. */
const isIndex = (value: bigint): boolean => {
  const number = signed(value);
  return number > -(1n << 32n) && number < 1n << 32n;
};

/** The base was computed just before out of a register that is NULL, or that was: without the index nothing is left. */
function nullBefore(c: Case, fault: Fault, base: string): Finding[] | undefined {
  const origin = traceOrigin(c, fault, base);
  const { memory, at } = origin ?? {};
  if (origin?.how !== 'address' || origin.uncertain || !memory?.base || !at) return undefined;
  if (memory.index === undefined && memory.displacement === 0n) return undefined;
  const { machine, registers } = fault;
  const value = registers.get(base);
  const index = memory.index === undefined ? 0n : registers.get(memory.index);
  const was =
    memory.base !== base
      ? origin.address !== undefined && registers.get(memory.base)
      : // It wrote over its own base; what it added may still stand in the index.
        at.address + BigInt(at.length) === registers.ip &&
          memory.index !== base &&
          value !== undefined &&
          index !== undefined
        ? addr(value - memory.displacement - index * BigInt(memory.scale))
        : undefined;
  if (was !== 0n) return undefined;
  return [
    {
      rule: 'null-pointer',
      confidence: 'proven',
      text: memoryFault.nullIndexBefore({
        register: machine.registers.title(base),
        base: machine.registers.title(memory.base),
        added:
          memory.index === undefined
            ? hex0x(memory.displacement)
            : `${machine.registers.title(memory.index)} = ${hex0x(index ?? 0n)} × ${memory.scale}`,
        at: ofPlace(c, at.address),
        text: instructionText(c.kernel, machine.code, at).replace(/\s+/g, ' '),
      }),
      evidence: [registerEvidence(fault, 'ip')],
    },
  ];
}

/** The register holds a small number that is not NULL. */
function numberFinding(fault: Fault): Finding[] {
  const { machine, operand, registers } = fault;
  const [base] = operand ? machine.code.pointersOf(operand.memory) : [];
  const value = base === undefined ? undefined : registers.get(base);
  if (base === undefined || value === undefined || value === 0n || value >= NULL_PAGE) return [];
  return [
    {
      rule: 'small-number',
      confidence: 'proven',
      text: memoryFault.smallNumber({ register: machine.registers.title(base), value: hex0x(value) }),
      evidence: [registerEvidence(fault, 'ip')],
    },
  ];
}
