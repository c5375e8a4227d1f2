import { hex } from '../addr.ts';

/**
 * Text references: every place in the workbench has one, and palette, console and command line accept it. What kinds
 * there are is said by the descriptions of things (things/index.ts): a file there that names a kind makes it one.
 *
 *   addr:ffff8d2c59182100        whatever is at an address         phys:3ff00000   a physical address
 *   sym:schedule                 a symbol                          log:1234        a log record by its number
 *   task:ffff8d2c59182100        a task by its task_struct         pid:166         by its PID
 *   stack:ffff8d2c59182100       that task's stack                 frame:….2       a frame of it
 *   type:task_struct             a type                            struct:task_struct@ffff8d2c59182100  an instance
 *   view:vmas@ffff8d2c59182100   the rows of a table that belong to one object
 *   module:ext4  cpu:0  dis:ffffffff81000000  mem:ffffffff81000000  view:tasks  cmd:bt -a (a line for the console)
 */
export interface Ref {
  readonly kind: string;
  /** What follows the colon. */
  readonly rest: string;
}

/** `text` as a reference, by its form alone; whether there are references of this kind is for things/ to say. */
export function parseRef(text: string): Ref | undefined {
  const [, kind, rest] = /^([a-z][a-z0-9-]*):(.+)$/s.exec(text) ?? [];
  return kind === undefined ? undefined : { kind, rest };
}

/** Writes the references that the layers below things/ make as well. */
export const refTo = {
  address: (at: bigint): string => `addr:${hex(at, 16)}`,
  task: (at: bigint): string => `task:${hex(at, 16)}`,
  stack: (at: bigint): string => `stack:${hex(at, 16)}`,
  symbol: (name: string): string => `sym:${name}`,
  type: (name: string): string => `type:${name}`,
  instance: (type: string, at: bigint): string => `struct:${type}@${hex(at, 16)}`,
  module: (name: string): string => `module:${name}`,
  cpu: (cpu: number): string => `cpu:${cpu}`,
  log: (sequence: number | bigint): string => `log:${sequence}`,
  code: (at: bigint): string => `dis:${hex(at, 16)}`,
  memory: (at: bigint): string => `mem:${hex(at, 16)}`,
  view: (name: string): string => `view:${name}`,
  /** The rows of thing `id` that belong to the object at `of`. */
  rows: (id: string, of: bigint): string => `view:${id}@${hex(of, 16)}`,
  command: (line: string): string => `cmd:${line}`,
};

/** The object whose rows `view:NAME@ADDRESS` shows: 16 digits; undefined for all rows, and for other references. */
export function partOf(ref: string | undefined): string | undefined {
  return /^view:[\w-]+@([0-9a-f]{16})$/.exec(ref ?? '')?.[1];
}
