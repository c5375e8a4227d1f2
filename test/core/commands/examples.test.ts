import { describe, expect, it } from 'vitest';
import { openDump } from '../../build/zoo.ts';

/** Every example of every command's help, run on the bundled sample: it must answer. What is refused always has none. */
const { commands, run, context } = openDump('sample');

describe.each(
  commands.filter(({ examples }) => examples.length > 0).map((command) => [command.name, command] as const),
)('the examples of %s', (_name, command) => {
  it.each(command.examples.map(([line]) => line))('%s', (line) => {
    const { task, radix } = context;
    try {
      let lines = 0;
      for (const piece of line.split('|')[0].split(';')) for (const _ of run(piece.trim())) lines++;
      expect(lines, `"${line}" answers nothing on the sample`).toBeGreaterThan(0);
    } finally {
      context.task = task;
      context.radix = radix;
    }
  });
});
