import { expect, it } from 'vitest';
import type { RemoteSession } from '../../../src/app/state/remote.ts';
import { TableData } from '../../../src/app/table/table-data.svelte.ts';
import { TableState } from '../../../src/app/table/table-state.svelte.ts';
import { TasksState } from '../../../src/app/views/tasks/tasks.svelte.ts';
import { thingNamed } from '../../../src/core/things/index.ts';
import { batchOf, headOf, tableRows } from '../../../src/core/things/rows.ts';
import { openDump } from '../../build/zoo.ts';

it('tasks as a tree, and those of one kind', async () => {
  const { kernel } = openDump('sample');
  const thing = thingNamed('tasks')!;
  const data = new TableData({} as RemoteSession, headOf(thing, kernel));
  data.add(batchOf(thing, kernel, [...tableRows(thing, kernel)]));
  const table = new TableState(data);
  const tasks = new TasksState(table);
  const names = async (): Promise<string[]> => {
    await table.arrange();
    return [...table.rows].map((row) => data.text(row, data.columnIndex('comm')));
  };
  table.filter = 'kworker';
  tasks.setTree(true);
  const tree = await names();
  expect(tree.indexOf('kthreadd')).toBeGreaterThanOrEqual(0);
  expect(tree.findIndex((name) => name.startsWith('kworker'))).toBeGreaterThan(tree.indexOf('kthreadd'));
  tasks.setTree(false);
  table.filter = '';
  tasks.setWhich('active');
  expect((await names()).sort()).toEqual(['insmod', 'lab_busy']);
  tasks.setWhich('kernel');
  expect(await names()).not.toContain('init');
});
