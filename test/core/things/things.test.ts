import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../src/core/catalogue/message.ts';
import { isKernelHalf } from '../../../src/core/addr.ts';
import { answered, statements } from '../../../src/core/console/statement.ts';
import type { Batch } from '../../../src/core/rows/thing.ts';
import { type Row, rowJson } from '../../../src/core/rows/value.ts';
import { readRef, thingNamed, things } from '../../../src/core/things/index.ts';
import { batchOf, cheapColumns, headOf, rowOf, tableRows } from '../../../src/core/things/rows.ts';
import { valueOf, type Thing } from '../../../src/core/things/thing.ts';
import { openDump } from '../../build/zoo.ts';

/** Every kind of thing, on the bundled sample: a real dump. */
const session = openDump('sample');
const { kernel } = session;
/** Kinds of which there were none when this machine died. */
const NONE = new Set([
  'writeback',
  'storage',
  'probes',
  'sysctls',
  'workqueues',
  'requests',
  'bpf',
  'bpfmaps',
  'iouring',
  'seccomp',
  'ipis',
  'clocksources',
]);
/** Of long lists, this many from all over are looked at one by one. */
const MAX_EACH = 40;
const listed = things.filter((thing) => thing.list);
const objects = new Map(listed.map((thing) => [thing.id, [...tableRows(thing, kernel)]]));

function some(thing: Thing): unknown[] {
  const all = objects.get(thing.id) ?? [];
  const step = Math.max(1, Math.floor(all.length / MAX_EACH));
  return all.filter((_, i) => i % step === 0);
}

function table(id: string): { column: (name: string) => unknown[]; count: number; batch: Batch } {
  const thing = thingNamed(id)!;
  const ids = Object.keys(thing.columns);
  const batch = batchOf(thing, kernel, objects.get(id) ?? [], ids);
  const column = (name: string): unknown[] => [...(batch.columns[ids.indexOf(name)]?.values ?? [])];
  return { batch, count: batch.count, column };
}

/** Whether a line typed at the prompt has an answer: through its filters, as everywhere. */
function answers(line: string): boolean {
  return statements(line, false).every(
    (each) =>
      answered(each, (command) => session.run(command))
        [Symbol.iterator]()
        .next().done !== true,
  );
}

describe.each(listed.map((thing) => [thing.id, thing] as const))('%s', (id, thing) => {
  it('are listed, each kind under its own name, with titles in every language', () => {
    if (NONE.has(id)) expect(objects.get(id)).toEqual([]);
    else expect(objects.get(id)?.length).toBeGreaterThan(0);
    const head = headOf(thing, kernel);
    for (const { title, hint } of head.columns)
      for (const language of LANGUAGES) {
        expect(title[language]).not.toBe('');
        if (hint) expect(hint[language]).not.toBe('');
      }
    expect(head.count === undefined || head.count === objects.get(id)?.length).toBe(true);
  });

  it('have values of the kind that each column says, and some column always has one', () => {
    const types = { address: 'bigint', text: 'string', flag: 'boolean' } as Record<string, string>;
    for (const [name, column] of Object.entries(thing.columns)) {
      const found = some(thing).map((object) => valueOf(column, object, kernel));
      for (const value of found.filter((each) => each !== undefined)) {
        const type = typeof value;
        expect(String(value), name).not.toContain('[object');
        if (types[column.kind]) expect(type, name).toBe(types[column.kind]);
        else expect(['number', 'bigint'], name).toContain(type);
        if (type === 'number') expect(Number.isFinite(value), name).toBe(true);
      }
    }
    for (const object of some(thing))
      expect(
        Object.values(thing.columns).some((column) => valueOf(column, object, kernel) !== undefined),
      ).toBe(true);
  });

  it('are found again by their references, and so is what their cells lead to', () => {
    for (const object of some(thing)) {
      const ref = thing.ref.of(object);
      const { thing: found, ref: read } = readRef(ref);
      expect(found).toBe(thing);
      const again = thing.ref.find(kernel, read);
      expect(thing.ref.of(again)).toBe(ref);
      for (const column of Object.values(thing.columns)) {
        const to = column.ref?.(object, kernel);
        if (to) expect(() => session.inspect(to), to).not.toThrow();
      }
    }
  });

  it('say what they are, in every language', () => {
    for (const object of some(thing)) {
      const found = session.inspect(thing.ref.of(object), 'ko');
      expect(found.title).not.toBe('');
      expect(found.facts.length).toBeGreaterThan(0);
      for (const fact of found.facts) {
        expect(fact.name.ko, fact.id).not.toBe('');
        expect(fact.value !== undefined || fact.text !== undefined, fact.id).toBe(true);
      }
    }
  });

  it('lead to answers only', () => {
    for (const object of some(thing).slice(0, 8)) {
      const { leads, command, home } = session.inspect(thing.ref.of(object));
      for (const { ref, prompt, id: lead } of leads) {
        expect(ref !== undefined || prompt !== undefined, lead).toBe(true);
        // The sample holds few pages: what points at an object may not be in it.
        if (ref?.startsWith('cmd:search ')) expect(() => session.run(ref.slice(4)).next(), ref).not.toThrow();
        else if (ref?.startsWith('cmd:')) expect(answers(ref.slice(4)), ref).toBe(true);
        else if (ref) expect(() => session.inspect(ref), ref).not.toThrow();
      }
      if (home) expect(() => session.inspect(home), home).not.toThrow();
      if (command) expect(answers(command), command).toBe(true);
    }
    if (thing.command) expect(answers(thing.command)).toBe(true);
  });

  it('become rows that JSON holds without loss', () => {
    for (const object of some(thing).slice(0, 8)) {
      const row: Row = rowOf(thing, object, kernel, cheapColumns(thing));
      const parsed = JSON.parse(rowJson(row)) as Record<string, unknown>;
      expect(Object.keys(parsed)).toEqual(cheapColumns(thing));
      for (const [name, value] of Object.entries(parsed))
        if (typeof value === 'number')
          expect(Math.abs(value), name).toBeLessThanOrEqual(Number.MAX_SAFE_INTEGER);
    }
  });
});

