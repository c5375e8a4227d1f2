import { hex0x, isKernelHalf } from '../addr.ts';
import { finding, value as bad } from '../catalogue/findings.ts';
import { sanitizers } from '../catalogue/sanitizers.ts';
import type { Message, Said } from '../catalogue/message.ts';
import { ifKnown } from '../errors.ts';
import { isCanonical } from '../identify/non-canonical.ts';
import { refTo } from '../rows/ref.ts';
import type { Evidence, Finding } from '../rows/verdict.ts';
import { symbolText } from '../symbols/symbol.ts';
import { objectAt } from '../kernel/slab-objects.ts';
import { jumpedFrom, refusedBranch } from './branch.ts';
import type { Case, Machine, Fault } from './case.ts';
import { codeAround, instructionText, operandText, thunkOf } from './code.ts';
import { tailCall, type TailCall } from './tail-call.ts';
import { originOf, traceOrigin, type Origin } from './origin.ts';
import { ofAddress, ofPlace, ofSymbol } from './phrases.ts';

/** The findings on where the bad value came from. */
export function provenance(c: Case, fault: Fault): Finding[] {
  if (fault.jumped) return jumpSource(c, fault);
  const register = suspect(c, fault);
  const origin = register === undefined ? undefined : traceOrigin(c, fault, register);
  if (register === undefined || !origin) return [];
  const finding = describe(c, fault.machine, origin, fault.registers.get(register));
  return finding ? [finding] : [];
}

/** The register whose value is to blame: that of a branch, else the base of the operand, or the index when the base looks sound. */
function suspect(c: Case, fault: Fault): string | undefined {
  const { machine, operand, registers } = fault;
  const branch = refusedBranch(c.kernel, fault);
  if (branch) return branch.register;
  const [base, index] = operand ? machine.code.pointersOf(operand.memory) : [];
  if (index === undefined || registers.get(index) === undefined) return base;
  const pointer = registers.get(base);
  return pointer !== undefined && isKernelHalf(pointer) && isCanonical(c.kernel, pointer) ? index : base;
}

/** Of a jump to nowhere: the call that jumped, and what it took its target from. */
function jumpSource(c: Case, fault: Fault): Finding[] {
  const { machine } = fault;
  const frame = jumpedFrom(c, fault);
  if (!frame || frame.exact) return [];
  const tail = tailCall(c, fault);
  if (tail) return tailSource(c, fault, tail);
  const code = codeAround(c.kernel, machine.code, frame.address - 1n, 2);
  const index = code.instructions.findIndex(
    (each) => each.flow === 'call' && each.address + BigInt(each.length) === frame.address,
  );
  const call = code.instructions[index];
  if (!call) return [];
  const operand = call.operands[0];
  // Through a register, or through a thunk of the same register; what is called directly may have jumped on itself.
  const thunk = call.target === undefined ? undefined : thunkOf(c.kernel, machine.code, call.target);
  const instruction = instructionText(c.kernel, machine.code, call).replace(/\s+/g, ' ');
  const evidence = [{ ref: refTo.code(call.address), text: instruction }];
  const findings: Finding[] = [
    {
      rule: 'provenance',
      confidence: call.target === undefined || thunk !== undefined ? 'proven' : 'likely',
      text: bad.call({ at: ofPlace(c, call.address), instruction }),
      evidence,
    },
  ];
  if (operand?.kind === 'memory') {
    const place = machine.code.effectiveAddress(operand, fault.registers);
    if (place !== undefined) findings.push(pointerAt(c, place, fault.registers.ip));
    return findings;
  }
  const register = operand?.kind === 'register' ? operand.full : thunk;
  const origin =
    register === undefined ? undefined : originOf(machine, code, index, register, fault.registers, 1);
  const more =
    origin && register !== undefined ? describe(c, machine, origin, fault.registers.ip) : undefined;
  return more ? [...findings, more] : findings;
}

/** Of a jump that was no call: what the function that made it took its target from. */
function tailSource(c: Case, fault: Fault, { code, jump, register }: TailCall): Finding[] {
  const { machine, registers } = fault;
  const operand = jump?.operands.at(0);
  if (!jump) return [];
  if (operand?.kind === 'memory') {
    const place = machine.code.effectiveAddress(operand, registers);
    return place === undefined ? [] : [pointerAt(c, place, registers.ip)];
  }
  const origin =
    register === undefined
      ? undefined
      : originOf(machine, code, code.instructions.indexOf(jump), register, registers, 0);
  const from = origin && describe(c, machine, origin, registers.ip);
  return from ? [from] : [];
}

function pointerAt(c: Case, place: bigint, target: bigint): Finding {
  const now = c.kernel.space.tryU64(place);
  return {
    rule: 'provenance',
    confidence: now === target ? 'proven' : 'likely',
    text: bad.pointer({ place: ofObject(c, place), value: ofAddress(now) }),
    evidence: [{ ref: refTo.memory(place), text: hex0x(place) }],
  };
}

