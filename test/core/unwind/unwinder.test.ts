import { render } from '../../../src/core/catalogue/message.ts';
import { stopped } from '../../../src/core/catalogue/unwind.ts';
import { describe, expect, it } from 'vitest';
import { addr, type Addr } from '../../../src/core/addr.ts';
import { Registers } from '../../../src/core/arch/registers.ts';
import type { StackRange } from '../../../src/core/arch/stacks.ts';
import type { UnwindWorld } from '../../../src/core/arch/unwinding.ts';
import { code } from '../../../src/core/arch/x86_64/code.ts';
import type { OrcEntry } from '../../../src/core/arch/x86_64/orc/entry.ts';
import { registers as form } from '../../../src/core/arch/x86_64/registers.ts';
import { waysBy } from '../../../src/core/arch/x86_64/unwinding.ts';
import type { AddressSpace } from '../../../src/core/memory/space.ts';
import { unwind } from '../../../src/core/unwind/unwinder.ts';
import { seededRandom } from '../../build/random.ts';

/** A made-up machine: one task stack, an interrupt stack, code at 0xffffffff81000000 on. */
const TASK = 0xffffc90000000000n;
const IRQ = 0xffffc90000010000n;
const SIZE = 0x4000n;
const CODE = 0xffffffff81000000n;

const call = (cfaOffset: number, more: Partial<OrcEntry> = {}): OrcEntry => ({
  cfa: 'sp',
  cfaOffset,
  bp: 'kept',
  bpOffset: 0,
  type: 'call',
  signal: false,
  ...more,
});

class Machine {
  readonly memory = new Map<bigint, bigint>();
  readonly entries = new Map<bigint, OrcEntry>();
  readonly stacks: StackRange[] = [
    { kind: 'task', low: addr(TASK), high: addr(TASK + SIZE), task: addr(1n) },
    { kind: 'irq', low: addr(IRQ), high: addr(IRQ + SIZE), cpu: 0 },
  ];

  put(address: bigint, ...words: bigint[]): void {
    words.forEach((word, i) => this.memory.set(address + BigInt(i * 8), word));
  }

  /** The function number `n` is 256 bytes of code. */
  at(n: number, offset = 16): Addr {
    return addr(CODE + BigInt(n * 256 + offset));
  }
  entry(n: number, entry: OrcEntry): void {
    this.entries.set(CODE + BigInt(n * 256), entry);
  }

  get world(): UnwindWorld {
    const word = (address: bigint): Addr | undefined => this.memory.get(address) as Addr | undefined;
    const bytes = (address: bigint, length: number): Uint8Array => {
      const found: number[] = [];
      for (let i = 0n; i < BigInt(length); i++) {
        const at = address + i;
        const value = word(at & ~7n);
        if (value === undefined) break;
        found.push(Number((value >> ((at & 7n) * 8n)) & 0xffn));
      }
      return Uint8Array.from(found);
    };
    const space = {
      tryU64: word,
      readSome: bytes,
      tryRead: (address: bigint, length: number) => {
        const found = bytes(address, length);
        return found.length === length ? found : undefined;
      },
    } as unknown as AddressSpace;
    const start = (ip: bigint): bigint => ip & ~0xffn;
    return {
      space,
      registers: form,
      code,
      ways: waysBy((ip) => this.entries.get(start(ip))),
      stackAt: (address) => this.stacks.find((stack) => address >= stack.low && address <= stack.high),
      isCode: (address) => address >= CODE && address < CODE + 0x100000n,
      symbolAt: (address) =>
        address >= CODE && address < CODE + 0x100000n
          ? {
              symbol: {
                name: `f${(start(address) - CODE) / 256n}`,
                address: addr(start(address)),
                letter: 'T',
                size: 256,
              },
              offset: Number(address & 0xffn),
            }
          : undefined,
      byName: () => undefined,
    };
  }
}

const from = (machine: Machine, n: number, sp: bigint): ReturnType<typeof unwind> =>
  unwind(machine.world, { ip: machine.at(n), sp: addr(sp), exact: false, method: 'saved-registers' });
const functions = (stack: ReturnType<typeof unwind>): string[] =>
  stack.frames.map((frame) => frame.symbol?.symbol.name ?? '?');

