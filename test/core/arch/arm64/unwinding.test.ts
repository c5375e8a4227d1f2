import { describe, expect, it } from 'vitest';
import { addr, type Addr } from '../../../../src/core/addr.ts';
import { code } from '../../../../src/core/arch/arm64/code.ts';
import { codeStripper } from '../../../../src/core/arch/arm64/pointers.ts';
import { registers as form } from '../../../../src/core/arch/arm64/registers.ts';
import { waysWith } from '../../../../src/core/arch/arm64/unwinding.ts';
import { Registers } from '../../../../src/core/arch/registers.ts';
import type { KernelParts } from '../../../../src/core/arch/paging.ts';
import type { StackRange } from '../../../../src/core/arch/stacks.ts';
import type { UnwindWorld } from '../../../../src/core/arch/unwinding.ts';
import { render } from '../../../../src/core/catalogue/message.ts';
import type { AddressSpace } from '../../../../src/core/memory/space.ts';
import { Vmcoreinfo } from '../../../../src/core/symbols/vmcoreinfo.ts';
import { unwind, type UnwindStart } from '../../../../src/core/unwind/unwinder.ts';
import { seededRandom } from '../../../build/random.ts';

/** Made-up memory of an arm64 kernel: a task's stack, an interrupt stack, functions of 256 bytes. */
const TASK = 0xffff800080000000n;
const IRQ = 0xffff800080010000n;
const SIZE = 0x4000n;
const TEXT = 0xffffa00000000000n;
/** Bytes of pt_regs and where stackframe lies in it: as in 6.12, and as since 6.13 with a word that marks it. */
const UNTIL_6_12 = { frame: 304, size: 336, marked: false };
const SINCE_6_13 = { frame: 296, size: 320, marked: true };

const BL = 0x94000000;
const NOP = 0xd503201f;
/** stp x29, x30, [sp, #-32]! · mov x29, sp · … · ldp x29, x30, [sp], #32 · ret */
const PROLOGUE = [0xa9be7bfd, 0x910003fd];
const EPILOGUE = [0xa8c27bfd, 0xd65f03c0];

class Built {
  readonly memory = new Map<bigint, bigint>();
  readonly code = new Map<bigint, number>();
  readonly stacks: StackRange[] = [
    { kind: 'task', low: addr(TASK), high: addr(TASK + SIZE), task: addr(1n) },
    { kind: 'irq', low: addr(IRQ), high: addr(IRQ + SIZE), cpu: 0 },
  ];

  put(address: bigint, ...words: bigint[]): void {
    words.forEach((word, i) => this.memory.set(address + BigInt(i * 8), word));
  }
  /** Function `n`, which calls something before `offset` and goes on there. */
  after(n: number, offset = 0x40): Addr {
    this.code.set(TEXT + BigInt(n * 256 + offset - 4), BL);
    return addr(TEXT + BigInt(n * 256 + offset));
  }
  /** Function `n` made of `words`. */
  write(n: number, words: readonly number[]): bigint {
    const start = TEXT + BigInt(n * 256);
    words.forEach((word, i) => this.code.set(start + BigInt(i * 4), word));
    return start;
  }
  /** A frame record at `fp`. */
  record(fp: bigint, next: bigint, back: bigint): void {
    this.put(fp, next, back);
  }
  /** pt_regs at `at` with a record in it as the entry code makes it. */
  saved(at: bigint, place: typeof UNTIL_6_12, values: Readonly<Record<string, bigint>>, type = 0n): void {
    form.names.forEach((name, i) => this.put(at + BigInt(i * 8), values[name] ?? 0n));
    const user = type === 1n || (values.pstate ?? 0n) === 0n;
    const inner = user || place.marked ? [0n, 0n] : [values.x29, values.pc];
    this.put(at + BigInt(place.frame), ...inner, ...(place.marked ? [type] : []));
  }

