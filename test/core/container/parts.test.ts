import { headerFacts } from '../../../src/core/catalogue/files.ts';
import { describe, expect, it } from 'vitest';
import { openContainer } from '../../../src/core/container/probe.ts';
import { Engine } from '../../../src/core/engine/engine.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { buildElf } from '../../build/elf.ts';
import { buildKdump, zlibPage } from '../../build/kdump.ts';
import { joined, pageOf } from '../../build/pieces.ts';
import { engine } from '../../build/zoo.ts';
import { said } from '../../build/said.ts';

const frames = [10, 20, 30, 40];
const pages = frames.map((pfn) => zlibPage(pfn, pageOf(pfn)));
const part = (start: number, end: number, seconds = 7) =>
  memorySource(
    joined(buildKdump({ pages, part: [start, end], seconds, vmcoreinfo: 'OSRELEASE=6\n' })),
    `part${start}`,
  );

describe('the parts of a split dump', () => {
  it('are one dump when all are given, in any order', () => {
    const container = openContainer(part(30, 41), [part(0, 20), part(20, 30)]);
    const running = new Engine(engine, container.pages);
    for (const pfn of frames) {
      const at = running.wasm.page(BigInt(pfn));
      expect(running.bytes.slice(at, at + 4096)).toEqual(pageOf(pfn));
    }
    expect(container.missing).toEqual([]);
    expect(container.headerFacts).toContainEqual([headerFacts.parts(), '3']);
  });

  it('say what is missing when one is', () => {
    expect(said(openContainer(part(0, 20)))).toContain('frames 0 to 20 only; give all parts');
    expect(said(openContainer(part(0, 20), [part(30, 41)]))).toContain('parts of it are missing');
  });

  it('leave out a dump that is no part of it', () => {
    expect(said(openContainer(part(0, 41), [part(0, 41, 8)]))).toContain(
      'part0 is no part of the same split dump',
    );
  });

  it('name a dump of another format that lies beside', () => {
    const elf = memorySource(joined(buildElf({ segments: [{ physical: 4096, bytes: pageOf(1) }] })), 'other');
    expect(said(openContainer(part(0, 41), [elf]))).toMatch(
      /^other is a dump of its own \(ELF core.* everything comes from part0$/,
    );
  });
});
