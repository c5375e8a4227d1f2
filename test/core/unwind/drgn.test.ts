import { describe, expect, it } from 'vitest';
import { unwindTask } from '../../../src/core/kernel/stacks.ts';
import { taskByAddress } from '../../../src/core/kernel/tasks.ts';
import type { Stack } from '../../../src/core/unwind/stack.ts';
import { hasDump, openDump, zooText } from '../../build/zoo.ts';

/** Stacks against drgn's (zoo/reference/NAME/drgn-stacks.txt): every address of every task that drgn has a stack of. */
interface Told {
  readonly task: bigint;
  readonly heading: string;
  readonly addresses: readonly bigint[];
  /** Where user mode goes on. */
  readonly user?: bigint;
  readonly onlyFrames: boolean;
}

function told(name: string): Told[] {
  const [head, ...sections] = zooText(`reference/${name}/drgn-stacks.txt`).split(/^(?=PID \d)/m);
  const onlyFrames = head.includes('platform: AARCH64');
  return sections.flatMap((section) => {
    const heading = section.slice(0, section.indexOf('\n'));
    const task = BigInt('0x' + (/TASK ([0-9a-f]{16})/.exec(heading)?.[1] ?? '0'));
    const lines = [...section.matchAll(/^ {4}([0-9a-f]{16}) (.*)$/gm)];
    // A zombie has no stack; what drgn prints of it is none (zoo/README.md).
    if (lines.length === 0 || heading.includes('(zombie)')) return [];
    const user = lines.at(-1)?.[2] === 'user mode' ? BigInt('0x' + (lines.pop()?.[1] ?? '0')) : undefined;
    return [{ task, heading, addresses: lines.map((line) => BigInt('0x' + line[1])), user, onlyFrames }];
  });
}

/** drgn begins where the registers were saved, we where the CPU came to rest: its frames must be the outer ones of ours. */
function agrees(stack: Stack, want: Told, sameFunction: (a: bigint, b: bigint) => boolean): boolean {
  // Of arm64 it does not say where user mode goes on.
  if (!want.onlyFrames && stack.user?.ip !== want.user) return false;
  const tail = stack.frames.slice(Math.max(0, stack.frames.length - want.addresses.length));
  return (
    tail.length === want.addresses.length &&
    tail.every(
      (frame, i) =>
        frame.address === want.addresses[i] || (i === 0 && sameFunction(frame.address, want.addresses[i])),
    )
  );
}

describe.each<[string, number, string[]]>([
  ['6.1-null_pointer', 82, []],
  ['6.12-cloud-sysrq', 91, []],
  ['6.1-cloud-hung_task', 84, []],
  // The stack of the task that crashed is not in that dump; drgn takes a word of 0 for user mode.
  ['6.12-arm64-null_pointer', 70, []],
  ['7-cloud-uaf', 50, ['lab_reaper']],
])('%s', (name, least, without) => {
  describe.skipIf(!hasDump(name))('every task', () => {
    it('has the stack that drgn finds', () => {
      const { kernel } = openDump(name);
      const start = (address: bigint): bigint | undefined =>
        kernel.symbols.byAddress(address)?.symbol.address;
      const wants = told(name).filter((want) => !without.some((comm) => want.heading.includes(comm)));
      const differing = wants.filter((want) => {
        const task = taskByAddress(kernel, want.task);
        return !task || !agrees(unwindTask(kernel, task), want, (a, b) => start(a) === start(b));
      });
      expect(differing.map((want) => want.heading)).toEqual([]);
      expect(wants.length).toBeGreaterThanOrEqual(least);
    });
  });
});
