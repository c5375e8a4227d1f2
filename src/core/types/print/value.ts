import { step, type Addr } from '../../addr.ts';
import type { Stretch } from '../../container/erased.ts';
import type { AddressSpace } from '../../memory/space.ts';
import {
  bare,
  isStruct,
  sizeOf,
  type ArrayType,
  type EnumType,
  type IntType,
  type Member,
  type PointerType,
  type StructType,
  type Type,
} from '../model.ts';
import { characterArray, quotedCharacter, quotedString } from './characters.ts';
import { enumText } from './enumeration.ts';
import { numberText } from './number.ts';
import { MAX_DEPTH, type PrintOptions } from './options.ts';
import type { Writer } from './writer.ts';

/** Bytes of an object that was read as a whole. */
export interface Bytes {
  readonly view: DataView;
  /** Where the first of them lies. */
  readonly base: Addr;
  /** For the strings that pointers lead to. */
  readonly space: AddressSpace;
  /** Which of them were erased before the dump was handed on. */
  readonly erased?: readonly Stretch[];
}

/** What stands in place of an erased value. */
const ERASED = '<erased>';

/** What is printed: `size` bits from `bits` on within `bytes`. */
interface Place {
  readonly bytes: Bytes;
  /** Bits from the first byte. */
  readonly bits: number;
  /** Width of a bit-field. */
  readonly bitSize?: number;
}

/** Prints values into a writer as gdb's print does under "set print pretty on". */
export class ValuePrinter {
  constructor(
    private readonly out: Writer,
    private readonly options: PrintOptions,
  ) {}

  /** Prints the value of `type` at `place`. `level`: how deep the braces around it are. */
  value(type: Type, place: Place, level: number): void {
    const t = bare(type);
    if (isValue(t) && isErasedAt(place)) {
      this.out.write(ERASED);
      return;
    }
    if (this.options.format && isNumber(t)) {
      const value = number(place, sizeOf(t), false);
      const bits = place.bitSize ?? 8 * sizeOf(t);
      this.out.write(numberText(value, bits, this.options.format, this.options));
      return;
    }
    switch (t.kind) {
      case 'struct':
      case 'union':
        this.struct(t, place, level);
        return;
      case 'array':
        this.array(t, place, level);
        return;
      case 'pointer':
        this.pointer(t, place);
        return;
      case 'enum':
        this.out.write(enumText(t, number(place, t.size, t.signed)));
        return;
      case 'int':
        this.out.write(this.integer(t, place));
        return;
      case 'float':
        this.out.write(floating(place, t.size));
        return;
      case 'function':
        this.out.write(`{...} ${this.address(step(place.bytes.base, Math.floor(place.bits / 8)))}`);
        return;
      case 'forward':
        this.out.write('<incomplete type>');
        return;
      default:
        this.out.write('void');
    }
  }

  private struct(type: StructType, place: Place, level: number): void {
    if (level >= MAX_DEPTH) {
      this.out.write('{...}');
      return;
    }
    if (type.members.length === 0) {
      this.out.write('{<No data fields>}');
      return;
    }
    this.out.write('{');
    for (const [i, member] of type.members.entries()) {
      if (this.out.full) break;
      if (i > 0) this.out.write(',');
      this.out.line();
      this.out.indent(2 * level + 2);
      this.member(member, place, level);
    }
    this.out.line();
    this.out.indent(2 * level);
    this.out.write('}');
  }

  private member(member: Member, place: Place, level: number): void {
    if (member.name !== '') this.out.write(member.name + ' = ');
    const within = { bytes: place.bytes, bits: place.bits + member.bitOffset, bitSize: member.bitSize };
    this.value(member.type, within, level + 1);
  }

  private array(type: ArrayType, place: Place, level: number): void {
    const size = sizeOf(type.element);
    const at = step(place.bytes.base, Math.floor(place.bits / 8));
    // A flexible array, or one of empty structs, is shown by its address.
    if (type.count === 0 || size === 0) {
      this.out.write(this.pointed(type.element, at, place.bytes.space));
      return;
    }
    const { printMax, nullStop } = this.options;
    if (isCharacter(type.element) && !this.options.format) {
      const { view } = place.bytes;
      // An offset of damaged types may lie beyond the object.
      const start = Math.min(Math.floor(place.bits / 8), view.byteLength);
      const length = Math.max(0, Math.min(type.count, view.byteLength - start));
      const bytes = new Uint8Array(view.buffer, view.byteOffset + start, length);
      this.out.write(characterArray(bytes, printMax, nullStop));
      return;
    }
    this.elements(type, place, size, level);
  }

