import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { render, type Message } from '../../../src/core/catalogue/message.ts';
import { STEPS } from '../../../src/core/open/steps.ts';
import { openSession, type Session } from '../../../src/core/session.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { openContainer } from '../../../src/core/container/probe.ts';
import { buildElf } from '../../build/elf.ts';
import { joined } from '../../build/pieces.ts';
import { rawSample } from '../../build/raw-sample.ts';
import { lacksOf } from '../../build/said.ts';
import { dumpPath, engine, hasDump, openDump, textOf } from '../../build/zoo.ts';

const ZOO = '6.1-null_pointer';
const sample = rawSample();
const sound = openDump('sample');
const { kernel } = sound;

/** The sample as `change` leaves its bytes. */
function changed(change: (bytes: Uint8Array) => void): Session {
  const bytes = sample.bytes.slice();
  change(bytes);
  return openSession([memorySource(bytes, 'changed')], { engine });
}

/** Where the memory at `address` of the kernel lies in the file. */
function placeOf(address: bigint): number {
  const at = sample.offsetOf(kernel.space.translate(address) ?? -1);
  if (at === undefined) throw new Error(`${address.toString(16)} is not in the sample`);
  return at;
}

/** Offset in the file of VMCOREINFO's note: the sub header of the second block names it. */
function noteIn(bytes: Uint8Array): { at: number; length: number } {
  const sub = new DataView(bytes.buffer, bytes.byteOffset + 4096);
  return { at: Number(sub.getBigUint64(32, true)), length: Number(sub.getBigUint64(40, true)) };
}

/** Takes the texts of the ten digits out, by which kallsyms is found. */
function withoutKallsyms(bytes: Uint8Array): void {
  const digits = Buffer.from('0\x001\x002\x003\x004\x005\x006\x007\x008\x009\x00');
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = all.indexOf(digits); at >= 0; at = all.indexOf(digits, at + 1))
    bytes.fill(0, at, at + digits.length);
}

const wayOf = (session: Session, step: string): Message | undefined =>
  session.summary.timings.find((timing) => timing.step.id === `open-step.${step}`)?.way;

describe('the steps of opening', () => {
  it('each need only what an earlier one gives', () => {
    const given = new Set<string>(['files']);
    for (const { gives, needs, uses = [] } of STEPS) {
      for (const each of [...needs, ...uses]) expect(given).toContain(each);
      given.add(gives);
    }
  });

  it('say what they cost when they fail, unless the dump cannot be opened without', () => {
    const essential = STEPS.filter((step) => !step.otherwise).map((step) => step.gives);
    expect(essential).toEqual(['container', 'memory', 'machine', 'kernel']);
  });

  it('are told while they run, and listed with their times and ways', () => {
    const heard: Message[] = [];
    const session = openSession([memorySource(sample.bytes, 'sound')], {
      engine,
      progress: (step) => heard.push(step),
    });
    expect(heard).toEqual(session.summary.timings.map(({ step }) => step));
    expect(heard).toHaveLength(STEPS.length);
    expect(wayOf(session, 'vmcoreinfo')?.id).toBe('open-way.note');
    expect(wayOf(session, 'space')?.id).toBe('open-way.vmcoreinfo');
    expect(lacksOf(session)).toEqual([]);
  });
});

