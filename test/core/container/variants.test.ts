import { describe, expect, it } from 'vitest';
import { registers as registerFile } from '../../../src/core/arch/x86_64/registers.ts';
import { FORMATS, openContainer } from '../../../src/core/container/probe.ts';
import { countPages } from '../../../src/core/container/batch.ts';
import { Engine } from '../../../src/core/engine/engine.ts';
import { OopscopeError, UnsupportedError } from '../../../src/core/errors.ts';
import { PhysicalMemory } from '../../../src/core/memory/physical.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { FOREIGN, VARIANTS, type ByteFile, type MemoryImage } from '../../build/memory-image.ts';
import { pageOrReason } from '../../build/physical.ts';
import { pageOf } from '../../build/pieces.ts';
import { said } from '../../build/said.ts';
import { seededRandom } from '../../build/random.ts';
import { engine } from '../../build/zoo.ts';

const info = 'OSRELEASE=6.1.0-test\nPAGESIZE=4096\n';
/** Pages near each other and far, one of zeros, one that holds VMCOREINFO. */
const image: MemoryImage = {
  pages: [1, 2, 3, 4, 700, 701, 5000].map((pfn): [number, Uint8Array] => {
    if (pfn === 3) return [pfn, new Uint8Array(4096)];
    if (pfn !== 701) return [pfn, pageOf(pfn)];
    const page = new Uint8Array(4096);
    page.set(new TextEncoder().encode(info));
    return [pfn, page];
  }),
  machine: 62,
  vmcoreinfo: info,
};

function open(files: readonly ByteFile[]): PhysicalMemory {
  const [first, ...more] = files.map(({ name, bytes }) => memorySource(bytes, name));
  const container = openContainer(first, more);
  return new PhysicalMemory(new Engine(engine, container.pages, 64 * 4096), container);
}

describe.each(Object.keys(VARIANTS))('%s', (name) => {
  const files = VARIANTS[name](image);
  /** Has all memory from 0 on. */
  const whole = name === 'raw' || name === 'netdump';
  /** Has two holes in memory that begins at 0. */
  const fromZero = name === 'VMware debug.guest';

  it('has the pages, and none between', () => {
    const memory = open(files);
    for (const [pfn, page] of image.pages) expect(pageOrReason(memory, pfn), `${pfn}`).toEqual(page);
    for (const pfn of [5001, 2 ** 22, 2 ** 31]) expect(pageOrReason(memory, pfn)).toBe('hole');
    if (!whole)
      for (const pfn of [...(fromZero ? [] : [0]), 5, 699, 702, 4999])
        expect(pageOrReason(memory, pfn)).toBe('hole');
  });

  it('lists and counts them', () => {
    const { pages } = open(files).container;
    if (whole) return;
    const found: number[] = [];
    for (let pfn = pages.next(0); pfn !== undefined; pfn = pages.next(pfn + 1)) found.push(pfn);
    expect(found).toEqual([...(fromZero ? [0] : []), ...image.pages.map(([pfn]) => pfn)]);
    expect(countPages(pages, 2, 701)).toBe(4);
  });

  it('is told by its content, by one format only', () => {
    const source = memorySource(files[0].bytes, 'holiday.jpg');
    expect(FORMATS.filter((format) => format.probe(source)).length).toBe(
      name === 'raw' || name.includes('flattened') ? 0 : 1,
    );
  });

  it('survives damage of its header, and any cut', () => {
    const random = seededRandom(20261126);
    const [first, ...rest] = files;
    const head = Math.min(
      first.bytes.length,
      name === 'QEMU stream' || name.startsWith('lkcd') ? 140_000 : 20_000,
    );
    for (let round = 0; round < 250; round++) {
      let bytes = first.bytes.slice();
      const kind = round % 4;
      if (kind === 0) bytes = bytes.slice(0, random(bytes.length));
      else {
        const places = Array.from({ length: kind === 1 ? 1 : 6 }, () => random(round % 8 < 4 ? 200 : head));
        for (const at of places) bytes[at] = kind === 3 ? [0, 0xff, 0x7f, 0x80][random(4)] : random(256);
      }
      try {
        const memory = open([{ ...first, bytes }, ...rest]);
        for (const pfn of [0, 1, 2, 700, 5000, 2 ** 20, 2 ** 31, 2 ** 40]) {
          pageOrReason(memory, pfn);
          memory.absence(pfn);
        }
        let steps = 0;
        for (let pfn = memory.container.pages.next(0); pfn !== undefined && steps < 50; steps++)
          pfn = memory.container.pages.next(pfn + 1);
      } catch (error) {
        expect(error).toBeInstanceOf(OopscopeError);
      }
    }
  });
});

