import { hex0x, isKernelHalf } from '../addr.ts';
import { badValue } from '../catalogue/bad-value.ts';
import { value as bad } from '../catalogue/findings.ts';
import { poison as poisons } from '../catalogue/identity.ts';
import type { Message, Said } from '../catalogue/message.ts';
import { ifKnown } from '../errors.ts';
import { errnoName, errorOf } from '../identify/error-pointer.ts';
import { identify } from '../identify/index.ts';
import { asciiOf, fillOf, isCanonical, shortAsciiOf } from '../identify/non-canonical.ts';
import { NULL_PAGE } from '../identify/null.ts';
import { refusedBranch, targetEvidence, type RefusedBranch } from './branch.ts';
import { poisonOf } from '../identify/poison.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { modules } from '../kernel/modules.ts';
import type { SymbolAt } from '../symbols/symbol.ts';
import { vmallocAreaAt } from '../kernel/vmalloc.ts';
import { slabCacheOf } from '../kernel/slab-lookup.ts';
import { crashTime, dateText, jiffies, ticksPerSecond, uptime } from '../kernel/time.ts';
import { refTo } from '../rows/ref.ts';
import type { Confidence, Finding } from '../rows/verdict.ts';
import { poisonedObject } from './bad-value.ts';
import type { Case, Fault } from './case.ts';
import { addressEvidence, ofAddress, ofTask } from './phrases.ts';

/**
 * What the bad value itself gives away: poison, an error number, text written over a pointer, a time, the task itself, a single
 * flipped bit.
 */
export function valueFindings(c: Case, fault: Fault): Finding[] {
  const memory = fault.operand?.memory;
  const { machine, registers, jumped } = fault;
  const branch = refusedBranch(c.kernel, fault);
  if (branch) {
    const meaning = poisonOf(branch.target)?.freed
      ? undefined
      : meaningOf(c, fault, branch.target, holderOf(fault, branch), true);
    return meaning
      ? [
          {
            rule: 'value',
            confidence: meaning[0],
            text: meaning[1],
            evidence: [targetEvidence(fault, branch)],
          },
        ]
      : [];
  }
  const names = jumped ? [machine.registers.ip] : memory ? machine.code.pointersOf(memory) : [];
  return names.flatMap((name) => {
    const [holder, value] = jumped ? wholeTarget(fault) : [name, registers.get(name)];
    if (value === undefined || value === 0n) return [];
    const register = machine.registers.title(holder);
    const object =
      !jumped && poisonOf(value)?.name === 'POISON_FREE' ? poisonedObject(c, fault, name) : undefined;
    // What was freed is the use-after-free rule's to tell.
    if (!jumped && poisonOf(value)?.freed && object?.free !== false) return [];
    const meaning = meaningOf(c, fault, value, register, jumped || name === memory?.base);
    if (!meaning) return [];
    const [confidence, text] = meaning;
    return [
      { rule: 'value', confidence, text, evidence: [addressEvidence(value, register)] },
      ...(object?.findings ?? []).map((each) => ({ ...each, rule: 'value' })),
    ];
  });
}

/** What was jumped to, with the bits that the processor left out of it where a register still holds them. */
function wholeTarget({ machine, registers }: Fault): readonly [register: string, value: bigint] {
  const { ip, link } = machine.registers;
  const { reported } = machine.trouble;
  const target = registers.ip;
  if (!reported || link === undefined) return [ip, target];
  const held = [...registers.entries()].filter(
    ([name, value]) => name !== ip && value !== target && reported(value) === reported(target),
  );
  return held.find(([name]) => name === link) ?? held.at(0) ?? [ip, target];
}

/** What held the target of a branch: the instruction pointer still stands at the branch, and holds no target. */
function holderOf({ machine }: Fault, { register, place }: RefusedBranch): Said {
  if (register !== undefined) return machine.registers.title(register);
  return badValue.word({
    place: place === undefined ? '?' : { text: hex0x(place), ref: refTo.memory(place) },
  });
}

type Meaning = readonly [Confidence, Message] | undefined;

function meaningOf(c: Case, fault: Fault, value: bigint, holder: Said, isBase: boolean): Meaning {
  const poison = poisonOf(value);
  if (poison) return ['proven', bad.poison({ value: ofAddress(value), meaning: poisons[poison.name]() })];
  const error = isBase ? errorOf(value) : undefined;
  if (error !== undefined) return ['likely', bad.error({ holder, number: error, name: errnoName(error) })];
  const byte = fillOf(value);
  if (byte !== undefined) return ['likely', bad.fill({ byte })];
  const text = asciiOf(value);
  if (text !== undefined) return ['likely', bad.text({ text })];
  // A pointer that leads somewhere is none of what follows.
  if (!fault.jumped && c.kernel.space.readable(value)) return undefined;
  if (c.task && value === c.task.address)
    return ['proven', badValue.ownTask({ holder, task: ofTask(c.task) })];
  if (value < NULL_PAGE) return undefined;
  return timeOf(c, value, holder) ?? shortText(value) ?? flipped(c, fault, value);
}

function shortText(value: bigint): Meaning {
  const text = shortAsciiOf(value);
  return text === undefined
    ? undefined
    : [text.length > 5 ? 'likely' : 'guess', badValue.shortText({ text })];
}