describe('what the tables of the sample say', () => {
  it('tasks', () => {
    const { column, count, batch } = table('tasks');
    expect(count).toBe(83);
    const crashed = column('pid').indexOf(166);
    expect(column('comm')[crashed]).toBe('insmod');
    expect(column('ppid')[crashed]).toBe(1);
    expect(column('state')[crashed]).toBe('RU');
    expect(column('rss')[crashed]).toBe(1444 * 1024);
    expect(column('active').filter(Boolean)).toHaveLength(2);
    expect(batch.columns[Object.keys(thingNamed('tasks')!.columns).indexOf('active')]?.texts?.[crashed]).toBe(
      'panic',
    );
    expect(batch.tones?.[crashed]).toBe('bad');
    expect(column('task').every((at) => isKernelHalf(at as bigint))).toBe(true);
  });

  it('log: a row for each line, the record found whole', () => {
    const { column, count } = table('log');
    expect(count).toBeGreaterThan(400);
    expect(column('text')[0]).toMatch(/^Linux version 6\.1\.0/);
    expect(column('level')[0]).toBe(5);
    expect(column('caller').at(-1)).toBe('T166');
    const { title, lines, facts } = session.inspect(`log:${String(column('sequence').at(-1))}`);
    expect(title).not.toBe('');
    expect(lines?.some(({ text }) => text.startsWith('▸'))).toBe(true);
    expect(facts.map(({ id }) => id)).toContain('time');
  });

  it('modules', () => {
    const { column } = table('modules');
    expect(column('name')[0]).toBe('null_pointer');
    expect(column('state')[0]).toBe('COMING');
    expect(column('taints')[0]).toBe('OE');
  });

  it('cpus', () => {
    const { column } = table('cpus');
    expect(column('role')).toEqual(['panic', undefined]);
    expect(column('comm')).toEqual(['insmod', 'lab_busy']);
    expect(column('online')).toEqual([true, true]);
  });

  it('stacks', () => {
    const { column } = table('stacks');
    const crashed = column('pid').map((pid, i) => (pid === 166 ? String(column('function')[i]) : ''));
    expect(crashed.some((name) => name.startsWith('null_pointer_init'))).toBe(true);
    expect([...thingNamed('stacks')!.list!(kernel, 'no address')]).toEqual([]);
  });
});
