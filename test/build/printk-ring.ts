import { FaultError } from '../../src/core/errors.ts';
import type { Kernel } from '../../src/core/kernel/kernel.ts';
import { Vmcoreinfo } from '../../src/core/symbols/vmcoreinfo.ts';

/**
 * A printk ring buffer as kernel/printk/printk_ringbuffer.c (6.1) lays it out, small, in a kernel that knows nothing
 * else: no types, so that its layout comes from VMCOREINFO.
 */
const BASE = 0xffff888000000000n;
const [PRB, RING, DESCS, INFOS, DATA] = [0, 0x40, 0x1000, 0x2000, 0x8000];
const [DESC, INFO] = [24, 88];

const VMCOREINFO = `SYMBOL(prb)=${(BASE + BigInt(PRB)).toString(16)}
OFFSET(printk_ringbuffer.desc_ring)=0
OFFSET(printk_ringbuffer.text_data_ring)=48
OFFSET(prb_desc_ring.count_bits)=0
OFFSET(prb_desc_ring.descs)=8
OFFSET(prb_desc_ring.infos)=16
OFFSET(prb_desc_ring.head_id)=24
OFFSET(prb_desc_ring.tail_id)=32
SIZE(prb_desc)=${DESC}
OFFSET(prb_desc.state_var)=0
OFFSET(prb_desc.text_blk_lpos)=8
OFFSET(prb_data_blk_lpos.begin)=0
OFFSET(prb_data_blk_lpos.next)=8
SIZE(printk_info)=${INFO}
OFFSET(printk_info.seq)=0
OFFSET(printk_info.ts_nsec)=8
OFFSET(printk_info.text_len)=16
OFFSET(printk_info.caller_id)=20
OFFSET(printk_info.dev_info)=24
OFFSET(dev_printk_info.subsystem)=0
OFFSET(dev_printk_info.device)=16
SIZE(dev_printk_info)=64
OFFSET(prb_data_ring.size_bits)=0
OFFSET(prb_data_ring.data)=8
`;

export interface RingRecord {
  readonly text: string;
  readonly level?: number;
  readonly facility?: number;
  readonly caller?: number;
  readonly device?: string;
  readonly subsystem?: string;
  /** 0 reserved, 1 committed, 2 finalized, 3 reusable. */
  readonly state?: number;
}

/** A ring of 2^countBits descriptors and 2^sizeBits bytes, written as the kernel would. */
export class PrintkRing {
  readonly bytes = new Uint8Array(0x8000 + 4096);
  readonly view = new DataView(this.bytes.buffer);
  /** Offsets in `bytes` that cannot be read. */
  readonly holes = new Set<number>();
  private lpos: bigint;
  private id: bigint;

  constructor(
    private readonly countBits = 4,
    private readonly sizeBits = 9,
    /** Laps that the ring has behind it. */
    laps = 1n,
  ) {
    this.lpos = laps << BigInt(sizeBits);
    this.id = laps << BigInt(countBits);
    this.u64(PRB, BASE + BigInt(RING));
    this.view.setUint32(RING, countBits, true);
    this.u64(RING + 8, BASE + BigInt(DESCS));
    this.u64(RING + 16, BASE + BigInt(INFOS));
    this.u64(RING + 24, this.id - 1n);
    // As the kernel begins: one descriptor that is free to take.
    this.u64(RING + 32, this.id - 1n);
    this.u64(this.descriptor(this.id - 1n), (3n << 62n) | ((this.id - 1n) & ((1n << 62n) - 1n)));
    this.view.setUint32(RING + 48, sizeBits, true);
    this.u64(RING + 56, BASE + BigInt(DATA));
  }

  get head(): bigint {
    return this.id - 1n;
  }
  set headAndTail([head, tail]: readonly [bigint, bigint]) {
    this.u64(RING + 24, head);
    this.u64(RING + 32, tail);
  }
  set sizes([countBits, sizeBits]: readonly [number, number]) {
    this.view.setUint32(RING, countBits, true);
    this.view.setUint32(RING + 48, sizeBits, true);
  }

