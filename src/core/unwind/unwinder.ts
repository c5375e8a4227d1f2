import { stopped as why } from '../catalogue/unwind.ts';
import type { Message } from '../catalogue/message.ts';
import { step, type Addr } from '../addr.ts';
import { IRET_AT, PT_REGS_SIZE, Registers } from '../arch/x86_64/registers.ts';
import type { AddressSpace } from '../memory/space.ts';
import type { KernelSymbol, SymbolAt } from '../symbols/symbol.ts';
import { afterCall, callTarget } from './call-site.ts';
import type { CfaFrom, OrcEntry } from './orc/entry.ts';
import type { Frame, Method, Stack, StackRange } from './stack.ts';
import { Words } from './words.ts';

/** What the unwinder asks of the kernel. */
export interface UnwindWorld {
  readonly space: AddressSpace;
  /** The ORC entry that holds at code address `ip`. */
  orc(ip: bigint): OrcEntry | undefined;
  /** The stack that `address` lies on. */
  stackAt(address: bigint): StackRange | undefined;
  /** Whether code can be at `address`. */
  isCode(address: bigint): boolean;
  symbolAt(address: bigint): SymbolAt | undefined;
  byName(name: string): KernelSymbol | undefined;
  /** The return address that a tracer replaced by its own at `slot` of a stack of `task`; `address` itself when none did. */
  recover?(address: Addr, slot: Addr, task: Addr): Addr;
}

/** Where a walk begins. */
export interface UnwindStart {
  readonly ip: Addr;
  readonly sp: Addr;
  readonly bp?: Addr;
  /** All registers, where they were saved. */
  readonly registers?: Registers;
  /** Whether `ip` is the next instruction itself, not one after a call. */
  readonly exact: boolean;
  readonly slot?: Addr;
  /** The task that ran: tracers keep replaced return addresses by task. */
  readonly task?: Addr;
  /** The stack that `sp` lies on, where it is known already. */
  readonly stack?: StackRange;
  readonly method: Method;
}

/** Frames that a walk gives at most: a stack of 32 KiB can hold some thousands. */
const MAX_FRAMES = 2000;
/** Words searched for a return address when nothing else leads on. */
const SEARCH_WORDS = 512;

interface State {
  ip: Addr;
  sp: Addr;
  bp: Addr | undefined;
  registers: Registers | undefined;
  exact: boolean;
  slot: Addr | undefined;
  method: Method;
}

/** Walks from `start` outwards. Never throws for what a dump holds: an absent page ends the walk with a reason. */
export function unwind(world: UnwindWorld, start: UnwindStart, most = MAX_FRAMES): Stack {
  const walk = new Walk(world, start);
  return walk.run(most, start.stack);
}

/** A frame; of those that wait for a call the few known registers are put together when they are asked for. */
class WalkedFrame implements Frame {
  end?: Addr;
  entered?: Registers;

  constructor(
    readonly address: Addr,
    readonly symbol: SymbolAt | undefined,
    readonly slot: Addr | undefined,
    readonly sp: Addr,
    readonly stack: StackRange | undefined,
    readonly method: Method,
    readonly exact: boolean,
    private readonly saved: Registers | undefined,
    private readonly bp: Addr | undefined,
  ) {}

  get registers(): Registers {
    const { saved, address, sp, bp } = this;
    return saved ?? Registers.some({ rip: address, rsp: sp, ...(bp === undefined ? {} : { rbp: bp }) });
  }
}

class Walk {
  private readonly words: Words;
  private readonly frames: Frame[] = [];
  private readonly left = new Set<bigint>();
  private state: State;
  private stack: StackRange | undefined;
  private readonly task: Addr | undefined;
  private user: Registers | undefined;
  private complete = false;

  constructor(
    private readonly world: UnwindWorld,
    start: UnwindStart,
  ) {
    this.words = new Words(world.space);
    this.task = start.task;
    this.state = { bp: undefined, registers: undefined, slot: undefined, ...start };
    if (start.registers && start.bp === undefined) this.state.bp = start.registers.bp;
  }