describe('unwinding by ORC', () => {
  it('goes from call to call to where the stack begins', () => {
    const machine = new Machine();
    machine.entry(1, call(24));
    machine.entry(2, call(16));
    machine.entry(3, { ...call(0), type: 'end', cfa: 'none' });
    machine.put(TASK + 0x3000n, 0n, 0n, machine.at(2), 0n, machine.at(3));
    const stack = from(machine, 1, TASK + 0x3000n);
    expect(functions(stack)).toEqual(['f1', 'f2', 'f3']);
    expect(stack.frames.map((frame) => frame.slot)).toEqual([undefined, TASK + 0x3010n, TASK + 0x3020n]);
    expect(stack).toMatchObject({ complete: true, stopped: stopped.begins() });
  });

  it('crosses an exception: all registers are those that were saved', () => {
    const machine = new Machine();
    machine.entry(1, { ...call(8), type: 'regs' });
    machine.entry(2, { ...call(16, { cfa: 'rdi' }) });
    machine.entry(3, { ...call(0), type: 'end', cfa: 'none' });
    const sp = TASK + 0x3800n;
    const regs = Array.from({ length: 21 }, () => 0n);
    regs[14] = sp; // rdi
    regs[16] = machine.at(2);
    regs[17] = 0x10n;
    regs[19] = sp;
    machine.put(TASK + 0x3008n, ...regs);
    machine.put(sp, 0n, machine.at(3));
    const stack = from(machine, 1, TASK + 0x3000n);
    expect(functions(stack)).toEqual(['f1', 'f2', 'f3']);
    expect(stack.frames[0].entered?.ip).toBe(machine.at(2));
    expect(stack.frames[1]).toMatchObject({ exact: true, method: 'saved-registers', slot: undefined });
  });

  it('ends in user mode with the registers of user mode', () => {
    const machine = new Machine();
    machine.entry(1, { ...call(8), type: 'regs' });
    const regs = Array.from({ length: 21 }, () => 0n);
    regs[16] = 0x401000n;
    regs[17] = 0x33n;
    regs[19] = 0x7ffc0000n;
    machine.put(TASK + 0x3008n, ...regs);
    const stack = from(machine, 1, TASK + 0x3000n);
    expect(stack).toMatchObject({ complete: true, stopped: stopped.userMode() });
    expect(stack.user?.ip).toBe(0x401000n);
  });

  it('goes from the interrupt stack back to the task', () => {
    const machine = new Machine();
    machine.entry(1, call(8, { cfa: 'sp-indirect' }));
    machine.entry(2, { ...call(0), type: 'end', cfa: 'none' });
    machine.put(IRQ + 0x3ff8n, TASK + 0x3000n);
    machine.put(TASK + 0x3000n, machine.at(2));
    const stack = from(machine, 1, IRQ + 0x3ff8n);
    expect(stack.frames.map((frame) => frame.stack?.kind)).toEqual(['irq', 'task']);
  });
});

describe('unwinding what is damaged', () => {
  it('stops where the stack pointer goes back', () => {
    const machine = new Machine();
    machine.entry(1, call(0, { cfa: 'bp' }));
    machine.put(TASK + 0x2ff8n, machine.at(1));
    const stack = unwind(machine.world, {
      ip: machine.at(1),
      sp: addr(TASK + 0x3100n),
      fp: addr(TASK + 0x3000n),
      exact: false,
      method: 'saved-registers',
    });
    expect(stack.frames.length).toBe(1);
    expect(stack.stopped.id).toBe(stopped.goesBack({ sp: 0n }).id);
  });

  it('stops at an absent page with the reason', () => {
    const machine = new Machine();
    machine.entry(1, call(16));
    const stack = from(machine, 1, TASK + 0x3000n);
    expect(stack).toMatchObject({ complete: false });
    expect(stack.stopped).toEqual(stopped.returnAbsent({ slot: 0xffffc90000003008n }));
  });

  it('never returns to a stack that it has left', () => {
    const machine = new Machine();
    machine.entry(1, call(8, { cfa: 'sp-indirect' }));
    machine.put(IRQ + 0x3ff8n, TASK + 0x3000n);
    machine.put(TASK + 0x3000n, machine.at(1), IRQ + 0x3ff0n);
    machine.put(IRQ + 0x3ff0n, machine.at(1));
    const stack = from(machine, 1, IRQ + 0x3ff8n);
    expect(stack.frames.length).toBeLessThan(4);
    expect(stack.complete).toBe(false);
  });

  it('names the function at whose start a return address lies, but where a call stands before it', () => {
    const named = (before: bigint): unknown => {
      const machine = new Machine();
      machine.entry(1, call(8));
      machine.entry(2, call(8));
      machine.put(machine.at(3, 0) - 8n, before);
      machine.put(TASK + 0x3000n, machine.at(3, 0));
      const [, frame] = from(machine, 1, TASK + 0x3000n).frames;
      return [frame.symbol?.symbol.name, frame.symbol?.offset];
    };
    // int3s: what a tracer puts on the stack in place of a return address; a call that does not come back: what called.
    expect(named(0xccccccccccccccccn)).toEqual(['f3', 0]);
    expect(named(0x00001000e8909090n)).toEqual(['f2', 256]);
  });

  it('gives a deep recursion only as far as it was asked to', () => {
    const machine = new Machine();
    machine.entry(1, call(8));
    for (let at = TASK; at < TASK + SIZE; at += 8n) machine.put(at, machine.at(1));
    const stack = unwind(
      machine.world,
      { ip: machine.at(1), sp: addr(TASK), exact: false, method: 'saved-registers' },
      100,
    );
    expect(stack.frames.length).toBe(100);
    expect(stack.stopped).toEqual(stopped.cutOff({ most: 100 }));
  });
});

