import { describe, expect, it } from 'vitest';
import { render, type Message } from '../../../src/core/catalogue/message.ts';
import { logRecords, type LogRecord } from '../../../src/core/kernel/printk.ts';
import { openSession, type Session } from '../../../src/core/session.ts';
import { OldKernel } from '../../build/old-kernel.ts';
import { writeCharacters, writeRecords, type Printed, type RecordForm } from '../../build/old-log.ts';
import { seededRandom } from '../../build/random.ts';
import { lacksOf } from '../../build/said.ts';
import { engine } from '../../build/zoo.ts';

const opened = (kernel: OldKernel, told = true): Session => openSession([kernel.dump([], told)], { engine });

function read(session: Session): { records: LogRecord[]; reasons: string[] } {
  const gaps = { reasons: [] as Message[] };
  const records = [...logRecords(session.kernel, gaps)];
  return { records, reasons: gaps.reasons.map((reason) => render(reason, 'en')) };
}

const boot = (count: number): Printed[] =>
  Array.from({ length: count }, (_, i) => ({ text: `device ${i} is ${'up '.repeat(1 + (i % 9))}`.trim() }));
const texts = (lines: readonly { text: string }[]): string[] => lines.map(({ text }) => text);

describe.each(['3.5', 'plain', 'caller'] as readonly RecordForm[])(
  'records of struct printk_log, %s',
  (form) => {
    const kernelWith = (lines: readonly Printed[], length?: number): OldKernel => {
      const kernel = new OldKernel('3.10.0-1160.el7.x86_64');
      writeRecords(kernel, lines, form, length);
      return kernel;
    };

    it('are read with level, facility, caller and dictionary', () => {
      const session = opened(
        kernelWith([
          { text: 'Linux version 3.10.0', time: 0n, level: 5 },
          { text: 'from user space', time: 1_500_000_000n, level: 4, facility: 1, caller: 0x80000003 },
          {
            text: 'Boot video device',
            time: 2n,
            dictionary: 'SUBSYSTEM=pci\0DEVICE=+pci:0000:00:02.0',
            caller: 17,
          },
          ...boot(9),
        ]),
      );
      const { records, reasons } = read(session);
      expect(reasons).toEqual([]);
      expect(lacksOf(session).filter((line) => line.includes('log'))).not.toContainEqual(
        expect.stringContaining('no log'),
      );
      expect(records.slice(0, 3)).toMatchObject([
        { sequence: 0, time: 0n, level: 5, facility: 0, text: 'Linux version 3.10.0', caller: undefined },
        { level: 4, facility: 1, time: 1_500_000_000n, text: 'from user space' },
        { text: 'Boot video device', subsystem: 'pci', device: '+pci:0000:00:02.0' },
      ]);
      if (form === 'caller') {
        expect(records[1].caller).toEqual({ kind: 'cpu', id: 3 });
        expect(records[2].caller).toEqual({ kind: 'task', id: 17 });
      }
      expect(records).toHaveLength(12);
      expect(records.every(({ continued }) => !continued)).toBe(true);
      expect([...session.run('log')][0].text).toBe('[    0.000000] Linux version 3.10.0');
    });

    it('go round the buffer', () => {
      const lines = boot(500);
      const { records, reasons } = read(opened(kernelWith(lines, 4096)));
      expect(reasons).toEqual([]);
      expect(records.length).toBeGreaterThan(50);
      expect(texts(records)).toEqual(texts(lines.slice(-records.length)));
      expect(records.at(-1)?.sequence).toBe(499);
    });

    it('are told by VMCOREINFO how long their heads are', () => {
      const kernel = kernelWith(boot(20));
      kernel.say(`SIZE(printk_log)=${form === 'caller' ? 20 : 16}`);
      expect(texts(read(opened(kernel)).records)).toEqual(texts(boot(20)));
    });

    it('cost what is broken, and the next sound one is found', () => {
      const kernel = new OldKernel('3.10.0');
      const at = writeRecords(kernel, boot(40), form);
      kernel.view.setUint16(at + 8, 0xfff0, true);
      const { records, reasons } = read(opened(kernel));
      expect(texts(records)).toEqual(texts(boot(40).slice(1)));
      expect(reasons).toEqual([expect.stringContaining('is no record')]);
    });
  },
);

