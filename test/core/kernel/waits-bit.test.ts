import { expect, it, vi } from 'vitest';
import type { Kernel } from '../../../src/core/kernel/kernel.ts';
import type { Task } from '../../../src/core/kernel/tasks.ts';
import { wordKernel } from '../../build/word-kernel.ts';

/**
 * Tasks that wait for a bit (lock_page(), wait_on_bit(), wait_var_event()) hang in hashed wait queues that say nothing of it; what
 * lies around their entries does: struct wait_page_queue (include/linux/pagemap.h) and struct wait_bit_queue_entry
 * (include/linux/wait_bit.h). In built memory.
 */

const [FIRST, SECOND, THIRD] = [0xffff888001000000n, 0xffff888001002000n, 0xffff888001003000n];
const HEAD = 0xffffffff82c08cf0n;
const WORD = 0xffffffffc0640010n;
const PAGE = 0xffffea0000123400n;
const CODE = 0xffffffff81000000n;
const WAKES = ['wake_page_function', 'wake_bit_function', 'var_wake_function', 'autoremove_wake_function'];

const stackOf = (task: bigint): bigint => 0xffffc90000000000n + (task & 0xffffn) * 16n;
/** Where the task's word of the entry lies: struct wait_queue_entry is flags, private, func, entry. */
const slotOf = (task: bigint): bigint => stackOf(task) + 2048n + 256n;
const taskOf = (address: bigint): Task => ({ address, comm: 't', pid: 1 }) as unknown as Task;

vi.mock('../../../src/core/kernel/stack-ranges.ts', () => ({
  taskStack: (_: Kernel, { address }: Task) => ({ low: stackOf(address), high: stackOf(address) + 4096n }),
}));
vi.mock('../../../src/core/kernel/stacks.ts', () => ({
  sleepingStart: (_: Kernel, { address }: Task) => ({ sp: stackOf(address) + 2048n }),
  unwindTask: () => ({ frames: [] }),
}));
vi.mock('../../../src/core/kernel/running.ts', () => ({ isActive: () => false }));
vi.mock('../../../src/core/kernel/tasks.ts', () => ({
  taskByAddress: (_: Kernel, address: bigint) =>
    [FIRST, SECOND, THIRD].includes(address) ? taskOf(address) : undefined,
  tasks: () => [FIRST, SECOND, THIRD].map(taskOf),
}));

const { waitOf } = await import('../../../src/core/kernel/waits.ts');

interface Sleeper {
  readonly task: bigint;
  readonly wakes: string;
  /** The word and the number before or behind the entry. */
  readonly key?: readonly [at: bigint, bit: number];
}

const PAGE_QUEUE = {
  'wait_page_queue.folio': 0,
  'wait_page_queue.bit_nr': 8,
  'wait_page_queue.wait': 16,
  'page.flags': 0,
};
const BIT_QUEUE = {
  'wait_bit_queue_entry.key': 0,
  'wait_bit_queue_entry.wq_entry': 24,
  'wait_bit_key.flags': 0,
  'wait_bit_key.bit_nr': 8,
};

