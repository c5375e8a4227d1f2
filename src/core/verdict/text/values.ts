import { hex0x, isKernelHalf } from '../../addr.ts';
import { value as bad } from '../../catalogue/findings.ts';
import { poison as poisons } from '../../catalogue/identity.ts';
import { textFinding } from '../../catalogue/reports.ts';
import { machines } from '../../arch/index.ts';
import { Registers } from '../../arch/registers.ts';
import { poisonOf, type Poison } from '../../identify/poison.ts';
import type { Facts } from '../../reports/facts.ts';
import type { Fault } from '../../reports/refine.ts';
import type { LogLine } from '../../reports/report.ts';
import { refTo } from '../../rows/ref.ts';
import type { Evidence, Finding } from '../../rows/verdict.ts';
import { operandText } from '../code.ts';
import { originOf, type Origin } from '../origin.ts';
import type { TextCode } from './code.ts';

/** What the bad value of a fault gives away: where it came from within the printed bytes, and what it looks like. */

/** The register that a bad address came of. */
export interface BadValue {
  readonly register: string;
  readonly value: bigint;
  readonly poison?: Poison;
  /** One bit away from another register that holds a sound pointer. */
  readonly flipped?: { readonly other: string; readonly bit: number };
}

/** No machine has more bits of user addresses: five levels of tables. */
const MAX_USER = 1n << 56n;

/**
 * The address that `address` of KASAN's shadow stands for on the machine of `facts`; undefined when it is none. Only the
 * shadow of user addresses, NULL among them, is not mapped: what lies further is a bad pointer like others.
 */
export function unshadowed({ machine }: Facts, address: bigint): bigint | undefined {
  const real = machines.find(({ name }) => name === machine?.name)?.trouble?.shadowed?.(address);
  return real !== undefined && real < MAX_USER ? real : undefined;
}

/** The register that is to blame for the address of the fault: the base, or the index where the base looks sound. */
export function badValueOf(code: TextCode | undefined): BadValue | undefined {
  const operand = code?.operand;
  if (!code || !operand) return undefined;
  const names = code.code.pointersOf(operand.memory);
  const [base, index] = names;
  const sound = base !== undefined && isSound(code.registers.get(base));
  const register = index !== undefined && sound ? index : base;
  const value = register === undefined ? undefined : code.registers.get(register);
  if (register === undefined || value === undefined) return undefined;
  return { register, value, poison: poisonOf(value), flipped: flippedIn(code, register, value) };
}

/** An address of the kernel's half with its upper bits all set, as far as the widest tables go (57 bits). */
const isSound = (value: bigint | undefined): boolean =>
  value !== undefined && isKernelHalf(value) && BigInt.asIntN(64, value) >> 56n === -1n;

function flippedIn(code: TextCode, register: string, value: bigint): BadValue['flipped'] {
  if (isSound(value)) return undefined;
  for (const [other, good] of code.registers.entries()) {
    if (other === register || !isSound(good)) continue;
    const difference = value ^ good;
    if (difference !== 0n && (difference & (difference - 1n)) === 0n)
      return { other, bit: difference.toString(2).length - 1 };
  }
  return undefined;
}

/** What the instruction accessed, and where its bad value came from. */
export function valueFindings(
  facts: Facts,
  fault: Fault,
  code: TextCode,
  value: BadValue | undefined,
): Finding[] {
  const evidence: Evidence[] = facts.code
    ? [
        {
          ref: refTo.log(facts.code.sequence),
          text: code.textOf(code.instructions[code.index]).replace(/\s+/g, ' '),
        },
      ]
    : [];
  const found: Finding[] = [...operandFinding(facts, fault, code, evidence)];
  if (!value) return found;
  const { register } = value;
  const title = code.file.title(register);
  const origin = whence(code, code.index, register, code.registers);
  found.push(...originFindings(code, origin, title, evidence, code.registers));
  if (value.poison)
    found.push({
      rule: 'value',
      confidence: 'proven',
      text: textFinding.poison({
        register: title,
        value: hex0x(value.value),
        meaning: poisons[value.poison.name](),
      }),
      evidence,
    });
  if (value.flipped)
    found.push({
      rule: 'bit-flip',
      confidence: 'likely',
      text: textFinding.oneBit({
        register: title,
        value: hex0x(value.value),
        other: code.file.title(value.flipped.other),
        good: hex0x(code.registers.value(value.flipped.other)),
        bit: value.flipped.bit,
      }),
      evidence,
    });
  return found;
}

function operandFinding(
  facts: Facts,
  fault: Fault,
  code: TextCode,
  evidence: readonly Evidence[],
): Finding[] {
  const { operand } = code;
  if (operand?.address === undefined) return [];
  const names = code.code.pointersOf(operand.memory);
  if (names.length === 0) return [];
  const values = names
    .map((name) => `${code.file.title(name)} = ${shown(code.registers.value(name))}`)
    .join(', ');
  const real = unshadowed(facts, operand.address);
  const finding: Finding = {
    rule: 'operand',
    confidence: 'proven',
    text: textFinding.operand({
      operand: operandText(code.code, code.instructions[code.index]),
      value: values,
      address: hex0x(operand.address),
      agrees: operand.address === fault.address,
    }),
    evidence,
  };
  if (real === undefined) return [finding];
  const holder = [...code.registers.entries()].find(([, held]) => held === (fault.shadow?.from ?? real));
  return [
    finding,
    {
      rule: 'shadow',
      confidence: 'proven',
      text: textFinding.shadow({ shadow: hex0x(operand.address), address: hex0x(real) }),
      evidence,
    },
    ...(holder
      ? [
          {
            rule: 'member',
            confidence: 'likely' as const,
            text: textFinding.member({ offset: hex0x(holder[1]), register: code.file.title(holder[0]) }),
            evidence,
          },
        ]
      : []),
  ];
}