describe('VMCOREINFO', () => {
  describe.skipIf(!hasDump(ZOO))('of a real dump', () => {
    /** The zoo's dump with its note as `change` leaves it. */
    function withNote(change: (bytes: Uint8Array, at: number, length: number) => void): Session {
      const bytes = new Uint8Array(readFileSync(dumpPath(ZOO)));
      const { at, length } = noteIn(bytes);
      change(bytes, at, length);
      return openSession([memorySource(bytes, 'changed')], { engine });
    }

    it('is found in memory when the note is missing', () => {
      const session = withNote((bytes, at, length) => bytes.fill(0, at, at + length));
      expect(wayOf(session, 'vmcoreinfo')?.id).toBe('open-way.memory');
      expect(lacksOf(session)).toHaveLength(1);
      expect(lacksOf(session)[0]).toMatch(
        /own copy of VMCOREINFO, found in memory at physical address [0-9a-f]+/,
      );
      expect(session.verdict()).toMatchObject({ kind: 'null-pointer', release: '6.1.0-50-amd64' });
      expect([...session.run('ps')].map(({ text }) => text + '\n').join('')).toBe(textOf(ZOO, 'ps'));
    });

    it('is found in memory when the note is of another kernel', () => {
      const session = withNote((bytes, at) => {
        bytes[at + 'OSRELEASE='.length] ^= 1;
      });
      expect(wayOf(session, 'vmcoreinfo')?.id).toBe('open-way.memory');
      expect(lacksOf(session)[0]).toContain('does not check out');
      expect(session.verdict().release).toBe('6.1.0-50-amd64');
    });
  });

  it('that lies after the end of a cut file is said to be cut off, not to have been forgotten', () => {
    // This file has it after the descriptors, before all pages.
    const { at, length } = noteIn(sample.bytes);
    const cut = sample.bytes.slice(0, at + length - 1);
    const session = openSession([memorySource(cut, 'cut')], { engine });
    expect(lacksOf(session).some((line) => line.includes('lies after the end of the file'))).toBe(true);
    const [said] = lacksOf(session).filter((line) => line.startsWith('there is no VMCOREINFO'));
    expect(said).toContain('is not in the file, which is cut off');
    expect(said).not.toContain('QEMU');
    expect(session.verdict().kind).toBe('unknown');
  });

  it('that memory speaks against is not believed: the kernel is recognised without it', () => {
    const session = changed((bytes) => {
      bytes[noteIn(bytes).at + 'OSRELEASE='.length] ^= 1;
    });
    expect(wayOf(session, 'vmcoreinfo')?.id).toBe('open-way.recognised');
    expect(session.summary.release).toBe('6.1.0-50-amd64');
    expect(session.verdict().kind).toBe('null-pointer');
  });

  it('that memory speaks against is taken all the same when nothing else tells, and that is said', () => {
    const session = changed((bytes) => {
      bytes[noteIn(bytes).at + 'OSRELEASE='.length] ^= 1;
      withoutKallsyms(bytes);
    });
    expect(wayOf(session, 'vmcoreinfo')?.id).toBe('open-way.unproven');
    expect(lacksOf(session)[0]).toContain('nothing that rests on it is sure');
    expect(session.summary.release).toBe('7.1.0-50-amd64');
  });

  it('that is nowhere costs all but physical memory and the texts in it, and the dump still opens', () => {
    // The sample does not have the page that the kernel keeps it in.
    const session = changed((bytes) => {
      const { at, length } = noteIn(bytes);
      bytes.fill(0, at, at + length);
      withoutKallsyms(bytes);
    });
    expect(session.summary.release).toBeUndefined();
    expect(lacksOf(session)).toHaveLength(3);
    expect(lacksOf(session)[0]).toContain('there is no VMCOREINFO');
    expect(lacksOf(session)[1]).toContain('only physical memory can be read');
    expect(lacksOf(session)[2]).toContain('texts found in memory');
    const physical = sample.pfns[0] * 4096;
    expect([...session.run(`rd -p ${physical.toString(16)} 2`)].length).toBeGreaterThan(0);
    const log = [...session.run('log')].map(({ text }) => text);
    expect(log[0]).toMatch(/^\[    0.000000\] Linux version 6/);
    expect(log).toContainEqual(expect.stringContaining('BUG: kernel NULL pointer dereference'));
    // A process could have such texts lying about: they prove nothing.
    const { kind, confidence } = session.verdict();
    expect(kind).not.toBe('live');
    expect(confidence).not.toBe('proven');
  });
});

describe('a log whose ring is damaged', () => {
  it('is found by its texts, and the rest of the dump is read as ever', () => {
    const ring = kernel.space.u64(kernel.symbol('prb').address);
    const session = changed((bytes) => bytes.fill(0, placeOf(ring), placeOf(ring) + 80));
    const texts = [...sound.run('log -t')].map(({ text }) => text);
    const found = [...session.run('log -t')].map(({ text }) => text);
    expect(found.filter((line) => texts.includes(line)).length).toBeGreaterThan(texts.length * 0.95);
    expect(lacksOf(session)).toEqual([expect.stringContaining('texts found in memory')]);
    expect(session.verdict().kind).toBe('null-pointer');
    expect(session.summary.tasks).toBe(sound.summary.tasks);
  });
});