describe('registers that are saved beside memory', () => {
  const { completed } = registerFile;
  /** NT_PRSTATUS of two CPUs, one in the kernel and one in user mode: every word another number. */
  const notes = [0xffffffff81000000n, 0x401000n].map((ip, cpu) => {
    const desc = new Uint8Array(336);
    const view = new DataView(desc.buffer);
    for (let i = 0; i < 27; i++) view.setBigUint64(112 + i * 8, BigInt(0x1000 * (cpu + 1) + i), true);
    view.setBigUint64(112 + 16 * 8, ip, true);
    view.setBigUint64(112 + 17 * 8, cpu === 0 ? 0x10n : 0x33n, true);
    view.setBigUint64(112 + 20 * 8, cpu === 0 ? 0x18n : 0x2bn, true);
    return { name: 'CORE', type: 1, desc };
  });

  it.each(['VMware .vmss', 'VMware .vmsn with .vmem', 'VMware debug.guest', 'sadump', 'Hyper-V'])(
    '%s: all of each CPU',
    (name) => {
      const { container } = open(VARIANTS[name]({ ...image, notes }));
      expect(container.cpus?.map(({ cpu }) => cpu)).toEqual([0, 1]);
      const names = 'r15 r14 r13 r12 rbp rbx r11 r10 r9 r8 rax rcx rdx rsi rdi - rip cs rflags rsp ss'.split(
        ' ',
      );
      container.cpus?.forEach(({ registers }, cpu) => {
        const view = new DataView(notes[cpu].desc.buffer);
        const whole = completed?.(registers) ?? registers;
        for (const [i, register] of names.entries())
          if (register !== '-') expect(whole[register], register).toBe(view.getBigUint64(112 + i * 8, true));
      });
    },
  );

  it('Hyper-V on arm64: by its names', () => {
    const desc = Uint8Array.from({ length: 392 }, (_, i) => i);
    const { container } = open(
      VARIANTS['Hyper-V']({ ...image, machine: 183, notes: [{ name: 'CORE', type: 1, desc }] }),
    );
    const view = new DataView(desc.buffer);
    const [state] = container.cpus ?? [];
    expect(container.machine).toBe(183);
    for (const [i, register] of ['x0', 'x1', 'x29', 'x30', 'sp', 'pc', 'pstate'].entries()) {
      const at = [0, 1, 29, 30, 31, 32, 33][i];
      expect(state.registers[register], register).toBe(view.getBigUint64(112 + at * 8, true));
    }
  });
});

describe('what is read together', () => {
  it('a .vmsn without its .vmem is refused, naming the file', () => {
    const [vmsn] = VARIANTS['VMware .vmsn with .vmem'](image);
    expect(() => open([vmsn])).toThrow('guest.vmem; give both');
  });

  it('several raw files lie where their names say, or a script for a debugger', () => {
    const memory = new Uint8Array(5001 * 4096);
    for (const [pfn, page] of image.pages) memory.set(page, pfn * 4096);
    const half = 400 * 4096;
    const base = 0x80000000;
    const parts = [memory.subarray(0, half), memory.subarray(half)];
    const named = parts.map((bytes, i) => ({
      name: `DDR${i}.BIN@0x${(base + i * half).toString(16)}`,
      bytes,
    }));
    const plain = parts.map((bytes, i) => ({ name: `DDR${i}.BIN`, bytes }));
    const script = `; made by a tool\nd.load.binary DDR0.BIN 0x80000000 /noclear\ndata.load.binary "out\\ddr1.bin" 0x${(base + half).toString(16)}\n`;
    const list = `  1 0x${base.toString(16)} ${half} | DDR CS0 part0 Memory | DDR0.BIN\n  1 0x${(base + half).toString(16)} 8 | DDR CS1 | DDR1.BIN\n`;
    const ends = parts.map((bytes, i) => ({
      name: `ap_0x${(base + i * half).toString(16)}--0xbfffffff.lst`,
      bytes,
    }));
    for (const files of [
      named,
      [named[1], named[0]],
      ends,
      [...plain, { name: 'dump_info.txt', bytes: new TextEncoder().encode(list) }],
      [...plain, { name: 'load.cmm', bytes: new TextEncoder().encode(script) }],
    ]) {
      const opened = open(files);
      for (const [pfn, page] of image.pages) expect(pageOrReason(opened, base / 4096 + pfn)).toEqual(page);
      expect(pageOrReason(opened, 1)).toBe('hole');
    }
  });

  it('a raw file of which nobody says where it lies is named', () => {
    const memory = new Uint8Array(5001 * 4096);
    for (const [pfn, page] of image.pages) memory.set(page, pfn * 4096);
    const opened = open([
      { name: 'DDR0.BIN@0x80000000', bytes: memory },
      { name: 'DDR1.BIN', bytes: new Uint8Array(2 << 20) },
    ]);
    expect(said(opened.container)).toContain('give it as DDR1.BIN@0x80000000');
  });

  it('s390 opens as a container', () => {
    for (const build of Object.values(FOREIGN)) {
      const memory = open([{ name: 'dump', bytes: build(image) }]);
      expect(pageOrReason(memory, 700)).toEqual(pageOf(700));
      expect(memory.container.machine).toBe(22);
    }
  });

  it('noise that is no memory is not taken for it', () => {
    const random = seededRandom(3);
    const noise = Uint8Array.from({ length: 2 * 1024 * 1024 }, () => random(256));
    expect(() => open([{ name: 'noise', bytes: noise }])).toThrow(UnsupportedError);
  });
});

