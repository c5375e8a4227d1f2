import { step, type Addr } from '../addr.ts';
import type { Message } from '../catalogue/message.ts';
import { stopped as why } from '../catalogue/unwind.ts';
import { Registers } from '../arch/registers.ts';
import type { StackRange } from '../arch/stacks.ts';
import type { Method, Step, UnwindWorld, WalkState, Walking } from '../arch/unwinding.ts';
import type { AddressSpace } from '../memory/space.ts';
import type { SymbolAt } from '../symbols/symbol.ts';
import type { Frame, Stack } from './stack.ts';

/** Where a walk begins. */
export interface UnwindStart {
  readonly ip: Addr;
  readonly sp: Addr;
  readonly fp?: Addr;
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

/**
 * Walks from `start` outwards, by the ways of `world.ways`. Never throws for what a dump holds: an absent page ends
 * the walk with a reason.
 */
export function unwind(world: UnwindWorld, start: UnwindStart, most = MAX_FRAMES): Stack {
  const walk = new Walk(world, start);
  return walk.run(most, start.stack);
}

/** A frame; of those that wait for a call the few known registers are put together when they are asked for. */
class WalkedFrame implements Frame {
  end?: Addr;
  entered?: Registers;

  constructor(
    private readonly world: UnwindWorld,
    private readonly state: WalkState,
    readonly symbol: SymbolAt | undefined,
    readonly stack: StackRange | undefined,
  ) {}

  get address(): Addr {
    return this.state.ip;
  }
  get slot(): Addr | undefined {
    return this.state.slot;
  }
  get sp(): Addr {
    return this.state.sp;
  }
  get method(): Method {
    return this.state.method;
  }
  get exact(): boolean {
    return this.state.exact;
  }
  get registers(): Registers {
    const { registers, ip, sp, fp } = this.state;
    const form = this.world.registers;
    return registers ?? Registers.some(form, { [form.ip]: ip, [form.sp]: sp, [form.fp]: fp });
  }
}

class Walk implements Walking {
  private readonly words: StackWords;
  private readonly frames: Frame[] = [];
  private readonly left = new Set<bigint>();
  private readonly task: Addr | undefined;
  private user: Registers | undefined;
  private complete = false;
  state: WalkState;
  stack: StackRange | undefined;

