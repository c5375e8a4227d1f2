import { refused } from '../../catalogue/commands.ts';
import { hex, step } from '../../addr.ts';
import { RequestError } from '../../errors.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { modules, moduleSymbols, type Module, type ModuleRange } from '../../kernel/modules.ts';
import type { Line } from '../../rows/value.ts';
import { refTo } from '../../rows/ref.ts';
import { line } from './line.ts';

/** The symbols of the module `name`, or of all of them, memory range by range. Throws RequestError for unknown ones. */
export function* moduleLines(kernel: Kernel, name: string | undefined): Generator<Line, void, void> {
  const all = [...modules(kernel)].sort((a, b) => (first(a) < first(b) ? -1 : 1));
  const chosen = name === undefined ? all : all.filter((module) => module.name === name);
  if (name !== undefined && chosen.length === 0)
    throw new RequestError(refused.noModule({ command: 'sym', name }));
  for (const module of chosen) for (const range of module.ranges) yield* rangeLines(kernel, module, range);
}

function first(module: Module): bigint {
  return module.ranges[0]?.base ?? 0n;
}

/** "TEXT", "RODATA" …: before 6.4 a module has one range besides init's, which crash gives no name. */
function rangeName(range: ModuleRange): string {
  if (range.name === 'core') return '';
  return range.name.toUpperCase().replace(/ /g, '_') + ' ';
}

function* rangeLines(kernel: Kernel, module: Module, range: ModuleRange): Generator<Line, void, void> {
  const end = step(range.base, range.size);
  const name = rangeName(range);
  const linkTo = (text: string): Line => ({
    text,
    links: [{ start: text.length - module.name.length, end: text.length, ref: refTo.module(module.name) }],
  });
  yield linkTo(`${hex(range.base)} MODULE ${name}START: ${module.name}`);
  for (const symbol of moduleSymbols(kernel, module).all())
    if (symbol.address >= range.base && symbol.address < end) {
      const { text, links, row } = line(kernel, symbol);
      yield { text: text.replace(/ \[[^\]]*\]$/, ''), links, row };
    }
  const last = range.name === 'core' || range.name === 'init' ? end : step(end, -1);
  yield linkTo(`${hex(last)} MODULE ${name}END: ${module.name}`);
}
