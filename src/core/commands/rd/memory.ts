import { asCrash, refused } from '../../catalogue/commands.ts';
import { hex, isKernelHalf, step, type Addr } from '../../addr.ts';
import { FaultError, RequestError } from '../../errors.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { taskSpace } from '../../kernel/page-table.ts';
import type { AddressSpace } from '../../memory/space.ts';
import type { Arguments, CommandContext } from '../command.ts';

interface Piece {
  readonly bytes: Uint8Array;
  readonly fault?: RequestError;
  readonly excluded?: boolean;
}

/** What rd reads from. */
export interface Memory {
  /** As many of `length` bytes at `address` as there are, and why there are not more; `excluded`: the dump left the next out. */
  some(address: Addr, length: number): Piece;
}

const EXCLUDED = 'page excluded';

/** Physical, user or kernel memory, as the options say; without one, addresses of the lower half are user ones. */
export function memoryFor(context: CommandContext, args: Arguments, start: Addr, unit: number): Memory {
  const memory = plainMemory(context, args, start, unit);
  return context.settings.get('zero_excluded') === 'on' ? zeroExcluded(memory) : memory;
}

/** What the dump left out reads as zeros ("set zero_excluded on"). */
function zeroExcluded(memory: Memory): Memory {
  return {
    some(address, length) {
      const bytes = new Uint8Array(length);
      let done = 0;
      while (done < length) {
        const piece = memory.some(step(address, done), length - done);
        bytes.set(piece.bytes, done);
        done += piece.bytes.length;
        if (done >= length) break;
        if (!piece.excluded) return { bytes: bytes.subarray(0, done), fault: piece.fault };
        done += 4096 - Number(step(address, done) & 4095n);
      }
      return { bytes };
    },
  };
}

function plainMemory(context: CommandContext, args: Arguments, start: Addr, unit: number): Memory {
  const { kernel } = context;
  if (args.has('-f')) return fileItself(kernel);
  if (args.has('-p')) return physical(kernel, unit);
  if (!args.has('-u') && isKernelHalf(start)) return virtual(kernel, kernel.space, 'kernel', unit);
  const space = taskSpace(kernel, context.task);
  if (!space) throw new RequestError(refused.kernelThread({ command: 'rd' }));
  return virtual(kernel, space, 'user', unit);
}

/** The dump file's own bytes, by their offset in it. */
function fileItself({ container: { file } }: Kernel): Memory {
  return {
    some(address, length) {
      const bytes = new Uint8Array(length);
      const had = file && address < BigInt(file.size) ? file.read(Number(address), bytes) : 0;
      if (had === length) return { bytes };
      const end = hex(file?.size ?? 0);
      return {
        bytes: bytes.subarray(0, had),
        fault: new RequestError(refused.fileEnds({ command: 'rd', offset: end })),
      };
    },
  };
}

function virtual(kernel: Kernel, space: AddressSpace, half: 'kernel' | 'user', unit: number): Memory {
  return {
    some(address, length) {
      const bytes = upToErased(space, space.readSome(address, length), unit);
      if (bytes.length === length) return { bytes };
      // Read again what failed, for its reason.
      const at = step(address, bytes.length);
      const word = faultWord(kernel, at, half, space.absence(at) ?? 'not-mapped');
      const type = `${unit * 8}-bit ${half === 'kernel' ? 'KVADDR' : 'UVADDR'}`;
      const shown = bytes.length >= 16 ? at : address;
      const text = addressText(word, half);
      return {
        bytes,
        fault: new RequestError(asCrash(`rd: ${text}: ${hex(shown)}  type: "${type}"`)),
        excluded: word === EXCLUDED,
      };
    },
  };
}

/** The whole units of `bytes` that stand before the first that was erased. */
function upToErased(space: AddressSpace, bytes: Uint8Array, unit: number): Uint8Array {
  const [first] = space.erasedIn(bytes);
  return first ? bytes.subarray(0, first[0] - (first[0] % unit)) : bytes;
}

/** "seek error: kernel virtual address: ffffc00000000000": why `at` of the kernel cannot be read, in crash's words. */
export function kernelFault(kernel: Kernel, at: bigint, reason: string): string {
  return `${addressText(faultWord(kernel, at, 'kernel', reason), 'kernel')}: ${hex(at)}`;
}

function addressText(word: string, half: 'kernel' | 'user'): string {
  return word === 'invalid' ? `invalid ${half} virtual address` : `${word}: ${half} virtual address`;
}

/** crash's words: what no page table maps is invalid, but in the direct map it is a place outside the file. */
function faultWord(kernel: Kernel, at: bigint, half: 'kernel' | 'user', reason: string): string {
  if (reason === 'excluded') return EXCLUDED;
  if (reason === 'erased') return 'erased';
  const mapped = reason !== 'not-mapped' && reason !== 'table-absent' && reason !== 'non-canonical';
  if (mapped) return 'seek error';
  if (half === 'user') return 'invalid';
  const vmalloc = kernel.arch.paging.vmallocStart?.(kernel) ?? 0n;
  return at >= vmalloc ? 'invalid' : 'seek error';
}

function physical(kernel: Kernel, unit: number): Memory {
  return {
    some(address, length) {
      if (address >= 1n << 52n)
        return {
          bytes: new Uint8Array(),
          fault: new RequestError(asCrash(`rd: invalid physical address: ${hex(address)}`)),
        };
      const start = Number(address);
      const bytes = new Uint8Array(length);
      let done = 0;
      while (done < length) {
        const part = Math.min(4096 - ((start + done) & 4095), length - done);
        const piece = tryPhysical(kernel, start + done, part);
        if (typeof piece === 'string') {
          const shown = done >= 16 ? start + done : start;
          const word = piece === 'excluded' ? EXCLUDED : 'seek error';
          const fault = new RequestError(
            asCrash(`rd: ${word}: physical address: ${hex(shown)}  type: "${unit * 8}-bit PHYSADDR"`),
          );
          return { bytes: bytes.subarray(0, done), fault, excluded: piece === 'excluded' };
        }
        const before = upToErased(kernel.space, piece, unit);
        bytes.set(before, done);
        done += before.length;
        if (before.length < part) {
          const fault = new RequestError(
            asCrash(`rd: erased: physical address: ${hex(start + done)}  type: "${unit * 8}-bit PHYSADDR"`),
          );
          return { bytes: bytes.subarray(0, done), fault };
        }
      }
      return { bytes };
    },
  };
}

/** `length` bytes within one page, or the reason why they are not there. */
function tryPhysical(kernel: Kernel, address: number, length: number): Uint8Array | string {
  try {
    return kernel.memory.read(address, length);
  } catch (error) {
    if (error instanceof FaultError) return error.reason;
    throw error;
  }
}
