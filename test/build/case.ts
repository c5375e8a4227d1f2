import type { Arch } from '../../src/core/arch/arch.ts';
import { arch as x86_64 } from '../../src/core/arch/x86_64/index.ts';
import { Registers } from '../../src/core/arch/registers.ts';
import type { StackKind } from '../../src/core/arch/stacks.ts';
import { registers as form } from '../../src/core/arch/x86_64/registers.ts';
import { stopped } from '../../src/core/catalogue/unwind.ts';
import { tableFormat } from '../../src/core/arch/x86_64/paging.ts';
import type { Addr } from '../../src/core/addr.ts';
import { MissingError } from '../../src/core/errors.ts';
import type { Kernel } from '../../src/core/kernel/kernel.ts';
import type { LogRecord } from '../../src/core/kernel/printk.ts';
import type { Task } from '../../src/core/kernel/tasks.ts';
import type { KernelSymbol, SymbolAt } from '../../src/core/symbols/symbol.ts';
import type { Frame, Stack } from '../../src/core/unwind/stack.ts';
import { lostOf } from '../../src/core/verdict/needs.ts';
import type { Case, Interruption } from '../../src/core/verdict/case.ts';
import { actors, gapsIn, machineOf } from '../../src/core/verdict/open-case.ts';
import { examineFault } from '../../src/core/verdict/fault.ts';
import { LogFacts } from '../../src/core/verdict/log.ts';
import { blameTest } from '../../src/core/reports/never-blame.ts';

/** Where the functions of planned stacks lie, 4 KiB each. */
const CODE = 0xffffffff81000000n;
const STACK = 0xffffc90000004000n;

/** A function on a planned stack: "name", "name [module]", or an entry with the registers of what it interrupted. */
export interface PlannedFrame {
  readonly name: string;
  readonly offset?: number;
  readonly stack?: StackKind;
  /** Registers that this frame's code saved: it is the kernel's entry code. Without rip it interrupted the next frame. */
  readonly entered?: Readonly<Record<string, bigint>>;
  readonly user?: boolean;
}

/** A planned case: what a rule sees. */
export interface CasePlan {
  readonly log?: readonly string[];
  /** Nanoseconds between the records of the log; a second where it is absent. */
  readonly interval?: bigint;
  readonly frames?: readonly (string | PlannedFrame)[];
  /** Code or data by address. */
  readonly memory?: Readonly<Record<string, readonly number[]>>;
  readonly cpu?: number;
  readonly task?: { readonly comm: string; readonly pid: number };
  /** The kernel noted when it crashed (VMCOREINFO's CRASHTIME). */
  readonly crashTime?: number;
  /** Functions that have code and are not on the stack: their addresses follow those of the stack. */
  readonly functions?: readonly string[];
  /** Symbols that the kernel has besides the functions of its stack. */
  readonly symbols?: readonly string[];
  /** The machine; x86-64 where it is absent. Registers that a frame saved are this machine's. */
  readonly arch?: Arch;
  /** Five-level page tables. */
  readonly levels?: 4 | 5;
}

/** Records with these texts, a second apart where nothing else is said. */
export function logOf(lines: readonly string[], interval = 1_000_000_000n): LogRecord[] {
  return lines.map((text, sequence) => ({
    sequence,
    time: BigInt(sequence) * interval,
    level: 0,
    facility: 0,
    text,
    continued: false,
    truncated: false,
  }));
}

/** The address of function `name` in planned cases. */
export function addressOf(plan: CasePlan, name: string): bigint {
  return CODE + BigInt(namesOf(plan).indexOf(name)) * 4096n;
}

const plannedFrames = (plan: CasePlan): PlannedFrame[] =>
  (plan.frames ?? []).map((each) => (typeof each === 'string' ? { name: each } : each));

function namesOf(plan: CasePlan): string[] {
  return [...new Set([...plannedFrames(plan).map(({ name }) => name), ...(plan.functions ?? [])])];
}

