import { describe, expect, it } from 'vitest';
import { addr } from '../../../src/core/addr.ts';
import { CorruptError } from '../../../src/core/errors.ts';
import { findKallsyms } from '../../../src/core/symbols/find-kallsyms.ts';
import { kallsymsFromVmcoreinfo, readKallsyms, type Kallsyms } from '../../../src/core/symbols/kallsyms.ts';
import { Vmcoreinfo } from '../../../src/core/symbols/vmcoreinfo.ts';
import { hasDump, openDump } from '../../build/zoo.ts';
import {
  BASE,
  planKallsyms,
  plannedSymbols,
  type KallsymsPlan,
  type PlannedKallsyms,
} from '../../build/kallsyms.ts';

const COUNT = 1500;
const FORMS = ['absolute', 'base-relative', 'per-CPU', 'place-relative'] as const;

function read(planned: PlannedKallsyms, absent?: readonly number[]): Kallsyms {
  return readKallsyms(planned.space(absent), planned.tables, planned.info());
}
function ids({ lacks }: Kallsyms): string[] {
  return lacks.map(({ id }) => id.split('.')[1]);
}
function shown({ table }: Kallsyms): string[] {
  return [...table.all()].map(({ address, letter, name }) => `${address} ${letter}${name}`);
}
const asPlanned = (plan: KallsymsPlan): string[] =>
  plan.symbols.map(({ address, text }) => `${address} ${text}`);

describe('kallsyms', () => {
  describe.each(FORMS)('with %s addresses', (form) => {
    it.each([
      ['markers of 4 bytes', { markers: 4 }],
      ['markers of 8 bytes', { markers: 8 }],
      ['kallsyms_seqs_of_names', { seqs: true }],
      ['names in order of their lengths of one byte', { long: false }],
    ] as const)('and %s is read', (_, more) => {
      const plan = { symbols: plannedSymbols(COUNT), form, ...more };
      const found = read(planKallsyms(plan));
      expect(ids(found)).toEqual([]);
      expect(shown(found)).toEqual(asPlanned(plan));
    });
  });

  it('finds each name, and what covers each address', () => {
    const plan = { symbols: plannedSymbols(COUNT), form: 'per-CPU' } as const;
    const { table } = read(planKallsyms(plan));
    for (const { address, text } of plan.symbols) {
      expect(table.byName(text.slice(1))?.address).toBe(address);
      expect(table.byAddress(address + 5n)?.symbol.name).toBe(text.slice(1));
    }
    expect(table.byName('nowhere')).toBeUndefined();
    expect(table.byName('')).toBeUndefined();
  });

  it('has the offsets of per-CPU variables as they are', () => {
    const symbols = [
      { address: 0x40n, text: 'Arunqueue' },
      { address: 0x1f000n, text: 'Acpu_info' },
      ...plannedSymbols(300),
    ];
    const found = read(planKallsyms({ symbols, form: 'per-CPU' }));
    expect(found.table.byName('cpu_info')?.address).toBe(0x1f000n);
    expect(ids(found)).toEqual([]);
  });

  it('is placed where VMCOREINFO says', () => {
    const planned = planKallsyms({ symbols: plannedSymbols(COUNT), form: 'base-relative' });
    const where = {
      kallsyms_names: planned.tables.names,
      kallsyms_num_syms: addr(planned.tables.names - 8n),
      kallsyms_token_table: planned.tables.tokenTable,
      kallsyms_token_index: planned.tables.tokenIndex,
      kallsyms_offsets: planned.tables.offsets ?? 0n,
      kallsyms_relative_base: addr(planned.tables.names - 16n),
    };
    expect(kallsymsFromVmcoreinfo(planned.info(where), planned.space())).toEqual({
      ...planned.tables,
      addresses: undefined,
    });
    expect(kallsymsFromVmcoreinfo(planned.info({}), planned.space())).toBeUndefined();
  });
});

describe('the shape of kallsyms', () => {
  const layouts: readonly (readonly [string, Omit<KallsymsPlan, 'symbols'>])[] = [
    ['2.6.32 to 4.5, numbers of 8 bytes', { form: 'absolute', markers: 8, long: false }],
    ['4.6 to 4.19', { form: 'per-CPU', markers: 8, long: false }],
    ['4.20 to 6.0', { form: 'per-CPU', long: false }],
    ['5.10 without per-CPU symbols', { form: 'base-relative', long: false }],
    ['6.1 with kallsyms_seqs_of_names', { form: 'per-CPU', seqs: true }],
    ['6.4 to 6.14', { form: 'per-CPU', layout: 'after' }],
    ['6.15 to 6.19', { form: 'base-relative', layout: 'after' }],
    ['7.0 on', { form: 'place-relative', layout: 'after', align: 4 }],
  ];
  it.each(layouts)('of %s is found', (_, plan) => {
    const symbols = plannedSymbols(3000);
    const planned = planKallsyms({ symbols, ...plan });
    const start = addr(planned.tables.names - BigInt(planned.at.names) - 4096n);
    const found = findKallsyms(planned.space(), start);
    expect(found).toEqual(planned.tables);
    // The addresses too, although nothing of VMCOREINFO proves their form but _stext.
    if (found)
      expect(shown(readKallsyms(planned.space(), found, planned.info()))).toEqual(
        asPlanned({ symbols, ...plan }),
      );
  });

  it.each([
    '6.1-null_pointer',
    '5.10-cloud-null_pointer',
    '6.12-cloud-sysrq',
    '7-cloud-uaf',
    '6.12-arm64-null_pointer',
  ])('of a real kernel is found without VMCOREINFO: %s', { timeout: 60_000 }, (name) => {
    if (!hasDump(name)) return;
    const { space, vmcoreinfo, symbols } = openDump(name).kernel;
    const found = findKallsyms(space, vmcoreinfo.symbol('_stext') ?? addr(0n));
    expect(found).toMatchObject({ count: symbols.image.length });
    if (!found) return;
    const { table } = readKallsyms(space, found, new Vmcoreinfo(''));
    for (const name of ['schedule', 'init_task', 'linux_banner', 'panic'])
      expect(table.byName(name)?.address).toBe(symbols.byName(name)?.address);
  });

  it('is not found where the token index is damaged', () => {
    const planned = planKallsyms({ symbols: plannedSymbols(3000), form: 'absolute', long: false });
    planned.bytes[planned.at.index + 300] ^= 1;
    const start = addr(planned.tables.names - BigInt(planned.at.names) - 4096n);
    expect(findKallsyms(planned.space(), start)).toBeUndefined();
  });
});

