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
  summary: { en: 'the loaded modules', ko: '적재된 모듈' },
  synopsis: '[-t | -g | -r | -R | -o] | -s module [file] | -S [folder] | -d module | -D',
  wordsWith: ['-s', '-S', '-d'],
  description: {
    en:
      'Lists the modules in order of their addresses. Their names and types are read from the dump itself when it is ' +
      'opened; debug files are not needed, so -s, -S, -d and -D have nothing to do.',
    ko: '모듈을 주소 순으로 표시합니다. 이름과 타입은 덤프를 열 때 덤프에서 직접 읽으므로 디버그 파일이 필요 없고, -s, -S, -d, -D는 아무 일도 하지 않습니다.',
  },
  options: [
    {
      flag: '-t',
      about: { en: 'modules that taint the kernel, and how', ko: '커널을 오염시킨 모듈과 오염 플래그' },
    },
    {
      flag: '-s',
      about: { en: 'load debug data of a module (not needed)', ko: '모듈의 디버그 정보 적재(필요 없음)' },
    },
    {
      flag: '-S',
      about: {
        en: 'load debug data of all modules (not needed)',
        ko: '모든 모듈의 디버그 정보 적재(필요 없음)',
      },
    },
    {
      flag: '-d',
      about: { en: 'drop debug data of a module (does nothing)', ko: '모듈의 디버그 정보 해제(동작 없음)' },
    },
    {
      flag: '-D',
      about: {
        en: 'drop debug data of all modules (does nothing)',
        ko: '모든 모듈의 디버그 정보 해제(동작 없음)',
      },
    },
    {
      flag: '-g',
      about: {
        en: 'accepted for scripts written for crash',
        ko: 'crash용 스크립트와의 호환을 위해 받아들임',
      },
    },
    {
      flag: '-r',
      about: {
        en: 'accepted for scripts written for crash',
        ko: 'crash용 스크립트와의 호환을 위해 받아들임',
      },
    },
    {
      flag: '-R',
      about: {
        en: 'accepted for scripts written for crash',
        ko: 'crash용 스크립트와의 호환을 위해 받아들임',
      },
    },
    {
      flag: '-o',
      about: {
        en: 'accepted for scripts written for crash (prints nothing)',
        ko: 'crash용 스크립트와의 호환을 위해 받아들임(출력 없음)',
      },
    },
  ],
  examples: [
    ['mod', { en: 'all modules', ko: '모든 모듈' }],
    ['mod -t', { en: 'those that taint the kernel', ko: '커널을 오염시킨 모듈' }],
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
