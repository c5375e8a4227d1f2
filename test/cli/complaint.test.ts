import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../src/cli/complaint.ts';
import { TextOutput, ClosedPipe } from '../../src/cli/output.ts';
import { runLine, type Runner } from '../../src/cli/run-commands.ts';
import { RequestError } from '../../src/core/errors.ts';

describe('what could not be answered', () => {
  it("is said in the error's own sentence, or as a fault of the program", () => {
    expect(sentenceOf(new RequestError('There is no PID 7.'))).toBe('There is no PID 7.');
    expect(sentenceOf(new TypeError('x is undefined'))).toMatch(
      /^A fault in oopscope itself: x is undefined \(at .+\)\. Please report it\.$/,
    );
    expect(() => sentenceOf(new ClosedPipe())).toThrow(ClosedPipe);
  });

  it('does not keep the other commands of a line from being answered', () => {
    const out = new TextOutput();
    const said: string[] = [];
    const runner: Runner = {
      *run(command) {
        yield { text: `${command} \x1b[2J`, row: { command } };
        if (command === 'broken') throw new RangeError('out of bounds');
      },
      out,
      complain: (sentence) => said.push(sentence),
      json: false,
      redact: (text) => text,
    };
    expect(runLine('one; broken; two', runner)).toBe(false);
    expect(out.text).toBe('one \u241b[2J\nbroken \u241b[2J\ntwo \u241b[2J\n');
    expect(said.length).toBe(1);
    expect(runLine('one', { ...runner, json: true })).toBe(true);
    expect(out.text.endsWith('{"command":"one"}\n')).toBe(true);
  });
});