  world(place: typeof UNTIL_6_12, strip = (word: bigint) => word as Addr): UnwindWorld {
    const isCode = (address: bigint): boolean => address >= TEXT && address < TEXT + 0x10000n;
    const byte = (address: bigint): number | undefined => {
      if (isCode(address))
        return ((this.code.get(address & ~3n) ?? NOP) >>> (Number(address & 3n) * 8)) & 0xff;
      const word = this.memory.get(address & ~7n);
      return word === undefined ? undefined : Number((word >> ((address & 7n) * 8n)) & 0xffn);
    };
    const bytes = (address: bigint, length: number): Uint8Array => {
      const found: number[] = [];
      for (let i = 0n; i < BigInt(length); i++) {
        const value = byte(address + i);
        if (value === undefined) break;
        found.push(value);
      }
      return Uint8Array.from(found);
    };
    const tryRead = (address: bigint, length: number): Uint8Array | undefined => {
      const found = bytes(address, length);
      return found.length === length ? found : undefined;
    };
    const space = {
      tryU64: (address: bigint) => this.memory.get(address) as Addr | undefined,
      tryU32: (address: bigint) => {
        const found = tryRead(address, 4);
        return found && new DataView(found.buffer).getUint32(0, true);
      },
      readSome: bytes,
      tryRead,
    } as unknown as AddressSpace;
    return {
      space,
      registers: form,
      code,
      ways: waysWith({ ...place, strip }),
      stackAt: (address) => this.stacks.find((stack) => address >= stack.low && address <= stack.high),
      isCode,
      symbolAt: (address) =>
        isCode(address)
          ? {
              symbol: {
                name: `f${(address - TEXT) / 256n}`,
                address: addr(address & ~0xffn),
                letter: 'T',
                size: 256,
              },
              offset: Number(address & 0xffn),
            }
          : undefined,
      byName: () => undefined,
      returnAddress: strip,
    };
  }
}

const KERNEL_MODE = 0x60000005n;
const names = (stack: ReturnType<typeof unwind>): string =>
  stack.frames.map((frame) => frame.symbol?.symbol.name ?? '?').join(' ');
const sleeping = (ip: Addr, sp: bigint, fp: bigint): UnwindStart => ({
  ip,
  sp: addr(sp),
  fp: addr(fp),
  exact: false,
  method: 'saved-registers',
});
/** A CPU stopped with these registers. */
const stopped = (values: Readonly<Record<string, bigint>>): UnwindStart => {
  const registers = Registers.some(form, { pstate: KERNEL_MODE, ...values });
  return {
    ip: registers.ip,
    sp: registers.sp,
    fp: registers.fp,
    registers,
    exact: true,
    method: 'saved-registers',
  };
};

