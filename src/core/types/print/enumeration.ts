import type { EnumType } from '../model.ts';

/** More enumerators than this are not searched for flags. */
const MAX_FLAGS = 256;
const flags = new WeakMap<EnumType, boolean>();

/** An enum's value as gdb prints it: its name, flags joined with |, or the number. */
export function enumText(type: EnumType, value: bigint): string {
  const named = type.values.find((each) => each.value === value);
  if (named) return named.name;
  if (!isFlags(type)) return String(value);
  let left = BigInt.asUintN(64, value);
  const set: string[] = [];
  for (const { name, value: bits } of type.values) {
    if (bits === 0n || (left & bits) === 0n) continue;
    set.push(name);
    left &= ~bits;
  }
  if (left !== 0n) set.push(`unknown: 0x${left.toString(16)}`);
  return set.length === 0 ? '0' : `(${set.join(' | ')})`;
}

/** Whether the enumerators are bits to be joined: none negative, each one bit or bits side by side. */
function isFlags(type: EnumType): boolean {
  let known = flags.get(type);
  if (known === undefined) {
    known = type.values.length <= MAX_FLAGS && type.values.every(({ value }) => value >= 0n && isRun(value));
    flags.set(type, known);
  }
  return known;
}

function isRun(value: bigint): boolean {
  if (value === 0n) return true;
  let bits = value;
  while ((bits & 1n) === 0n) bits >>= 1n;
  return (bits & (bits + 1n)) === 0n;
}
