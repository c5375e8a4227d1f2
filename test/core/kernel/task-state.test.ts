import { describe, expect, it } from 'vitest';
import { longOf, shortOf } from '../../../src/core/kernel/task-state.ts';

describe('a task’s state', () => {
  it.each([
    [0, 'RU', 'TASK_RUNNING'],
    [0x1, 'IN', 'TASK_INTERRUPTIBLE'],
    [0x2001, 'IN', 'TASK_INTERRUPTIBLE'],
    [0x2, 'UN', 'TASK_UNINTERRUPTIBLE'],
    [0x102, 'UN', 'TASK_UNINTERRUPTIBLE|TASK_WAKEKILL'],
    [0x402, 'ID', 'TASK_UNINTERRUPTIBLE|TASK_NOLOAD'],
    [0x104, 'ST', 'TASK_STOPPED|TASK_WAKEKILL'],
    [0xa0, 'ZO', 'EXIT_DEAD|EXIT_ZOMBIE'],
    [0x90, 'DE', 'EXIT_DEAD'],
    [0x40, 'PA', 'TASK_PARKED'],
    [0x200, 'WA', 'TASK_WAKING'],
    [0x800, 'NE', 'TASK_NEW'],
    [0x1000, 'UN', '0x1000'],
    [0x40000000, '??', '0x40000000'],
  ])('%i is %s', (bits, short, long) => {
    expect(shortOf(bits)).toBe(short);
    expect(longOf(bits)).toBe(long);
  });
});