describe.each([
  ['up to 6.12', UNTIL_6_12],
  ['since 6.13', SINCE_6_13],
])('frame records of kernels %s', (_, place) => {
  const userAt = TASK + SIZE - BigInt(place.size);
  const userFrame = userAt + BigInt(place.frame);

  it('lead to user mode, whose registers lie at the end', () => {
    const built = new Built();
    built.record(TASK + 0x3000n, TASK + 0x3100n, built.after(2));
    built.record(TASK + 0x3100n, userFrame, built.after(3));
    built.saved(userAt, place, { pc: 0x400000n, sp: 0x7ffff000n, x8: 63n, syscallno: 63n }, 1n);
    const stack = unwind(built.world(place), sleeping(built.after(1), TASK + 0x3000n, TASK + 0x3000n));
    expect(names(stack)).toBe('f1 f2 f3');
    expect(stack.complete).toBe(true);
    expect([stack.user?.ip, stack.user?.get('syscallno')]).toEqual([0x400000n, 63n]);
    expect(stack.frames.at(-1)?.end).toBe(TASK + SIZE);
  });

  it('end where a thread of the kernel began: its registers were never in user mode', () => {
    const built = new Built();
    built.record(TASK + 0x3000n, userFrame, built.after(2));
    built.saved(userAt, place, { pstate: 5n }, 1n);
    built.put(userFrame, 0n, 0n);
    const stack = unwind(built.world(place), sleeping(built.after(1), TASK + 0x3000n, TASK + 0x3000n));
    expect(names(stack)).toBe('f1 f2');
    expect([stack.complete, stack.user]).toEqual([true, undefined]);
  });

  it('go through an exception to the function that was interrupted, and on from its own record', () => {
    const built = new Built();
    const start = built.write(5, [...PROLOGUE, NOP, NOP, NOP]);
    const at = TASK + 0x3000n;
    built.record(TASK + 0x2f00n, at + BigInt(place.frame), built.after(4));
    built.saved(
      at,
      place,
      { x29: TASK + 0x3300n, x30: built.after(9), sp: TASK + 0x3300n, pc: start + 12n, pstate: KERNEL_MODE },
      2n,
    );
    built.record(TASK + 0x3300n, userFrame, built.after(6));
    built.saved(userAt, place, { pc: 0x400000n, sp: 0x7ffff000n }, 1n);
    const stack = unwind(built.world(place), sleeping(built.after(1), TASK + 0x2f00n, TASK + 0x2f00n));
    expect(names(stack)).toBe('f1 f4 f5 f6');
    expect(stack.frames[1].entered?.ip).toBe(start + 12n);
    expect(stack.frames[2].exact).toBe(true);
    expect(stack.user?.ip).toBe(0x400000n);
  });

  it('lead from the stack of interrupts back to the task', () => {
    const built = new Built();
    built.record(IRQ + 0x3f00n, TASK + 0x3100n, built.after(2));
    built.record(TASK + 0x3100n, userFrame, built.after(3));
    built.saved(userAt, place, { pc: 0x400000n, sp: 0x7ffff000n }, 1n);
    const stack = unwind(built.world(place), sleeping(built.after(1), IRQ + 0x3f00n, IRQ + 0x3f00n));
    expect(names(stack)).toBe('f1 f2 f3');
    expect(stack.frames.map((frame) => frame.stack?.kind)).toEqual(['irq', 'irq', 'task']);
    expect(stack.complete).toBe(true);
  });
});

describe('where a function was interrupted that has no record', () => {
  const end = (built: Built): void => {
    built.record(TASK + 0x3200n, TASK + 0x3400n, built.after(7));
    built.record(TASK + 0x3400n, 0n, 0n);
  };
  const walk = (built: Built, words: readonly number[], offset: bigint, more = {}) => {
    end(built);
    const start = built.write(5, words);
    const values = { pc: start + offset, x29: TASK + 0x3200n, x30: built.after(6), sp: TASK + 0x3100n };
    return unwind(built.world(UNTIL_6_12), stopped({ ...values, ...more }));
  };

  it('its caller is in x30: before the record is made, in a leaf, after it is gone', () => {
    expect(names(walk(new Built(), [...PROLOGUE, NOP], 0n))).toBe('f5 f6 f7');
    expect(names(walk(new Built(), [...PROLOGUE, NOP], 4n))).toBe('f5 f6 f7');
    expect(names(walk(new Built(), [NOP, NOP, 0xd65f03c0], 8n))).toBe('f5 f6 f7');
    expect(names(walk(new Built(), [...PROLOGUE, NOP, ...EPILOGUE], 16n))).toBe('f5 f6 f7');
  });

  it('with a record x30 is of a call that has returned', () => {
    expect(names(walk(new Built(), [...PROLOGUE, NOP, NOP], 12n))).toBe('f5 f7');
  });

  it('a way that left before the record was made and comes back behind the return has none', () => {
    // cbz x0, +20 · stp · mov · ldp · ret · (here) nop
    const words = [0xb40000a0, ...PROLOGUE, ...EPILOGUE, NOP];
    expect(names(walk(new Built(), words, 20n))).toBe('f5 f6 f7');
    // Without the jump what stands after the return is the body.
    expect(names(walk(new Built(), [NOP, ...words.slice(1)], 20n))).toBe('f5 f7');
  });

  it('a jump to where no code is leads back to who jumped', () => {
    expect(names(walk(new Built(), [NOP], 0n, { pc: 0x1badc0den }))).toBe('? f6 f7');
  });
});