/** A kernel that knows the names of the planned stack and the planned memory, and nothing else. */
export function kernelOf(plan: CasePlan): Kernel {
  const symbols = namesOf(plan).map((text, i): KernelSymbol => {
    const [, name, module] = /^(\S+)(?: \[(\S+)\])?$/.exec(text) ?? [];
    return { name, module, address: (CODE + BigInt(i) * 4096n) as Addr, letter: 'T', size: 4096 };
  });
  const byAddress = (address: bigint): SymbolAt | undefined => {
    const symbol = symbols.find((each) => address >= each.address && address < each.address + 4096n);
    return symbol && { symbol, offset: Number(address - symbol.address) };
  };
  const pieces = Object.entries(plan.memory ?? {}).map(
    ([at, bytes]) => [BigInt(at), Uint8Array.from(bytes)] as const,
  );
  const readSome = (address: bigint, length: number): Uint8Array => {
    const piece = pieces.find(([at, bytes]) => address >= at && address < at + BigInt(bytes.length));
    return piece ? piece[1].slice(Number(address - piece[0])).subarray(0, length) : new Uint8Array();
  };
  const kernel = {
    arch: plan.arch ?? x86_64,
    symbols: {
      byAddress,
      byName: (name: string) =>
        symbols.find((each) => each.name === name) ??
        (plan.symbols?.includes(name) ? { name, address: 0n } : undefined),
      allByName: (name: string) => symbols.filter((each) => each.name === name),
      aliases: (address: bigint) => symbols.filter((each) => each.address === address),
      image: {
        byName: (name: string) =>
          name === '_stext'
            ? { name, address: CODE }
            : name === '_etext'
              ? { name, address: CODE + BigInt(symbols.length) * 4096n }
              : undefined,
      },
    },
    perCpu: () => {
      throw new MissingError('no types');
    },
    object: () => {
      throw new MissingError('no types');
    },
    at: () => {
      throw new MissingError('no types');
    },
    memory: { tryRead: () => undefined },
    space: {
      format: tableFormat(plan.levels ?? 4),
      root: 0,
      readSome,
      tryRead: (address: bigint, length: number) => {
        const bytes = readSome(address, length);
        return bytes.length === length ? bytes : undefined;
      },
      readable: (address: bigint) => readSome(address, 1).length === 1,
      translate: () => undefined,
      absence: () => 'not-mapped',
      tryU32: (address: bigint) => {
        const bytes = readSome(address, 4);
        return bytes.length === 4 ? new DataView(bytes.buffer).getUint32(0, true) : undefined;
      },
      tryU64: (address: bigint) => {
        const bytes = readSome(address, 8);
        return bytes.length === 8 ? new DataView(bytes.buffer).getBigUint64(0, true) : undefined;
      },
    },
    container: { notes: [] },
    types: {
      has: () => false,
      sizeOf: () => undefined,
      struct: () => undefined,
      offsetOf: (name: string) => {
        throw new MissingError(`no type ${name}`);
      },
    },
    vmcoreinfo: { crashTime: plan.crashTime, number: () => undefined, symbol: () => undefined, offset: () => undefined },
    layout: { pageSize: 4096, image: { start: CODE, end: CODE + 0x1000000n }, tables: tableFormat(plan.levels ?? 4), userTables: tableFormat(plan.levels ?? 4) },
    // No tasks, no stacks, no modules, no slabs.
    remember: (key: string, make: () => unknown) => {
      if (key === 'task stacks' || key === 'tasks by PID') return new Map();
      if (key === 'slab look-up') return { page: () => undefined };
      return /tasks|stacks|modules/.test(key) ? [] : make();
    },
  };
  return kernel as unknown as Kernel;
}

/** The case that `plan` comes to; its fault is found as in real ones. */
export function caseOf(plan: CasePlan): Case {
  const kernel = kernelOf(plan);
  const records = logOf(plan.log ?? [], plan.interval);
  const machine = machineOf(kernel);
  const mayBeBlamed = blameTest(machine?.trouble.neverBlamed);
  const log = new LogFacts(records, kernel.arch.faultLog?.patterns);
  const planned = plannedFrames(plan);
  const own = (at: number): bigint => addressOf(plan, planned[at].name) + BigInt(planned[at].offset ?? 16);
  const file = kernel.arch.registers ?? form;
  const mode = (user = false): Record<string, bigint> =>
    file === form ? { cs: user ? 0x33n : 0x10n } : { pstate: user ? 0n : 5n };
  const frames = planned.map((each, i): Frame => {
    const before = planned[i - 1]?.entered;
    const address = before?.[file.ip] ?? own(i);
    const ip = i + 1 < planned.length ? own(i + 1) : 0n;
    const entered =
      each.entered && Registers.some(file, { ...mode(each.user), [file.ip]: ip, ...each.entered });
    return {
      address: address as Addr,
      symbol: kernel.symbols.byAddress(address),
      sp: (STACK + BigInt(i) * 64n) as Addr,
      stack: { kind: each.stack ?? 'task', low: STACK as Addr, high: (STACK + 16384n) as Addr },
      method: 'orc',
      exact: before !== undefined,
      registers: Registers.some(file, {}),
      entered,
    };
  });
  const stack: Stack = { frames, complete: true, stopped: stopped.userMode() };
  const interruptions = frames.flatMap((frame, i): Interruption[] =>
    frame.entered && !frame.entered.user
      ? [{ entry: frame.symbol?.symbol.name ?? '', registers: frame.entered, index: i + 1 }]
      : [],
  );
  const object = {
    get: () => {
      throw new MissingError('no types');
    },
  };
  const task = plan.task && ({ ...plan.task, address: 0xffff888000000000n, object } as unknown as Task);
  const partial = {
    kernel,
    log,
    cpu: plan.cpu ?? 0,
    task,
    stack: planned.length > 0 ? stack : undefined,
    interruptions,
    machine,
    mayBeBlamed,
    panic: log.last('panic'),
    logGaps: gapsIn(records),
  };
  const fault = examineFault(partial);
  return {
    ...partial,
    fault,
    lost: lostOf({ ...partial, fault }, [], []),
    blame: (from = 0) =>
      actors(machine, frames, from).find(({ symbol }) => symbol && mayBeBlamed(symbol.symbol)),
    through: (...functions) => frames.find(({ symbol }) => functions.includes(symbol?.symbol.name ?? '')),
  };
}