  constructor(
    readonly world: UnwindWorld,
    start: UnwindStart,
  ) {
    this.words = new StackWords(world.space);
    this.task = start.task;
    const { ip, sp, registers, exact, slot, method } = start;
    this.state = { ip, sp, fp: start.fp ?? registers?.fp, registers, exact, slot, method };
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

  word(address: Addr): Addr | undefined {
    return this.words.at(address);
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
    const { ip, exact } = this.state;
    const planted = exact ? undefined : this.planted(ip);
    const at = planted ?? this.world.symbolAt(exact ? ip : ip - 1n);
    // A call that never returns can be a function's last instruction: what stands after it is another's.
    const symbol = at && !exact && !planted ? { symbol: at.symbol, offset: at.offset + 1 } : at;
    this.frames.push(new WalkedFrame(this.world, this.state, symbol, this.stack));
  }

  /** The function that begins at `ip` where no call stands before it: no call returns there, so a tracer put it on the stack. */
  private planted(ip: Addr): SymbolAt | undefined {
    const { space, code, symbolAt } = this.world;
    const at = symbolAt(ip);
    if (at?.offset !== 0 || space.readSome(ip - 1n, 1).length === 0) return undefined;
    return code.afterCall(space, ip) ? undefined : at;
  }

  /** Goes to the caller by the first way that leads there; why the best way does not, when none does. */
  private next(): Message | undefined {
    let first: Message | undefined;
    for (const way of this.world.ways) {
      const found = way === 'call-site' ? this.byCallSite() : way === 'guess' ? this.byGuess() : way(this);
      if (!found) continue;
      const ended = this.follow(found);
      if (ended === undefined || this.complete) return ended;
      first ??= ended;
    }
    return first ?? why.noTable();
  }

  private follow(found: Step): Message | undefined {
    const frame = this.frames[this.frames.length - 1];
    switch (found.to) {
      case 'nowhere':
        return found.why;
      case 'beginning':
        this.complete = true;
        return why.begins();
      case 'user':
        frame.entered = found.entered;
        if (found.entered.isWhole) frame.end = found.entered.end ?? frame.end;
        this.user = found.entered;
        this.complete = true;
        return why.userMode();
      case 'caller':
        if (found.entered) frame.entered = found.entered;
        return this.move(found.caller);
    }
  }

  /** Takes the caller's state, when it can be one. */
  private move(to: WalkState): Message | undefined {
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
    this.state = recovered === to.ip ? to : { ...to, ip: recovered };
    return undefined;
  }

  private recovered(to: WalkState): Addr {
    const task = this.stack?.task ?? this.task;
    if (to.slot === undefined || task === undefined || !this.world.recover) return to.ip;
    return this.world.recover(to.ip, to.slot, task);
  }

  /** The next word up the stack that a call of the function at hand has put there. */
  private byCallSite(): Step | undefined {
    const { space, code } = this.world;
    const { ip, exact } = this.state;
    const symbol = this.world.symbolAt(exact ? ip : ip - 1n)?.symbol;
    if (!symbol) return undefined;
    // A cold part is jumped to from its function, which is what was called.
    const whole = symbol.name.endsWith('.cold') ? this.world.byName(symbol.name.slice(0, -5)) : undefined;
    return this.search('call-site', (word) => {
      const target = code.callTarget(space, word);
      return target !== undefined && (target === symbol.address || target === whole?.address);
    });
  }

  /** The next word up the stack that looks like a return address. */
  private byGuess(): Step | undefined {
    const { space, code } = this.world;
    return this.search('guess', (word) => code.afterCall(space, word));
  }

  private search(method: Method, fits: (word: Addr) => boolean): Step | undefined {
    const here = this.stack;
    if (!here) return undefined;
    const from = (this.state.sp + 7n) & ~7n;
    for (let i = 0; i < SEARCH_WORDS; i++) {
      const slot = step(from, i * 8);
      if (slot + 8n > here.high) return undefined;
      const word = this.words.at(slot);
      if (word === undefined) return undefined;
      const ip = this.world.returnAddress?.(word) ?? word;
      if (!this.world.isCode(ip - 1n) || !fits(ip)) continue;
      const { fp } = this.state;
      const sp = step(slot, 8);
      return { to: 'caller', caller: { ip, sp, fp, registers: undefined, exact: false, slot, method } };
    }
    return undefined;
  }
}

/** After the registers that were saved on `stack`, where the walk leaves it. */
function endOfRegisters(stack: StackRange | undefined, registers: Registers | undefined): Addr | undefined {
  const at = registers?.address;
  if (at === undefined || !stack || at < stack.low || at >= stack.high) return undefined;
  return registers?.end;
}

/** 64-bit words of memory, of which one range (a stack) is read in one go. */
class StackWords {
  private low = 0n;
  private high = 0n;
  private words: BigUint64Array = new BigUint64Array();

  constructor(private readonly space: AddressSpace) {}

  /** Reads [low, high) now; words after the first absent page stay unknown. */
  take(low: bigint, high: bigint): void {
    if (low >= this.low && high <= this.high) return;
    const bytes = this.space.readSome(low, Number(high - low) & ~7);
    this.low = low;
    this.high = low + BigInt(bytes.length & ~7);
    this.words = new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.length >> 3);
  }

  /** The word at `address`; undefined when it is not in the dump. */
  at(address: bigint): Addr | undefined {
    if (address >= this.low && address < this.high && ((address - this.low) & 7n) === 0n)
      return this.words[Number(address - this.low) >> 3] as Addr;
    return this.space.tryU64(address);
  }
}
