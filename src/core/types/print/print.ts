import { typesSay } from '../../catalogue/types.ts';
import { CorruptError } from '../../errors.ts';
import type { Addr } from '../../addr.ts';
import type { AddressSpace } from '../../memory/space.ts';
import type { CObject } from '../cobject.ts';
import { bare, isStruct, sizeOf, type Type } from '../model.ts';
import type { PrintOptions } from './options.ts';
import { ValuePrinter, type Bytes } from './value.ts';
import { Writer, type PrintedLine } from './writer.ts';

/** Larger objects are not printed. */
const MAX_BYTES = 64 * 1024 * 1024;

/** What comes before and after a printed value. */
export interface Around {
  /** Before the value on its first line: "struct task_struct ", "  pid = ". */
  readonly before?: string;
  readonly after?: string;
  /** Levels of braces that the value stands in already: its own lines are indented by so many steps of two. */
  readonly level?: number;
}

/**
 * `object`'s value as gdb prints it, line by line. Everything is read first, so FaultError comes before any line.
 * Callers of other layers want printObject; this one also tells where the pointers are.
 */
export function printedLines(object: CObject, options: PrintOptions, around: Around = {}): PrintedLine[] {
  const out = new Writer();
  out.write(around.before ?? '');
  new ValuePrinter(out, options).value(
    object.type,
    { bytes: bytesOf(object), bits: object.bitShift, bitSize: object.bitSize },
    around.level ?? 0,
  );
  out.write(around.after ?? '');
  return out.finish();
}

/** `object`'s value as gdb prints it: "struct list_head {", "  next = 0x…,", …, "}". */
export function* printObject(object: CObject, options: PrintOptions): Generator<string, void, void> {
  for (const line of printedLines(object, options, { before: heading(object.type) })) yield line.text;
}

/** "struct list_head " before a struct's brace; nothing before other values. */
export function heading(type: Type): string {
  const t = bare(type);
  return isStruct(t) && t.name !== '' ? `${t.kind} ${t.name} ` : '';
}

/** The bytes of `object`. Throws FaultError when some are absent. */
function bytesOf(object: CObject): Bytes {
  const size =
    object.bitSize === undefined ? sizeOf(object.type) : Math.ceil((object.bitShift + object.bitSize) / 8);
  if (size > MAX_BYTES) throw new CorruptError(typesSay.tooLarge({ size }));
  const bytes = object.space.read(object.address, size);
  return {
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    base: object.address,
    space: object.space,
    erased: object.space.erasedIn(bytes),
  };
}

/** A number of `type` that lies in no memory, as gdb prints it. */
export function valueLines(type: Type, value: bigint, space: AddressSpace, options: PrintOptions): string {
  const view = new DataView(new ArrayBuffer(16));
  const size = Math.min(16, sizeOf(type) || 8);
  for (let i = 0; i < size; i++) view.setUint8(i, Number((value >> BigInt(8 * i)) & 0xffn));
  const out = new Writer();
  new ValuePrinter(out, options).value(type, { bytes: { view, base: 0n as Addr, space }, bits: 0 }, 0);
  return out
    .finish()
    .map((line) => line.text)
    .join('\n');
}
