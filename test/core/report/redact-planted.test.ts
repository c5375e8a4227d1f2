import { describe, expect, it } from 'vitest';
import { spoken } from '../../../src/core/catalogue/message.ts';
import { openSession } from '../../../src/core/session.ts';
import { openText } from '../../../src/core/text-session.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { knownOf } from '../../../src/core/report/known.ts';
import { redactAll, redaction } from '../../../src/core/report/redact.ts';
import { SECRETS } from '../../../src/core/report/secret.ts';
import { report, type ReportFormat } from '../../../src/core/report/report.ts';
import { inWords } from '../../../src/core/report/wording.ts';
import { plantedSample } from '../../build/planted.ts';
import { PLANTED } from '../../build/secrets.ts';
import { exampleVerdict } from '../../build/verdict.ts';
import { engine } from '../../build/zoo.ts';

const GONE = PLANTED.flatMap(([, gone]) => gone);
const FILE = '/home/somebody/customer-atlas.log';
const stamp = (line: string, i: number): string => `[${(i / 1000 + 10).toFixed(6).padStart(12)}] ${line}`;
const LINES = PLANTED.flatMap(([lines]) => lines);
const LOG = [
  'Linux version 6.1.0-50-amd64 (builder@forge17) (gcc-12)',
  ...LINES,
  'BUG: kernel NULL pointer dereference, address: 0000000000000008',
  'Oops: 0000 [#1] PREEMPT SMP',
  'CPU: 0 PID: 166 Comm: agent Not tainted 6.1.0-50-amd64 #1',
  'RIP: 0010:foo+0x10/0x20 [bar]',
  'Call Trace:',
  ' do_syscall_64+0x3b/0x90',
].map((line, i) => `Nov 26 12:00:01 zephyr3 kernel: ${stamp(line, i)}`);
const NAMES = [...GONE, 'zephyr3', 'forge17', 'customer-atlas'];

function left(text: string): string[] {
  const lower = text.toLowerCase();
  return NAMES.filter((name) => lower.includes(name.toLowerCase()));
}

describe('200 things that name somebody, planted in a log', () => {
  const session = openText(memorySource(new TextEncoder().encode(LOG.join('\n')), 'customer-atlas.log'))!;
  const redact = redaction(SECRETS, knownOf(session, [FILE], SECRETS));
  const said = spoken(session.verdict(), 'en');

  it('are all there before', () => {
    expect(PLANTED.length).toBeGreaterThanOrEqual(200);
    const text = [...session.run('log')].map((line) => line.text).join('\n');
    expect(left(text)).toHaveLength(NAMES.length - 2);
  });

  it.each<ReportFormat>(['html', 'md', 'json'])('are in no report: %s', (format) => {
    const verdict = redactAll(said, redact);
    const summary = redactAll(inWords(session.summary, 'en'), redact);
    expect(left(report(format, verdict, summary, 'en', SECRETS, '1'))).toEqual([]);
  });

  it('are in nothing that the log says', () => {
    const text = [...session.run('log')].map((line) => redact(line.text)).join('\n');
    expect(left(text)).toEqual([]);
    expect(text).toContain('RIP: 0010:foo+0x10/0x20 [bar]');
  });

  it.each<ReportFormat>(['html', 'md', 'json'])(
    'are in no report of a dump whose log has them: %s',
    (format) => {
      const log = LINES.map((text, i) => ({ ...exampleVerdict.log![0], ref: `log:${i}`, text }));
      const [finding] = exampleVerdict.findings;
      const findings = [{ ...finding, evidence: LINES.map((text, i) => ({ ref: `log:${i}`, text })) }];
      const sentence = `${exampleVerdict.sentence} ${LINES[0]}`;
      const verdict = { ...exampleVerdict, log, findings, sentence, hostname: 'zephyr3' };
      const other = redaction(SECRETS, { hosts: ['zephyr3'], files: [FILE], texts: LINES });
      const summary = redactAll({ ...inWords(session.summary, 'en'), file: 'customer-atlas.log' }, other);
      const text = report(format, redactAll(verdict, other), summary, 'en', SECRETS, '1');
      expect(left(text)).toEqual([]);
      expect(text).toContain('[ip-1]');
    },
  );
});

describe('the same things in the log of a real dump, and names in all its memory', () => {
  const dump = plantedSample({
    comm: ['zephyr3-agent', 'zephyr3'],
    nodename: 'zephyr3.payroll.vermeer.net',
    domainname: 'vermeer.net',
    commandLine: 'root=UUID=6d1f0e57-93b1-4d1c-9a7a-0c1b2d3e4f50 ip=10.7.1.9',
    files: ['zephyr3.key', 'of-vermeer-ltd'],
    lines: [...LINES, 'fanotify: /home/gloriana/.ssh/id_rsa', 'gloriana_backup[12]: segfault'],
  });
  const session = openSession([memorySource(dump.bytes, 'customer-atlas.vmcore')], { engine });
  const path = '/home/gloriana/customer-atlas.vmcore';
  const redact = redaction(SECRETS, knownOf(session, [path], SECRETS));
  const said = spoken(session.verdict(), 'en');
  const names = [
    ...NAMES.filter((name) => name !== 'forge17'),
    'gloriana',
    'vermeer',
    'payroll',
    '10.7.1.9',
    '6d1f0e57',
  ];
  const leftOf = (text: string): string[] =>
    names.filter((name) => text.toLowerCase().includes(name.toLowerCase()));

  it('are all there before, and the verdict is what it was', () => {
    const log = [...session.run('log')].map((line) => line.text).join('\n');
    expect(leftOf(log).length).toBeGreaterThanOrEqual(200);
    expect(said.kind).toBe('null-pointer');
  });

  it.each<ReportFormat>(['html', 'md', 'json'])('are in no report: %s', (format) => {
    const summary = redactAll(inWords(session.summary, 'en'), redact);
    expect(leftOf(report(format, redactAll(said, redact), summary, 'en', SECRETS, '1'))).toEqual([]);
  });

  it.each(['log', 'ps', 'ps -a', 'sys', 'mount', 'files', 'foreach files', 'net', 'bt -a', 'mod'])(
    'are in no answer: %s',
    (line) => {
      const text = [...session.run(line)].map((each) => redact(each.text)).join('\n');
      expect(leftOf(text)).toEqual([]);
    },
  );

  it('have one pseudonym each, in every answer', () => {
    const of = (text: string): string => redact(text);
    expect(of('ZEPHYR3 up')).toBe(of('zephyr3 up'));
    expect(of('zephyr3.payroll.vermeer.net')).toBe(of('zephyr3'));
    expect(of('/home/gloriana/x')).toContain(of('gloriana'));
  });
});