  run(most: number, known: StackRange | undefined): Stack {
    let stopped: Message | undefined;
    if (known) this.take(known, this.state.sp);
    else this.enter(this.state.sp);
    while (stopped === undefined) {
      this.push();
      if (this.frames.length >= most) stopped = why.cutOff({ most });
      else stopped = this.next();
    }
    return { frames: this.frames, complete: this.complete, stopped, user: this.user };
  }

  /** Takes the stack that `sp` lies on as the one that is walked; false when it was left before. */
  private enter(sp: Addr): boolean {
    const here = this.stack;
    if (here && sp >= here.low && sp <= here.high) return true;
    const next = this.world.stackAt(sp);
    if (here) this.left.add(here.low);
    if (next && this.left.has(next.low)) return false;
    this.take(next, sp);
    return true;
  }

  private take(stack: StackRange | undefined, sp: Addr): void {
    this.stack = stack;
    if (stack) this.words.take(sp & ~7n, stack.high);
  }

  private push(): void {
    const { ip, sp, bp, slot, method, exact, registers } = this.state;
    const at = this.world.symbolAt(exact ? ip : ip - 1n);
    // A call that never returns can be a function's last instruction: what stands after it is another's.
    const symbol = at && !exact ? { symbol: at.symbol, offset: at.offset + 1 } : at;
    this.frames.push(new WalkedFrame(ip, symbol, slot, sp, this.stack, method, exact, registers, bp));
  }

  /** Goes to the caller; why not, when there is none. */
  private next(): Message | undefined {
    const { ip, exact } = this.state;
    const entry = this.world.orc(exact ? ip : ip - 1n);
    if (entry?.type === 'end') {
      this.complete = true;
      return why.begins();
    }
    const ended = entry && entry.type !== 'undefined' ? this.byOrc(entry) : why.noTable();
    if (ended === undefined || this.user) return ended;
    if (this.byBadCall() || this.byCallSite() || this.byFramePointer() || this.byGuess()) return undefined;
    return this.user ? why.userMode() : ended;
  }

  private byOrc(entry: OrcEntry): Message | undefined {
    const { state } = this;
    const cfa = this.cfa(entry);
    if (typeof cfa !== 'bigint') return cfa;
    if (entry.type === 'call') {
      const slot = step(cfa, -8);
      const ip = this.words.at(slot);
      if (ip === undefined) return why.returnAbsent({ slot });
      const bp = this.callersBp(entry, cfa, state.bp);
      return this.move({ ip, sp: cfa, bp, registers: undefined, exact: entry.signal, slot, method: 'orc' });
    }
    return entry.type === 'regs' ? this.throughRegisters(cfa, entry) : this.throughIret(cfa, entry);
  }

  /** pt_regs at `at`: the code was entered by an exception, an interrupt or a system call. */
  private throughRegisters(at: Addr, entry: OrcEntry): Message | undefined {
    this.words.at(at);
    const registers = Registers.at(this.world.space, at);
    if (!registers) return why.registersAbsent({ at });
    this.frames[this.frames.length - 1].entered = registers;
    if (registers.user) return this.cameFromUser(registers);
    return this.move({
      ip: registers.ip,
      sp: registers.sp,
      bp: entry.bp === 'kept' ? registers.bp : this.callersBp(entry, at, registers.bp),
      registers,
      exact: true,
      slot: undefined,
      method: 'saved-registers',
    });
  }