describe('unwinding of memory that makes no sense', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('ends and throws nothing (seed %i)', (seed) => {
    const below = seededRandom(seed);
    const kinds = ['sp', 'bp', 'bp-indirect', 'sp-indirect', 'rdi', 'none'] as const;
    const types = ['call', 'call', 'call', 'regs', 'iret', 'undefined'] as const;
    for (let round = 0; round < 40; round++) {
      const machine = new Machine();
      for (let n = 0; n < 16; n++)
        machine.entry(
          n,
          call(below(512) - 64, {
            cfa: kinds[below(6)],
            type: types[below(6)],
            bp: below(2) ? 'cfa' : 'kept',
            bpOffset: -16,
            signal: below(2) === 1,
          }),
        );
      const words = [
        (): bigint => machine.at(below(16), below(256)),
        (): bigint => TASK + BigInt(below(0x4000)),
        (): bigint => IRQ + BigInt(below(0x4000)),
        (): bigint => BigInt(below(2 ** 31)),
      ];
      for (const low of [TASK, IRQ])
        for (let at = low; at < low + SIZE; at += 8n) if (below(50) > 0) machine.put(at, words[below(4)]());
      for (let n = 0; n < 16; n++) machine.put(machine.at(n, 0), 0xe8n, 0xe8n << 24n);
      const stack = unwind(machine.world, {
        ip: machine.at(below(16)),
        sp: addr(TASK + BigInt(below(0x4000))),
        fp: addr(TASK + BigInt(below(0x4000))),
        exact: below(2) === 1,
        method: 'saved-registers',
      });
      expect(stack.frames.length).toBeLessThanOrEqual(2000);
      expect(render(stack.stopped, 'en')).not.toBe('');
    }
  });
});