describe('damaged kallsyms', () => {
  const planned = (form: (typeof FORMS)[number] = 'base-relative'): PlannedKallsyms =>
    planKallsyms({ symbols: plannedSymbols(COUNT), form });
  /** Names that are known, in blocks of 256 by number. */
  const blocksOf = (found: Kallsyms): Set<number> =>
    new Set([...found.table.all()].map(({ address }) => Number(address - BASE) >> 12));

  it('costs the block of 256 names in which a length is wrong, and no other name is given to an address', () => {
    const good = shown(read(planned()));
    for (const wrong of [1, 0x20, 0x80]) {
      const bad = planned();
      bad.bytes[bad.records[700]] ^= wrong;
      const found = read(bad);
      expect(ids(found)).toEqual(['lostNames']);
      expect(blocksOf(found)).toEqual(new Set([0, 1, 3, 4, 5]));
      expect(good).toEqual(expect.arrayContaining(shown(found)));
      expect(found.table.byAddress(BASE + 700n * 16n)).toBeUndefined();
      expect(found.table.byName('sys_700')).toBeUndefined();
    }
  });

  it('in its last block or in a marker costs that alone', () => {
    const last = planned();
    last.bytes[last.records[COUNT - 2]] += 100;
    expect(blocksOf(read(last))).toEqual(new Set([0, 1, 2, 3, 4]));
    const marker = planned();
    marker.bytes[marker.at.markers + 9] ^= 1;
    // The block before no longer ends where it should.
    expect(blocksOf(read(marker))).toEqual(new Set([0, 3, 4, 5]));
  });

  it('with a page of names that is not in the dump has the others', () => {
    const bad = planned();
    const found = read(bad, [Math.ceil(bad.at.names / 4096)]);
    expect(ids(found)).toEqual(['lostNames']);
    expect(found.table.byName('_stext')?.address).toBe(BASE);
    expect([...found.table.all()].length).toBeGreaterThan(256);
    expect([...found.table.all()].length).toBeLessThan(COUNT);
  });

  it('says that its markers are not there', () => {
    const bad = planned();
    for (let at = bad.at.markers; at < bad.at.tokens; at++) bad.bytes[at] = 0xee;
    const found = read(bad);
    expect(ids(found)).toEqual(['unmarked']);
    expect([...found.table.all()]).toHaveLength(COUNT);
  });

  it('whose tokens are zeros is refused', () => {
    const bad = planned();
    bad.bytes.fill(0, bad.at.tokens, bad.at.index);
    expect(() => read(bad)).toThrow(CorruptError);
  });

  it('whose tokens never end costs no endless names', () => {
    const bad = planned();
    bad.bytes.fill(0x61, bad.at.tokens, bad.at.index);
    const { table } = read(bad);
    for (const symbol of table.all()) expect(symbol.name.length).toBeLessThanOrEqual(513);
  });

  it('that gives no symbol the address of VMCOREINFO is refused', () => {
    for (const form of FORMS) {
      const bad = planned(form);
      const info = bad.info({ _stext: BASE + 64n });
      expect(() => readKallsyms(bad.space(), bad.tables, info)).toThrow(CorruptError);
    }
  });

  it('that gives one of several another address says which', () => {
    const symbols = plannedSymbols(300).map((each, i) => (i === 200 ? { ...each, text: 'Dprb' } : each));
    const plan = planKallsyms({ symbols, form: 'base-relative' });
    const right = { _stext: BASE, prb: BASE + 3200n };
    expect(readKallsyms(plan.space(), plan.tables, plan.info(right)).lacks).toEqual([]);
    const wrong = readKallsyms(plan.space(), plan.tables, plan.info({ ...right, prb: BASE }));
    expect(wrong.lacks.map(({ id, fields }) => [id, fields])).toEqual([
      [expect.stringContaining('doubtful'), { names: ['prb'] }],
    ]);
  });

  it('says that addresses are not in order', () => {
    const bad = planned();
    bad.bytes.fill(0, bad.at.places + 2000, bad.at.places + 3000);
    expect(ids(read(bad))).toEqual(['unsorted']);
  });

  it('of a count that cannot be is refused', () => {
    const bad = planned();
    for (const count of [0, 5_000_000, 0xffffffff])
      expect(() => readKallsyms(bad.space(), { ...bad.tables, count }, bad.info())).toThrow(CorruptError);
  });

  it('of many names alike is indexed one step a name, and asked within bounds', () => {
    const symbols = [
      { address: BASE, text: 'T_stext' },
      ...Array.from({ length: 100_000 }, (_, i) => ({ address: BASE + BigInt(i + 1), text: 'tsame' })),
    ];
    const { table } = read(planKallsyms({ symbols, form: 'base-relative' }));
    expect(table.byName('same')?.address).toBe(BASE + 1n);
    expect(table.allByName('same')).toHaveLength(65_536);
  });
});
