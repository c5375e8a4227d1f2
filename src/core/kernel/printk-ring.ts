import { logSays } from '../catalogue/log-rings.ts';
import { step, type Addr } from '../addr.ts';
import { FaultError, MissingError, OopscopeError } from '../errors.ts';
import { latin1 } from '../source/source.ts';
import type { Kernel } from './kernel.ts';
import { callerOf, LOG_NEWLINE, type KernelLog, type LogRecord, type Loss } from './printk-record.ts';

/** The printk ring buffer (kernel/printk/printk_ringbuffer.c, 5.10 on). */

/** Descriptor states in the top two bits of state_var (kernel/printk/printk_ringbuffer.h). */
const COMMITTED = 1n;
const FINALIZED = 2n;
const ID_MASK = (1n << 62n) - 1n;
/** log_buf_len goes to 2 GiB (LOG_BUF_LEN_MAX). */
const MAX_SIZE_BITS = 31;
/** PRB_AVGBITS: the kernel makes a descriptor for each 32 bytes of text (kernel/printk/printk.c). */
const AVERAGE_BITS = 5;
/** A block of text takes 16 bytes at least, so that more descriptors than that are of no use. */
const LEAST_BLOCK_BITS = 4;
/** Descriptors that are looked at where head and tail make no sense; of larger rings the newest are lost. */
const MAX_LOOKED_AT = 1 << 20;

interface Ring {
  readonly descs: Addr;
  readonly infos: Addr;
  /** What the ring itself says, and what was taken. */
  readonly countBits: number;
  readonly count: bigint;
  readonly head: bigint;
  readonly tail: bigint;
  readonly data: Addr;
  readonly sizeBits: bigint;
  readonly layout: Layout;
  /** The variable that it was taken from where `prb` did not lead to it: perhaps only the log of booting. */
  readonly assumed?: string;
}
interface Layout {
  readonly descSize: number;
  readonly state: number;
  readonly begin: number;
  readonly next: number;
  readonly infoSize: number;
  readonly seq: number;
  readonly time: number;
  readonly length: number;
  readonly caller: number;
  readonly subsystem: number;
  readonly device: number;
  readonly subsystemRoom: number;
  readonly deviceRoom: number;
}

/** What says where members lie and how large structs are. */
interface Naming {
  offset(member: string): number;
  size(struct: string): number;
}

/** The ring that `prb` names; undefined for kernels that have none. Throws what says why it cannot be read. */
export function ringLog(kernel: Kernel): KernelLog | undefined {
  const ring = openRing(kernel);
  return ring && { records: (lost) => records(kernel, ring, lost) };
}

/** The first that opens of what may be the ring, by BTF and VMCOREINFO, then by VMCOREINFO alone. */
function openRing(kernel: Kernel): Ring | undefined {
  const { image } = kernel.symbols;
  const pointers = [kernel.vmcoreinfo.symbol('prb'), image.byName('prb')?.address];
  const known = pointers.filter((each) => each !== undefined);
  if (known.length === 0) return undefined;
  let failed: OopscopeError | undefined;
  const opened = (at: () => Addr): Ring | undefined => {
    for (const naming of [byTypes(kernel), byVmcoreinfo(kernel)])
      try {
        return ringAt(kernel, at(), naming);
      } catch (error) {
        if (!(error instanceof OopscopeError)) throw error;
        failed ??= error;
      }
    return undefined;
  };
  for (const pointer of new Set(known)) {
    const ring = opened(() => kernel.space.u64(pointer));
    if (ring) return ring;
  }
  // What prb would point at: the one that was made at boot, the one of the image.
  for (const name of ['printk_rb_dynamic', 'printk_rb_static']) {
    const symbol = image.byName(name)?.address ?? kernel.vmcoreinfo.symbol(name);
    const ring = symbol === undefined ? undefined : opened(() => symbol);
    if (ring) return { ...ring, assumed: name };
  }
  throw failed ?? new MissingError(logSays.noRing());
}