describe('unwinding without tables', () => {
  it('takes the return address from the top of the stack after a call to where no code is', () => {
    const machine = new Machine();
    machine.entry(2, { ...call(0), type: 'end', cfa: 'none' });
    // e8 rel32 just before the return address
    machine.put(machine.at(2, 8), 0xe8n << 24n);
    machine.put(TASK + 0x3000n, machine.at(2));
    const registers = Registers.some(form, { rip: 0xdeadn, rsp: TASK + 0x3000n });
    const stack = unwind(machine.world, {
      ip: addr(0xdeadn),
      sp: addr(TASK + 0x3000n),
      registers,
      exact: true,
      method: 'saved-registers',
    });
    expect(functions(stack)).toEqual(['?', 'f2']);
    expect(stack.complete).toBe(true);
  });

  it('finds the caller by the call of just this function, past words left over', () => {
    const machine = new Machine();
    machine.entry(2, { ...call(0), type: 'end', cfa: 'none' });
    const rel = BigInt.asUintN(32, machine.at(1, 0) - machine.at(2, 16));
    machine.put(machine.at(2, 8), (0xe8n << 24n) | (rel << 32n));
    machine.put(machine.at(5, 8), 0xe8n << 24n);
    machine.put(TASK + 0x3000n, 0n, machine.at(5), 7n, machine.at(2));
    const stack = from(machine, 1, TASK + 0x3000n);
    expect(functions(stack)).toEqual(['f1', 'f2']);
    expect(stack.frames[1]).toMatchObject({ method: 'call-site', slot: TASK + 0x3018n });
  });

  it('follows rbp', () => {
    const machine = new Machine();
    machine.entry(2, { ...call(0), type: 'end', cfa: 'none' });
    machine.put(machine.at(2, 8), 0xe8n << 24n);
    machine.put(TASK + 0x3000n, 1n, 2n, 3n, 4n, 0n, machine.at(2));
    const stack = unwind(machine.world, {
      ip: machine.at(1),
      sp: addr(TASK + 0x3000n),
      fp: addr(TASK + 0x3020n),
      exact: false,
      method: 'saved-registers',
    });
    expect(stack.frames[1]).toMatchObject({ method: 'frame-pointer', slot: TASK + 0x3028n });
  });

  it('ends in user mode where the frame pointer marks the registers of user mode', () => {
    const machine = new Machine();
    const regs = Array.from({ length: 21 }, () => 0n);
    regs[16] = 0x401000n;
    regs[17] = 0x33n;
    regs[18] = 0x246n;
    regs[19] = 0x7ffc0000n;
    regs[20] = 0x2bn;
    machine.put(TASK + 0x3020n, ...regs);
    const marked = { ip: machine.at(1), sp: addr(TASK + 0x3000n), fp: addr(TASK + 0x3021n) };
    const walk = (): ReturnType<typeof unwind> =>
      unwind(machine.world, { ...marked, exact: false, method: 'saved-registers' });
    const stack = walk();
    expect(stack).toMatchObject({ complete: true, stopped: stopped.userMode() });
    expect(functions(stack)).toEqual(['f1']);
    expect(stack.user?.ip).toBe(0x401000n);
    expect(stack.user?.sp).toBe(0x7ffc0000n);

    // The same registers of kernel mode lead to the function that was interrupted.
    machine.put(TASK + 0x3020n + 16n * 8n, machine.at(2), 0x10n, 0x202n, TASK + 0x3200n, 0x18n);
    expect(functions(walk()).slice(0, 2)).toEqual(['f1', 'f2']);
    expect(walk().user).toBeUndefined();
  });

  it('guesses at last, and says so', () => {
    const machine = new Machine();
    machine.entry(2, { ...call(0), type: 'end', cfa: 'none' });
    machine.put(machine.at(2, 8), 0xe8n << 24n);
    machine.put(TASK + 0x3000n, 1n, machine.at(3), machine.at(2));
    const stack = from(machine, 1, TASK + 0x3000n);
    expect(stack.frames[1]).toMatchObject({ method: 'guess', slot: TASK + 0x3010n });
  });
});

