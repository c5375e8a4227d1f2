import { step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';
import { clockTime, uptime } from './time.ts';
import { xarrayEntries } from './xarray.ts';

/** A BPF program in force: struct bpf_prog and bpf_prog_aux (include/linux/bpf.h, filter.h). */
export interface BpfProgram {
  readonly object: CObject;
  readonly aux: CObject;
  readonly address: Addr;
  readonly id: number;
  readonly name: string;
  /** "SOCKET_FILTER": BPF_PROG_TYPE_… without that. */
  readonly type: string;
  /** Eight bytes of a hash of the program as it was given, in hexadecimal. */
  readonly tag: string;
  /** Instructions of the verified program; bytes of machine code, 0 when it is interpreted. */
  readonly instructions: number;
  readonly machineBytes: number;
  /** Bytes that it takes. */
  readonly memory: number;
  readonly gpl: boolean;
  readonly maps: readonly Addr[];
  /** Nanoseconds since boot. */
  readonly loaded: bigint;
  readonly uid: number | undefined;
}

/** A BPF map: struct bpf_map. */
export interface BpfMap {
  readonly object: CObject;
  readonly address: Addr;
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly flags: number;
  /** Bytes. */
  readonly keySize: number;
  readonly valueSize: number;
  readonly maxEntries: number;
}

/** More programs, maps, or maps of one program are taken for damage. */
const MAX_OBJECTS = 1_000_000;
const MAX_MAPS = 4096;
/** BPF_MAXINSNS is 4096, of the privileged a million (BPF_COMPLEXITY_LIMIT_INSNS); the verifier adds some. */
const MAX_INSTRUCTIONS = 8_000_000;

/** The programs that have a number, in its order: prog_idr (kernel/bpf/syscall.c). */
export function* bpfPrograms(kernel: Kernel): Generator<BpfProgram, void, void> {
  for (const at of numbered(kernel, 'prog_idr')) {
    const found = kernel.at('struct bpf_prog', at).try((object) => programOf(kernel, object));
    if (found) yield found;
  }
}

/** The maps, in order of their number: map_idr. */
export function* bpfMaps(kernel: Kernel): Generator<BpfMap, void, void> {
  for (const at of numbered(kernel, 'map_idr')) {
    const object = kernel.at('struct bpf_map', at);
    const found = object.try((each) => ({
      object,
      address: object.address,
      id: each.get('id').number(),
      name: each.find('name')?.string() ?? '',
      type: typeName(each.get('map_type'), 'BPF_MAP_TYPE_'),
      flags: each.get('map_flags').number(),
      keySize: each.get('key_size').number(),
      valueSize: each.get('value_size').number(),
      maxEntries: each.get('max_entries').number(),
    }));
    if (found) yield found;
  }
}

function* numbered(kernel: Kernel, symbol: string): Generator<Addr, void, void> {
  const idr = kernel.symbols.byName(symbol);
  if (!idr || !kernel.types.has('idr', 'idr_rt') || !kernel.types.struct('bpf_prog_aux')) return;
  let count = 0;
  for (const { entry, value } of xarrayEntries(kernel, kernel.at('struct idr', idr.address).get('idr_rt'))) {
    if (!value) yield entry;
    if (++count >= MAX_OBJECTS) return;
  }
}

function programOf(kernel: Kernel, object: CObject): BpfProgram {
  const aux = object.get('aux').deref();
  return {
    object,
    aux,
    address: object.address,
    id: aux.get('id').number(),
    name: aux.find('name')?.string() ?? '',
    type: typeName(object.get('type'), 'BPF_PROG_TYPE_'),
    tag: [...kernel.space.read(object.get('tag').address, 8)]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join(''),
    instructions: object.get('len').number(),
    machineBytes: object.get('jited').bool() ? (object.find('jited_len')?.number() ?? 0) : 0,
    memory: object.get('pages').number() * kernel.layout.pageSize,
    gpl: object.get('gpl_compatible').bool(),
    maps: usedMaps(kernel, aux),
    loaded: aux.find('load_time')?.pointer() ?? 0n,
    uid: aux.try((each) =>
      each.get('user').pointer() === 0n ? undefined : each.get('user.uid.val').number(),
    ),
  };
}

function usedMaps(kernel: Kernel, aux: CObject): Addr[] {
  const count = Math.min(aux.get('used_map_cnt').number(), MAX_MAPS);
  const array = aux.get('used_maps').pointer();
  return Array.from({ length: array === 0n ? 0 : count }, (_, i) =>
    kernel.space.tryU64(step(array, i * 8)),
  ).filter((at) => at !== undefined);
}

function typeName(value: CObject, prefix: string): string {
  return value.enumerator()?.replace(prefix, '') ?? String(value.number());
}

/** The numbers of the maps that a program uses, in the order in which it names them. */
export function mapNumbers(kernel: Kernel, { maps }: BpfProgram): number[] {
  return maps.flatMap((at) => kernel.at('struct bpf_map', at).try((each) => each.get('id').number()) ?? []);
}

/** Seconds since 1970 when a program was loaded; undefined where the clock of the dump cannot be read. */
export function loadedAt(kernel: Kernel, { loaded }: BpfProgram): number | undefined {
  const now = clockTime(kernel);
  const up = uptime(kernel);
  return now === undefined || up === undefined || loaded === 0n
    ? undefined
    : Math.floor(now - up + Number(loaded) / 1e9);
}

/** The verified program, eight bytes an instruction; fewer where memory ends. */
export function bytecode({ object, instructions }: BpfProgram): Uint8Array {
  return object.space.readSome(object.get('insnsi').address, Math.min(instructions, MAX_INSTRUCTIONS) * 8);
}

/** Where the machine code begins; undefined of a program that is interpreted. */
export function machineCode({ object, machineBytes }: BpfProgram): Addr | undefined {
  if (machineBytes === 0) return undefined;
  const at = object.get('bpf_func').pointer();
  return at === 0n ? undefined : at;
}
