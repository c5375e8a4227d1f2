import { describe, expect, it } from 'vitest';
import { erasedIn, erasureOf } from '../../../src/core/container/erased.ts';
import { memoryPart } from '../../../src/core/inspect/memory.ts';
import { openSession, type Session } from '../../../src/core/session.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { buildElf } from '../../build/elf.ts';
import { buildKdump, rawPage } from '../../build/kdump.ts';
import { imageOf, runsOf } from '../../build/memory-image.ts';
import { buildNotes, vmcoreinfoNote } from '../../build/notes.ts';
import { joined } from '../../build/pieces.ts';
import { rawSample } from '../../build/raw-sample.ts';
import { engine } from '../../build/zoo.ts';

/** As makedumpfile 1.7.8 --config wrote it for `erase init_task.comm` and a loop over the tasks. */
const LIST =
  'erase init_task.comm size 16\nerase saved_command_line size 30\nerase t.comm size 16\nerase t.comm size 16\n';

describe('the list of what was erased', () => {
  it('names each expression once, and counts the pieces', () => {
    const found = erasureOf(new TextEncoder().encode(LIST));
    expect(found).toEqual({ names: ['init_task.comm', 'saved_command_line', 't.comm'], pieces: 4, run: 8 });
  });

  it('is none where it names nothing', () => {
    expect(erasureOf(new TextEncoder().encode('erase \nsize 3\n'))).toBeUndefined();
  });

  it('finds runs, and no single X', () => {
    const bytes = new TextEncoder().encode('aXXbXXXXXXXXcXXXXXXXXXX');
    expect(erasedIn(bytes, { names: [], pieces: 1, run: 8 })).toEqual([
      [3 + 1, 12],
      [13, 23],
    ]);
  });
});

/** The sample after `makedumpfile --config` erased the names of two tasks, the command line and the host's name. */
function erasedSample(): { readonly bytes: Uint8Array; readonly second: bigint } {
  const raw = rawSample();
  const sound = openSession([memorySource(raw.bytes, 'sound')], { engine });
  const { kernel } = sound;
  const erase = (address: bigint, length: number): void => {
    const at = raw.offsetOf(kernel.space.translate(address) ?? -1)!;
    raw.bytes.fill(0x58, at, at + length);
  };
  const second = BigInt(
    '0x' +
      [...sound.run('ps 1')]
        .map((line) => line.text)
        .join(' ')
        .match(/ffff[0-9a-f]{12}/)![0],
  );
  for (const task of [kernel.symbol('init_task').address, second])
    erase(task + BigInt(kernel.types.offsetOf('task_struct', 'comm')), 16);
  erase(kernel.space.u64(kernel.symbol('saved_command_line').address), 30);
  erase(
    kernel.symbol('init_uts_ns').address + BigInt(kernel.types.offsetOf('uts_namespace', 'name.nodename')),
    65,
  );
  return { bytes: raw.bytes, second };
}

const { bytes, second } = erasedSample();
const image = imageOf(memorySource(bytes, 'erased'));
const forms: Record<string, Uint8Array> = {
  kdump: joined(
    buildKdump({
      pages: image.pages.map(([pfn, page]) => rawPage(pfn, page)),
      vmcoreinfo: image.vmcoreinfo,
      eraseinfo: LIST,
      dumpLevel: 31,
    }),
  ),
  'ELF core': joined(
    buildElf({
      segments: runsOf(image).map((run) => ({ physical: run.pfn * 4096, bytes: run.bytes })),
      notes: buildNotes([
        vmcoreinfoNote(image.vmcoreinfo!),
        { name: 'ERASEINFO', type: 0, desc: new TextEncoder().encode(LIST) },
      ]),
      manyHeaders: true,
    }),
  ),
};

describe.each(Object.keys(forms))('memory that was erased on purpose: %s', (form) => {
  const session: Session = openSession([memorySource(forms[form], 'erased')], { engine });
  const { kernel } = session;
  const text = (line: string): string => [...session.run(line)].map((each) => each.text).join('\n');
  const comm = second + BigInt(kernel.types.offsetOf('task_struct', 'comm'));

  it('is said, with what was erased', () => {
    const said = session.summary.lacks.map((lack) => [lack.id, lack.fields]);
    expect(JSON.stringify(said)).toContain('saved_command_line');
  });

  it('reads as erased, for that reason', () => {
    expect(kernel.space.absence(comm)).toBe('erased');
    expect(() => kernel.space.string(comm, 16)).toThrow('erased on purpose');
    expect(() => kernel.space.u64(comm)).toThrow('erased on purpose');
    expect(kernel.space.tryU32(comm + 12n)).toBeUndefined();
    expect(kernel.space.absence(second)).toBeUndefined();
  });

  it('is nowhere shown as X', () => {
    const at = second.toString(16);
    for (const line of [
      'ps',
      'sys',
      'task 1',
      `struct task_struct.comm ${at}`,
      `task_struct ${at}`,
      `rd ${comm.toString(16)} 4`,
      `rd -a ${comm.toString(16)}`,
      'p init_task.comm',
      'p saved_command_line',
      'p init_uts_ns',
      'bt 1',
    ])
      expect([line, runSafely(text, line)]).not.toEqual([line, expect.stringMatching(/X{4}|5858/)]);
    expect(text('p init_task.comm')).toContain('<erased>');
    expect(text(`struct task_struct.comm ${at}`)).toContain('comm = <erased>');
    expect(text('ps 1')).toContain('<erased>');
    expect(JSON.stringify([...session.run('ps')].map((line) => line.row?.comm ?? ''))).not.toContain('XXXX');
  });

  it('is a gap of the hex view, to the byte', () => {
    const part = memoryPart(kernel, 'virtual', comm.toString(16), 64);
    expect(part.gaps).toEqual([{ from: 0, length: 16, why: 'erased' }]);
    const physical = kernel.space.translate(comm)!.toString(16);
    expect(memoryPart(kernel, 'physical', physical, 64).gaps).toEqual(part.gaps);
  });

  it('leaves the verdict as it was', () => {
    const { kind, confidence, hostname } = session.verdict();
    expect([kind, confidence, hostname]).toEqual(['null-pointer', 'proven', undefined]);
  });
});

function runSafely(text: (line: string) => string, line: string): string {
  try {
    return text(line);
  } catch (error) {
    return (error as Error).message;
  }
}
