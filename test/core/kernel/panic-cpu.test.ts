import { describe, expect, it } from 'vitest';
import { openSession } from '../../../src/core/session.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { panicCpu, panicTask } from '../../../src/core/kernel/panic.ts';
import { currentTask } from '../../../src/core/kernel/running.ts';
import { patchedKernel } from '../../build/patched.ts';
import { rawSample } from '../../build/raw-sample.ts';
import { engine, hasDump, openDump } from '../../build/zoo.ts';

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

it('names no task of zeros: an idle task has a name', () => {
  const raw = rawSample();
  const sound = openSession([memorySource(raw.bytes, 'sound')], { engine }).kernel;
  const task = panicTask(sound)!;
  const bytes = raw.bytes.slice();
  const size = sound.types.sizeOf('struct task_struct') ?? 0;
  for (let i = 0; i < size; i++) {
    const at = raw.offsetOf(sound.space.translate(task.address + BigInt(i)) ?? -1);
    if (at !== undefined) bytes[at] = 0;
  }
  const session = openSession([memorySource(bytes, 'damaged')], { engine });
  expect(panicCpu(session.kernel)).toBe(panicCpu(sound));
  expect(session.verdict().task).toBeUndefined();
});
