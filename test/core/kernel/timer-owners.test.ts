import { describe, expect, it } from 'vitest';
import { timerOwner } from '../../../src/core/kernel/timer-owners.ts';
import { hrtimerClocks, timerBases } from '../../../src/core/kernel/timers.ts';
import { hasDump, openDump } from '../../build/zoo.ts';

const DUMPS = [
  '5.10-cloud-null_pointer',
  '6.1-null_pointer',
  '6.12-arm64-null_pointer',
  '6.12-cloud-sysrq',
  '7-cloud-uaf',
].filter(hasDump);

// A file without a test is an error to vitest.
it.skipIf(DUMPS.length === 0)('has dumps to look at (../shared/zoo)', () => {
  expect(DUMPS.length).toBeGreaterThan(0);
});

/** lab_timer of the zoo has a timer of timer_create() and one of setitimer(); lab_sleep sleeps in nanosleep(). */
describe.each(DUMPS)('whose a timer is, on %s', (dump) => {
  const { kernel } = openDump(dump);
  const owners = (name: string): (string | undefined)[] =>
    [...timerBases(kernel), ...hrtimerClocks(kernel)]
      .flatMap(({ timers }): readonly { address: bigint; function: bigint }[] => timers)
      .filter((timer) => kernel.symbols.byAddress(timer.function)?.symbol.name === name)
      .map((timer) => {
        const owner = timerOwner(kernel, timer.address as never, timer.function);
        return owner?.task?.comm ?? (owner?.work && kernel.symbols.byAddress(owner.work)?.symbol.name);
      });

  it('is the process that made it', () => {
    // 7-cloud-uaf has lost the page of it.
    expect(owners('posix_timer_fn')).toEqual(dump === '7-cloud-uaf' ? [] : ['lab_timer']);
    expect(owners('it_real_fn')).toEqual(['lab_timer']);
  });

  it('is who sleeps', () => {
    const sleepers = owners('hrtimer_wakeup');
    expect(sleepers).toContain('lab_sleep');
    for (const each of [...sleepers, ...owners('process_timeout')]) expect(each).toBeTruthy();
  });

  it('is the work that it queues', () => {
    const works = owners('delayed_work_timer_fn');
    expect(works.length).toBeGreaterThan(3);
    for (const each of works) expect(each).toMatch(/^\w+/);
  });

  it('is nobody’s where the function does not tell', () => {
    // The tick's, called tick_nohz_handler() since 6.8 (kernel/time/tick-sched.c).
    const ticks = [...owners('tick_sched_timer'), ...owners('tick_nohz_handler')];
    expect(ticks.length).toBeGreaterThan(0);
    for (const each of ticks) expect(each).toBeUndefined();
  });
});