describe('a kernel with frame pointers', () => {
  const REGS = 21n * 8n;
  const TOP = TASK + SIZE - REGS;
  const saved = (at: { ip: bigint; sp: bigint; fp?: bigint; user?: boolean }): bigint[] => {
    const words = Array.from({ length: 21 }, () => 0n);
    words[4] = at.fp ?? 0n;
    [words[16], words[17], words[18]] = [at.ip, at.user ? 0x33n : 0x10n, 0x246n];
    [words[19], words[20]] = [at.sp, at.user ? 0x2bn : 0x18n];
    return words;
  };
  /** Function `n`: push rbp; mov rsp,rbp; and a call before `at(n)`. */
  const framed = (machine: Machine, ...all: number[]): void => {
    for (const n of all) machine.put(machine.at(n, 0), 0x90909090e5894855n, 0xe8909090n, 0x9090909090909090n);
  };
  const walk = (machine: Machine, n: number, sp: bigint, fp: bigint): ReturnType<typeof unwind> =>
    unwind(machine.world, {
      ip: machine.at(n),
      sp: addr(sp),
      fp: addr(fp),
      exact: false,
      method: 'saved-registers',
    });

  it('goes from frame to frame to the registers of a system call at the top', () => {
    const machine = new Machine();
    framed(machine, 1, 2, 3);
    machine.put(TASK + 0x3f00n, TASK + 0x3f20n, machine.at(2));
    machine.put(TOP, ...saved({ ip: 0x401000n, sp: 0x7ffc0000n, user: true }));
    machine.put(TOP - 16n, 0n, machine.at(4));
    machine.put(machine.at(4, 8), 0xe8n << 24n);
    machine.put(TASK + 0x3f20n, TOP - 16n, machine.at(3));
    const stack = walk(machine, 1, TASK + 0x3ee0n, TASK + 0x3f00n);
    expect(functions(stack)).toEqual(['f1', 'f2', 'f3', 'f4']);
    expect(stack.frames.slice(1).map(({ method }) => method)).toEqual(Array(3).fill('frame-pointer'));
    expect(stack).toMatchObject({ complete: true, stopped: stopped.userMode() });
    expect(stack.user?.sp).toBe(0x7ffc0000n);
  });

  it('ends where a thread of the kernel begins: its marked registers are empty', () => {
    const machine = new Machine();
    framed(machine, 1);
    machine.put(TASK + 0x3f00n, TOP + 1n, machine.at(4));
    machine.put(machine.at(4, 8), 0xe8n << 24n);
    machine.put(TOP, ...Array.from({ length: 21 }, () => 0n));
    const stack = walk(machine, 1, TASK + 0x3ee0n, TASK + 0x3f00n);
    expect(functions(stack)).toEqual(['f1', 'f4']);
    expect(stack).toMatchObject({ complete: true, stopped: stopped.begins() });
  });

  it('comes back from the interrupt stack by rbp, and through the marked registers to who was interrupted', () => {
    const machine = new Machine();
    framed(machine, 1, 2, 5);
    // f1 runs on the interrupt stack, called by f2 whose frame is on the task's.
    machine.put(IRQ + 0x3fe0n, TASK + 0x3e00n, machine.at(2), TASK + 0x3df0n);
    machine.put(TASK + 0x3e00n, TASK + 0x3e11n, machine.at(4));
    machine.put(machine.at(4, 8), 0xe8n << 24n);
    machine.put(TASK + 0x3e10n, ...saved({ ip: machine.at(5, 32), sp: TASK + 0x3ec0n, fp: TASK + 0x3f00n }));
    machine.put(machine.at(5, 24), 0x9090909090909090n, 0x9090909090909090n);
    machine.put(TASK + 0x3f00n, 0n, machine.at(6));
    machine.put(machine.at(6, 8), 0xe8n << 24n);
    const stack = walk(machine, 1, IRQ + 0x3fd0n, IRQ + 0x3fe0n);
    expect(functions(stack).slice(0, 5)).toEqual(['f1', 'f2', 'f4', 'f5', 'f6']);
    expect(stack.frames[3]).toMatchObject({ exact: true });
  });

  it('does not lose the caller of a function that was interrupted before it set rbp', () => {
    const machine = new Machine();
    framed(machine, 5);
    const registers = Registers.whole(
      form,
      BigUint64Array.from(saved({ ip: machine.at(5, 1), sp: TASK + 0x3e00n, fp: TASK + 0x3f00n })),
    );
    machine.put(TASK + 0x3e00n, TASK + 0x3f00n, machine.at(6), 0n);
    machine.put(TASK + 0x3f00n, 0n, machine.at(7));
    for (const n of [6, 7]) machine.put(machine.at(n, 8), 0xe8n << 24n);
    const stack = unwind(machine.world, {
      ip: registers.ip,
      sp: registers.sp,
      registers,
      exact: true,
      method: 'saved-registers',
    });
    expect(functions(stack).slice(0, 3)).toEqual(['f5', 'f6', 'f7']);
    expect(stack.frames[1].method).toBe('prologue');
  });

  it('goes through registers that nothing marks, as before 4.9: where the entry code leaves rsp, and from the interrupt stack', () => {
    const machine = new Machine();
    framed(machine, 1, 5);
    const { world } = machine;
    const named = (address: bigint): ReturnType<UnwindWorld['symbolAt']> => {
      const at = world.symbolAt(address);
      return at?.symbol.name === 'f4'
        ? { ...at, symbol: { ...at.symbol, name: 'apic_timer_interrupt' } }
        : at;
    };
    machine.put(machine.at(4, 8), 0xe8n << 24n);
    machine.put(machine.at(5, 24), 0x9090909090909090n, 0x9090909090909090n);
    machine.put(machine.at(6, 8), 0xe8n << 24n);
    const registers = saved({ ip: machine.at(5, 32), sp: TASK + 0x3ec0n, fp: TASK + 0x3f00n });
    machine.put(TASK + 0x3e10n, ...registers);
    machine.put(TASK + 0x3f00n, 0n, machine.at(6));
    // The interrupt stack's top has the place of rbp in them.
    machine.put(IRQ + 0x3fe0n, TASK + 0x3f00n, machine.at(4), TASK + 0x3e10n + 32n);
    const start = { ip: machine.at(1), exact: false, method: 'saved-registers' } as const;
    const told = { ...world, symbolAt: named };
    const irq = unwind(told, { ...start, sp: addr(IRQ + 0x3fd0n), fp: addr(IRQ + 0x3fe0n) });
    expect(functions(irq).slice(0, 4)).toEqual(['f1', 'apic_timer_interrupt', 'f5', 'f6']);
    // An exception stays on the task's stack.
    machine.put(TASK + 0x3e00n, TASK + 0x3f00n, machine.at(4));
    const exception = unwind(told, { ...start, sp: addr(TASK + 0x3df0n), fp: addr(TASK + 0x3e00n) });
    expect(functions(exception).slice(0, 4)).toEqual(['f1', 'apic_timer_interrupt', 'f5', 'f6']);
  });
});
