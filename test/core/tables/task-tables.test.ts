import { describe, expect, it } from 'vitest';
import { tables } from '../../../src/core/tables/index.ts';
import { openDump } from '../../build/zoo.ts';

const { kernel } = openDump('sample');

function rows(id: string): { column: (name: string) => string[]; count: number } {
  const table = tables.find((each) => each.id === id);
  if (!table) throw new Error(`no table ${id}`);
  const all = [...table.rows(kernel)];
  for (const row of all) expect(row).toHaveLength(table.columns.length);
  return {
    count: all.length,
    column: (name) => all.map((row) => row[table.columns.findIndex((column) => column.id === name)].text),
  };
}

describe('tables of the page on the sample', () => {
  it('tasks', () => {
    const { column, count } = rows('tasks');
    expect(count).toBe(83);
    const crashed = column('pid').indexOf('166');
    expect(column('comm')[crashed]).toBe('insmod');
    expect(column('active')[crashed]).toBe('panic');
    expect(column('ppid')[crashed]).toBe('1');
    expect(column('state')[crashed]).toBe('RU');
    expect(column('rss')[crashed]).toBe('1444');
    expect(column('active').filter(Boolean)).toHaveLength(2);
  });

  it('log', () => {
    const { column, count } = rows('log');
    expect(count).toBeGreaterThan(400);
    expect(column('text')[0]).toMatch(/^Linux version 6\.1\.0/);
    expect(column('level')[0]).toBe('notice');
    expect(column('caller').at(-1)).toBe('T166');
  });

  it('modules', () => {
    const { column } = rows('modules');
    expect(column('name')[0]).toBe('null_pointer');
    expect(column('state')[0]).toBe('COMING');
    expect(column('taints')[0]).toMatch(/^O E$/);
  });

  it('cpus', () => {
    const { column } = rows('cpus');
    expect(column('role')).toEqual(['panic', '']);
    expect(column('comm')).toEqual(['insmod', 'lab_busy']);
    expect(column('online')).toEqual(['yes', 'yes']);
  });
});
