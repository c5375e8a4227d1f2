import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { reportsIn } from '../../../src/core/reports/split.ts';
import { readTextLog } from '../../../src/core/textlog/read.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { textLooks } from '../../../src/core/textlog/looks.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const read = (text: string) => readTextLog(bytesOf(text), reportsIn)!;
const texts = (text: string) => read(text).records.map((record) => record.text);
const remarks = (text: string) =>
  read(text).remarks.map(({ id, fields }) => [id.replace('textlog.', ''), fields]);

describe('captures of a console', () => {
  it('lose carriage returns, escape codes and what a journal makes of them', () => {
    const text =
      '\x1b[2J\x1b[1;31m[    1.000000] red\x1b[0m\r\r\n#033[0;1m[    2.000000] journal#033[0m\r\n' +
      '\x1b]0;title\x07[    3.000000] ab\x08c^[[0m\n10 %\r20 %\r\n';
    expect(texts(text)).toEqual(['red', 'journal', 'ac', '10 %', '20 %']);
  });

  it('are cut where another line began within one', () => {
    const text =
      'host login: [   12.345678] BUG: bad\n** 2395 printk messages dropped ** [   13.000000][   C1] RIP: x\n[   14.000000] BUG: un[   14.000001] able\n';
    expect(read(text).records.map(({ line, time, text: each }) => [line, time, each])).toEqual([
      [1, undefined, 'host login: '],
      [1, 12.345678, 'BUG: bad'],
      [2, undefined, '** 2395 printk messages dropped ** '],
      [2, 13, 'RIP: x'],
      [3, 14, 'BUG: un'],
      [3, 14.000001, 'able'],
    ]);
    expect(remarks(text)).toEqual([['lostByKernel', { records: 2395 }]]);
  });

  it('are joined where the terminal wrapped them at its last column', () => {
    const long =
      '[   12.345678] BUG: unable to handle kernel NULL pointer dereference at 0000000000000008 in x';
    const wrap = (line: string) => line.replace(/(.{80})(?=.)/g, '$1\r\n');
    const lines = [long, '[   12.345679] short', long.replace('8 in', '9 in'), '[   12.345680] end'];
    const text = lines.map(wrap).join('\r\n');
    expect(texts(text)).toEqual(lines.map((line) => line.slice(15)));
    expect(remarks(text)).toEqual([['unwrapped', { lines: 2, width: 80 }]]);
  });

  it('are joined where a mail wrapped them between words', () => {
    const text = `> [   12.345678] BUG: unable to handle kernel NULL pointer dereference at
> 0000000000000008
> [   12.345679] Hardware name: QEMU Standard PC (Q35 + ICH9, 2009), BIOS
> 1.16.2-debian-1.16.2-1 04/01/2014
> [   12.345680] short
> [   12.345681] Code: 48 89 e5 41 54 53 48 89 fb 48 83 ec 08 e8 0f 1f 44 00 00
> 48 8b 43 08 48 85 c0 74 0f
`;
    expect(texts(text)).toHaveLength(4);
    expect(texts(text)[0]).toBe('BUG: unable to handle kernel NULL pointer dereference at 0000000000000008');
  });

  it('leave lines without a stamp alone where nothing was wrapped', () => {
    const text =
      '[    1.000000] one that is a little longer than forty characters\n[  OK  ] Started x.\nlogin:\n';
    expect(texts(text)).toHaveLength(3);
  });
});

describe('other encodings', () => {
  const text = '[    1.000000] 커널 BUG: bad\n';
  it.each([
    ['a mark of UTF-8', bytesOf('\ufeff' + text)],
    ['UTF-16, marked', utf16('\ufeff' + text, true)],
    ['UTF-16, other order', utf16('\ufeff' + text, false)],
    ['UTF-16 without a mark', utf16('[    1.000000] BUG: bad\n'.repeat(4), true)],
    ['zeros of a lost block', bytesOf('\0'.repeat(4000) + (text + 'x\n').repeat(3))],
  ])('%s', (_, bytes) => {
    const record = readTextLog(bytes, reportsIn)?.records[0];
    expect(record?.time).toBe(1);
    expect(record?.text).toMatch(/^(커널 )?BUG: bad$/);
  });

  it('shows what is no UTF-8 as such', () => {
    expect(
      readTextLog(new Uint8Array([...bytesOf('[    1.000000] '), 0xff, 0x41]), reportsIn)?.records[0].text,
    ).toBe('\ufffdA');
  });

  it.each([
    ['a program', [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0x3e, 0]],
    ['zeros', new Array<number>(4096).fill(0)],
    ['nothing', []],
  ])('%s is no text', (_, bytes) => {
    expect(readTextLog(Uint8Array.from(bytes), reportsIn)).toBeUndefined();
  });
});

