import { describe, expect, it } from 'vitest';
import { spoken, type Language } from '../../../src/core/catalogue/message.ts';
import type { Identity } from '../../../src/core/identify/identity.ts';
import { identify as identityOf } from '../../../src/core/identify/index.ts';
import type { Kernel } from '../../../src/core/kernel/kernel.ts';
import { isCanonical } from '../../../src/core/identify/non-canonical.ts';
import { poisonOf } from '../../../src/core/identify/poison.ts';
import { modules } from '../../../src/core/kernel/modules.ts';
import { panicTask } from '../../../src/core/kernel/panic.ts';
import { cpuStacks, taskStack } from '../../../src/core/kernel/stack-ranges.ts';
import type { Task } from '../../../src/core/kernel/tasks.ts';
import { kernelOf } from '../../build/case.ts';
import { openDump } from '../../build/zoo.ts';

/** What `value` is, in words. */
const identify = (kernel: Kernel, value: bigint, language: Language = 'en') =>
  spoken<Identity | undefined>(identityOf(kernel, value), language);

const four = kernelOf({});
const five = kernelOf({ levels: 5 });
const kindOf = (value: bigint, kernel = four): string | undefined => identify(kernel, value)?.kind;

/** Rows with the value in hexadecimal before them, for the test's name. */
const named = <T extends readonly unknown[]>(
  rows: readonly (readonly [bigint, ...T])[],
): [string, bigint, ...T][] =>
  rows.map(([value, ...rest]) => [value.toString(16), value, ...rest] as [string, bigint, ...T]);

describe('what a value is, whatever the kernel', () => {
  it.each(
    named<[string | undefined]>([
      [0n, 'null'],
      [1n, undefined],
      [0xfffn, undefined],
      [0x7f0012345678n, 'user'],
      [0x7fffffffffffn, 'user'],
      [0x800000000000n, 'non-canonical'],
      [0xffff7fffffffffffn, 'non-canonical'],
      [0xffff800000000000n, 'unmapped'],
      [0xffffc90000000000n, 'unmapped'],
      [0x4141414141414141n, 'fill'],
      [0x4141414141414100n, 'non-canonical'],
      [0x6b6b6b6b6b6b6b6bn, 'poison'],
      [0xdead000000000100n, 'poison'],
      [0xfffffffffffffff4n, 'error'],
      [0xfffffffffffff001n, 'error'],
      [0xfffffffffffff000n, 'unmapped'],
      [0xffffffffffffffffn, 'error'],
    ]),
  )('%s', (_, value, kind) => {
    expect(kindOf(value)).toBe(kind);
  });

  it('depends on the levels of the page tables', () => {
    expect(isCanonical(four, 0x00ff000000000000n)).toBe(false);
    expect(isCanonical(five, 0x00ff000000000000n)).toBe(true);
    expect(kindOf(0x00ff000000001000n, five)).toBe('user');
    expect(kindOf(0xff11000000000000n, four)).toBe('non-canonical');
    expect(kindOf(0xff11000000000000n, five)).toBe('unmapped');
  });

  it('names usual errors', () => {
    expect(identify(four, 0xfffffffffffffff4n)?.text).toContain('ENOMEM');
    expect(identify(four, 0xfffffffffffffdfbn)?.text).toContain('EPROBE_DEFER');
    expect(identify(four, 0xfffffffffffffff4n, 'ko')?.text).toBe('-12 (오류 포인터 ENOMEM)');
    expect(identify(four, 0xa56b6b6b6b6b6b6bn)?.text).not.toContain('+');
  });
});

