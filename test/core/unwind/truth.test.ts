import { render } from '../../../src/core/catalogue/message.ts';
import { describe, expect, it } from 'vitest';
import type { Kernel } from '../../../src/core/kernel/kernel.ts';
import { unwindTask } from '../../../src/core/kernel/stacks.ts';
import { activeCpu } from '../../../src/core/kernel/running.ts';
import { taskByPid } from '../../../src/core/kernel/tasks.ts';
import type { Frame } from '../../../src/core/unwind/stack.ts';
import { hasDump, openDump, zooText } from '../../build/zoo.ts';

/**
 * Stacks against what the kernel itself wrote of them in /proc/PID/stack some seconds before it died
 * (zoo/truth/NAME/tasks.txt.gz): function and offset of every frame of every sleeping task.
 */
interface Told {
  readonly pid: number;
  /** "do_wait+0x160", innermost first, without the scheduler's own functions, which /proc leaves out. */
  readonly frames: readonly string[];
}

function told(name: string): Told[] {
  return zooText(`truth/${name}/tasks.txt`)
    .split(/^==> /m)
    .flatMap((section) => {
      const pid = /^(?:\d+\/task\/)?(\d+)\/stack <==\n/.exec(section)?.[1];
      if (pid === undefined) return [];
      const frames = [...section.matchAll(/^\[<0>\] (\S+?\+0x[0-9a-f]+)\//gm)].map((match) => match[1]);
      return [{ pid: Number(pid), frames }];
    });
}

/** The frame under each name that stands at its function's address: /proc names an alias, crash another. */
function names(kernel: Kernel, frame: Frame): string[] {
  const at = frame.symbol;
  if (!at) return [];
  const offset = `+0x${at.offset.toString(16)}`;
  return [at.symbol, ...kernel.symbols.aliases(at.symbol.address)].map((symbol) => symbol.name + offset);
}

/** What differs: by PID, for tasks that were not running. */
function differences(name: string): {
  equal: number;
  differing: string[];
  gone: number[];
  running: number[];
} {
  const { kernel } = openDump(name);
  const start = kernel.symbol('__sched_text_start').address;
  const end = kernel.symbol('__sched_text_end').address;
  const differing: string[] = [];
  const gone: number[] = [];
  const running: number[] = [];
  let equal = 0;
  for (const { pid, frames } of told(name)) {
    const task = taskByPid(kernel, pid);
    if (!task) {
      gone.push(pid);
      continue;
    }
    if (activeCpu(kernel, task) !== undefined) {
      running.push(pid);
      continue;
    }
    const stack = unwindTask(kernel, task);
    const first = stack.frames.findIndex((frame) => frame.address < start || frame.address >= end);
    const found = first < 0 ? [] : stack.frames.slice(first);
    const same =
      found.length === frames.length &&
      frames.every((frame, index) => names(kernel, found[index]).includes(frame));
    if (same) equal++;
    else
      differing.push(
        `${pid} ${task.comm}: ${found.map((frame) => names(kernel, frame)[0]).join(' ')} | ${render(stack.stopped, 'en')}`,
      );
  }
  return { equal, differing, gone, running };
}

/**
 * Of every dump: how many sleeping tasks must be equal at least, and PIDs that moved on between the reading and the
 * end, where drgn finds the very stack that we find (drgn.test.ts): rcu_preempt between two grace periods.
 */
describe.each<[string, number, number[]]>([
  ['6.1-null_pointer', 78, []],
  ['6.12-cloud-sysrq', 87, []],
  ['6.1-cloud-hung_task', 79, [15]],
  ['6.12-arm64-null_pointer', 70, []],
])('%s', (name, least, moved) => {
  describe.skipIf(!hasDump(name))('every sleeping task', () => {
    it('has the functions on its stack that the kernel told', () => {
      const { equal, differing, gone, running } = differences(name);
      expect(differing.filter((each) => !moved.includes(Number.parseInt(each)))).toEqual([]);
      expect(equal).toBeGreaterThanOrEqual(least);
      // The process that read /proc has ended, perhaps its parent.
      expect(gone.length).toBeLessThanOrEqual(2);
      expect(running.length).toBeLessThanOrEqual(2);
    });
  });
});

describe.skipIf(!hasDump('7-cloud-uaf'))('7-cloud-uaf', () => {
  it('has right stacks where makedumpfile kept the pages', () => {
    const { equal, differing } = differences('7-cloud-uaf');
    // makedumpfile 1.7.8 left out pages that were in use (zoo/README.md): what is absent is said, not guessed.
    // PID 15, rcu_preempt, moved on, as above.
    expect(
      differing.filter((each) => !each.endsWith('not in the dump') && Number.parseInt(each) !== 15),
    ).toEqual([]);
    expect(equal).toBeGreaterThanOrEqual(50);
  });
});
