import { describe, expect, it } from 'vitest';
import { part } from '../../../src/core/arch/arch.ts';
import { render } from '../../../src/core/catalogue/message.ts';
import { UnsupportedError } from '../../../src/core/errors.ts';
import { codeAt } from '../../../src/core/inspect/code.ts';
import { functionRange } from '../../../src/core/kernel/function-range.ts';
import { savedRegisters } from '../../../src/core/kernel/saved-registers.ts';
import { cpuStacks, guardPage, stackAt, taskStack } from '../../../src/core/kernel/stack-ranges.ts';
import { unwindTask } from '../../../src/core/kernel/stacks.ts';
import { syscalls } from '../../../src/core/kernel/syscalls.ts';
import { tasks } from '../../../src/core/kernel/tasks.ts';
import { onToy, toy } from '../../build/toy-arch.ts';
import { hasDump, openDump } from '../../build/zoo.ts';

describe('a machine that only maps memory', () => {
  it('has sentences for its other parts', () => {
    for (const name of ['registers', 'code', 'stacks', 'unwinding', 'syscalls', 'trouble'] as const)
      expect(() => part(toy, name)).toThrow(/Toy/);
  });

  describe.skipIf(!hasDump('6.1-null_pointer'))('in a dump', () => {
    it('lists tasks and their stacks', () => {
      const kernel = onToy(openDump('6.1-null_pointer').kernel);
      const init = tasks(kernel).find((task) => task.pid === 1);
      const stack = init && taskStack(kernel, init);
      expect(init?.comm).toMatch(/\w/);
      expect(stack && stackAt(kernel, stack.low + 8n)?.task).toBe(init?.address);
      expect(cpuStacks(kernel, 0)).toEqual([]);
      expect(stack && guardPage(kernel, stack)).toBeUndefined();
      expect(savedRegisters(kernel).size).toBe(0);
    });

    it('says that it cannot unwind, disassemble or count system calls', () => {
      const kernel = onToy(openDump('6.1-null_pointer').kernel);
      const sleeping = tasks(kernel).find((task) => task.pid === 2);
      if (!sleeping) throw new Error('kthreadd is missing');
      const stack = unwindTask(kernel, sleeping);
      expect(stack.frames).toEqual([]);
      expect(render(stack.stopped, 'en')).toMatch(/Toy/);
      expect(() => functionRange(kernel, kernel.symbol('schedule').address)).toThrow(UnsupportedError);
      expect(() => syscalls(kernel)).toThrow(UnsupportedError);
      let said = '';
      try {
        const { note } = codeAt(kernel, 'schedule');
        said = note ? render(note, 'en') : '';
      } catch (error) {
        said = String(error);
      }
      expect(said).toMatch(/Toy/);
    });
  });
});
