/** A table of a million rows by itself, for million.test.ts. */
import { mount } from 'svelte';
import '../../../src/app/style/app.css';
import type { Batch, ColumnHead, InLanguages } from '../../../src/core/rows/thing.ts';
import Table from '../../../src/app/table/Table.svelte';
import { TableData } from '../../../src/app/table/table-data.svelte.ts';
import { TableState } from '../../../src/app/table/table-state.svelte.ts';
import type { RemoteSession } from '../../../src/app/state/remote.ts';

const ROWS = 1_000_000;
const BATCH = 50_000;
const both = (text: string): InLanguages => ({ en: text, ko: text });
const columns: readonly ColumnHead[] = [
  { id: 'number', title: both('Number'), kind: 'count' },
  { id: 'address', title: both('Address'), kind: 'address' },
  { id: 'name', title: both('Name'), kind: 'text' },
];

function part(from: number): Batch {
  const numbers = Array.from({ length: BATCH }, (_, i) => from + i);
  const addresses = BigUint64Array.from(numbers, (n) => 0xffff888000000000n + BigInt(n) * 64n);
  return {
    count: BATCH,
    columns: [
      { values: Float64Array.from(numbers) },
      { values: addresses, refs: Array.from(addresses, (at) => `addr:${at.toString(16)}`) },
      { values: numbers.map((n) => `object ${(n * 7919) % ROWS}`) },
    ],
  };
}

const head = { id: 'million', columns, heading: both('Million'), empty: both('None') };
const data = new TableData({} as RemoteSession, head);
for (let from = 0; from < ROWS; from += BATCH) data.add(part(from));
data.state = 'done';
const state = new TableState(data);
const target = document.getElementById('app');
if (target) mount(Table, { target, props: { state, label: 'million' } });
(globalThis as unknown as { table: TableState }).table = state;
