import { describe, expect, it } from 'vitest';
import { rowJson } from '../../../src/core/rows/value.ts';
import { openDump } from '../../build/zoo.ts';

/** search on the bundled sample, held against a look at every page through other doors. */
const session = openDump('sample');
const { kernel } = session;
const { memory, space } = kernel;
const PAGE = memory.pageSize;

function lines(command: string): string[] {
  return [...session.run(command)].map(({ text }) => text);
}

/** Physical addresses of 64-bit words that fit, page by page through the page cache. */
function physically(fits: (word: bigint) => boolean): number[] {
  const found: number[] = [];
  for (let pfn = 0; pfn < kernel.container.pages.endPfn; pfn++) {
    const page = memory.absence(pfn) === undefined ? memory.tryRead(pfn * PAGE, PAGE) : undefined;
    if (!page) continue;
    const words = new BigUint64Array(page.buffer, page.byteOffset, PAGE / 8);
    for (let i = 0; i < words.length; i++) if (fits(words[i])) found.push(pfn * PAGE + i * 8);
  }
  return found;
}

const task = kernel.symbol('init_task').address;
const hexOf = (value: bigint | number): string => value.toString(16);

describe('search', () => {
  it('-p finds what a look at every page finds', () => {
    const expected = physically((word) => word === task);
    expect(expected.length).toBeGreaterThan(5);
    expect(lines(`search -p ${hexOf(task)}`)).toEqual(expected.map((at) => `${hexOf(at)}: ${hexOf(task)} `));
  });

  it('-p keeps to its range, and names what was sought by its name', () => {
    const all = physically((word) => word === task);
    const middle = all[Math.floor(all.length / 2)];
    expect(lines(`search -p -s ${hexOf(middle)} -l 8 init_task`)).toEqual([
      `${hexOf(middle)}: ${hexOf(task)} (init_task)`,
    ]);
    expect(lines(`search -p -s ${hexOf(middle + 8)} -l 8 init_task`)).toEqual([]);
    expect(lines(`search -p -s ${hexOf(middle)} -e ${hexOf(middle + 8)} (init_task+0)`)).toEqual([
      `${hexOf(middle)}: ${hexOf(task)} (init_task+0)`,
    ]);
  });

  it('-m leaves bits out of account', () => {
    const expected = physically((word) => word >> 12n === task >> 12n);
    const found = lines(`search -p -m fff ${hexOf(task)}`);
    expect(found.map((line) => parseInt(line, 16))).toEqual(expected);
  });

  it('-k finds each where it is mapped, in order of address', () => {
    const physical = new Set(physically((word) => word === task));
    const found = lines(`search -k ${hexOf(task)}`).map((line) => BigInt('0x' + line.split(':')[0]));
    expect([...found].sort((a, b) => (a < b ? -1 : 1))).toEqual(found);
    expect(new Set(found).size).toBe(found.length);
    for (const address of found) expect(space.u64(address)).toBe(task);
    // Every one of memory is there, and where the image or vmalloc has it too.
    const places = found.map((address) => space.translate(address));
    expect(new Set(places)).toEqual(physical);
    expect(lines(`search -K ${hexOf(task)}`).length + lines(`search -V ${hexOf(task)}`).length).toBe(
      found.length,
    );
  });

  it('-w and -h find parts of words', () => {
    const at = kernel.symbol('linux_banner').address;
    expect(lines(`search -w -s ${hexOf(at)} -l 64 756e694c`)).toEqual([`${hexOf(at)}: 756e694c `]);
    expect(lines(`search -h -s ${hexOf(at)} -l 64 694c`)).toEqual([`${hexOf(at)}: 694c `]);
  });

  it('-c finds texts wherever they begin', () => {
    const at = kernel.symbol('linux_banner').address;
    const banner = space.string(at);
    const found = lines(`search -c -s ${hexOf(at)} -l 256 "inux version" version`);
    expect(found).toEqual([
      `${hexOf(at + 1n)}: ${banner.slice(1, 57)}`,
      `${hexOf(at + 6n)}: ${banner.slice(6, 62)}`,
    ]);
  });

  it('-t heads the hits of each stack with its task', () => {
    const panic = session.context.task;
    const found = lines(`search -t ${hexOf(panic)}`);
    expect(found.some((line) => line.startsWith('PID: '))).toBe(true);
    for (const line of found.filter((each) => /^ffff/.test(each)))
      expect(space.u64(BigInt('0x' + line.split(':')[0]))).toBe(panic);
  });

  it('-x shows what stands around a hit', () => {
    const at = kernel.symbol('linux_banner').address;
    const found = lines(`search -x 2 -s ${hexOf(at)} -l 8 65762078756e694c`);
    expect(found).toHaveLength(4);
    expect(found[1]).toBe(`${hexOf(at)}:  65762078756e694c `);
    expect(found[3]).toBe('');
  });

  it('says in JSON what each hit lies in', () => {
    const rows = [...session.run(`search -k ${hexOf(session.context.task)}`)].map(
      ({ row }) => JSON.parse(rowJson(row!)) as { in?: string; kind?: string; ref?: string },
    );
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) expect(row.kind).toBeTypeOf('string');
    expect(new Set(rows.map(({ kind }) => kind))).toContain('slab');
    expect(rows.some((row) => row.kind === 'stack' && /^stack of /.test(row.in ?? ''))).toBe(true);
  });

  it('leaves the page cache as it is', () => {
    const answer = lines('ps').length;
    const { wasm } = memory.engine;
    lines('bt -a');
    const misses = wasm.cacheMisses();
    expect(lines('ps')).toHaveLength(answer);
    const again = wasm.cacheMisses() - misses;
    lines('search -k deadbeef');
    lines('search -p -c abcdefghi');
    const before = wasm.cacheMisses();
    lines('ps');
    expect(wasm.cacheMisses() - before).toBe(again);
  });

  it.each([
    ['search -k', 'Usage: search'],
    ['search -t -T 1', 'mutually exclusive'],
    ['search -t -k 1', 'cannot be used with other'],
    ['search -w 100000000', 'value too large for -w option: 100000000'],
    ['search -h init_task', 'value too large for -h option'],
    ['search -x 2 -c a', '-x option is not allowed with -c'],
    ['search -x 600 1', 'context value 600 is too large: maximum is 512'],
    ['search -s 1000 1', 'invalid kernel virtual address: 1000'],
    ['search -k -e 0 1', 'invalid ending address: 0'],
    ['search -k -s ffffffff81000000 -e ffffffff80000000 1', 'is below starting address'],
    ['search -k no_such_symbol_at_all', 'symbol not found'],
  ])('%s is refused', (command, why) => {
    expect(() => lines(command)).toThrow(why);
  });

  it('ends at once when nobody wants more', () => {
    const answer = session.run('search -p 0');
    const before = memory.engine.wasm.cacheMisses();
    expect(answer.next().done).toBe(false);
    expect(answer.return().done).toBe(true);
    expect(memory.engine.wasm.cacheMisses()).toBe(before);
  });
});
