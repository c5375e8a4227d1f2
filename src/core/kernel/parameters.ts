import { step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';
import { modules } from './modules.ts';

/** A parameter of the kernel's image or of a module: struct kernel_param (include/linux/moduleparam.h). */
export interface Parameter {
  readonly object: CObject;
  /** "printk.time"; of a module with its name before it. */
  readonly name: string;
  /** The module that it came with; undefined: the image. */
  readonly module?: string;
  /** Permissions in /sys/module; 0: it is not shown there. */
  readonly mode: number;
  /** The kernel_param_ops: param_ops_int … */
  readonly ops: Addr;
  /** Where the value lies, or what tells more of it. */
  readonly argument: Addr;
}

/** Parameters of the image or of one module; more are taken for damage. */
const MAX_PARAMETERS = 20_000;
const MAX_NAME = 128;
const MAX_TEXT = 1024;
const MAX_ELEMENTS = 256;

/** All parameters: those of the image between __start___param and __stop___param, then those of each module. */
export function* parameters(kernel: Kernel): Generator<Parameter, void, void> {
  const size = kernel.types.sizeOf('struct kernel_param');
  if (!size) return;
  const start = kernel.symbols.image.byName('__start___param');
  const stop = kernel.symbols.image.byName('__stop___param');
  if (start && stop)
    yield* within(kernel, start.address, Math.trunc(Number(stop.address - start.address) / size), size);
  for (const module of modules(kernel)) {
    const [at, count] =
      module.object.try((each) => [each.get('kp').pointer(), each.get('num_kp').number()] as const) ?? [];
    if (at && count) yield* within(kernel, at, count, size, module.name);
  }
}

function* within(
  kernel: Kernel,
  at: Addr,
  count: number,
  size: number,
  module?: string,
): Generator<Parameter> {
  for (let i = 0; i < Math.min(count, MAX_PARAMETERS); i++) {
    const found = kernel.at('struct kernel_param', step(at, i * size)).try((each) => {
      const name = each.get('name').string(MAX_NAME);
      return {
        object: each,
        name: module === undefined ? name : `${module}.${name}`,
        module,
        mode: each.get('perm').number(),
        ops: each.get('ops').pointer(),
        argument: each.get('arg').pointer(),
      };
    });
    if (found) yield found;
  }
}

/** How each of the kernel's own kinds of parameters lies in memory, by the function that shows it: param_get_NAME (kernel/params.c). */
const NUMBERS: Readonly<Record<string, readonly [bytes: 1 | 2 | 4 | 8, signed: boolean]>> = {
  byte: [1, false],
  short: [2, true],
  ushort: [2, false],
  int: [4, true],
  bint: [4, true],
  uint: [4, false],
  long: [8, true],
  ulong: [8, false],
  ullong: [8, false],
};

/** The value of `parameter` as /sys/module shows it; undefined where what makes its text is a function of its own. */
export function parameterValue(kernel: Kernel, { ops, argument }: Parameter): string | undefined {
  return valueAt(kernel, shownAs(kernel, ops), argument);
}

/** NAME of the param_get_NAME that shows parameters of these ops; AppArmor has its own, which ask for leave first. */
function shownAs(kernel: Kernel, ops: bigint): string | undefined {
  if (!kernel.types.has('kernel_param_ops', 'get')) return undefined;
  const get = kernel.at('struct kernel_param_ops', ops).try((each) => each.get('get').pointer());
  const name = get === undefined ? undefined : kernel.symbols.byAddress(get)?.symbol.name;
  if (name === 'param_array_get') return 'array';
  return /^param_get_(?:aa(?=bool|uint))?(\w+)$/.exec(name ?? '')?.[1];
}

/** "param_ops_int": what kind of a parameter it is; undefined where no symbol stands there. */
export function opsName(kernel: Kernel, ops: bigint): string | undefined {
  const found = kernel.symbols.byAddress(ops);
  return found && found.offset === 0 ? found.symbol.name : undefined;
}

function valueAt(kernel: Kernel, kind: string | undefined, at: Addr): string | undefined {
  if (at === 0n || kind === undefined) return undefined;
  if (kind === 'array') return arrayValue(kernel, at);
  if (kind === 'charp') {
    const text = kernel.space.tryU64(at);
    return text === undefined ? undefined : text === 0n ? '(null)' : textAt(kernel, text, MAX_TEXT);
  }
  if (kind === 'string' && kernel.types.has('kparam_string', 'string'))
    return kernel
      .at('struct kparam_string', at)
      .try((each) =>
        textAt(kernel, each.get('string').pointer(), Math.min(each.get('maxlen').number(), MAX_TEXT)),
      );
  if (/^(?:bool|invbool)$/.test(kind)) {
    const byte = kernel.space.tryU32(at);
    return byte === undefined ? undefined : ((byte & 0xff) !== 0) === (kind !== 'invbool') ? 'Y' : 'N';
  }
  if (kind === 'hexint') {
    const value = kernel.space.tryU32(at);
    return value === undefined ? undefined : `0x${value.toString(16).padStart(8, '0')}`;
  }
  if (!Object.hasOwn(NUMBERS, kind)) return undefined;
  const [bytes, signed] = NUMBERS[kind];
  const value = bytes === 8 ? kernel.space.tryU64(at) : kernel.space.tryU32(at);
  if (value === undefined) return undefined;
  return (signed ? BigInt.asIntN : BigInt.asUintN)(bytes * 8, BigInt(value)).toString();
}

function textAt(kernel: Kernel, at: bigint, most: number): string | undefined {
  return kernel.space.string(at, most);
}

/** struct kparam_array: elements beside each other, as many as were given (param_array_get). */
function arrayValue(kernel: Kernel, at: Addr): string | undefined {
  if (!kernel.types.has('kparam_array', 'elem')) return undefined;
  return kernel.at('struct kparam_array', at).try((array) => {
    const given = array.get('num');
    const counted = given.pointer() === 0n ? array.get('max').number() : given.deref().number();
    const kind = shownAs(kernel, array.get('ops').pointer());
    const size = array.get('elemsize').number();
    const first = array.get('elem').pointer();
    const values: string[] = [];
    for (let i = 0; i < Math.min(counted, array.get('max').number(), MAX_ELEMENTS); i++) {
      const value = valueAt(kernel, kind, step(first, i * size));
      if (value === undefined) return undefined;
      values.push(value);
    }
    return values.join(',');
  });
}