const shown = (value: bigint): string => (value === 0n ? '0' : hex0x(value));

/** Where `register` had its value from before instruction `index`; nothing where the printed bytes do not tell. */
function whence(code: TextCode, index: number, register: string, registers: Registers): Origin | undefined {
  const stretch = { instructions: code.instructions, index };
  const origin = originOf({ registers: code.file, code: code.code }, stretch, index, register, registers, 0);
  // The bytes begin within the function: what came before them may have written it.
  return origin?.how === 'argument' ? undefined : origin;
}

function originFindings(
  code: TextCode,
  origin: Origin | undefined,
  register: string,
  evidence: readonly Evidence[],
  registers: Registers,
  deep = 0,
): Finding[] {
  const at = origin?.at;
  if (!origin || !at || deep > 2) return [];
  const confidence = origin.uncertain ? 'likely' : 'proven';
  const place = code.placeOf(at);
  const shownAt = evidence.map(({ ref }) => ({ ref, text: code.textOf(at).replace(/\s+/g, ' ') }));
  const say = (text: Finding['text']): Finding => ({
    rule: 'provenance',
    confidence,
    text,
    evidence: shownAt,
  });
  const index = code.instructions.indexOf(at);
  switch (origin.how) {
    case 'zero':
      return [say(bad.zero({ register, at: place }))];
    case 'constant':
      return [say(bad.constant({ register, at: place, value: hex0x(origin.value ?? 0n) }))];
    case 'load':
      return [
        say(
          bad.loaded({
            register,
            at: place,
            place: operandText(code.code, code.instructions[index]),
            now: undefined,
            changed: false,
          }),
        ),
      ];
    case 'address':
      return computed(code, origin, register, evidence, registers, deep);
    default:
      return [];
  }
}

/** An address that was put together: of its parts the one that is not in a register any more is what is left. */
function computed(
  code: TextCode,
  { memory, at, register: name }: Origin,
  title: string,
  evidence: readonly Evidence[],
  registers: Registers,
  deep: number,
): Finding[] {
  const value = registers.get(name);
  if (!memory || !at || value === undefined || memory.base === undefined) return [];
  const { base, index, scale, displacement } = memory;
  const times = index === undefined ? 0n : registers.get(index);
  if (times === undefined || index === base || index === name) return [];
  const rest = times * BigInt(scale) + displacement;
  const held = BigInt.asUintN(64, value - rest);
  const parts = [
    ...(index === undefined ? [] : [`${scale} · ${code.file.title(index)} (${shown(times)})`]),
    ...(displacement === 0n ? [] : [hex0x(displacement)]),
  ];
  const place = code.instructions.indexOf(at);
  const before = whence(code, place, base, Registers.some(code.file, { [base]: held }));
  return [
    {
      rule: 'provenance',
      confidence: 'proven',
      text: textFinding.computed({
        register: title,
        at: code.placeOf(at),
        operand: operandText(code.code, at),
        base: shown(held),
        isNull: held === 0n,
        rest: parts.join(' + ') || '0',
      }),
      evidence: evidence.map(({ ref }) => ({ ref, text: code.textOf(at).replace(/\s+/g, ' ') })),
    },
    ...originFindings(code, before, code.file.title(base), evidence, registers, deep + 1),
  ];
}

/** Years in which a value that looks like a time may be one. */
const YEAR_FIRST = 2010;
const YEAR_LAST = 2045;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY = 86400;

/** A register of the operand that holds the seconds since 1970 of the very day of the crash. */
export function timeFinding(code: TextCode, value: BadValue | undefined, line: LogLine): Finding[] {
  if (!value || value.value <= 0n || value.value > 0xffffffffn) return [];
  const seconds = Number(value.value);
  const date = new Date(seconds * 1000);
  if (date.getUTCFullYear() < YEAR_FIRST || date.getUTCFullYear() > YEAR_LAST) return [];
  const near = line.wall === undefined ? undefined : sameDay(line.wall, seconds);
  if (near === false) return [];
  return [
    {
      rule: 'time-as-pointer',
      confidence: near ? 'proven' : 'guess',
      text: textFinding.timeValue({
        register: code.file.title(value.register),
        value: hex0x(value.value),
        date: date.toISOString().replace('T', ' ').replace('.000Z', ' UTC'),
      }),
      evidence: [{ ref: refTo.log(line.sequence), text: line.text }],
    },
  ];
}

/** Whether `wall` ("Dec 20 04:19:39", "2024-12-20T…") is within a day (time zones) of `seconds`; undefined where it does not tell. */
function sameDay(wall: string, seconds: number): boolean | undefined {
  const iso = /(\d{4})-(\d\d)-(\d\d)/.exec(wall);
  const short = new RegExp(`(${MONTHS.join('|')}) +(\\d{1,2})`).exec(wall);
  const year = new Date(seconds * 1000).getUTCFullYear();
  const at = iso
    ? Date.UTC(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]))
    : short
      ? Date.UTC(year, MONTHS.indexOf(short[1]), Number(short[2]))
      : undefined;
  return at === undefined ? undefined : Math.abs(at / 1000 - seconds) <= 2 * DAY;
}
