import { refused } from '../catalogue/commands.ts';
import { hex } from '../addr.ts';
import { MissingError, RequestError } from '../errors.ts';
import { moduleListBroken, modules, moduleBase, moduleSize, type Module } from '../kernel/modules.ts';
import { render } from '../catalogue/message.ts';
import { taintsOf } from '../kernel/taints.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { usage } from './runner/arguments.ts';

const command_: Command = {
  name: 'mod',
  group: 'symbols',
  summary: 'the loaded modules',
  synopsis: '[-t | -g | -r | -R | -o] | -s module [file] | -S [folder] | -d module | -D',
  description:
    'Lists the modules in order of their addresses. Their names and types are read from the dump itself when it is ' +
    'opened; debug files are not needed, so -s, -S, -d and -D have nothing to do.',
  options: [
    { flag: '-t', about: 'modules that taint the kernel, and how' },
    { flag: '-s', about: 'load debug data of a module (not needed)' },
    { flag: '-S', about: 'load debug data of all modules (not needed)' },
    { flag: '-d', about: 'drop debug data of a module (does nothing)' },
    { flag: '-D', about: 'drop debug data of all modules (does nothing)' },
    { flag: '-g', about: 'accepted for scripts written for crash' },
    { flag: '-r', about: 'accepted for scripts written for crash' },
    { flag: '-R', about: 'accepted for scripts written for crash' },
    { flag: '-o', about: 'accepted for scripts written for crash (prints nothing)' },
  ],
  examples: [
    ['mod', 'all modules'],
    ['mod -t', 'those that taint the kernel'],
  ],
  completes: ['module'],
  *run(context: CommandContext, args: Arguments): Generator<Line, void, void> {
    const all = modules(context.kernel);
    const broken = moduleListBroken(context.kernel);
    if (all.length === 0 && broken !== undefined)
      throw new MissingError(refused.modulesUnreadable({ command: 'mod', why: broken }));
    if (args.has('-t')) yield* tainting(context, all);
    else if (args.has('-s') || args.has('-d')) yield* debugData(args, all);
    else if (args.has('-S'))
      yield { text: 'mod: debug files of modules are not needed: names and types come from the dump' };
    else if (!args.has('-D') && !args.has('-o')) yield* list(context, all);
  },
};
export { command_ as command };

function* list({ kernel }: CommandContext, all: readonly Module[]): Generator<Line> {
  if (all.length === 0) {
    yield { text: 'mod: no modules loaded in this system' };
    return;
  }
  const rows = [...all]
    .map((module) => ({ module, base: moduleBase(module), size: moduleSize(module) }))
    .sort((a, b) => (a.base < b.base ? -1 : a.base > b.base ? 1 : 0));
  const name = Math.max(4, ...rows.map(({ module }) => module.name.length));
  const size = Math.max(4, ...rows.map((row) => String(row.size).length));
  // mem[] came with 6.4 (ac3b43283923), and with it a text of its own.
  const base = (kernel.types.has('module', 'mem') ? 'TEXT_BASE' : 'BASE').padStart(12).padEnd(16);
  yield { text: `     MODULE       ${'NAME'.padEnd(name)}  ${base}  ${'SIZE'.padStart(size)}  OBJECT FILE` };
  for (const { module, base: at, size: bytes } of rows) {
    const address = hex(module.object.address, 16);
    yield {
      text: `${address}  ${module.name.padEnd(name)}  ${hex(at, 16)}  ${String(bytes).padStart(size)}  (not loaded)  [CONFIG_KALLSYMS]`,
      row: {
        module: module.object.address,
        name: module.name,
        base: at,
        size: bytes,
        state: module.state,
        taints: taintsOf(kernel, module.taints)
          .map((taint) => taint.letter)
          .join(''),
      },
      links: [
        { start: 0, end: 16, ref: refTo.instance('module', module.object.address) },
        { start: 18, end: 18 + module.name.length, ref: refTo.module(module.name) },
      ],
    };
  }
}

function* tainting({ kernel }: CommandContext, all: readonly Module[]): Generator<Line> {
  const rows = all
    .map((module) => ({ module, taints: taintsOf(kernel, module.taints) }))
    .filter(({ taints }) => taints.length > 0);
  if (rows.length === 0) {
    yield { text: 'no tainted modules' };
    return;
  }
  const width = Math.max(4, ...rows.map(({ module }) => module.name.length));
  yield { text: `${'NAME'.padEnd(width)}  TAINTS` };
  for (const { module, taints } of rows) {
    const letters = taints.map((taint) => taint.letter).join('');
    yield {
      text: `${module.name.padEnd(width)}  ${letters}`,
      row: { name: module.name, taints: letters, reasons: taints.map((taint) => render(taint.text, 'en')) },
      links: [{ start: 0, end: module.name.length, ref: refTo.module(module.name) }],
    };
  }
}

/** -s and -d of a module that is not loaded are a wrong use; else there is nothing to do. */
function* debugData(args: Arguments, all: readonly Module[]): Generator<Line> {
  const [name] = args.words;
  if (name === undefined || !all.some((module) => module.name === name))
    throw new RequestError(usage(command_));
  if (args.has('-s'))
    yield { text: `mod: ${name}: debug files of modules are not needed: names and types come from the dump` };
}
