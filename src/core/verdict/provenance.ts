import { hex0x } from '../addr.ts';
import type { MemoryOperand } from '../arch/x86_64/disassembler/index.ts';
import type { RegisterName, Registers } from '../arch/x86_64/registers.ts';
import { refTo } from '../rows/ref.ts';
import type { Evidence, Finding } from '../rows/verdict.ts';
import { symbolText } from '../symbols/symbol.ts';
import type { Case } from './case.ts';
import { codeAround } from './code.ts';
import { effectiveAddress, type Fault } from './fault.ts';
import { ARGUMENTS, operandText, originOf, traceOrigin, type Origin } from './origin.ts';
import { instructionText } from './witness/instructions.ts';

/** The findings on where the bad value came from. */
export function provenance(c: Case, fault: Fault): Finding[] {
  if (fault.jumped) return jumpSource(c, fault);
  const register = suspect(fault.operand?.memory, fault.registers);
  const origin = register === undefined ? undefined : traceOrigin(c, fault, register);
  if (register === undefined || !origin) return [];
  const finding = describe(c, origin, register.toUpperCase(), fault.registers.get(register as RegisterName));
  return finding ? [finding] : [];
}

/** The register of the operand whose value is to blame: the base, or the index when the base looks sound. */
function suspect(memory: MemoryOperand | undefined, registers: Registers): string | undefined {
  if (!memory?.base || memory.base === 'rip') return memory?.index;
  const base = registers.get(memory.base as RegisterName);
  const index = memory.index === undefined ? undefined : registers.get(memory.index as RegisterName);
  return base !== undefined && base >> 47n === 0x1ffffn && index !== undefined ? memory.index : memory.base;
}

/** Of a jump to nowhere: the call that jumped, and what it took its target from. */
function jumpSource(c: Case, fault: Fault): Finding[] {
  const frame = c.stack?.frames[fault.index + 1];
  if (!frame || frame.exact) return [];
  const code = codeAround(c.kernel, frame.address - 1n, 2);
  const index = code.instructions.findIndex(
    (each) => each.flow === 'call' && each.address + BigInt(each.length) === frame.address,
  );
  const call = code.instructions[index];
  if (!call) return [];
  const evidence = [{ ref: refTo.code(call.address), text: instructionText(c, call).replace(/\s+/g, ' ') }];
  const findings: Finding[] = [
    {
      rule: 'provenance',
      confidence: 'proven',
      text: c.say('jump.call', { at: spot(c, call.address), instruction: evidence[0].text }),
      evidence,
    },
  ];
  const operand = call.operands[0];
  if (operand?.kind === 'memory') {
    const place = effectiveAddress(operand, fault.registers);
    if (place !== undefined) findings.push(pointerAt(c, place, fault.registers.ip));
    return findings;
  }
  // call *%rax, or through a thunk of the same register (arch/x86/lib/retpoline.S).
  const names = call.target === undefined ? [] : c.kernel.symbols.aliases(call.target);
  const thunk = names
    .map(({ name }) => /^__x86_indirect_(?:call_)?thunk_(r\w+)$/.exec(name)?.[1])
    .find((each) => each !== undefined);
  const register = operand?.kind === 'register' ? operand.full : thunk;
  const origin = register === undefined ? undefined : originOf(code, index, register, fault.registers, 1);
  const more =
    origin && register !== undefined
      ? describe(c, origin, register.toUpperCase(), fault.registers.ip)
      : undefined;
  return more ? [...findings, more] : findings;
}

function pointerAt(c: Case, place: bigint, target: bigint): Finding {
  const now = c.kernel.space.tryU64(place);
  return {
    rule: 'provenance',
    confidence: now === target ? 'proven' : 'likely',
    text: c.say('jump.pointer', { place: placeText(c, place), value: now === undefined ? '?' : hex0x(now) }),
    evidence: [{ ref: refTo.memory(place), text: hex0x(place) }],
  };
}

function describe(c: Case, origin: Origin, name: string, then: bigint | undefined): Finding | undefined {
  const confidence = origin.uncertain ? 'likely' : 'proven';
  const at = origin.at ? spot(c, origin.at.address) : '';
  const evidence: Evidence[] = origin.at
    ? [{ ref: refTo.code(origin.at.address), text: instructionText(c, origin.at).replace(/\s+/g, ' ') }]
    : [];
  switch (origin.how) {
    case 'zero':
      return { rule: 'provenance', confidence, text: c.say('from.zero', { register: name, at }), evidence };
    case 'constant':
      return {
        rule: 'provenance',
        confidence,
        text: c.say('from.constant', { register: name, at, value: hex0x(origin.value ?? 0n) }),
        evidence,
      };
    case 'call': {
      const target = origin.at?.target;
      const called = target === undefined ? undefined : c.kernel.symbols.byAddress(target);
      return {
        rule: 'provenance',
        confidence,
        text: c.say('from.result', { register: name, function: called ? symbolText(called, 16) : '?' }),
        evidence,
      };
    }
    case 'argument':
      return {
        rule: 'provenance',
        confidence: 'likely',
        text: c.say('from.argument', { register: name, number: ARGUMENTS.indexOf(origin.register) + 1 }),
        evidence,
      };
    case 'load':
      return loaded(c, origin, name, then, at, confidence, evidence);
    case 'address':
      return undefined;
  }
}

function loaded(
  c: Case,
  origin: Origin,
  name: string,
  then: bigint | undefined,
  at: string,
  confidence: Finding['confidence'],
  evidence: Evidence[],
): Finding | undefined {
  const { memory, address } = origin;
  if (!memory || !origin.at) return undefined;
  const place =
    address === undefined ? operandText(origin.at) : placeText(c, address, operandText(origin.at));
  const now = address === undefined || memory.size !== 8 ? undefined : c.kernel.space.tryU64(address);
  if (address !== undefined) evidence.push({ ref: refTo.memory(address), text: placeText(c, address) });
  const id =
    now === undefined || then === undefined ? 'loaded' : now === then ? 'loaded.still' : 'loaded.changed';
  return {
    rule: 'provenance',
    confidence,
    text: c.say(id, {
      register: name,
      at,
      place,
      value: now === undefined ? '' : now === 0n ? '0' : hex0x(now),
    }),
    evidence,
  };
}

/** "the variable p [null_pointer] at 0x…", "0x8(%rax) at 0x…". */
function placeText(c: Case, address: bigint, operand?: string): string {
  const symbol = c.kernel.symbols.byAddress(address);
  if (symbol) return c.say('place.variable', { name: symbolText(symbol, 16), address: hex0x(address) });
  return operand === undefined ? hex0x(address) : c.say('place.memory', { operand, address: hex0x(address) });
}

function spot(c: Case, address: bigint): string {
  const symbol = c.kernel.symbols.byAddress(address);
  return symbol ? symbolText(symbol, 16) : hex0x(address);
}

/** Where the faulting register was loaded from, for rules that look at that object. */
export function loadAddress(c: Case, fault: Fault, register: string): bigint | undefined {
  const origin = traceOrigin(c, fault, register);
  return origin?.how === 'load' ? origin.address : undefined;
}