describe('records that came in pieces or out of order', () => {
  it('parts of pstore are put in order, gaps are said, what a later record repeats is left out', () => {
    const text = `Panic#2 Part1
<0>[   20.000000] Kernel panic - not syncing: Fatal exception
Panic#2 Part2
<1>[   12.345678] BUG: bad
<4>[   12.345679] RIP: x
Oops#1 Part1
<4>[   12.345679] RIP: x
Oops#1 Part4
<1>[   12.345678] BUG: bad
`;
    expect(read(text).records.map(({ time }) => time)).toEqual([12.345678, 12.345679, 20]);
    expect(remarks(text)).toEqual([
      ['partsMissing', { record: 'Oops#1', parts: '2-3' }],
      ['partsOrdered', { record: 'Oops#1', parts: 2 }],
      ['partsOrdered', { record: 'Panic#2', parts: 2 }],
    ]);
  });

  it('packets of netconsole find their places by their numbers', () => {
    const text = [
      '6,10,1000000,-;a',
      '6,12,3000000,-;c',
      '6,11,2000000,-;b',
      '4,15,5000000,-,ncfrag=9/20;late piece',
    ];
    expect(texts(text.join('\n'))).toEqual(['a', 'b', 'c', '…late piece']);
    expect(remarks(text.join('\n'))).toEqual([
      ['reordered', { records: 1 }],
      ['piecesMissing', { records: 1 }],
      ['numbersMissing', { records: 2 }],
    ]);
  });

  it('a new boot begins its numbers anew', () => {
    const text = ['6,5000,1000000,-;a', '6,0,0,-;Linux version 6.1', '6,1,0,-;b'].join('\n');
    expect(texts(text)).toEqual(['a', 'Linux version 6.1', 'b']);
  });
});

describe("a guest's console in the journal of its host", () => {
  const guest = (text: string) => `Nov 26 12:00:01 host qemu-kvm[812]: [   12.${text}\n`;
  const panic = [
    '000001] BUG: kernel NULL pointer dereference, address: 0000000000000008',
    '000002] RIP: x',
    '000003] Call Trace:',
    '000004]  f+0x1/0x2',
    '000005] end',
  ];
  const text = `Nov 26 12:00:00 host kernel: br0: port 1\n${panic.map(guest).join('')}`;

  it('is the log where the host has no trouble', () => {
    expect(read(text).records.map(({ own }) => own)).toEqual([false, true, true, true, true, true]);
    expect(remarks(text)).toEqual([['guest', { program: 'qemu-kvm[812]', lines: 1 }]]);
  });

  it('is not where the host has', () => {
    const both = `${text}Nov 26 12:00:02 host kernel: BUG: Bad page state in process cat  pfn:1b2\n`;
    expect(read(both).records.filter(({ own }) => own)).toHaveLength(2);
  });

  it('is nothing that a few lines of a user can claim to be', () => {
    expect(read('Nov 26 12:00:01 host me[1]: [   12.000001] BUG: forged\n').records[0].own).toBe(false);
  });
});

