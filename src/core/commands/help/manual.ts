import type { Line } from '../../rows/value.ts';
import { refTo } from '../../rows/ref.ts';
import type { Command } from '../command.ts';

/** Columns of running text. */
const WIDTH = 78;
const INDENT = '  ';

/** A command's declaration as a manual page. */
export function* manual(command: Command): Generator<Line, void, void> {
  yield { text: 'NAME' };
  yield { text: `${INDENT}${command.name} - ${command.summary}` };
  yield { text: '' };
  yield { text: 'SYNOPSIS' };
  yield { text: `${INDENT}${command.name} ${command.synopsis}`.trimEnd() };
  if (command.description) {
    yield { text: '' };
    yield { text: 'DESCRIPTION' };
    for (const paragraph of command.description.split('\n')) yield* filled(paragraph, INDENT.length);
  }
  if (command.options.length > 0) {
    yield { text: '' };
    yield { text: 'OPTIONS' };
    const names = command.options.map(({ flag, value }) => (value === undefined ? flag : `${flag} ${value}`));
    const width = Math.max(...names.map((name) => name.length)) + 2;
    for (const [i, option] of command.options.entries()) {
      const lines = [...filled(option.about, INDENT.length + width)];
      yield { text: INDENT + names[i].padEnd(width) + (lines[0]?.text.trimStart() ?? '') };
      yield* lines.slice(1);
    }
  }
  if (command.examples.length === 0) return;
  yield { text: '' };
  yield { text: 'EXAMPLES' };
  for (const [line, about] of command.examples) {
    yield { text: `${INDENT}${line}`, links: [{ start: 2, end: 2 + line.length, ref: refTo.command(line) }] };
    yield* filled(about, 6);
  }
}

/** `text` in lines of at most 78 columns, each after `indent` blanks. */
function* filled(text: string, indent: number): Generator<Line, void, void> {
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > WIDTH) {
      yield { text: ' '.repeat(indent) + line };
      line = '';
    }
    line += (line === '' ? '' : ' ') + word;
  }
  yield { text: ' '.repeat(indent) + line };
}