  /** Only what the processor pushed lies at `at`: rip, cs, rflags, rsp, ss. */
  private throughIret(at: Addr, entry: OrcEntry): Message | undefined {
    const [rip, cs, rflags, rsp, ss] = [0, 8, 16, 24, 32].map((offset) => this.words.at(step(at, offset)));
    if (
      rip === undefined ||
      cs === undefined ||
      rflags === undefined ||
      rsp === undefined ||
      ss === undefined
    )
      return why.interruptFrameAbsent({ at });
    const bp = this.callersBp(entry, at, this.state.bp);
    const registers = Registers.some(
      { rip, cs, rflags, rsp, ss, ...(bp === undefined ? {} : { rbp: bp }) },
      at,
    );
    this.frames[this.frames.length - 1].entered = registers;
    if (registers.user) return this.cameFromUser(registers);
    return this.move({
      ip: rip,
      sp: rsp,
      bp,
      registers,
      exact: true,
      slot: undefined,
      method: 'saved-registers',
    });
  }

  private cameFromUser(registers: Registers): Message {
    this.user = registers;
    this.complete = true;
    const frame = this.frames[this.frames.length - 1];
    frame.end = registers.isWhole && registers.address ? step(registers.address, PT_REGS_SIZE) : frame.end;
    return why.userMode();
  }

  private cfa(entry: OrcEntry): Addr | Message {
    const base = this.base(entry.cfa);
    if (base === undefined) return why.registerUnknown({ register: entry.cfa });
    if (entry.cfa === 'bp-indirect') {
      const value = this.words.at(step(base, entry.cfaOffset));
      return value ?? why.wordAbsent({ at: step(base, entry.cfaOffset) });
    }
    if (entry.cfa === 'sp-indirect') return this.spIndirect(base, entry.cfaOffset);
    return step(base, entry.cfaOffset);
  }

  /** Since 5.12 (87ccc826bf1c) the offset is added to the word that is read, before to where it is read. */
  private spIndirect(sp: Addr, offset: number): Addr | Message {
    const word = this.words.at(sp);
    const now = word === undefined ? undefined : step(word, offset);
    if (now !== undefined && this.world.stackAt(now)) return now;
    const before = this.words.at(step(sp, offset));
    return before ?? now ?? why.wordAbsent({ at: sp });
  }

  private base(from: CfaFrom): Addr | undefined {
    const { state } = this;
    switch (from) {
      case 'none':
        return undefined;
      case 'sp':
      case 'sp-indirect':
        return state.sp;
      case 'bp':
      case 'bp-indirect':
        return state.bp;
      default:
        return state.registers?.get(from);
    }
  }

  private callersBp(entry: OrcEntry, cfa: Addr, bp: Addr | undefined): Addr | undefined {
    if (entry.bp === 'kept') return bp;
    const base = entry.bp === 'cfa' ? cfa : bp;
    return base === undefined ? undefined : this.words.at(step(base, entry.bpOffset));
  }

  /** Takes the caller's state, when it can be one. */
  private move(to: State): Message | undefined {
    const from = this.state;
    const recovered = this.recovered(to);
    if (!to.exact && !this.world.isCode(recovered - 1n))
      return why.noCode({ address: to.ip, slot: to.slot ?? 0n });
    const here = this.stack;
    const stays = here !== undefined && to.sp >= here.low && to.sp <= here.high;
    if (stays && to.sp <= from.sp && to.slot !== undefined) return why.goesBack({ sp: to.sp });
    if (stays && to.sp < from.sp) return why.goesBack({ sp: to.sp });
    if (!stays && to.slot !== undefined && !this.world.stackAt(to.sp)) return why.noStackAt({ sp: to.sp });
    if (!this.enter(to.sp)) return why.comesBack({ sp: to.sp });
    this.frames[this.frames.length - 1].end = stays ? to.sp : endOfRegisters(here, to.registers);
    this.state = { ...to, ip: recovered };
    return undefined;
  }

  private recovered(to: State): Addr {
    const task = this.stack?.task ?? this.task;
    if (to.slot === undefined || task === undefined || !this.world.recover) return to.ip;
    return this.world.recover(to.ip, to.slot, task);
  }