function describe(c: Case, machine: Machine, origin: Origin, then: bigint | undefined): Finding | undefined {
  const name = machine.registers.title(origin.register);
  const confidence = origin.uncertain ? 'likely' : 'proven';
  const at = origin.at ? ofPlace(c, origin.at.address) : '';
  const evidence: Evidence[] = origin.at
    ? [
        {
          ref: refTo.code(origin.at.address),
          text: instructionText(c.kernel, machine.code, origin.at).replace(/\s+/g, ' '),
        },
      ]
    : [];
  switch (origin.how) {
    case 'zero':
      return { rule: 'provenance', confidence, text: bad.zero({ register: name, at }), evidence };
    case 'constant':
      return {
        rule: 'provenance',
        confidence,
        text: bad.constant({ register: name, at, value: ofAddress(origin.value ?? 0n) }),
        evidence,
      };
    case 'call': {
      const target = origin.at?.target;
      const called = target === undefined ? undefined : c.kernel.symbols.byAddress(target);
      return {
        rule: 'provenance',
        confidence,
        text: bad.result({ register: name, function: called ? ofSymbol(called) : '?' }),
        evidence,
      };
    }
    case 'argument':
      return {
        rule: 'provenance',
        confidence: 'likely',
        text: bad.argument({
          register: name,
          number: machine.registers.arguments.indexOf(origin.register) + 1,
        }),
        evidence,
      };
    case 'load':
      return loaded(c, machine, origin, name, then, at, confidence, evidence);
    case 'address':
      return undefined;
  }
}

function loaded(
  c: Case,
  machine: Machine,
  origin: Origin,
  name: string,
  then: bigint | undefined,
  at: Said,
  confidence: Finding['confidence'],
  evidence: Evidence[],
): Finding | undefined {
  const { memory, address } = origin;
  if (!memory || !origin.at) return undefined;
  const place =
    address === undefined
      ? operandText(machine.code, origin.at)
      : ofObject(c, address, operandText(machine.code, origin.at));
  const now = address === undefined || memory.size !== 8 ? undefined : c.kernel.space.tryU64(address);
  if (address !== undefined) evidence.push({ ref: refTo.memory(address), text: ofObject(c, address) });
  return {
    rule: 'provenance',
    confidence,
    text: bad.loaded({
      register: name,
      at,
      place,
      now: now === undefined || then === undefined ? undefined : ofAddress(now),
      changed: now !== then,
    }),
    evidence,
  };
}

/** "the variable p [null_pointer] at 0x…", "0x8(%rax) at 0x…". */
function ofObject(c: Case, address: bigint, operand?: string): string | Message {
  const symbol = c.kernel.symbols.byAddress(address);
  const memory = { text: hex0x(address), ref: refTo.memory(address) };
  if (symbol)
    return bad.variable({ name: { text: symbolText(symbol, 16), ref: memory.ref }, address: memory });
  return operand === undefined ? memory.text : bad.memory({ operand, address: memory });
}

/** Where the faulting register was loaded from, for rules that look at that object. */
function loadAddress(c: Case, fault: Fault, register: string): bigint | undefined {
  const origin = traceOrigin(c, fault, register);
  return origin?.how === 'load' ? origin.address : undefined;
}

const POISON_FREE = 0x6b6b6b6b6b6b6b6bn;

/** What the allocator says of the object that a poisoned pointer was read from. */
export interface PoisonedObject {
  /** Absent where it cannot be told. */
  readonly free?: boolean;
  readonly findings: readonly Finding[];
}

/**
 * The object that the pointer in `register` was read from, where its word still is the poison. SLUB fills objects with the
 * same byte when it makes a slab and when one is freed (init_object(), mm/slub.c): only one that is free says that it was freed.
 */
export function poisonedObject(c: Case, fault: Fault, register: string): PoisonedObject {
  const address = loadAddress(c, fault, register);
  if (address === undefined || c.kernel.space.tryU64(address) !== POISON_FREE) return { findings: [] };
  const at = ifKnown(() => objectAt(c.kernel, address));
  const shown = { text: hex0x(address), ref: refTo.memory(address) };
  const evidence = [{ ref: refTo.memory(address), text: hex0x(address) }];
  const found = (confidence: Finding['confidence'], text: Message): PoisonedObject => ({
    free: at?.free,
    findings: [{ rule: 'use-after-free', confidence, text, evidence }],
  });
  if (at === undefined) return found('likely', finding.objectFilled({ address: shown }));
  // KASAN keeps it from the allocator's lists.
  if (at.quarantined) return found('proven', sanitizers.quarantined({ address: shown }));
  return at.free
    ? found('proven', finding.objectFreed({ address: shown }))
    : found('proven', finding.objectUnwritten({ address: shown, cache: at.cache }));
}
