import type { CpuState } from './container.ts';

/**
 * The processors of a machine that Hyper-V saved: the value partition_state (microsoft/openvmm, vm/hv1/hvdef/src/save_restore.rs and the
 * writer of vmrs files beside it). Three 64-bit sizes, the second of which says where 16 bytes of padding begin; then chunks: 32 bits
 * of number, 32 bits of length, 8 bytes of padding, the contents. The chunks of a processor follow the one that names it.
 */
const CHUNK = 16;
/** The lower bits of a chunk's number tell its revision. */
const REVISION = 0xfff;
const CHUNKS = {
  prolog: 0,
  processor: 0x30001000,
  general: 0x30005000,
  segments: 0x30009000,
  level: 0x3001a000,
} as const;
/** HvProcessorVendor of ARM, and where the prolog has it. */
const ARM = 0x10;
const VENDOR = 8;
const X86_64 = 62;
const AARCH64 = 183;
/** Most processors of a machine. */
const MAX_PROCESSORS = 4096;

const words = (text: string): string[] => text.split(' ');
/** The words of the general registers on x86-64. */
const GENERAL = words('rax rcx rdx rbx rsp rbp rsi rdi r8 r9 r10 r11 r12 r13 r14 r15 rip rflags');
/** Of arm64: x0 to x28, the frame pointer and link register, and by place those that follow. */
const ARM_GENERAL = Array.from({ length: 31 }, (_, i) => `x${i}`);
const ARM_PC = 31;
const ARM_STATE = 32;
const ARM_SP_EL1 = 39;
/** Segments on x86-64: es, cs, ss …, 16 bytes each, the selector at the 12th. */
const SEGMENT = 16;
const SELECTOR = 12;
const CS = 1;
const SS = 2;

/** What partition_state tells: the ELF machine, and the registers of its processors; what does not fit ends it. */
export function partitionState(bytes: Uint8Array): {
  readonly machine?: number;
  readonly cpus?: readonly CpuState[];
} {
  if (bytes.length < 24) return {};
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cpus = new Map<number, Record<string, bigint>>();
  let machine: number | undefined;
  let current = -1;
  let trusted = 0;
  let at = Number(view.getBigUint64(8, true)) + CHUNK;
  while (at + CHUNK <= bytes.length) {
    const id = view.getUint32(at, true) & ~REVISION;
    const length = view.getUint32(at + 4, true);
    const from = at + CHUNK;
    if (from + length > bytes.length) break;
    const word = (index: number): bigint => view.getBigUint64(from + index * 8, true);
    if (id === CHUNKS.prolog && length >= VENDOR + 4)
      machine = view.getUint32(from + VENDOR, true) === ARM ? AARCH64 : X86_64;
    else if (id === CHUNKS.processor && length >= 4) {
      current = view.getUint32(from, true);
      trusted = 0;
    } else if (id === CHUNKS.level && length >= 1) trusted = bytes[from];
    // Of a machine with levels of trust Linux is level 0.
    else if (trusted === 0 && current >= 0 && current < MAX_PROCESSORS) {
      const known = cpus.get(current) ?? {};
      if (id === CHUNKS.general && machine === X86_64 && length >= GENERAL.length * 8)
        GENERAL.forEach((name, i) => (known[name] = word(i)));
      if (id === CHUNKS.general && machine === AARCH64 && length >= (ARM_SP_EL1 + 1) * 8) {
        ARM_GENERAL.forEach((name, i) => (known[name] = word(i)));
        Object.assign(known, { pc: word(ARM_PC), pstate: word(ARM_STATE), sp: word(ARM_SP_EL1) });
      }
      if (id === CHUNKS.segments && machine === X86_64 && length >= (SS + 1) * SEGMENT) {
        known.cs = BigInt(view.getUint16(from + CS * SEGMENT + SELECTOR, true));
        known.ss = BigInt(view.getUint16(from + SS * SEGMENT + SELECTOR, true));
      }
      if (Object.keys(known).length > 0) cpus.set(current, known);
    }
    at = from + length;
  }
  const whole = [...cpus].filter(([, { rip = 0n, pc = 0n }]) => rip !== 0n || pc !== 0n);
  return {
    machine,
    cpus: whole.length > 0 ? whole.map(([cpu, registers]) => ({ cpu, registers })) : undefined,
  };
}
