import { describe, expect, it } from 'vitest';
import { spoken } from '../../../src/core/catalogue/message.ts';
import { cpuCount } from '../../../src/core/kernel/cpus.ts';
import { panicCpu } from '../../../src/core/kernel/panic.ts';
import { taintedMask } from '../../../src/core/kernel/taints.ts';
import { currentTask } from '../../../src/core/kernel/running.ts';
import { crashTime, loadAverage, uptime } from '../../../src/core/kernel/time.ts';
import { openSession, type Session } from '../../../src/core/session.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { rawSample } from '../../build/raw-sample.ts';
import { engine, hasDump, openDump } from '../../build/zoo.ts';

/**
 * Pages that were lost read as zeros, and a bit may be wrong anywhere: what would still be a number (CPU 0, no taints, no load)
 * is believed only where something else of the dump agrees.
 */
const raw = rawSample();
const sound = openSession([memorySource(raw.bytes, 'sound')], { engine });
const { kernel } = sound;

function offset(address: bigint): number {
  return raw.offsetOf(kernel.space.translate(address as never) ?? -1)!;
}
const symbol = (name: string): bigint => kernel.symbol(name).address;

/** The sample in which the pages around these addresses are zeros, and words at others are these. */
function damaged(blank: readonly bigint[], words: readonly (readonly [bigint, bigint])[] = []): Session {
  const bytes = raw.bytes.slice();
  for (const address of blank) {
    const at = offset(address & ~0xfffn);
    bytes.fill(0, at, at + 4096);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (const [address, word] of words) view.setUint32(offset(address), Number(word), true);
  return openSession([memorySource(bytes, 'damaged')], { engine });
}

describe('the CPU that panicked', () => {
  const at = symbol('panic_cpu');

  it('is CPU 0 among zeros only where its stack is in panic()', () => {
    expect(panicCpu(damaged([at]).kernel)).toBe(0);
    // The notes that say what its stack was are gone too.
    const lost = damaged([at, symbol('crash_notes')]);
    expect(panicCpu(lost.kernel)).toBeUndefined();
    const verdict = lost.verdict();
    expect(verdict.cpu).toBeUndefined();
    expect(spoken(verdict, 'en').unchecked.map(({ what }) => what)).toContain('which CPU panicked');
  });

  it('is the one whose stack says so, where the variable names another that did nothing', () => {
    const session = damaged([], [[at, 1n]]);
    expect(panicCpu(session.kernel)).toBe(0);
    expect(session.verdict().task?.pid).toBe(166);
  });

  it('is none where the kernel says that nothing panicked', () => {
    const words = ['panic_cpu', 'crashing_cpu'].map((name) => [symbol(name), 0xffffffffn] as const);
    expect(panicCpu(damaged([], words).kernel)).toBeUndefined();
  });
});

describe('a task of zeros', () => {
  it('is on no CPU', () => {
    const task = currentTask(kernel, 1)!;
    const session = damaged([task.object.get('pid').address, task.object.get('comm').address]);
    expect(currentTask(session.kernel, 1)).toBeUndefined();
    expect(session.verdict().otherCpus?.find(({ cpu }) => cpu === 1)?.task).toBeUndefined();
  });
});

describe('the number of CPUs', () => {
  it.each([0n, 1n, 3n, 4096n, 0xffffffffn])(
    'is what CPUs have their own variables where nr_cpu_ids says %d',
    (count) => {
      expect(cpuCount(damaged([], [[symbol('nr_cpu_ids'), count]]).kernel)).toBe(2);
    },
  );

  it('is the same where the mask has bits that cannot be', () => {
    const mask = symbol('__cpu_possible_mask');
    const words = [0n, 4n, 8n, 64n].map((at) => [mask + at, 0x5a5a5a5an] as const);
    expect(cpuCount(damaged([], words).kernel)).toBe(2);
    expect(cpuCount(damaged([], [...words, [symbol('nr_cpu_ids'), 77n]]).kernel)).toBe(2);
  });

  it('is the same where the page of nr_cpu_ids or of the masks is lost', () => {
    for (const name of ['nr_cpu_ids', '__cpu_possible_mask']) {
      const session = damaged([symbol(name)]);
      expect(cpuCount(session.kernel)).toBe(2);
    }
  });
});

describe('what VMCOREINFO and memory say differently', () => {
  /** The sample whose note is another text. */
  const noted = (text: string): Session => {
    const bytes = raw.bytes.slice();
    const view = new DataView(bytes.buffer, bytes.byteOffset + 4096);
    const [at, length] = [32, 40].map((from) => Number(view.getBigUint64(from, true)));
    bytes.fill(0, at, at + length);
    bytes.set(new TextEncoder().encode(text).subarray(0, length), at);
    return openSession([memorySource(bytes, 'damaged')], { engine });
  };

  it('is told as no fact: when it died', () => {
    const own = kernel.vmcoreinfo.text;
    const verdict = spoken(noted(own.replace(/CRASHTIME=\d+/, 'CRASHTIME=1000000000')).verdict(), 'en');
    expect(verdict.died).toBeUndefined();
    expect(verdict.unchecked).toContainEqual({
      what: 'when the machine died',
      why: expect.stringMatching(/2001.*2026/) as unknown,
    });
    expect(sound.verdict().died).toBe('2026-11-23T00:10:27Z');
  });

  it.skipIf(!hasDump('6.12-cloud-sysrq'))('is told as no fact: the release', () => {
    // The note of another kernel, whose addresses are not in this dump.
    const other = openDump('6.12-cloud-sysrq').kernel.vmcoreinfo.text;
    const verdict = spoken(noted(other).verdict(), 'en');
    expect(verdict.release).toBeUndefined();
    expect(verdict.confidence).not.toBe('proven');
    expect(verdict.unchecked.map(({ what }) => what)).toContain("the kernel's release");
  });
});

describe('the types of one module', () => {
  it('cost no question that can do without them where they are zeros', () => {
    const list = kernel.object('btf_modules', 'struct list_head');
    const section = kernel
      .at('struct btf_module', list.get('next').pointer())
      .get('btf')
      .deref()
      .get('data')
      .pointer();
    const session = damaged([section]);
    const said = [...session.run('sys')].map(({ text }) => text).join('\n');
    expect(said).toMatch(/ MEMORY: 1 GB/);
    expect([...session.run('struct task_struct')].length).toBeGreaterThan(100);
    expect(() => [...session.run('struct no_such_struct')]).toThrow(/no_such_struct/);
  });
});

describe('numbers that would be true of another machine', () => {
  it('are not told: taints', () => {
    expect(taintedMask(kernel)).toBe(0x3000n);
    // Modules are there that tainted it.
    expect(taintedMask(damaged([], [[symbol('tainted_mask'), 0n]]).kernel)).toBeUndefined();
    const lost = damaged([symbol('tainted_mask')]);
    expect(taintedMask(lost.kernel)).toBeUndefined();
    expect(lost.verdict().taints).toBeUndefined();
  });

  it('are not told: the time since boot', () => {
    const jiffies = symbol('jiffies_64');
    const session = damaged([], [[jiffies, 0n], [jiffies + 4n, 0n]]); // prettier-ignore
    expect(uptime(session.kernel)).toBeCloseTo(uptime(kernel)!, -1);
  });

  it('are not told: the load, the date', () => {
    expect(loadAverage(damaged([symbol('avenrun')]).kernel)).toBeUndefined();
    const wrong = damaged([], [[symbol('avenrun') + 12n, 0x7fffffffn]]).kernel;
    expect(loadAverage(wrong)).toBeUndefined();
    const lost = damaged([symbol('tk_core')]).kernel;
    expect(crashTime(lost)).toBe(kernel.vmcoreinfo.crashTime);
  });
});