describe.skipIf(!hasDump('6.12-cloud-sysrq'))('a dump cut off before the pages of its log', () => {
  it('has no log: pointers, and names of caches side by side, are none', () => {
    const bytes = readFileSync(dumpPath('6.12-cloud-sysrq')).subarray(0, 9_000_000);
    const session = openSession([memorySource(bytes, 'cut')], { engine });
    expect(session.verdict().log ?? []).toEqual([]);
    expect(session.verdict().kind).toBe('unknown');
    expect(lacksOf(session).some((line) => line.includes('texts found in memory'))).toBe(false);
  });
});

describe('page tables that lead astray', () => {
  it('are not believed: the image is read by its linear mapping', () => {
    const top = kernel.vmcoreinfo.symbol('swapper_pg_dir') ?? 0n;
    const session = changed((bytes) => bytes.fill(0, placeOf(top), placeOf(top) + 4096));
    expect(wayOf(session, 'space')?.id).toBe('open-way.linear');
    expect(lacksOf(session).some((line) => line.includes('lead astray'))).toBe(true);
    expect(lacksOf(session).some((line) => line.includes('by the linear mapping'))).toBe(true);
    expect([...session.run('sym schedule')].length).toBe(1);
    expect([...session.run('log')].length).toBeGreaterThan(100);
    expect(session.summary.tasks).toBe(sound.summary.tasks);
  });
});

describe('a type that is missing', () => {
  /** The sample whose BTF calls the type `name` something else: one byte of its name is another. */
  function without(name: string): Session {
    const start = kernel.symbol('__start_BTF').address;
    const length = Number(kernel.symbol('__stop_BTF').address - start);
    const text = new TextDecoder('latin1').decode(kernel.space.read(start, length));
    const at = text.indexOf(`\0${name}\0`);
    expect(at).toBeGreaterThan(0);
    return changed((bytes) => {
      bytes[placeOf(start + BigInt(at + 1))] ^= 1;
    });
  }

  it.each(['list_head', 'module', 'task_struct', 'rq', 'printk_ringbuffer', 'uts_namespace'])(
    'costs what needs it and nothing else: %s',
    (name) => {
      const session = without(name);
      expect(session.verdict().kind).toBe('null-pointer');
      expect([...session.run('log')].length).toBeGreaterThan(100);
      if (name !== 'task_struct') expect(session.summary.tasks).toBe(sound.summary.tasks);
      if (name !== 'module') expect(session.summary.modules).toBe(sound.summary.modules);
    },
  );

  it('is said once', () => {
    const said = lacksOf(without('task_struct')).filter((line) => line.includes('tasks'));
    expect(said).toHaveLength(1);
  });
});

describe('symbols that cannot be read', () => {
  it('are not said to be missing types', () => {
    const number = kernel.vmcoreinfo.symbol('kallsyms_num_syms') ?? 0n;
    const session = changed((bytes) => bytes.fill(0xff, placeOf(number), placeOf(number) + 4));
    expect(lacksOf(session)).toHaveLength(2);
    expect(lacksOf(session)[1]).toMatch(/by their shape.*: .*init_task/);
    expect(lacksOf(session)[0]).toContain('the symbols');
    expect(lacksOf(session)[0]).not.toContain('carries no types');
  });
});

describe('a dump beside another', () => {
  it('is named', () => {
    const page = new Uint8Array(4096);
    const elf = memorySource(joined(buildElf({ segments: [{ physical: 4096, bytes: page }] })), 'other.elf');
    const session = openSession([memorySource(sample.bytes, 'vmcore'), elf], { engine });
    expect(lacksOf(session).map((line) => line.split(' (')[0])).toEqual(['other.elf is a dump of its own']);
    expect(openContainer(elf).format).toBe('ELF core');
    expect(render(session.summary.lacks[0], 'ko')).toContain('other.elf');
  });
});
