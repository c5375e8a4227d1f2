import { describe, expect, it } from 'vitest';
import { render, subject, text, type Message } from '../../src/core/catalogue/message.ts';
import { complaintOf } from '../../src/cli/complaint.ts';
import { TextOutput, ClosedPipe } from '../../src/cli/output.ts';
import { OutputFiles } from '../../src/cli/output-file.ts';
import { runLine, type Runner } from '../../src/cli/run-commands.ts';
import { RequestError } from '../../src/core/errors.ts';

const test = subject('test-complaint', {
  noPid: text<{ pid: number }>({
    en: ({ pid }) => `There is no PID ${pid}.`,
    ko: ({ pid }) => `PID ${pid}은 없습니다.`,
  }),
});

describe('what could not be answered', () => {
  it("is said in the error's own sentence, or as a fault of the program", () => {
    const no = new RequestError(test.noPid({ pid: 7 }));
    expect(no.message).toBe('There is no PID 7.');
    expect(render(complaintOf(no), 'ko')).toBe('PID 7은 없습니다.');
    expect(render(complaintOf(new TypeError('x is undefined')), 'en')).toMatch(
      /^A fault in oopscope itself: x is undefined \(at .+\)\. Please report it\.$/,
    );
    expect(() => complaintOf(new ClosedPipe())).toThrow(ClosedPipe);
  });

  it('does not keep the other commands of a line from being answered', async () => {
    const out = new TextOutput();
    const said: Message[] = [];
    const runner: Runner = {
      *run(command) {
        yield { text: `${command} \x1b[2J`, row: { command } };
        if (command === 'broken') throw new RangeError('out of bounds');
      },
      out,
      files: new OutputFiles([]),
      complain: (each) => said.push(each),
      json: false,
      redact: (text) => text,
    };
    expect(await runLine('one; broken; two', runner)).toBe(false);
    expect(out.text).toBe('one \u241b[2J\nbroken \u241b[2J\ntwo \u241b[2J\n');
    expect(said.length).toBe(1);
    expect(await runLine('one', { ...runner, json: true })).toBe(true);
    expect(out.text.endsWith('{"command":"one"}\n')).toBe(true);
  });
});