  /** A call or jump to where no code is: the return address is still on top of the stack. */
  private byBadCall(): boolean {
    const { exact, ip, sp, bp, registers } = this.state;
    if (!exact || !registers || this.world.isCode(ip)) return false;
    const address = this.words.at(sp);
    if (address === undefined || !afterCall(this.world.space, address)) return false;
    return (
      this.move({
        ip: address,
        sp: step(sp, 8),
        bp,
        registers: undefined,
        exact: false,
        slot: sp,
        method: 'saved-registers',
      }) === undefined
    );
  }

  /** rbp → {caller's rbp, return address}, as compilers and JITs write it. */
  private byFramePointer(): boolean {
    const { bp, sp } = this.state;
    const here = this.stack;
    if (bp === undefined || !here || bp < sp || bp + 16n > here.high) return false;
    // CONFIG_FRAME_POINTER marks pt_regs by an odd rbp (ENCODE_FRAME_POINTER, arch/x86/include/asm/frame.h).
    if ((bp & 1n) === 1n) {
      const at = step(bp, -1);
      const registers = Registers.at(this.world.space, at);
      if (!registers) return false;
      this.frames[this.frames.length - 1].entered = registers;
      if (registers.user) {
        this.cameFromUser(registers);
        return false;
      }
      return (
        this.move({
          ip: registers.ip,
          sp: registers.sp,
          bp: registers.bp,
          registers,
          exact: true,
          slot: undefined,
          method: 'saved-registers',
        }) === undefined
      );
    }
    if ((bp & 7n) !== 0n) return false;
    const ip = this.words.at(step(bp, 8));
    if (ip === undefined || !afterCall(this.world.space, ip)) return false;
    return (
      this.move({
        ip,
        sp: step(bp, 16),
        bp: this.words.at(bp),
        registers: undefined,
        exact: false,
        slot: step(bp, 8),
        method: 'frame-pointer',
      }) === undefined
    );
  }

  /** The next word up the stack that a call of the function at hand has put there. */
  private byCallSite(): boolean {
    const { ip, exact } = this.state;
    const symbol = this.world.symbolAt(exact ? ip : ip - 1n)?.symbol;
    if (!symbol) return false;
    // A cold part is jumped to from its function, which is what was called.
    const whole = symbol.name.endsWith('.cold') ? this.world.byName(symbol.name.slice(0, -5)) : undefined;
    const found = this.search((word) => {
      const target = callTarget(this.world.space, word);
      return target !== undefined && (target === symbol.address || target === whole?.address);
    });
    return found !== undefined && this.returnTo(found, 'call-site');
  }

  /** The next word up the stack that looks like a return address. */
  private byGuess(): boolean {
    const found = this.search((word) => afterCall(this.world.space, word));
    return found !== undefined && this.returnTo(found, 'guess');
  }

  private search(fits: (word: Addr) => boolean): Addr | undefined {
    const here = this.stack;
    if (!here) return undefined;
    const from = (this.state.sp + 7n) & ~7n;
    for (let i = 0; i < SEARCH_WORDS; i++) {
      const slot = step(from, i * 8);
      if (slot + 8n > here.high) return undefined;
      const word = this.words.at(slot);
      if (word === undefined) return undefined;
      if (this.world.isCode(word - 1n) && fits(word)) return slot;
    }
    return undefined;
  }

  private returnTo(slot: Addr, method: Method): boolean {
    const ip = this.words.at(slot);
    const { bp } = this.state;
    if (ip === undefined) return false;
    return (
      this.move({ ip, sp: step(slot, 8), bp, registers: undefined, exact: false, slot, method }) === undefined
    );
  }
}

/** Behind the registers that were saved on `stack`, where the walk leaves it. */
function endOfRegisters(stack: StackRange | undefined, registers: Registers | undefined): Addr | undefined {
  const at = registers?.address;
  if (at === undefined || !stack || at < stack.low || at >= stack.high) return undefined;
  return step(at, registers?.isWhole ? PT_REGS_SIZE : PT_REGS_SIZE - IRET_AT);
}
