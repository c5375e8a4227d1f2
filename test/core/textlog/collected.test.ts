import { describe, expect, it } from 'vitest';
import { reportsIn } from '../../../src/core/reports/split.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { openText } from '../../../src/core/text-session.ts';
import { textLooks } from '../../../src/core/textlog/looks.ts';
import { readTextLog } from '../../../src/core/textlog/read.ts';

const LINES = [
  '[    1.000001] BUG: kernel NULL pointer dereference, address: 0000000000000008',
  '[    1.000002] CPU: 1 PID: 7 Comm: "pear" Not tainted 6.8.1 #1',
  '[    1.000003]  <IRQ>',
  '[    1.000004] RIP: 0010:plum_read+0x1/0x2',
];
const bare = LINES.map((line) => line.slice(15));
const texts = (text: string): string[] =>
  readTextLog(new TextEncoder().encode(text), reportsIn)!.records.map((record) => record.text);

describe('logs as those who collect them hand them out', () => {
  it.each([
    [
      'Docker',
      LINES.map((log) => JSON.stringify({ log: `${log}\n`, stream: 'stdout', time: 'x' })).join('\n'),
    ],
    [
      'Elastic, with objects beside the line',
      LINES.map((message) => JSON.stringify({ '@timestamp': 'x', host: { name: 'a' }, message })).join('\n'),
    ],
    [
      "Loki's answer",
      JSON.stringify({
        data: { result: [{ stream: { job: 'k' }, values: LINES.map((line, i) => [`${i}`, line]) }] },
      }),
    ],
    [
      'a list over many lines',
      JSON.stringify(
        LINES.map((message) => ({ message })),
        null,
        2,
      ),
    ],
    [
      'a table',
      [
        '"_time","host","_raw"',
        ...LINES.map((line) => `"2026-03-17","a","${line.replaceAll('"', '""')}"`),
      ].join('\n'),
    ],
    ['logcat', bare.map((line) => `03-17 16:52:01.003     0     0 W         : ${line}`).join('\n')],
    [
      'a page',
      `<pre class="x">${LINES.map((line) => `<span id="L1">${line.replaceAll('<', '&lt;').replaceAll('"', '&#34;')}</span>`).join('\n')}</pre>`,
    ],
    ['one line of a page', `<p>${LINES.map((line) => line.replaceAll('<', '&lt;')).join('<br>')}</p>`],
  ])('%s', (_, text) => {
    expect(texts(text).filter((each) => each !== '_raw')).toEqual(bare);
  });

  it('reads an answer that is longer than any line, and one that was cut', () => {
    const many = Array.from({ length: 3000 }, (_, i) => [`170000000${1000000000 + i}`, LINES[i % 4]]);
    const whole = JSON.stringify({ data: { result: [{ stream: {}, values: many }] } });
    expect(texts(whole)).toHaveLength(3000);
    expect(texts(whole.slice(0, -60)).length).toBeGreaterThan(2990);
    expect(texts(whole.slice(0, -60))[1]).toBe(bare[1]);
  });

  it('is not refused as source code, nor a page that quotes a kernel as a page', () => {
    const docker = LINES.map((log) => JSON.stringify({ log }));
    const encode = (text: string) => memorySource(new TextEncoder().encode(text));
    expect(textLooks(encode(docker.join('\n')))).toBeUndefined();
    expect(textLooks(encode(`<!DOCTYPE html><html><pre>${LINES.join('\n')}</pre>`))).toBeUndefined();
    expect(textLooks(encode('<!DOCTYPE html><html>plums</html>'))?.id).toContain('html');
    expect(textLooks(encode('static int a;\n{\n}\nint b;\n'))?.id).toContain('source');
  });

  it('keeps what only looks like elements of a page', () => {
    const line = '[    1.000001] Code: 0f <48> 8b <TASK> <4> a<b && c>d &mdash;';
    expect(texts(line)).toEqual([line.slice(15)]);
  });

  it("are not the kernel's where a program wrote them", () => {
    const text = bare.map((line) => `03-17 16:52:01.003  1234  1299 E AndroidRuntime: ${line}`).join('\n');
    const { records } = readTextLog(new TextEncoder().encode(text), reportsIn)!;
    expect(records.every(({ own }) => !own)).toBe(true);
  });

  it('are no log where objects and tables are of anything', () => {
    for (const text of ['{"message": "hello", "name": "plum"}', '"a","b"\n"c","d"\n"e","f"'])
      expect(openText(memorySource(new TextEncoder().encode(text)))).toBeUndefined();
  });
});

it.each(['', '{"message": "before"}\n'])(
  'a log with the kernel’s own clock is no JSON, whatever programs wrote: %j',
  (first) => {
    const log = `${first}[    1.000000] app: {"message": "x"}\n[    2.000000] BUG: kernel NULL pointer dereference, address: 0\n`;
    const records = readTextLog(new TextEncoder().encode(log), reportsIn)!.records;
    expect(records.map(({ text }) => text).slice(-2)).toEqual([
      'app: {"message": "x"}',
      'BUG: kernel NULL pointer dereference, address: 0',
    ]);
  },
);
