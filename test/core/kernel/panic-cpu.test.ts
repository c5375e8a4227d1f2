import { describe, expect, it } from 'vitest';
import { panicCpu, panicTask } from '../../../src/core/kernel/panic.ts';
import { currentTask } from '../../../src/core/kernel/tasks.ts';
import { patchedKernel } from '../../build/patched.ts';
import { hasDump, openDump } from '../../build/zoo.ts';

const NAME = '7-cloud-uaf';

describe.skipIf(!hasDump(NAME))('a kernel that knows panic_force_cpu=', () => {
  const kernel = (): ReturnType<typeof openDump>['kernel'] => openDump(NAME).kernel;

  it('blames the CPU that called panic(), not the one that was made to finish it', () => {
    const redirect = kernel().symbol('panic_redirect_cpu').address;
    const patched = patchedKernel(kernel(), new Map([[redirect as bigint, 1n]]));
    expect(panicCpu(kernel())).toBe(0);
    expect(panicCpu(patched)).toBe(1);
    expect(panicTask(patched)?.pid).toBe(currentTask(kernel(), 1)?.pid);
  });

  it.each([0xffffffffn, 4096n, 'absent' as const])('does not where nothing was redirected: %s', (value) => {
    const redirect = kernel().symbol('panic_redirect_cpu').address;
    expect(panicCpu(patchedKernel(kernel(), new Map([[redirect as bigint, value]])))).toBe(0);
  });
});