  u64(at: number, value: bigint): void {
    this.view.setBigUint64(at, BigInt.asUintN(64, value), true);
  }
  descriptor(id: bigint): number {
    return DESCS + Number(id & ((1n << BigInt(this.countBits)) - 1n)) * DESC;
  }
  info(id: bigint): number {
    return INFOS + Number(id & ((1n << BigInt(this.countBits)) - 1n)) * INFO;
  }

  /** Writes a record as prb_reserve() and prb_final_commit() do; the oldest descriptor goes when there is no room. */
  write(record: RingRecord): bigint {
    const id = this.id++;
    const text = new TextEncoder().encode(record.text);
    const size = 1n << BigInt(this.sizeBits);
    let begin = 3n;
    let next = 3n;
    if (text.length > 0) {
      const block = BigInt(8 + Math.ceil(text.length / 8) * 8);
      begin = this.lpos;
      next = begin + block;
      let at = DATA + Number(begin & (size - 1n));
      if (begin / size !== (next - 1n) / size) {
        next = (next / size) * size + block;
        at = DATA;
      }
      this.u64(at, id);
      this.bytes.set(text, at + 8);
      this.lpos = next;
    }
    const desc = this.descriptor(id);
    this.u64(desc, (BigInt(record.state ?? 2) << 62n) | id);
    this.u64(desc + 8, begin);
    this.u64(desc + 16, next);
    const info = this.info(id);
    this.bytes.fill(0, info, info + INFO);
    this.u64(info, id);
    this.u64(info + 8, id * 1_000_000n);
    this.view.setUint16(info + 16, text.length, true);
    this.bytes[info + 18] = record.facility ?? 0;
    this.bytes[info + 19] = ((record.level ?? 6) << 5) | 2;
    this.view.setUint32(info + 20, record.caller ?? 0, true);
    this.bytes.set(new TextEncoder().encode(record.subsystem ?? ''), info + 24);
    this.bytes.set(new TextEncoder().encode(record.device ?? ''), info + 40);
    const oldest = id - (1n << BigInt(this.countBits)) + 1n;
    this.u64(RING + 24, id);
    const tail = this.view.getBigUint64(RING + 32, true);
    if (oldest > tail) this.u64(RING + 32, oldest);
    return id;
  }

  kernel(): Kernel {
    const at = (address: bigint, length: number): number => {
      const offset = Number(address - BASE);
      const wrong = offset < 0 || offset + length > this.bytes.length;
      for (const hole of wrong ? [] : this.holes)
        if (hole >= offset && hole < offset + length) throw new FaultError('a hole', address, 'kernel', 'excluded');
      if (wrong) throw new FaultError('nothing is there', address, 'kernel', 'not-mapped');
      return offset;
    };
    const tried = <T>(get: () => T): T | undefined => {
      try {
        return get();
      } catch (error) {
        if (error instanceof FaultError) return undefined;
        throw error;
      }
    };
    const kept = new Map<string, unknown>();
    const space = {
      u8: (address: bigint) => this.bytes[at(address, 1)],
      tryU64: (address: bigint) => tried(() => this.view.getBigUint64(at(address, 8), true)),
      u64: (address: bigint) => this.view.getBigUint64(at(address, 8), true),
      u32: (address: bigint) => this.view.getUint32(at(address, 4), true),
      view: (address: bigint, length: number) => new DataView(this.bytes.buffer, at(address, length), length),
      readSome: (address: bigint, length: number) => {
        const start = Number(address - BASE);
        let end = start;
        while (end < start + length && end < this.bytes.length && !this.holes.has(end)) end++;
        return this.bytes.slice(start, end);
      },
    };
    return {
      space,
      vmcoreinfo: new Vmcoreinfo(VMCOREINFO),
      symbols: { image: { byName: () => undefined } },
      types: { has: () => false, struct: () => undefined },
      remember: (key: string, make: () => unknown) => {
        if (!kept.has(key)) kept.set(key, make());
        return kept.get(key);
      },
      // No pages to look for texts in.
      memory: { container: { pages: { next: () => undefined } }, pageSize: 4096 },
    } as unknown as Kernel;
  }
}

/** Where the data ring begins in a ring's bytes. */
export const RING_DATA = DATA;
