import { esr as words } from '../../catalogue/esr.ts';
import { faultCode } from '../../catalogue/fault-code.ts';
import type { Message } from '../../catalogue/message.ts';
import type { FaultWord } from '../trouble.ts';

/**
 * ESR_ELx in words (DDI 0487, D17.2.37; arch/arm64/include/asm/esr.h): bits 31:26 the exception class, 24:0 the syndrome,
 * whose bits 5:0 are the fault status of aborts.
 */
const CLASS_SHIFT = 26;
const FETCH_CLASSES = [0x20, 0x21];
const DATA_CLASSES = [0x24, 0x25];
/** Aborts from a lower exception level: user mode. Other classes do not say where from. */
const LOWER_CLASSES = [0x20, 0x24];
const PC_ALIGNMENT = 0x22;
const SERROR = 0x2f;
const BRK = 0x3c;
const WRITE_NOT_READ = 1 << 6;
const WALK = 1 << 7;
const CACHE = 1 << 8;
const FAR_NOT_VALID = 1 << 10;
const STATUS = 0x3f;

const CLASSES: Readonly<Record<number, () => Message>> = {
  0x00: words.unknownClass,
  0x0d: words.branchTarget,
  0x0e: words.illegalState,
  0x1c: words.pointerAuthentication,
  0x20: words.instructionAbort,
  0x21: words.instructionAbort,
  [PC_ALIGNMENT]: words.pcAlignment,
  0x24: words.dataAbort,
  0x25: words.dataAbort,
  0x26: words.spAlignment,
  0x2d: words.guardedStack,
  0x2f: words.serror,
};

/** Fault status by its upper four bits, the lower two being the level of the walk; -1 where three more encodings say so. */
const LEVELS: Readonly<Record<number, (fields: { level: number }) => Message>> = {
  0x0: words.addressSize,
  0x1: words.translation,
  0x2: words.accessFlag,
  0x3: words.permission,
};
const STATUSES: Readonly<Record<number, () => Message>> = {
  0x10: words.external,
  0x11: words.tagCheck,
  0x14: words.externalWalk,
  0x15: words.externalWalk,
  0x16: words.externalWalk,
  0x17: words.externalWalk,
  0x18: words.parity,
  0x1c: words.parity,
  0x1d: words.parity,
  0x1e: words.parity,
  0x1f: words.parity,
  0x21: words.alignment,
  0x30: words.tlbConflict,
  0x31: words.hardwareUpdate,
  0x35: words.exclusive,
};
const isPermission = (status: number): boolean => status >= 0x0c && status <= 0x0f;

/** Immediates of brk (arch/arm64/include/asm/brk-imm.h): value, mask, what it is of. */
const IMMEDIATES: readonly (readonly [value: number, mask: number, what: () => Message])[] = [
  [0x004, 0xfffe, words.brkProbe],
  [0x006, 0xffff, words.brkProbe],
  [0x100, 0xffff, words.brkFault],
  [0x400, 0xfffe, words.brkDebugger],
  [0x800, 0xffff, words.brkBug],
  [0x900, 0xff00, words.brkKasan],
  [0x5500, 0xff00, words.brkUbsan],
  [0x8000, 0xfc00, words.brkCfi],
];

/** What the immediate of a brk says; undefined when the kernel gives it no meaning. */
function brkMeaning(immediate: number): Message | undefined {
  return IMMEDIATES.find(([value, mask]) => (immediate & mask) === value)?.[2]();
}

function statusWords(status: number): Message {
  if (status === 0x29) return words.addressSize({ level: -1 });
  if (status === 0x2b) return words.translation({ level: -1 });
  const byLevel = status < 0x10 ? LEVELS[status >> 2] : undefined;
  if (byLevel) return byLevel({ level: status & 3 });
  return STATUSES[status]?.() ?? words.otherStatus({ number: '0x' + status.toString(16) });
}

/** What access ESR `code` is of; undefined of exceptions that are no aborts. */
export function abortOf(code: number): Pick<FaultWord, 'access' | 'present'> | undefined {
  const kind = (code >>> CLASS_SHIFT) & 0x3f;
  const present = isPermission(code & STATUS);
  if (FETCH_CLASSES.includes(kind)) return { access: 'execute', present };
  if (!DATA_CLASSES.includes(kind)) return undefined;
  return { access: code & WRITE_NOT_READ ? 'write' : 'read', present };
}

/** What ESR `code` says. Bits above 31 (ISS2) are left out. */
export function faultWord(code: number): FaultWord {
  // Of numbers beyond 32 bits the lower ones.
  const low = code >>> 0;
  const kind = (low >>> CLASS_SHIFT) & 0x3f;
  const abort = abortOf(low);
  const data = abort !== undefined && abort.access !== 'execute';
  const status = low & STATUS;
  return {
    // What was to be executed lay where no instruction can.
    access: kind === PC_ALIGNMENT ? 'execute' : (abort?.access ?? 'read'),
    present: abort?.present ?? false,
    user: LOWER_CLASSES.includes(kind),
    words: [
      classWords(kind, low),
      ...(abort ? [statusWords(status)] : []),
      ...(data ? [abort.access === 'write' ? faultCode.write() : faultCode.read()] : []),
      ...(abort && (low & WALK) !== 0 ? [words.ofWalk()] : []),
      ...(data && (low & CACHE) !== 0 ? [words.cacheMaintenance()] : []),
      ...(abort && status === 0x10 && (low & FAR_NOT_VALID) !== 0 ? [words.addressUnknown()] : []),
      ...(kind === SERROR ? serrorWords(low) : []),
      ...(abort ? [LOWER_CLASSES.includes(kind) ? faultCode.user() : faultCode.kernel()] : []),
    ],
    text: '0x' + low.toString(16).padStart(8, '0'),
  };
}

function classWords(kind: number, low: number): Message {
  if (kind === BRK) {
    const immediate = low & 0xffff;
    return brkMeaning(immediate) ?? words.brk({ immediate: '0x' + immediate.toString(16) });
  }
  return CLASSES[kind]?.() ?? words.otherClass({ number: '0x' + kind.toString(16).padStart(2, '0') });
}

/** Severity of an SError with RAS (bits 12:10 AET, where bit 24 IDS is 0 and the status is 0x11). */
function serrorWords(low: number): Message[] {
  const architected = (low & (1 << 24)) === 0 && (low & STATUS) === 0x11;
  return architected && ((low >>> 10) & 7) === 0 ? [words.notRestartable()] : [];
}
