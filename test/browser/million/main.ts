/** A table of a million rows by itself, for million.test.ts. */
import { mount } from 'svelte';
import '../../../src/app/style/app.css';
import type { Batch, Column } from '../../../src/core/rows/table.ts';
import Table from '../../../src/app/table/Table.svelte';
import { TableData } from '../../../src/app/table/table-data.svelte.ts';
import { TableState } from '../../../src/app/table/table-state.svelte.ts';
import type { RemoteSession } from '../../../src/app/state/remote.ts';

const ROWS = 1_000_000;
const BATCH = 50_000;
const columns: readonly Column[] = [
  { id: 'number', title: 'Number', kind: 'count' },
  { id: 'address', title: 'Address', kind: 'address' },
  { id: 'name', title: 'Name', kind: 'text' },
];

function part(from: number): Batch {
  const numbers = Array.from({ length: BATCH }, (_, i) => from + i);
  const address = (n: number): string => (0xffff888000000000n + BigInt(n) * 64n).toString(16);
  return {
    count: BATCH,
    text: [numbers.map(String), numbers.map(address), numbers.map((n) => `object ${(n * 7919) % ROWS}`)],
    refs: [undefined, numbers.map((n) => `addr:${address(n)}`), undefined],
    order: [Float64Array.from(numbers), undefined, Float64Array.from(numbers, (n) => (n * 7919) % ROWS)],
    tones: [undefined, undefined, undefined],
  };
}

const data = new TableData({} as RemoteSession, { id: 'million', title: 'Million', columns });
for (let from = 0; from < ROWS; from += BATCH) data.add(part(from));
data.state = 'done';
const state = new TableState(data);
const target = document.getElementById('app');
if (target) mount(Table, { target, props: { state, label: 'million' } });
(globalThis as unknown as { table: TableState }).table = state;
