import { describe, expect, it } from 'vitest';
import { cpuCount } from '../../../src/core/kernel/cpus.ts';
import { savedRegisters } from '../../../src/core/kernel/saved-registers.ts';
import {
  cpuStacks,
  stackAt,
  stackOwner,
  stackSize,
  taskStack,
} from '../../../src/core/kernel/stack-ranges.ts';
import { currentTask } from '../../../src/core/kernel/running.ts';
import { tasks } from '../../../src/core/kernel/tasks.ts';
import { hasDump, openDump } from '../../build/zoo.ts';

/** STACK_END_MAGIC (include/uapi/linux/magic.h). */
const END = 0x57ac6e9dn;

describe.each(['6.1-null_pointer', '6.12-cloud-sysrq', '6.1-cloud-hung_task', '7-cloud-uaf'])(
  '%s',
  (name) => {
    describe.skipIf(!hasDump(name))('stacks', () => {
      it("of tasks begin with the kernel's mark, and are told by any address in them", () => {
        const { kernel } = openDump(name);
        expect(stackSize(kernel)).toBe(16384);
        let marked = 0;
        for (const task of tasks(kernel)) {
          const stack = taskStack(kernel, task);
          if (!stack) continue;
          expect(stackAt(kernel, stack.low + 100n)).toEqual(stack);
          expect(stackOwner(kernel, stack)?.pid).toBe(task.pid);
          const mark = kernel.space.tryU64(stack.low);
          if (mark !== undefined && task.pid !== 0) expect(mark).toBe(END);
          if (mark === END) marked++;
        }
        expect(marked).toBeGreaterThan(20);
      });

      it('of CPUs are mapped, apart from each other, and known by address', () => {
        const { kernel } = openDump(name);
        const all = Array.from({ length: cpuCount(kernel) }, (_, cpu) => cpuStacks(kernel, cpu)).flat();
        for (let cpu = 0; cpu < cpuCount(kernel); cpu++)
          expect(cpuStacks(kernel, cpu).map((stack) => stack.kind)).toEqual(
            expect.arrayContaining(['irq', 'DF', 'NMI', 'DB', 'MCE', 'entry']),
          );
        const sorted = [...all].sort((a, b) => (a.low < b.low ? -1 : 1));
        sorted.slice(1).forEach((stack, i) => expect(stack.low).toBeGreaterThanOrEqual(sorted[i].high));
        for (const stack of all) {
          expect(kernel.space.translate(stack.high - 8n)).toBeDefined();
          expect(stackAt(kernel, stack.low + 8n)).toEqual(stack);
        }
      });

      it('hold the registers that the kernel saved of each CPU', () => {
        const { kernel } = openDump(name);
        const saved = savedRegisters(kernel);
        expect([...saved.keys()]).toEqual([0, 1]);
        for (const { cpu, registers, pid } of saved.values()) {
          expect(pid).toBe(currentTask(kernel, cpu)?.pid);
          expect(registers.user || stackAt(kernel, registers.sp) !== undefined).toBe(true);
        }
      });
    });
  },
);