describe('characters of before 3.5', () => {
  it('are read line by line', () => {
    const kernel = new OldKernel('2.6.32-754.el6.x86_64');
    writeCharacters(kernel, [
      { text: 'Linux version 2.6.32', level: 5 },
      {
        text: 'BUG: unable to handle kernel NULL pointer dereference at (null)',
        level: 1,
        time: 3_000_001_000n,
      },
      { text: 'said by a daemon', facility: 3, level: 6 },
    ]);
    const { records, reasons } = read(opened(kernel));
    expect(reasons).toEqual([]);
    expect(records).toMatchObject([
      { sequence: 0, time: 0n, level: 5, facility: 0, text: 'Linux version 2.6.32' },
      { level: 1, time: 3_000_001_000n, text: expect.stringMatching(/^BUG: unable/) as string },
      { level: 6, facility: 3 },
    ]);
  });

  it('go round the buffer, the oldest line without its beginning being left out', () => {
    const kernel = new OldKernel('2.6.32-754.el6.x86_64');
    const lines = boot(500);
    writeCharacters(kernel, lines, 4096);
    const { records } = read(opened(kernel));
    expect(records.length).toBeGreaterThan(50);
    expect(texts(records)).toEqual(texts(lines.slice(-records.length)));
  });
});

describe('a log whose structures are lost', () => {
  const lines = boot(200);
  it.each([
    ['records', (kernel: OldKernel) => writeRecords(kernel, lines, 'plain')],
    ['records with callers', (kernel: OldKernel) => writeRecords(kernel, lines, 'caller')],
    ['characters', (kernel: OldKernel) => writeCharacters(kernel, lines)],
  ])('is found in memory by the shape of its %s, and that is said', (_, write) => {
    const kernel = new OldKernel('3.10.0');
    write(kernel);
    for (const name of ['log_buf', 'log_buf_len', 'log_first_idx', 'log_next_idx', 'log_end'])
      kernel.forget(name);
    const session = opened(kernel);
    const { records, reasons } = read(session);
    expect(texts(records)).toEqual(texts(lines));
    expect(records.every(({ found }) => found)).toBe(true);
    expect(records[7].time).toBe(7_000_000n);
    expect(reasons).toEqual([expect.stringContaining('found in memory at physical address')]);
    expect(lacksOf(session)).toContainEqual(expect.stringContaining('found in memory'));
    expect([...session.run('log')].length).toBeGreaterThan(lines.length - 1);
  });

  it('is found even where nothing tells where the kernel lies', () => {
    const kernel = new OldKernel('3.10.0');
    writeCharacters(kernel, lines);
    const session = opened(kernel, false);
    expect(texts(read(session).records)).toEqual(texts(lines));
  });

  it('is not made up where there is none', () => {
    const { records, reasons } = read(opened(new OldKernel('3.10.0')));
    expect(records).toEqual([]);
    expect(reasons).toEqual([expect.stringContaining('no symbol of any log')]);
  });
});

describe('damaged buffers', () => {
  it('of a length that cannot be are read as far as they are mapped', () => {
    const kernel = new OldKernel('3.10.0');
    writeRecords(kernel, boot(40), 'plain');
    const length = kernel.word('log_buf_len', 0x7fffffffn, 4);
    expect(length).toBeGreaterThan(0);
    const { records, reasons } = read(opened(kernel));
    expect(texts(records)).toEqual(texts(boot(40)));
    expect(reasons[0]).toContain('log_buf_len is 2147483647');
  });

  it('never throw and always end, whatever stands in them', () => {
    const below = seededRandom(11);
    for (let round = 0; round < 60; round++) {
      const kernel = new OldKernel('3.10.0');
      const forms = ['3.5', 'plain', 'caller'] as const;
      const at =
        round % 4 === 3
          ? writeCharacters(kernel, boot(60), 4096)
          : writeRecords(kernel, boot(60), forms[round % 4], 4096);
      for (let i = 0; i < 40; i++) kernel.bytes[at + below(4096 + 400)] = below(256);
      for (const { text } of read(opened(kernel)).records) expect(text.length).toBeLessThanOrEqual(65535);
    }
  });
});
