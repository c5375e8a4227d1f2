import { describe, expect, it } from 'vitest';
import { openSession } from '../../../src/core/session.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { rawSample } from '../../build/raw-sample.ts';
import { engine, hasDump, openDump } from '../../build/zoo.ts';
import { judge } from '../../../src/core/verdict/judge.ts';

const TRACES = ['5.10-cloud-null_pointer', '6.1-null_pointer', '7-cloud-uaf'].filter(hasDump);

describe('the stack in memory and the trace in the log', () => {
  it.skipIf(TRACES.length === 0)('are the same, addresses without a name among its lines or not', () => {
    for (const dump of TRACES) {
      const { findings } = judge(openDump(dump).kernel, []);
      expect(findings, dump).toContainEqual(
        expect.objectContaining({
          confidence: 'proven',
          text: expect.objectContaining({ id: 'finding.traceAgrees' }),
        }),
      );
    }
  });

  it('are not called the same where a line of the trace is damaged', () => {
    const bytes = rawSample('sample').bytes.slice();
    // The text of the record alone: the console's copies, if any, do no harm.
    const line = Buffer.from('__do_sys_finit_module+0x');
    let damaged = 0;
    for (let at = Buffer.from(bytes.buffer).indexOf(line); at >= 0; damaged++) {
      bytes[at + line.length - 3] = 0x20;
      at = Buffer.from(bytes.buffer).indexOf(line, at + 1);
    }
    expect(damaged).toBeGreaterThan(0);
    const { findings } = openSession([memorySource(bytes, 'damaged')], { engine }).verdict();
    const said = findings.filter(({ rule }) => rule === 'trace');
    expect(said).toMatchObject([
      { confidence: 'likely', text: { id: 'finding.traceBegins', fields: { count: 2 } } },
    ]);
  });
});
