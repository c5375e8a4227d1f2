import { describe, expect, it } from 'vitest';
import { find, matching } from '../../../src/core/things/find.ts';
import { partOf } from '../../../src/core/rows/ref.ts';
import { refKinds } from '../../../src/core/things/index.ts';
import { waysFrom } from '../../../src/core/things/inspect.ts';
import { openDump } from '../../build/zoo.ts';

/** What the page looks at, on the bundled sample: a real dump. */
const session = openDump('sample');
const { kernel } = session;
const crash = session.verdict().where?.address?.replace(/^0x/, '').padStart(16, '0') ?? '';

describe('inspecting', () => {
  it.each([
    ['sym:schedule', 'function', /^dis:/],
    ['sym:init_task', 'variable', /^mem:/],
    ['module:null_pointer', 'modules', /^module:/],
    ['pid:1', 'tasks', /^stack:/],
    ['cpu:0', 'cpus', /^cpu:/],
    ['type:list_head', 'struct', /^type:/],
  ])('%s', (ref, kind, home) => {
    const found = session.inspect(ref);
    expect(found.kind).toBe(kind);
    expect(found.home).toMatch(home);
    expect(found.facts.length).toBeGreaterThan(0);
  });
  it('answers for any address, and refuses what is no reference', () => {
    for (const at of ['0000000000000000', 'ffffffffffffffff', '8000000000000000', 'deadbeefdeadbeef', crash])
      expect(session.inspect(`addr:${at}`).title).not.toBe('');
    expect(() => session.inspect('nonsense')).toThrow(/no reference/);
    expect(() => session.inspect('nokind:1')).toThrow(/no reference/);
    expect(() => session.inspect('pid:9999999')).toThrow(/No task/);
    expect(() => session.inspect('cpu:99')).toThrow(/no CPU/);
  });
  it('offers a command only where there is one of this name', () => {
    const ids = (has: (name: string) => boolean) => waysFrom(kernel, 'pid:1', has).map(({ id }) => id);
    expect(ids((name) => name === 'search')).toContain('search');
    expect(ids(() => false)).not.toContain('search');
    expect(ids(() => false)).toEqual([
      'stack',
      'maps',
      'files',
      'signals',
      'limits',
      'credentials',
      'memory',
      'struct',
    ]);
  });
  it('offers code only for code', () => {
    const ids = (ref: string) => session.ways(ref).map(({ id }) => id);
    expect(ids(`addr:${crash}`)).toContain('code');
    expect(ids('sym:init_task')).not.toContain('code');
    expect(ids('addr:0000000000000000')).toEqual([]);
  });
  it('knows every kind of reference that it writes', () => {
    for (const kind of [
      'addr',
      'task',
      'pid',
      'stack',
      'sym',
      'type',
      'struct',
      'module',
      'cpu',
      'log',
      'view',
      'cmd',
    ])
      expect(refKinds).toContain(kind);
  });
});

describe('finding', () => {
  it('puts the exact name first and knows the scopes', () => {
    expect(find(kernel, 'schedule', 10)[0]).toMatchObject({ text: 'schedule', kind: { en: 'symbol' } });
    expect(find(kernel, '%task_struct', 5)[0]).toMatchObject({ text: 'task_struct', kind: { en: 'type' } });
    expect(find(kernel, '#insmod', 5)[0]).toMatchObject({ text: 'insmod', kind: { en: 'task' } });
    expect(find(kernel, 'insmod', 5)[0].kind.en).toBe('task');
    expect(find(kernel, 'zzz_no_such_thing', 5)).toEqual([]);
  });
  it('shows what may follow where an address is to be seen as a type', () => {
    const task = kernel.symbol('init_task').address.toString(16);
    expect(find(kernel, `as ${task}`, 20).map(({ text }) => text)).toContain('struct task_struct');
    expect(find(kernel, `as ${task} list_he`, 20)[0]).toMatchObject({
      text: 'struct list_head',
      ref: `struct:list_head@${task}`,
    });
    for (const { ref } of find(kernel, `as ${task}`, 20)) expect(() => session.inspect(ref)).not.toThrow();
  });
  it('finds nothing of a kernel where there is none', () => {
    for (const typed of ['schedule', '#insmod', '%task_struct', 'as ffffffff81000000 list'])
      expect(find(undefined, typed, 5)).toEqual([]);
  });
  it('completes by the beginning of a name', () => {
    expect(matching(kernel, 'task', '16', 10)).toContain('166');
    expect(matching(kernel, 'module', 'null_', 10)).toEqual(['null_pointer']);
    expect(matching(kernel, 'symbol', 'null_pointer_in', 10)).toContain('null_pointer_init');
  });
});

