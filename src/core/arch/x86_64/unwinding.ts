import { step, type Addr } from '../../addr.ts';
import type { Message } from '../../catalogue/message.ts';
import { stopped as why } from '../../catalogue/unwind.ts';
import { Registers } from '../registers.ts';
import type { Step, Unwinding, WalkState, Walking, Way } from '../unwinding.ts';
import type { CfaFrom, OrcEntry } from './orc/entry.ts';
import { orcLookup } from './orc/table.ts';
import { IRET_SIZE } from './registers.ts';
import { byCode, byFramePointer, bySavedRegisters, called, interrupted } from './without-tables.ts';

/** Unwinding on x86-64: by the kernel's tables (ORC), else by frame pointers and what code and stack show. */
export const unwinding: Unwinding = {
  ways: (kernel, moduleAt) => waysBy(orcLookup(kernel, moduleAt)),
};

/** The ways with `orc`, the entry that holds at a code address. */
export function waysBy(orc: (ip: bigint) => OrcEntry | undefined): readonly Way[] {
  return [
    (walking) => byOrc(walking, orc),
    byBadCall,
    bySavedRegisters,
    byCode,
    'call-site',
    byFramePointer,
    'guess',
  ];
}

const nowhere = (because: Message): Step => ({ to: 'nowhere', why: because });

function byOrc(walking: Walking, orc: (ip: bigint) => OrcEntry | undefined): Step {
  const { ip, exact, fp } = walking.state;
  const entry = orc(exact ? ip : ip - 1n);
  if (entry?.type === 'end') return { to: 'beginning' };
  if (!entry || entry.type === 'undefined') return nowhere(why.noTable());
  const cfa = canonicalFrame(walking, entry);
  if (typeof cfa !== 'bigint') return nowhere(cfa);
  if (entry.type === 'regs') return throughRegisters(walking, cfa, entry);
  if (entry.type === 'iret') return throughIret(walking, cfa, entry);
  const slot = step(cfa, -8);
  const back = walking.word(slot);
  if (back === undefined) return nowhere(why.returnAbsent({ slot }));
  return called(back, cfa, callersBp(walking, entry, cfa, fp), slot, 'orc', entry.signal);
}

/** pt_regs at `at`: the code was entered by an exception, an interrupt or a system call. */
function throughRegisters(walking: Walking, at: Addr, entry: OrcEntry): Step {
  walking.word(at);
  const saved = Registers.at(walking.world.registers, walking.world.space, at);
  if (!saved) return nowhere(why.registersAbsent({ at }));
  return interrupted(saved, entry.bp === 'kept' ? saved.fp : callersBp(walking, entry, at, saved.fp));
}

/** Only what the processor pushed lies at `at`: rip, cs, rflags, rsp, ss. */
function throughIret(walking: Walking, at: Addr, entry: OrcEntry): Step {
  const pushed = [0, 8, 16, 24, 32].map((offset) => walking.word(step(at, offset)));
  if (pushed.includes(undefined)) return nowhere(why.interruptFrameAbsent({ at }));
  const [rip, cs, rflags, rsp, ss] = pushed;
  const rbp = callersBp(walking, entry, at, walking.state.fp);
  const values = { rip, cs, rflags, rsp, ss, rbp };
  return interrupted(Registers.some(walking.world.registers, values, at, IRET_SIZE), rbp);
}

/** The canonical frame address: the caller's stack pointer, or where registers lie. Why not, when it is not known. */
function canonicalFrame(walking: Walking, entry: OrcEntry): Addr | Message {
  const base = baseOf(walking.state, entry.cfa);
  if (base === undefined) return why.registerUnknown({ register: entry.cfa });
  if (entry.cfa === 'sp-indirect') return spIndirect(walking, base, entry.cfaOffset);
  const at = step(base, entry.cfaOffset);
  if (entry.cfa !== 'bp-indirect') return at;
  return walking.word(at) ?? why.wordAbsent({ at });
}

/** Since 5.12 (87ccc826bf1c) the offset is added to the word that is read, before to where it is read. */
function spIndirect(walking: Walking, sp: Addr, offset: number): Addr | Message {
  const word = walking.word(sp);
  const now = word === undefined ? undefined : step(word, offset);
  if (now !== undefined && walking.world.stackAt(now)) return now;
  const before = walking.word(step(sp, offset));
  return before ?? now ?? why.wordAbsent({ at: sp });
}

function baseOf(state: WalkState, from: CfaFrom): Addr | undefined {
  switch (from) {
    case 'none':
      return undefined;
    case 'sp':
    case 'sp-indirect':
      return state.sp;
    case 'bp':
    case 'bp-indirect':
      return state.fp;
    default:
      return state.registers?.get(from);
  }
}

function callersBp(walking: Walking, entry: OrcEntry, cfa: Addr, bp: Addr | undefined): Addr | undefined {
  if (entry.bp === 'kept') return bp;
  const base = entry.bp === 'cfa' ? cfa : bp;
  return base === undefined ? undefined : walking.word(step(base, entry.bpOffset));
}

/** A call or jump to where no code is: the return address is still on top of the stack. */
function byBadCall(walking: Walking): Step | undefined {
  const { world, state } = walking;
  const { exact, ip, sp, fp, registers } = state;
  if (!exact || !registers || world.isCode(ip)) return undefined;
  const back = walking.word(sp);
  if (back === undefined || !world.code.afterCall(world.space, back)) return undefined;
  return called(back, step(sp, 8), fp, sp, 'saved-registers');
}