function ringAt(kernel: Kernel, ring: Addr, naming: Naming): Ring {
  const { space } = kernel;
  const at = naming.offset;
  const layout = layoutBy(naming);
  const desc = step(ring, at('printk_ringbuffer.desc_ring'));
  const text = step(ring, at('printk_ringbuffer.text_data_ring'));
  const countBits = space.u32(step(desc, at('prb_desc_ring.count_bits')));
  const sizeBits = space.u32(step(text, at('prb_data_ring.size_bits')));
  const descs = space.u64(step(desc, at('prb_desc_ring.descs')));
  const infos = space.u64(step(desc, at('prb_desc_ring.infos')));
  const head = space.u64(step(desc, at('prb_desc_ring.head_id'))) & ID_MASK;
  const tail = space.u64(step(desc, at('prb_desc_ring.tail_id'))) & ID_MASK;
  const data = space.u64(step(text, at('prb_data_ring.data')));
  if (sizeBits > MAX_SIZE_BITS) throw new MissingError(logSays.ringDamaged({ countBits, sizeBits }));
  /** Whether 2^bits descriptors are in memory, and the newest of them is where it would be. */
  const stands = (bits: number): boolean => {
    if (bits < 1 || bits > sizeBits - LEAST_BLOCK_BITS) return false;
    const last = (1n << BigInt(bits)) - 1n;
    const state = (id: bigint): bigint =>
      space.u64(step(descs, (id & last) * BigInt(layout.descSize) + BigInt(layout.state)));
    try {
      state(last);
      space.u64(step(infos, last * BigInt(layout.infoSize)));
      return (state(head) & ID_MASK) === head;
    } catch (error) {
      if (error instanceof FaultError) return false;
      throw error;
    }
  };
  const fits = (bits: number): boolean => bits >= 1 && bits <= sizeBits - LEAST_BLOCK_BITS;
  const candidates = [countBits, sizeBits - AVERAGE_BITS];
  const taken = candidates.find(stands) ?? candidates.find(fits);
  if (taken === undefined) throw new MissingError(logSays.ringDamaged({ countBits, sizeBits }));
  for (const each of [descs, infos, data]) space.u8(each);
  return {
    ...{ descs, infos, countBits, head, tail, data, layout },
    count: 1n << BigInt(taken),
    sizeBits: BigInt(sizeBits),
  };
}

/** Offsets from BTF, else from VMCOREINFO, which has them so that logs can be read without types. */
function byTypes(kernel: Kernel): Naming {
  const info = byVmcoreinfo(kernel);
  return {
    offset(path) {
      const [struct, member] = path.split('.');
      return kernel.types.has(struct, member) ? kernel.types.offsetOf(struct, member) : info.offset(path);
    },
    size: (struct) => kernel.types.struct(struct)?.size || info.size(struct),
  };
}

function byVmcoreinfo({ vmcoreinfo }: Kernel): Naming {
  return {
    offset(member) {
      const found = vmcoreinfo.offset(member);
      if (found === undefined) throw new MissingError(logSays.noOffset({ member }));
      return found;
    },
    size(struct) {
      const found = vmcoreinfo.size(struct);
      if (!found) throw new MissingError(logSays.noSize({ struct }));
      return found;
    },
  };
}

function layoutBy({ offset, size }: Naming): Layout {
  const block = offset('prb_desc.text_blk_lpos');
  const info = offset('printk_info.dev_info');
  const subsystem = offset('dev_printk_info.subsystem');
  const device = offset('dev_printk_info.device');
  const found = {
    descSize: size('prb_desc'),
    state: offset('prb_desc.state_var'),
    begin: block + offset('prb_data_blk_lpos.begin'),
    next: block + offset('prb_data_blk_lpos.next'),
    infoSize: size('printk_info'),
    seq: offset('printk_info.seq'),
    time: offset('printk_info.ts_nsec'),
    length: offset('printk_info.text_len'),
    caller: offset('printk_info.caller_id'),
    subsystem: info + subsystem,
    device: info + device,
    subsystemRoom: device - subsystem,
    deviceRoom: size('dev_printk_info') - device,
  };
  const inDesc = [found.state, found.begin, found.next].every((at) => at + 8 <= found.descSize);
  const inInfo =
    [found.seq, found.time].every((at) => at + 8 <= found.infoSize) &&
    // facility, flags and level follow text_len.
    [found.length, found.caller].every((at) => at + 4 <= found.infoSize);
  const sized = found.descSize <= MAX_STRUCT && found.infoSize <= MAX_STRUCT;
  if (!inDesc || !inInfo || !sized) throw new MissingError(logSays.layoutDamaged());
  return found;
}

/** Bytes of a descriptor or an info; more are damage. */
const MAX_STRUCT = 4096;

function* records(kernel: Kernel, ring: Ring, lost: Loss): Generator<LogRecord, void, void> {
  if (ring.assumed !== undefined) lost(logSays.ringAssumed({ name: ring.assumed }));
  if (2 ** ring.countBits !== Number(ring.count))
    lost(logSays.countProven({ countBits: ring.countBits, taken: ring.count.toString(2).length - 1 }));
  const strays = { count: 0, first: 0n };
  for (const id of ids(kernel, ring, lost)) {
    try {
      const record = readRecord(kernel, ring, id, lost);
      if (record === 'stray') {
        // The newest may have a number already and not be begun (desc_reserve()).
        if (id !== ring.head && strays.count++ === 0) strays.first = id;
      } else if (record) yield record;
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      lost(logSays.recordUnreadable({ id, why: error.said }));
    }
  }
  if (strays.count > 0) lost(logSays.strays(strays));
}

