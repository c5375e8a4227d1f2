import { spoken } from '../../src/core/catalogue/message.ts';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/core/source/source.ts';
import { openSession, type Session } from '../../src/core/session.ts';
import { find } from '../../src/core/things/find.ts';
import { engine, openDump } from '../build/zoo.ts';
import { lacksOf } from '../build/said.ts';
import { rawSample } from '../build/raw-sample.ts';

describe('opening a dump whose parts cannot all be read', () => {
  it('still reads the log when the symbol table is damaged, and says what that costs', () => {
    const { bytes, offsetOf } = rawSample();
    const sound = openDump('sample').kernel;
    const symbol = sound.vmcoreinfo.symbol('kallsyms_num_syms') ?? 0n;
    const count = offsetOf(sound.space.translate(symbol) ?? 0);
    expect(count).toBeDefined();
    new DataView(bytes.buffer).setUint32(count ?? 0, 0xffffffff, true);
    const session = openSession([memorySource(bytes, 'damaged')], { engine });
    expect(lacksOf(session).join()).toContain('symbols');
    const verdict = spoken(session.verdict(), 'en');
    expect(verdict.log?.some((line) => line.text.includes('NULL pointer dereference'))).toBe(true);
    expect(verdict.unchecked.some(({ what }) => what.includes('symbols'))).toBe(true);
    expect([...session.run('log')].length).toBeGreaterThan(100);
  });
});

/** The sample with the memory of `symbol` changed by `change`. */
function withDamage(symbol: string, change: (bytes: Uint8Array, at: number) => void): Session {
  const { bytes, offsetOf } = rawSample();
  const { kernel } = openDump('sample');
  const at = offsetOf(kernel.space.translate(kernel.symbol(symbol).address) ?? 0);
  expect(at).toBeDefined();
  change(bytes, at ?? 0);
  return openSession([memorySource(bytes, 'damaged')], { engine });
}

describe('a dump without types', () => {
  const session = withDamage('__start_BTF', (bytes, at) => bytes.fill(0, at, at + 2));

  it('says so once, plainly', () => {
    expect(lacksOf(session)).toHaveLength(1);
    expect(lacksOf(session)[0]).toContain('types (BTF)');
    expect(session.summary.tasks).toBeUndefined();
  });

  it('is judged by the log and by the stack that the saved registers lead up', () => {
    const verdict = spoken(session.verdict(), 'en');
    expect(verdict.kind).toBe('null-pointer');
    expect(verdict.address).toBe('0x0');
    expect(verdict.where).toMatchObject({ symbol: 'null_pointer_init', offset: 31, module: 'null_pointer' });
    expect(verdict.culprit).toMatchObject({ what: 'module', name: 'null_pointer' });
    expect(verdict.trace?.map(({ symbol }) => symbol)).toContain('do_init_module');
    expect(verdict.unchecked.filter(({ what }) => what.includes('types (BTF)'))).toHaveLength(1);
    expect(verdict.unchecked.some(({ why }) => why.includes('struct'))).toBe(false);
  });

  it.each(['log', 'sym schedule', 'rd linux_banner 8', 'dis schedule 10', 'vtop -k ffffffff81000000', 'sys'])(
    'still answers %s',
    (line) => expect([...session.run(line)].length).toBeGreaterThan(0),
  );

  it.each([
    'ps',
    'bt',
    'bt -a',
    'task',
    'struct task_struct',
    'p jiffies',
    'whatis pid_t',
    'mod',
    'foreach bt',
  ])('says of %s what is missing', (line) =>
    expect(() => [...session.run(line)]).toThrow(/types|BTF|cannot be read/),
  );

  it('finds and completes symbols', () => {
    expect(session.complete('dis sched').words).toContain('schedule');
    expect(find(session.kernel, 'schedule', 5)[0].text).toBe('schedule');
  });
});

describe('a dump whose list of modules is broken', () => {
  const session = withDamage('modules', (bytes, at) => bytes.fill(0xff, at, at + 16));

  it('says that the list is not whole, and finds in memory what it has lost', () => {
    expect(lacksOf(session).join()).toContain('list of modules is not whole');
    const names = (of: typeof session): unknown[] =>
      [...of.run('mod')].flatMap(({ row }) => row?.name ?? []).sort();
    expect(names(session)).toEqual(names(openDump('sample')));
  });

  it('takes the name of the faulting function from the log', () => {
    const { where, culprit, bucket } = session.verdict();
    expect(where).toMatchObject({ symbol: 'null_pointer_init', module: 'null_pointer' });
    expect(culprit?.name).toBe('null_pointer');
    expect(bucket).toBe(openDump('sample').verdict().bucket);
  });
});

describe('a dump whose list of tasks is broken', () => {
  it('says that the list is not whole, and lists what can be reached', () => {
    const { kernel } = openDump('sample');
    const offset = kernel.types.offsetOf('task_struct', 'tasks');
    const session = withDamage('init_task', (bytes, at) => bytes.fill(0xff, at + offset, at + offset + 8));
    expect(lacksOf(session).join()).toContain('list of tasks is not whole');
    expect(session.summary.tasks).toBeGreaterThan(10);
  });
});

describe('a dump whose number of CPUs is damaged', () => {
  it('takes the number that the mask of possible CPUs allows', () => {
    const session = withDamage('nr_cpu_ids', (bytes, at) =>
      new DataView(bytes.buffer, bytes.byteOffset).setUint32(at, 8192, true),
    );
    expect(session.verdict().kind).toBe('null-pointer');
    expect([...session.run('bt -a')].length).toBeGreaterThan(10);
  });
});