describe('a SADUMP disk set', () => {
  const disks = VARIANTS['sadump disk set'](image);
  const by = (number: number): ByteFile => disks.filter(({ name }) => name === `disk${number}`)[0];

  it('without its first disk is refused, saying so', () => {
    expect(() => open([by(2), by(3)])).toThrow(
      /disk2 is disk 2 of a SADUMP disk set.*disk 1.*all disks at once/,
    );
  });

  it('shows what the first disks have, and names those that are missing', () => {
    const memory = open([by(1)]);
    expect(pageOrReason(memory, 1)).toEqual(pageOf(1));
    expect(pageOrReason(memory, 5000)).toBe('lost');
    expect(memory.container.incomplete).toBe(true);
    expect(said(memory.container)).toMatch(/of the 3 disks .* missing: 2, 3;/);
    const gap = open([by(3), by(1)]);
    expect(pageOrReason(gap, 5000)).toBe('lost');
    expect(said(gap.container)).toMatch(/missing: 2;/);
  });

  it('leaves out a disk of another dump', () => {
    const bytes = Uint8Array.from(by(3).bytes);
    bytes[104] ^= 1;
    const memory = open([by(1), by(2), { name: 'other', bytes }]);
    expect(said(memory.container)).toMatch(/missing: 3;.*other is no part/);
    expect(pageOrReason(memory, 1)).toEqual(pageOf(1));
  });

  it('that is cut off says so beside a disk of another dump', () => {
    const other = Uint8Array.from(by(3).bytes);
    other[104] ^= 1;
    const cut = { ...by(3), bytes: by(3).bytes.slice(0, 4096) };
    const alone = said(open([by(1), by(2), cut]).container);
    expect(alone).toMatch(/cut|missing/i);
    const both = said(open([by(1), by(2), cut, { name: 'other', bytes: other }]).container);
    expect(both).toContain(alone);
    expect(both).toContain('other is no part');
  });

  it('whose second disk is cut off loses the pages after the cut only', () => {
    const bytes = by(2).bytes.slice(0, 4096);
    const memory = open([by(1), { ...by(2), bytes }, by(3)]);
    expect(image.pages.map(([pfn]) => (typeof pageOrReason(memory, pfn) === 'string' ? pfn : 0))).toEqual([
      0, 0, 0, 4, 700, 701, 0,
    ]);
  });
});

describe('LKCD', () => {
  it('whose records make no sense is read up to them', () => {
    const [{ bytes }] = VARIANTS['lkcd run-length'](image);
    const damaged = Uint8Array.from(bytes);
    // The first run of the first page is longer than a page.
    const stored = new DataView(damaged.buffer, damaged.byteOffset).getUint32(65536 + 8, true);
    damaged.fill(0, 65536 + 16, 65536 + 16 + stored).fill(0xff, 65536 + 17, 65536 + 16 + stored);
    const memory = open([{ name: 'vmcore', bytes: damaged }]);
    expect(pageOrReason(memory, 1)).toBe('damaged');
    expect(pageOrReason(memory, 2)).toEqual(pageOf(2));
  });
});