  private elements(type: ArrayType, place: Place, size: number, level: number): void {
    const { printMax, printArray } = this.options;
    const shown = Math.min(type.count, printMax);
    if (level >= MAX_DEPTH) {
      this.out.write('{...}');
      return;
    }
    this.out.write('{');
    for (let i = 0; i < shown && !this.out.full; i++) {
      if (i > 0) this.out.write(printArray ? ',' : ', ');
      if (i > 0 && printArray) {
        this.out.line();
        this.out.indent(2 * level + 2);
      }
      this.value(type.element, { bytes: place.bytes, bits: place.bits + i * size * 8 }, level + 1);
    }
    this.out.write(shown < type.count ? '...}' : '}');
  }

  private pointer(type: PointerType, place: Place): void {
    const value = BigInt.asUintN(64, number(place, type.size, false)) as Addr;
    const target = bare(type.target);
    this.out.pointer(value, isStruct(target) ? target.name : undefined, target.kind === 'function');
    this.out.write(this.pointed(type.target, value, place.bytes.space));
    this.out.endPointer();
  }

  /** An address with its symbol, and the text after it where characters are pointed at. */
  private pointed(target: Type, value: Addr, space: AddressSpace): string {
    if (value === 0n || !isCharacter(target)) return this.address(value);
    return `${this.address(value, true)} ${this.string(value, space)}`;
  }

  /** "0xffffffffa9053cc0 <init_user_ns>". */
  private address(value: bigint, text = false): string {
    const symbol = this.options.symbolize(value, text);
    return '0x' + value.toString(16) + (symbol === undefined ? '' : ` <${symbol}>`);
  }

  private string(at: Addr, space: AddressSpace): string {
    const { printMax } = this.options;
    const found = space.readSome(at, printMax + 1);
    const end = found.indexOf(0);
    if (space.erasedIn(end >= 0 ? found.subarray(0, end) : found).length > 0) return ERASED;
    if (end >= 0) return quotedString(found.subarray(0, end));
    if (found.length > printMax) return quotedString(found.subarray(0, printMax)) + '...';
    const error = `<error: Cannot access memory at address 0x${step(at, found.length).toString(16)}>`;
    return found.length === 0 ? error : `${quotedString(found)}${error}`;
  }

  private integer(type: IntType, place: Place): string {
    const value = number(place, type.size, type.signed);
    if (this.options.radix === 16)
      return '0x' + BigInt.asUintN(place.bitSize ?? type.size * 8, value).toString(16);
    if (type.bool && (value === 0n || value === 1n)) return value === 1n ? 'true' : 'false';
    return type.size === 1 && !type.bool ? `${value} ${quotedCharacter(Number(value))}` : String(value);
  }
}

/** Whether `type` is a whole number, or an address. */
function isNumber(type: Type): type is IntType | PointerType | EnumType {
  return type.kind === 'int' || type.kind === 'pointer' || type.kind === 'enum';
}

/** Whether `type` is one value: a number, an address, a text. */
function isValue(type: Type): boolean {
  return (
    type.kind === 'int' ||
    type.kind === 'pointer' ||
    type.kind === 'enum' ||
    type.kind === 'float' ||
    (type.kind === 'array' && isCharacter(type.element))
  );
}

function isErasedAt({ bytes, bits }: Place): boolean {
  const at = bits >> 3;
  return bytes.erased?.some(([from, to]) => at >= from && at < to) ?? false;
}

/** Whether `type` is what C writes text in: one byte, not _Bool. */
function isCharacter(type: Type): boolean {
  const t = bare(type);
  return t.kind === 'int' && t.size === 1 && !t.bool;
}

/** The integer of `size` bytes, or the bit-field, at `place`. Bytes that are not there read as 0. */
function number(place: Place, size: number, signed: boolean): bigint {
  const width = place.bitSize ?? Math.min(size, 16) * 8;
  const first = Math.floor(place.bits / 8);
  const shift = place.bits & 7;
  const { view } = place.bytes;
  let value: bigint;
  if (shift === 0 && width === 64 && first + 8 <= view.byteLength) value = view.getBigUint64(first, true);
  else if (shift === 0 && width === 32 && first + 4 <= view.byteLength)
    value = BigInt(view.getUint32(first, true));
  else {
    value = 0n;
    for (let i = Math.ceil((shift + width) / 8) - 1; i >= 0; i--)
      value = (value << 8n) | BigInt(first + i < view.byteLength ? view.getUint8(first + i) : 0);
    value >>= BigInt(shift);
  }
  return signed ? BigInt.asIntN(width, value) : BigInt.asUintN(width, value);
}

function floating(place: Place, size: number): string {
  const at = Math.floor(place.bits / 8);
  const { view } = place.bytes;
  if (at + size > view.byteLength) return '0';
  return String(size === 4 ? view.getFloat32(at, true) : size === 8 ? view.getFloat64(at, true) : 0);
}