describe('poison (include/linux/poison.h)', () => {
  it.each(
    named([
      [0xdead000000000100n, /LIST_POISON1/, true],
      [0xdead000000000108n, /LIST_POISON1/, true],
      [0xdead000000000122n, /LIST_POISON2/, true],
      [0xdead00000000012an, /LIST_POISON2/, true],
      [0xdead000000000300n, /TIMER_ENTRY_STATIC/, false],
      [0xdead000000000400n, /TAIL_MAPPING/, false],
      [0x6b6b6b6b6b6b6b6bn, /POISON_FREE/, true],
      [0x6b6b6b6b6b6b6b83n, /POISON_FREE/, true],
      [0x6b6b6b6b6b6b6b5bn, /POISON_FREE/, true],
      // The last word of an object ends with POISON_END.
      [0xa56b6b6b6b6b6b6bn, /POISON_FREE/, true],
      [0x5a5a5a5a5a5a5a5an, /POISON_INUSE/, false],
      [0xaaaaaaaaaaaaaaaan, /PAGE_POISON/, true],
      [0xccccccccccccccccn, /POISON_FREE_INITMEM/, false],
    ]),
  )('%s', (_, value, text, freed) => {
    expect(poisonOf(value)).toMatchObject({ name: expect.stringMatching(text), freed });
  });

  it.each(named([[0n], [0xdead000000000000n], [0x6b6b6b6bn], [0x6b6b6b6b00000000n], [0xffff888000000000n]]))(
    '%s is none',
    (_, value) => {
      expect(poisonOf(value)).toBeUndefined();
    },
  );
});

describe('what addresses of a real kernel are', () => {
  const { kernel } = openDump('sample');
  const task = panicTask(kernel) as Task;

  it('functions and variables, of the kernel and of modules', () => {
    const panic = kernel.symbol('panic').address;
    expect(identify(kernel, panic)).toMatchObject({ kind: 'symbol', text: 'panic' });
    expect(identify(kernel, panic + 5n)).toMatchObject({ text: 'panic+0x5' });
    expect(identify(kernel, kernel.symbol('null_pointer_init').address)).toMatchObject({
      text: 'null_pointer_init [null_pointer]',
      module: 'null_pointer',
    });
  });

  it('a task, and the inside of it', () => {
    expect(identify(kernel, task.address)).toMatchObject({
      kind: 'task',
      text: 'task_struct of insmod (PID 166)',
    });
    expect(identify(kernel, task.address + 8n)?.text).toBe('task_struct of insmod (PID 166) +0x8');
    expect(identify(kernel, task.address + BigInt(task.object.size))?.text ?? '').not.toContain('PID 166');
  });

  it('stacks of tasks and of CPUs', () => {
    const stack = taskStack(kernel, task);
    expect(identify(kernel, (stack?.high ?? 0n) - 0x100n)).toMatchObject({
      kind: 'stack',
      text: 'stack of insmod (PID 166), 0x100 below its top',
    });
    const irq = cpuStacks(kernel, 1).find(({ kind }) => kind === 'irq');
    expect(identify(kernel, (irq?.high ?? 0n) - 0x10n)?.text).toBe(
      'interrupt stack of CPU 1, 0x10 below its top',
    );
  });

  it("a module's memory that no symbol covers", () => {
    const module = modules(kernel).find(({ name }) => name === 'ext4');
    const range = module?.ranges.at(-1);
    const last = (range?.base ?? 0n) + BigInt(range?.size ?? 1) - 1n;
    expect(identify(kernel, last)).toMatchObject({ module: 'ext4' });
  });

  it('an object of a slab cache, and the inside of it', () => {
    const signal = task.object.get('signal').pointer();
    const at = signal.toString(16);
    expect(identify(kernel, signal)).toMatchObject({
      kind: 'slab',
      text: `object of slab cache signal_cache at ${at}`,
    });
    expect(identify(kernel, signal + 0x10n)?.text).toBe(`object of slab cache signal_cache at ${at} +0x10`);
  });

  it('are all answered without an error, whatever they are', () => {
    let value = 0x9e3779b97f4a7c15n;
    for (let i = 0; i < 2000; i++) {
      value = BigInt.asUintN(64, value * 6364136223846793005n + 1442695040888963407n);
      // The kernel half now and then, where there is something.
      const asked = i % 2 ? value : 0xffff800000000000n | (value >> 17n);
      expect(() => identify(kernel, asked)).not.toThrow();
    }
  });
});