/** The ids from tail to head; where these cannot be, those that stand in the descriptors, in order. */
function* ids(kernel: Kernel, ring: Ring, lost: Loss): Generator<bigint, void, void> {
  const reach = (ring.head - ring.tail) & ID_MASK;
  if (reach < ring.count) {
    for (let i = 0n; i <= reach; i++) yield (ring.tail + i) & ID_MASK;
    return;
  }
  lost(logSays.headAndTail({ head: ring.head, tail: ring.tail, count: ring.count }));
  const found: bigint[] = [];
  const most = Number(ring.count < MAX_LOOKED_AT ? ring.count : MAX_LOOKED_AT);
  for (let index = 0; index < most; index++) {
    const word = stateWord(kernel, ring, BigInt(index));
    const state = word === undefined ? 0n : word >> 62n;
    if (word === undefined || (state !== COMMITTED && state !== FINALIZED)) continue;
    if ((word & (ring.count - 1n)) === BigInt(index)) found.push(word & ID_MASK);
  }
  // Ids of 62 bits may begin below 0: as signed numbers they are in order.
  found.sort((a, b) => (BigInt.asIntN(62, a) < BigInt.asIntN(62, b) ? -1 : 1));
  yield* found;
}

function stateWord(kernel: Kernel, { descs, layout }: Ring, index: bigint): bigint | undefined {
  return kernel.space.tryU64(step(descs, index * BigInt(layout.descSize) + BigInt(layout.state)));
}

/**
 * The record with this id; 'stray' where its descriptor or its info is another's: zeros, or what was never written. Ids and
 * sequence numbers go on together, so that both count the same place in the ring (prb_reserve()).
 */
function readRecord(kernel: Kernel, ring: Ring, id: bigint, lost: Loss): LogRecord | 'stray' | undefined {
  const { space } = kernel;
  const { layout } = ring;
  const index = id & (ring.count - 1n);
  const desc = step(ring.descs, index * BigInt(layout.descSize));
  const state = space.u64(step(desc, layout.state));
  const kind = state >> 62n;
  if ((state & ID_MASK) !== id) return 'stray';
  if (kind === 0n) lost(logSays.beingWritten({ id }));
  if (kind !== COMMITTED && kind !== FINALIZED) return undefined;
  const begin = space.u64(step(desc, layout.begin));
  const next = space.u64(step(desc, layout.next));
  const info = space.view(step(ring.infos, index * BigInt(layout.infoSize)), layout.infoSize);
  const sequence = info.getBigUint64(layout.seq, true);
  if ((sequence & (ring.count - 1n)) !== index || sequence > ID_MASK) return 'stray';
  const length = info.getUint16(layout.length, true);
  // facility follows text_len; flags (5 bits) and level (3 bits) follow it.
  const flags = info.getUint8(layout.length + 3);
  const head = {
    sequence: Number(sequence),
    time: info.getBigUint64(layout.time, true),
    level: flags >> 5,
    facility: info.getUint8(layout.length + 2),
    caller: callerOf(info.getUint32(layout.caller, true)),
    subsystem: textAt(info, layout.subsystem, layout.subsystemRoom) || undefined,
    device: textAt(info, layout.device, layout.deviceRoom) || undefined,
    continued: (flags & LOG_NEWLINE) === 0,
  };
  const text = readText(kernel, ring, { id, begin, next, length }, lost);
  return text === undefined ? undefined : { ...head, text, truncated: text.length < length };
}

/** Where the text of a record lies: logical positions of its block (blk_lpos), and how many bytes of it are text. */
interface TextBlock {
  readonly id: bigint;
  readonly begin: bigint;
  readonly next: bigint;
  readonly length: number;
}

/** The text of a data block: it begins with the descriptor's id; a block that would pass the ring's end lies at its start. */
function readText(
  kernel: Kernel,
  ring: Ring,
  { id, begin, next, length }: TextBlock,
  lost: Loss,
): string | undefined {
  // Both odd: no data. FAILED_LPOS (1): there was no room for the text; EMPTY_LINE_LPOS (3): an empty line.
  if (begin & 1n && next & 1n) return begin === 1n ? undefined : '';
  const size = 1n << ring.sizeBits;
  let from = begin & (size - 1n);
  const to = next & (size - 1n);
  let room = (next - begin) & ((1n << 64n) - 1n);
  if (begin >> ring.sizeBits !== next >> ring.sizeBits && to !== 0n) {
    from = 0n;
    room = to;
  }
  if (room < 8n || room > size) {
    lost(logSays.blockSize({ id, room, size }));
    return undefined;
  }
  const at = step(ring.data, from);
  const owner = kernel.space.u64(at);
  if (owner !== id) {
    lost(logSays.otherOwner({ id, owner }));
    return undefined;
  }
  const known = Math.min(length, Number(room) - 8);
  const bytes = kernel.space.readSome(step(at, 8), known);
  if (bytes.length < known) lost(logSays.textCut({ id, had: bytes.length, length: known }));
  return latin1(bytes);
}

function textAt(view: DataView, at: number, room: number): string {
  const length = Math.max(0, Math.min(room, view.byteLength - at));
  if (length === 0) return '';
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, length);
  const end = bytes.indexOf(0);
  return latin1(end < 0 ? bytes : bytes.subarray(0, end));
}
