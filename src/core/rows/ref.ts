import { hex, parseHex, type Addr } from '../addr.ts';

/**
 * Text references: every place in the workbench has one, and palette, console and command line accept it.
 *
 *   addr:ffff8d2c59182100        whatever is at an address
 *   phys:3ff00000                a physical address
 *   sym:schedule                 a symbol
 *   task:ffff8d2c59182100        a task by its task_struct        pid:166  by its PID
 *   stack:ffff8d2c59182100       that task's stack
 *   type:task_struct             a type                            struct:task_struct@ffff8d2c59182100  an instance
 *   module:ext4  cpu:0  log:1234 (sequence number)  dis:ffffffff81000000  mem:ffffffff81000000  view:tasks
 *   inode:ffff…  cmd:bt -a       a command of the console
 */
export type RefKind =
  | 'addr'
  | 'phys'
  | 'sym'
  | 'task'
  | 'pid'
  | 'stack'
  | 'type'
  | 'struct'
  | 'module'
  | 'cpu'
  | 'log'
  | 'dis'
  | 'mem'
  | 'view'
  | 'inode'
  | 'cmd';

export interface Ref {
  readonly kind: RefKind;
  /** What follows the colon. */
  readonly rest: string;
}

const KINDS = new Set<string>([
  'addr',
  'phys',
  'sym',
  'task',
  'pid',
  'stack',
  'type',
  'struct',
  'module',
  'cpu',
  'log',
  'dis',
  'mem',
  'view',
  'inode',
  'cmd',
]);

export function parseRef(text: string): Ref | undefined {
  const colon = text.indexOf(':');
  const kind = text.slice(0, colon);
  return colon > 0 && KINDS.has(kind) && text.length > colon + 1
    ? { kind: kind as RefKind, rest: text.slice(colon + 1) }
    : undefined;
}

/** The address in `ref` ("task:…", "struct:NAME@…"), where it has one. */
export function refAddress(ref: Ref): Addr | undefined {
  return parseHex(ref.rest.slice(ref.rest.lastIndexOf('@') + 1));
}

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
  command: (line: string): string => `cmd:${line}`,
};