describe('a name with a typing error', () => {
  const first = (typed: string): string | undefined => find(kernel, typed, 5)[0]?.text;
  it.each([
    ['@null_pionter', 'null_pointer_init'],
    ['%task_sruct', 'task_struct'],
    ['%list_haed', 'list_head'],
  ])('%s finds %s', (typed, meant) => {
    expect(find(kernel, typed, 20).map(({ text }) => text)).toContain(meant);
  });
  it('what is right is found as before, and what is like nothing is not', () => {
    expect(first('%task_struct')).toBe('task_struct');
    expect(find(kernel, '@zzqqxxyyzzqq', 5)).toEqual([]);
    expect(find(kernel, '@zq', 5)).toEqual([]);
  });
});

describe('ways to the rows of one object', () => {
  it.each([
    ['pid:1', 'maps', 'vmas'],
    ['pid:1', 'files', 'files'],
    ['pid:1', 'limits', 'limits'],
    ['slab:task_struct', 'slabs', 'slabs'],
    ['slab:task_struct', 'objects', 'objects'],
    ['module:null_pointer', 'symbols', 'symbols'],
  ])('%s: %s leads to a part of the table %s', (ref, id, table) => {
    const way = session.ways(ref).find((each) => each.id === id);
    const of = partOf(way?.ref);
    expect(way?.ref).toBe(`view:${table}@${of}`);
    const thing = session.things.find((each) => each.id === table);
    const rows = [...(thing?.list?.(kernel, of) ?? [])].length;
    const all = [...(thing?.list?.(kernel) ?? [])].length;
    expect(rows).toBeLessThan(all);
    if (table !== 'files') expect(rows).toBeGreaterThan(0);
  });
});

describe('what belongs to one object', () => {
  const rows = (table: string, of: string | undefined): unknown[] => [
    ...(session.things.find(({ id }) => id === table)?.list?.(kernel, of) ?? []),
  ];
  const partFrom = (ref: string, way: string): string | undefined =>
    partOf(session.ways(ref).find(({ id }) => id === way)?.ref);

  it('a module has the symbols that `sym -m` lists', () => {
    const named = rows('symbols', partFrom('module:null_pointer', 'symbols')) as {
      name: string;
      module: string;
    }[];
    expect(named.map(({ name }) => name)).toContain('null_pointer_init');
    expect(new Set(named.map(({ module }) => module))).toEqual(new Set(['null_pointer']));
  });

  it('the files open on each mount are those of tasks, each on one mount', () => {
    const all = rows('files', undefined) as { task: { pid: number }; fd: number }[];
    const mounts = rows('mounts', undefined) as { mount: { address: bigint } }[];
    const on = mounts.flatMap(({ mount }) => rows('files', mount.address.toString(16))) as typeof all;
    expect(on.length).toBeGreaterThan(0);
    expect(on.length).toBeLessThanOrEqual(all.length);
    expect(new Set(on.map(({ task, fd }) => `${task.pid} ${fd}`)).size).toBe(on.length);
  });

  it('a task has a handler for each signal, one of them for `signals` and its ways', () => {
    const signals = session.ways('pid:1').find(({ id }) => id === 'signals')?.ref ?? '';
    expect(signals).toMatch(/^signals:[0-9a-f]{16}$/);
    const handlers = rows('handlers', partFrom(signals, 'handlers')) as { action: { number: number } }[];
    expect(handlers.map(({ action }) => action.number)).toEqual(Array.from({ length: 64 }, (_, i) => i + 1));
  });

  it('a slab has the objects that its cache counts, and CPUs or nodes keep some of its slabs', () => {
    const of = partFrom('slab:task_struct', 'slabs');
    const slabs = rows('slabs', of) as { slab: { start: bigint; objects: number } }[];
    const objects = rows('objects', of);
    expect(objects.length).toBe(slabs.reduce((sum, { slab }) => sum + slab.objects, 0));
    expect(rows('objects', slabs[0].slab.start.toString(16)).length).toBe(slabs[0].slab.objects);
  });
});
