import { describe, expect, it } from 'vitest';
import { command } from '../../../src/core/commands/fuser.ts';
import type { Arguments, CommandContext } from '../../../src/core/commands/command.ts';
import { step } from '../../../src/core/addr.ts';
import { FaultError } from '../../../src/core/errors.ts';
import { tasks } from '../../../src/core/kernel/tasks.ts';
import { patchedKernel } from '../../build/patched.ts';
import { hasDump, openDump, textOf } from '../../build/zoo.ts';

const DUMP = '6.1-null_pointer';

describe.skipIf(!hasDump(DUMP))('fuser', () => {
  it('goes on after a task whose memory map is not in the dump, and says at the end what was lost', () => {
    const { kernel } = openDump(DUMP);
    const { mm } = tasks(kernel).find((task) => task.mm !== 0n)!;
    const broken = patchedKernel(
      kernel,
      new Map([[step(mm, kernel.types.offsetOf('mm_struct', 'mm_mt.ma_root')) as bigint, 'absent' as const]]),
    );
    const whole = textOf(DUMP, 'fuser /').split('\n').length;
    const lines: string[] = [];
    const context = { kernel: broken } as unknown as CommandContext;
    expect(() => {
      for (const each of command.run(context, { words: ['/'] } as unknown as Arguments))
        if (each && typeof each === 'object' && 'text' in each) lines.push(each.text);
    }).toThrow(FaultError);
    expect(lines.length).toBeGreaterThan(whole / 2);
    expect(lines.join('\n')).not.toContain('No users');
  });
});