/** A kernel whose tasks hang in one wait queue. */
function kernelOf(
  sleepers: readonly Sleeper[],
  words: readonly (readonly [bigint, bigint])[] = [],
  types: Readonly<Record<string, number>> = { ...PAGE_QUEUE, ...BIT_QUEUE },
): Kernel {
  const memory = new Map<bigint, bigint>(words);
  const list = ({ task }: Sleeper): bigint => slotOf(task) + 16n;
  const ring = [HEAD + 8n, ...sleepers.map(list)];
  ring.forEach((at, i) => {
    memory.set(at, ring[(i + 1) % ring.length]);
    memory.set(at + 8n, ring[(i + ring.length - 1) % ring.length]);
  });
  for (const { task, wakes, key } of sleepers) {
    memory.set(slotOf(task), task).set(slotOf(task) + 8n, CODE + BigInt(WAKES.indexOf(wakes)) * 16n);
    const entry = slotOf(task) - 8n;
    const before = wakes === 'wake_page_function' ? 16n : 24n;
    if (key) memory.set(entry - before, key[0]).set(entry - before + 8n, BigInt.asUintN(32, BigInt(key[1])));
  }
  const kernel = wordKernel(memory, {
    'wait_queue_entry.private': 8,
    'wait_queue_entry.func': 16,
    'wait_queue_entry.entry': 24,
    'wait_queue_head.head': 8,
    ...types,
  });
  const byAddress = (address: bigint) => {
    const name = WAKES[Number(address - CODE) / 16];
    return name === undefined ? undefined : { symbol: { name }, offset: 0 };
  };
  return { ...kernel, symbols: { byAddress } } as unknown as Kernel;
}

it('tells which bit of which page is waited for, and that it is set', () => {
  const kernel = kernelOf([{ task: FIRST, wakes: 'wake_page_function', key: [PAGE, 0] }], [[PAGE, 0x801n]]);
  expect(waitOf(kernel, taskOf(FIRST))).toMatchObject({
    kind: 'wait queue',
    at: HEAD,
    waiters: 1,
    bit: { word: PAGE, number: 0, page: PAGE, set: true },
  });
});

it('tells which bit of which word is waited for', () => {
  const kernel = kernelOf([{ task: FIRST, wakes: 'wake_bit_function', key: [WORD, 3] }], [[WORD, 0x5n]]);
  const { bit } = waitOf(kernel, taskOf(FIRST)) ?? {};
  expect(bit).toMatchObject({ word: WORD, number: 3, set: false });
  expect(bit?.page).toBeUndefined();
});

it('counts a bit beyond the first word from the word that has it', () => {
  const key = [WORD, 70] as const;
  const kernel = kernelOf([{ task: FIRST, wakes: 'wake_bit_function', key }], [[WORD + 8n, 0x40n]]);
  expect(waitOf(kernel, taskOf(FIRST))?.bit).toMatchObject({ word: WORD + 8n, number: 6, set: true });
});

it('tells the variable whose change is waited for', () => {
  const kernel = kernelOf([{ task: FIRST, wakes: 'var_wake_function', key: [WORD, -1] }]);
  const { bit } = waitOf(kernel, taskOf(FIRST)) ?? {};
  expect(bit).toEqual({ word: WORD });
});

it('counts those that wait for the same bit, not all that hash to the same queue', () => {
  const kernel = kernelOf([
    { task: FIRST, wakes: 'wake_page_function', key: [PAGE, 0] },
    { task: SECOND, wakes: 'wake_page_function', key: [PAGE, 0] },
    { task: THIRD, wakes: 'wake_page_function', key: [PAGE + 64n, 0] },
  ]);
  expect(waitOf(kernel, taskOf(FIRST))).toMatchObject({ waiters: 2, bit: { word: PAGE } });
  expect(waitOf(kernel, taskOf(THIRD))).toMatchObject({ waiters: 1, bit: { word: PAGE + 64n } });
});

it.each([
  ['entries of another kind', { wakes: 'autoremove_wake_function' }, undefined],
  ['kernels that do not tell the layout', { wakes: 'wake_page_function', key: [PAGE, 0] }, {}],
  ['a bit number that no word has', { wakes: 'wake_page_function', key: [PAGE, 5000] }, undefined],
  ['what is no address', { wakes: 'wake_bit_function', key: [0x12n, 1] }, undefined],
] as const)('says nothing of a bit for %s', (_, sleeper, types) => {
  const kernel = kernelOf([{ task: FIRST, ...sleeper }], [], types);
  const wait = waitOf(kernel, taskOf(FIRST));
  expect(wait).toMatchObject({ kind: 'wait queue', at: HEAD });
  expect(wait?.bit).toBeUndefined();
});
