import { describe, expect, it } from 'vitest';
import { spoken } from '../../src/core/catalogue/message.ts';
import { allVisible } from '../../src/core/rows/visible.ts';
import { openSession } from '../../src/core/session.ts';
import { memorySource } from '../../src/core/source/source.ts';
import { DescriptorOutput } from '../../src/cli/output.ts';
import { report } from '../../src/core/report/report.ts';
import { inWords } from '../../src/core/report/wording.ts';
import { print } from '../../src/cli/run-commands.ts';
import { verdictJson } from '../../src/core/rows/verdict-json.ts';
import { plantedSample } from '../build/planted.ts';
import { engine } from '../build/zoo.ts';

/** What may stand in no output: C0 but tab and line feed, DEL, C1, and what turns or breaks lines (rows/visible.ts). */
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
const EVIL = [
  '\x1b[2J\x9b2Jx',
  'a\nPANIC: fake',
  'r\rover',
  't\tab\x7f\x80',
  '\xe2\x80\xaex\xe2\x81\xa6y',
  '<b>&"\'',
  '\xc2\x9b2J\xff\xfe',
];
const { bytes, places } = plantedSample({
  comm: EVIL,
  nodename: 'ho\x1bst\nx\x9b',
  domainname: 'd\rom\xe2\x80\xae',
  commandLine: 'BOOT=\x1b]0;x\x07 a\nb',
  modules: EVIL.map((each) => `${each}_m`),
  files: EVIL,
  log: ['\x1b[31mred\x1b]0;evil\x07\x9b2J\x7f\rX\xe2\x80\xaeabc', 'BUG \x01\x02\x85\xe2\x80\xa8 line'],
});
const session = openSession([memorySource(bytes, 'evil\x1b[2J\n\u202ename.vmcore')], { engine });
const LINES = ['ps', 'ps -a', 'ps -m', 'log', 'log -m', 'mod', 'sys', 'bt -a', 'mount', 'files', 'foreach files', 'task', 'set', 'runq', 'net', 'p init_task.comm', 'p init_uts_ns', 'rd -a init_uts_ns 100', 'foreach task -R comm', 'help ps']; // prettier-ignore

/** Keeps what is written. */
class Kept extends DescriptorOutput {
  text = '';
  override write(text: string): void {
    this.text += text;
  }
}

describe('control characters in the names and texts of a dump', () => {
  it('are planted', () => expect(places).toBeGreaterThan(200));

  it.each(LINES)('steer nothing where commands print: %s', (line) => {
    for (const json of [false, true]) {
      const out = new Kept(-1);
      const lines = [...session.run(line)];
      for (const each of lines) print(each, { json, redact: (text) => text }, out);
      expect(CONTROL.exec(out.text)).toBeNull();
      const printed = json ? lines.filter(({ row }) => row) : lines;
      expect(out.text.split('\n')).toHaveLength(printed.length + 1);
    }
  });

  it('are in no report and no JSON', () => {
    for (const language of ['en', 'ko'] as const) {
      const said = spoken(session.verdict(), language);
      for (const format of ['html', 'md', 'json'] as const) {
        const text = report(format, said, inWords(session.summary, language), language, [], '1');
        expect([format, CONTROL.exec(text)]).toEqual([format, null]);
        if (format !== 'json') expect(text).not.toContain('<b>&');
      }
      expect(CONTROL.exec(JSON.stringify(allVisible(verdictJson(said))))).toBeNull();
    }
  });
});