/** Seconds beyond the machine's life that a time may be off: leases, expiry dates, files of yesterday. */
const AROUND = 86_400;

/** A time near the machine's life, as seconds or nanoseconds since 1970, or as jiffies. */
function timeOf({ kernel }: Case, value: bigint, holder: Said): Meaning {
  const died = ifKnown(() => crashTime(kernel));
  const up = ifKnown(() => uptime(kernel)) ?? 0;
  const told = ofAddress(value);
  if (died !== undefined) {
    const alive = (seconds: number): boolean => seconds > died - up - AROUND && seconds < died + AROUND;
    const seconds = Number(value);
    if (alive(seconds)) return ['likely', badValue.seconds({ holder, value: told, date: dateText(seconds) })];
    const whole = seconds / 1e9;
    if (alive(whole))
      return ['likely', badValue.nanoseconds({ holder, value: told, date: dateText(Math.floor(whole)) })];
  }
  const now = ifKnown(() => jiffies(kernel));
  const hz = ifKnown(() => ticksPerSecond(kernel));
  if (now === undefined || hz === undefined) return undefined;
  for (const bits of [64, 32]) {
    if (value >= 1n << BigInt(bits)) continue;
    const ago = Number(BigInt.asIntN(bits, now - value)) / hz;
    if (ago >= -1 && ago < Math.max(60, up))
      return [
        ago < 600 ? 'likely' : 'guess',
        badValue.jiffies({ holder, value: told, seconds: Math.max(0, ago).toFixed(1) }),
      ];
  }
  return undefined;
}

/** Words of the stack that are looked at for the same pointer with all its bits. */
const STACK_WORDS = 256;
/** Below are bits of the place within a page: pointers to neighbours differ in one of them, too. */
const FIRST_BIT = 12n;

/** Whether `found` is the first instruction of a function; letters as nm(1) has them. */
const isFunction = (found: SymbolAt | undefined): boolean =>
  found?.offset === 0 && /^[tw]$/i.test(found.symbol.letter);

/** Something one bit away: memory or a register that lost a bit. Only exact hits count. */
function flipped(c: Case, fault: Fault, value: bigint): Meaning {
  const other = oneBitAway(c, fault, value);
  return other && ['guess', bad.flip({ value: ofAddress(value), ...other })];
}

/** Bytes around the loaded modules in which others lay before. */
const AROUND_MODULES = 1n << 22n;

/** Whether `address` lies within the kernel's image, or where modules are loaded. */
function isAmongNames(kernel: Kernel, address: bigint): boolean {
  const [first, last] = ['_text', '_end'].map((name) => kernel.symbols.image.byName(name)?.address);
  if (first !== undefined && last !== undefined && address >= first && address < last) return true;
  const ranges = (ifKnown(() => modules(kernel)) ?? []).flatMap((module) => module.ranges);
  const near = (base: bigint, size: number): boolean =>
    address >= base - AROUND_MODULES && address < base + BigInt(size) + AROUND_MODULES;
  return ranges.some(({ base, size }) => size > 0 && near(base, size));
}

function oneBitAway(c: Case, fault: Fault, value: bigint): { other: Said; what: Said } | undefined {
  const { kernel } = c;
  // Two places in one piece of memory are one bit apart as often as not.
  const area = ifKnown(() => vmallocAreaAt(kernel, value));
  const isNear = (other: bigint): boolean => {
    const bits = other ^ value;
    return (
      bits >= 1n << FIRST_BIT &&
      (bits & (bits - 1n)) === 0n &&
      isKernelHalf(other) &&
      isCanonical(kernel, other) &&
      (area === undefined || other < area.start || other >= area.end)
    );
  };
  for (const [name, held] of fault.registers.entries())
    if (name !== fault.machine.registers.ip && isNear(held))
      return {
        other: ofAddress(held),
        what: badValue.inRegister({ register: fault.machine.registers.title(name) }),
      };
  const { sp } = fault.registers;
  const bytes = kernel.space.readSome(sp, STACK_WORDS * 8);
  const words = new BigUint64Array(bytes.slice().buffer, 0, bytes.length >> 3);
  const at = words.findIndex(isNear);
  if (at >= 0)
    return {
      other: ofAddress(words[at]),
      what: badValue.onStack({
        place: { text: hex0x(sp + BigInt(at * 8)), ref: refTo.memory(sp + BigInt(at * 8)) },
      }),
    };
  // Where names lie close together something is one bit away from any address.
  const amongNames = ifKnown(() => isAmongNames(kernel, value)) === true;
  for (let bit = 0n; bit < 64n; bit++) {
    const near = value ^ (1n << bit);
    if (amongNames && ifKnown(() => isAmongNames(kernel, near)) === true) continue;
    // What was jumped to should have been a function, not the next variable.
    if (fault.jumped && !isFunction(kernel.symbols.byAddress(near))) continue;
    const what = identify(kernel, near);
    const start = what?.start ?? (what?.kind === 'slab' && slabCacheOf(kernel, near)?.object === near);
    if (what && start) return { other: ofAddress(near), what: what.text };
  }
  return undefined;
}