describe("drm_panic's link", () => {
  const log = Array.from({ length: 40 }, (_, i) => `[   12.3456${10 + i}] line ${i} of the trace`).join('\n');
  const expected = Array.from({ length: 40 }, (_, i) => `line ${i} of the trace`);
  const stream = deflateSync(bytesOf(log));

  it.each([
    ['of 6.12', 'z', bits13(stream)],
    ['the later one', 'zl', bytes7(stream)],
  ])('%s: digits of either coding are read', (_, parameter, digits) => {
    expect(texts(`https://example.org/panic#?a=x86_64&v=6.14.5&${parameter}=${digits}\n`)).toEqual(expected);
    expect(texts(`${parameter}=${digits}`)).toEqual(expected);
    expect(texts(digits)).toEqual(expected);
  });

  it('gives what there is of digits that were cut', () => {
    const some = texts(`zl=${bytes7(stream).slice(0, 220)}`);
    expect(some.length).toBeGreaterThan(1);
    expect(expected).toContain(some[0]);
  });
});

describe('a text with little in it', () => {
  it('has its records all the same', () => {
    expect(texts('nothing here\n')).toEqual(['nothing here']);
    expect(read('\n\n').records).toEqual([]);
  });

  it.each([
    ['ffffffff81000000 T _stext\n'.repeat(9), 'systemMap'],
    ['# CONFIG_X is not set\nCONFIG_Y=y\n'.repeat(9), 'config'],
    ['<!DOCTYPE html><html><body>x', 'html'],
    ['#!/bin/sh\necho\n', 'script'],
    ['\n \n', 'empty'],
  ])('%j is said to be what it is', (text, what) => {
    expect(textLooks(memorySource(bytesOf(text)))?.id).toBe(`text-looks.${what}`);
  });

  it('a log looks like nothing else', () => {
    expect(
      textLooks(memorySource(bytesOf('[    1.000000] BUG: bad\nRIP: x\nend\n'.repeat(4)))),
    ).toBeUndefined();
  });
});

describe('a text of 30 MB', () => {
  it('keeps a report in the middle of lines that only may matter', () => {
    const noise = '[  100.000000] foo: device 12 locked, wait: timeout, I/O error on stack\n'.repeat(200_000);
    const report =
      '[  200.000001] BUG: kernel NULL pointer dereference, address: 0000000000000010\n[  200.000002] RIP: 0010:pear_read+0x5/0x50\n';
    const found = texts(noise + report + noise);
    expect(found).toContain('BUG: kernel NULL pointer dereference, address: 0000000000000010');
    expect(found).toContain('RIP: 0010:pear_read+0x5/0x50');
    expect(found.length).toBeLessThan(200_000);
  });

  it('keeps what is near trouble, the beginning and the end, in bounded memory', () => {
    const quiet = '[  100.000000] usb 1-1: new high-speed USB device number 4 using xhci_hcd\n'.repeat(3400);
    const block = bytesOf(quiet);
    const trouble = bytesOf('[  200.000000] BUG: unable to handle page fault for address: ffff\n');
    const bytes = new Uint8Array(block.length * 120 + trouble.length);
    for (let i = 0; i < 120; i++) bytes.set(block, i * block.length + (i >= 50 ? trouble.length : 0));
    bytes.set(trouble, block.length * 50);
    const log = readTextLog(bytes, reportsIn)!;
    expect(log.records.length).toBeLessThan(60_000);
    expect(log.records.find(({ text }) => text.startsWith('BUG'))).toMatchObject({
      time: 200,
      line: 170_001,
    });
    expect(log.records.at(-1)?.line).toBe(408_001);
    expect(log.remarks[0].id).toBe('textlog.passed');
  });
});

function utf16(text: string, little: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), little);
  return new Uint8Array(view.buffer);
}

/** The coding of 6.12: 13 bits, the highest first, in four digits; k bits that are left in (k + 1) / 3. */
function bits13(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.replace(/.{1,13}/g, (group) => {
    const digits = group.length === 13 ? 4 : group.length === 1 ? 1 : Math.floor((group.length + 1) / 3);
    return String(parseInt(group, 2)).padStart(digits, '0').slice(-digits);
  });
}

/** The later coding: seven bytes, the lowest first, in 17 digits. */
function bytes7(bytes: Uint8Array): string {
  let digits = '';
  for (let at = 0; at < bytes.length; at += 7) {
    const group = bytes.subarray(at, at + 7);
    const value = [...group].reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
    digits += String(value).padStart([0, 3, 5, 8, 10, 13, 15, 17][group.length], '0');
  }
  return digits;
}
