import type { Addr } from '../addr.ts';
import { render, verbatim, type Message } from '../catalogue/message.ts';
import { common } from '../catalogue/things.ts';
import { ifKnown } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Task } from '../kernel/tasks.ts';
import { refTo } from '../rows/ref.ts';
import { symbolShown, type Column } from './thing.ts';

/**
 * The columns that many kinds have, each made once: how a struct of the kernel, a function, a task or a CPU is shown and
 * where it leads is decided here.
 */

type Heading = Pick<Column<unknown>, 'title' | 'hint'>;
/** What a maker does not decide. */
type More<T> = Pick<Column<T>, 'optional' | 'dear' | 'noFact' | 'tone'>;
type Of<T, V> = (object: T, kernel: Kernel) => V;

/** Where the `type` lies that an object is or hangs on; leads to its members. Its title is the type, as C has it. */
export function structColumn<T, V extends Addr | undefined>(type: string, at: Of<T, V>, more: More<T> = {}) {
  return {
    ...more,
    title: verbatim(type),
    kind: 'address',
    value: at,
    ref: (object: T, kernel: Kernel): string | undefined => {
      const address = ifKnown(() => at(object, kernel));
      return address && refTo.instance(type, address);
    },
  } as const satisfies Column<T>;
}

/** Where an object lies that is now of one type, now of another; leads to its members. */
export function placeColumn<T>(
  of: Of<T, { readonly address: Addr; readonly type: string }>,
  more: More<T> = {},
) {
  return {
    ...more,
    title: common.address(),
    kind: 'address',
    value: (object: T, kernel: Kernel): Addr => of(object, kernel).address,
    ref: (object: T, kernel: Kernel): string => {
      const { address, type } = of(object, kernel);
      return refTo.instance(type, address);
    },
  } as const satisfies Column<T>;
}

/** What has a symbol, by it: a function, which leads to its code, or a variable (`leadsTo` its address). NULL is none. */
export function symbolColumn<T>(
  heading: Heading,
  at: Of<T, bigint | undefined>,
  leadsTo: 'code' | 'address' = 'code',
  more: More<T> = {},
) {
  return {
    ...more,
    ...heading,
    kind: 'address',
    value: (object: T, kernel: Kernel): bigint | undefined => at(object, kernel) || undefined,
    text: (object: T, kernel: Kernel): string | undefined => symbolShown(kernel, at(object, kernel)),
    ref: (object: T, kernel: Kernel): string | undefined => {
      const address = ifKnown(() => at(object, kernel));
      return address ? refTo[leadsTo](address) : undefined;
    },
  } as const satisfies Column<T>;
}

/** A task, in one column: "insmod (166)". */
export function taskColumn<T>(heading: Heading, of: Of<T, Task | undefined>, more: More<T> = {}) {
  return {
    ...more,
    ...heading,
    kind: 'text',
    value: (object: T, kernel: Kernel): string | undefined => {
      const task = of(object, kernel);
      return task && `${task.comm} (${task.pid})`;
    },
    ref: (object: T, kernel: Kernel): string | undefined => {
      const task = ifKnown(() => of(object, kernel));
      return task && refTo.task(task.address);
    },
  } as const satisfies Column<T>;
}

/** One of `words`, our own: the value is the English of it, and what is shown the word in the language of the reader. */
export function wordColumn<T, W extends string>(
  heading: Heading,
  words: Readonly<Record<W, () => Message>>,
  of: Of<T, W | undefined>,
  more: More<T> = {},
) {
  return {
    ...more,
    ...heading,
    kind: 'text',
    words: Object.values<() => Message>(words).map((each) => each()),
    value: (object: T, kernel: Kernel): string | undefined => {
      const word = of(object, kernel);
      return word && render(words[word](), 'en');
    },
  } as const satisfies Column<T>;
}

/** The CPU that something is of. */
export const cpuColumn = {
  title: verbatim('CPU'),
  kind: 'count',
  value: ({ cpu }) => cpu,
  ref: ({ cpu }) => (cpu === undefined ? undefined : refTo.cpu(cpu)),
} as const satisfies Column<{ readonly cpu?: number }>;

/** The columns that say whose something is, of kinds that belong to a task, which may not be known. */
export const taskColumns = {
  comm: {
    title: common.task(),
    kind: 'text',
    value: ({ task }) => task?.comm,
    ref: ({ task }) => task && refTo.task(task.address),
  },
  pid: { title: verbatim('PID'), kind: 'count', value: ({ task }) => task?.pid },
} as const satisfies Record<string, Column<{ readonly task?: Task }>>;
