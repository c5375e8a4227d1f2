import { step } from '../addr.ts';
import { FaultError, MissingError } from '../errors.ts';
import type { AddressSpace } from '../memory/space.ts';
import { latin1 } from '../source/source.ts';
import type { Kernel } from './kernel.ts';
import type { Task } from './tasks.ts';

/** Arguments and environment longer than this are cut (ARG_MAX is 128 KiB unless the stack limit is larger). */
const MAX_BYTES = 256 * 1024;

/** How a process was started. */
export interface StartedWith {
  readonly args: readonly string[];
  readonly environment: readonly string[];
}

/** How a process was started, or why that is not known. */
export type StartedAnswer =
  | StartedWith
  | { readonly absent: 'no user memory' }
  | { readonly absent: 'not in the dump'; readonly address: bigint };

/** The user memory of `task`'s process; undefined for kernel threads and what has exited. */
export function userSpaceOf(kernel: Kernel, task: Task): AddressSpace | undefined {
  const { mm } = task;
  if (mm === 0n) return undefined;
  const pgd = kernel.at('struct mm_struct', mm).try((each) => each.get('pgd').pointer());
  const root = pgd && kernel.space.translate(pgd);
  return !root ? undefined : kernel.userSpace(`user space of PID ${task.pid} (${task.comm})`, root);
}

/** The command line and environment that mm_struct.arg_start and env_start point at, in user memory. */
export function startedWith(kernel: Kernel, task: Task): StartedAnswer {
  const { mm } = task;
  if (mm === 0n) return { absent: 'no user memory' };
  try {
    const object = kernel.at('struct mm_struct', mm);
    const [argStart, argEnd, envStart, envEnd] = ['arg_start', 'arg_end', 'env_start', 'env_end'].map(
      (name) => object.get(name).pointer(),
    );
    const space = userSpaceOf(kernel, task);
    if (argStart === 0n) return { absent: 'no user memory' };
    if (!space) return { absent: 'not in the dump', address: argStart };
    const args = strings(space, argStart, argEnd);
    if (!args) return { absent: 'not in the dump', address: argStart };
    return { args, environment: strings(space, envStart, envEnd) ?? [] };
  } catch (error) {
    if (error instanceof FaultError || error instanceof MissingError) return { absent: 'no user memory' };
    throw error;
  }
}

function strings(space: AddressSpace, start: bigint, end: bigint): string[] | undefined {
  if (end <= start) return [];
  const length = Number(end - start > BigInt(MAX_BYTES) ? BigInt(MAX_BYTES) : end - start);
  const bytes = space.readSome(step(start, 0), length);
  if (bytes.length === 0) return undefined;
  const parts = latin1(bytes).split('\0');
  if (parts.at(-1) === '') parts.pop();
  return parts;
}