describe('return addresses that are signed', () => {
  const kernel = (text: string, bits = 48): KernelParts =>
    ({
      vmcoreinfo: new Vmcoreinfo(text),
      layout: { tables: { halfBits: bits } },
      remember: <T>(_: string, make: () => T) => make(),
    }) as unknown as KernelParts;

  it('lose their code: by the mask that VMCOREINFO has, else by the size of addresses', () => {
    const strip = codeStripper(kernel('NUMBER(KERNELPACMASK)=0xff7f000000000000'));
    expect(strip(0x98ff9c2d2f679120n)).toBe(0xffff9c2d2f679120n);
    expect(codeStripper(kernel(''))(0xd4efa666cc6200a0n)).toBe(0xffffa666cc6200a0n);
    expect(codeStripper(kernel('', 39))(0x12bfffc008123456n)).toBe(0xffffffc008123456n);
    // Addresses of user space and what is none stay.
    expect(strip(0x400123n)).toBe(0x400123n);
    expect(strip(0x98ff9c2d2f679120n & ~(1n << 55n))).toBe(0x987f9c2d2f679120n);
  });

  it('are followed', () => {
    const built = new Built();
    const strip = codeStripper(kernel(''));
    const signed = (address: bigint): bigint => (address & ~(0x7fn << 56n)) | (0x2cn << 56n);
    built.record(TASK + 0x3000n, TASK + 0x3100n, signed(built.after(2)));
    built.record(TASK + 0x3100n, 0n, 0n);
    const stack = unwind(
      built.world(UNTIL_6_12, strip),
      sleeping(built.after(1), TASK + 0x3000n, TASK + 0x3000n),
    );
    expect(names(stack)).toBe('f1 f2');
    expect(stack.complete).toBe(true);
  });
});

describe('frame records that are damaged', () => {
  const walk = (fp: bigint, fill: (built: Built) => void): string => {
    const built = new Built();
    fill(built);
    const stack = unwind(built.world(UNTIL_6_12), sleeping(built.after(1), TASK + 0x3000n, fp));
    return `${names(stack)}: ${render(stack.stopped, 'en')}`;
  };

  it('end the walk with the reason', () => {
    expect(walk(0x1234n, () => undefined)).toBe('f1: the frame pointer 0000000000001234 is none');
    expect(walk(TASK + 0x2000n, () => undefined)).toContain('lies below the stack pointer');
    expect(walk(TASK + 0x3100n, () => undefined)).toContain('is not in the dump');
    expect(walk(TASK + 0x3100n, (built) => built.record(TASK + 0x3100n, 0n, 0x4141n))).toContain(
      'not one of code',
    );
  });

  it('never lead in a circle', () => {
    const text = walk(TASK + 0x3100n, (built) => {
      built.record(TASK + 0x3100n, TASK + 0x3200n, built.after(2));
      built.record(TASK + 0x3200n, TASK + 0x3100n, built.after(3));
    });
    expect(text).toContain('lies below the stack pointer');
  });

  it('whatever they hold, the walk ends', () => {
    const random = seededRandom(7);
    for (let run = 0; run < 50; run++) {
      const built = new Built();
      for (let at = TASK; at < TASK + SIZE; at += 8n) {
        const kind = random(4);
        built.put(
          at,
          kind === 0
            ? TASK + BigInt(random(0x4000) & ~7)
            : kind === 1
              ? built.after(random(16))
              : BigInt(random(1 << 30)),
        );
      }
      const place = run % 2 === 0 ? UNTIL_6_12 : SINCE_6_13;
      const stack = unwind(built.world(place), sleeping(built.after(1), TASK + 0x100n, TASK + 0x100n));
      expect(stack.frames.length).toBeLessThanOrEqual(2000);
    }
  });
});
