import { refused } from '../catalogue/commands.ts';
import { hex } from '../addr.ts';
import { MissingError, RequestError } from '../errors.ts';
import { moduleListBroken, modules, type Module } from '../kernel/modules.ts';
import { render } from '../catalogue/message.ts';
import { taintsOf } from '../kernel/taints.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import { thing } from '../things/modules.ts';
import { toRow } from '../things/rows.ts';
import { values } from '../things/thing.ts';
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

/** What a line says of a module. */
const COLUMNS = ['module', 'name', 'base', 'size', 'state', 'taints'] as const;

function* list({ kernel }: CommandContext, all: readonly Module[]): Generator<Line> {
  if (all.length === 0) {
    yield { text: 'mod: no modules loaded in this system' };
    return;
  }
  const rows = all
    .map((module) => ({ module, of: values(thing, module, kernel, COLUMNS) }))
    .sort((a, b) =>
      (a.of.base ?? 0n) < (b.of.base ?? 0n) ? -1 : (a.of.base ?? 0n) > (b.of.base ?? 0n) ? 1 : 0,
    );
  const name = Math.max(4, ...rows.map(({ module }) => module.name.length));
  const size = Math.max(4, ...rows.map(({ of }) => String(of.size).length));
  // mem[] came with 6.4 (ac3b43283923), and with it a text of its own.
  const base = (kernel.types.has('module', 'mem') ? 'TEXT_BASE' : 'BASE').padStart(12).padEnd(16);
  yield { text: `     MODULE       ${'NAME'.padEnd(name)}  ${base}  ${'SIZE'.padStart(size)}  OBJECT FILE` };
  for (const { module, of } of rows) {
    const address = hex(module.object.address, 16);
    yield {
      text: `${address}  ${module.name.padEnd(name)}  ${hex(of.base ?? 0n, 16)}  ${String(of.size).padStart(size)}  (not loaded)  [CONFIG_KALLSYMS]`,
      row: toRow(thing, of),
      links: [
        { start: 0, end: 16, ref: refTo.instance('module', module.object.address) },
        { start: 18, end: 18 + module.name.length, ref: refTo.module(module.name) },
      ],
    };
  }
}

function* tainting({ kernel }: CommandContext, all: readonly Module[]): Generator<Line> {
  const rows = all
    .map((module) => ({ module, of: values(thing, module, kernel, ['name', 'taints']) }))
    .filter(({ of }) => of.taints);
  if (rows.length === 0) {
    yield { text: 'no tainted modules' };
    return;
  }
  const width = Math.max(4, ...rows.map(({ module }) => module.name.length));
  yield { text: `${'NAME'.padEnd(width)}  TAINTS` };
  for (const { module, of } of rows)
    yield {
      text: `${module.name.padEnd(width)}  ${of.taints}`,
      row: {
        ...toRow(thing, of),
        reasons: taintsOf(kernel, module.taints).map((taint) => render(taint.text, 'en')),
      },
      links: [{ start: 0, end: module.name.length, ref: refTo.module(module.name) }],
    };
}

/** -s and -d of a module that is not loaded are a wrong use; else there is nothing to do. */
function* debugData(args: Arguments, all: readonly Module[]): Generator<Line> {
  const [name] = args.words;
  if (name === undefined || !all.some((module) => module.name === name))
    throw new RequestError(usage(command_));
  if (args.has('-s'))
    yield { text: `mod: ${name}: debug files of modules are not needed: names and types come from the dump` };
}
