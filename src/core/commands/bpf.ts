import { asCrash } from '../catalogue/commands.ts';
import { RequestError } from '../errors.ts';
import { bpfMaps, bpfPrograms } from '../kernel/bpf.ts';
import { bytecodeLines, machineLines } from './bpf/code.ts';
import {
  mapDetail,
  mapHead,
  mapLine,
  programDetail,
  programHead,
  programLine,
  structs,
} from './bpf/lists.ts';
import type { Arguments, Command, CommandContext, Step } from './command.ts';

export const command: Command = {
  name: 'bpf',
  group: 'kernel',
  summary: { en: 'BPF programs and maps', ko: 'BPF 프로그램과 맵' },
  synopsis: '[-p id | -P] [-t | -T | -j] | [-m id | -M] | [-s [-x | -d]]',
  wordsWith: [],
  description: {
    en:
      'The BPF programs and maps that were loaded, by their numbers. -t shows the program as the verifier left it, -j the ' +
      'machine code that it was compiled to.',
    ko: '적재된 BPF 프로그램과 맵을 번호 순으로 표시합니다. -t는 검증기를 거친 바이트코드를, -j는 컴파일된 기계어를 보여 줍니다.',
  },
  options: [
    { flag: '-p', value: 'id', about: { en: 'one program in detail', ko: '프로그램 하나를 자세히' } },
    { flag: '-P', about: { en: 'all programs in detail', ko: '모든 프로그램을 자세히' } },
    { flag: '-m', value: 'id', about: { en: 'one map in detail', ko: '맵 하나를 자세히' } },
    { flag: '-M', about: { en: 'all maps in detail', ko: '모든 맵을 자세히' } },
    { flag: '-t', about: { en: 'with the bytecode', ko: '바이트코드 표시' } },
    { flag: '-T', about: { en: 'with the bytecode and its bytes', ko: '바이트코드와 바이트 값 표시' } },
    { flag: '-j', about: { en: 'with the machine code', ko: '기계어 표시' } },
    {
      flag: '-s',
      about: {
        en: 'with struct bpf_prog and bpf_prog_aux, or bpf_map',
        ko: 'struct bpf_prog·bpf_prog_aux 또는 bpf_map 표시',
      },
    },
    { flag: '-x', about: { en: 'with -s: numbers in hexadecimal', ko: '-s에서 숫자를 16진수로' } },
    { flag: '-d', about: { en: 'with -s: numbers in decimal', ko: '-s에서 숫자를 10진수로' } },
  ],
  examples: [['bpf', { en: 'programs and maps; the sample has none', ko: '프로그램과 맵(샘플에는 없음)' }]],
  *run(context: CommandContext, args: Arguments): Generator<Step, void, void> {
    const programs = args.has('-p') || args.has('-P');
    const maps = args.has('-m') || args.has('-M');
    const ofPrograms = ['-t', '-T', '-j'].find((flag) => args.has(flag));
    if (ofPrograms !== undefined && !programs)
      throw new RequestError(asCrash(`bpf: ${ofPrograms} option only applicable with -p or -P`));
    if (args.has('-s') && !programs && !maps)
      throw new RequestError(asCrash('bpf: -s option requires either -p, -P, -m or -M'));
    if (!programs && !maps) yield* overview(context);
    if (programs) yield* detailedPrograms(context, args);
    if (maps) yield* detailedMaps(context, args);
  },
};

/** Every program in a line, then every map. */
function* overview({ kernel }: CommandContext): Generator<Step, void, void> {
  let some = false;
  for (const each of bpfPrograms(kernel)) {
    if (!some) yield programHead;
    some = true;
    yield programLine(kernel, each);
  }
  yield { text: '' };
  some = false;
  for (const each of bpfMaps(kernel)) {
    if (!some) yield mapHead;
    some = true;
    yield mapLine(kernel, each);
  }
}

function* detailedPrograms(context: CommandContext, args: Arguments): Generator<Step, void, void> {
  const { kernel } = context;
  const wanted = args.has('-P') ? undefined : number(args.value('-p') ?? '', 'program');
  let met = false;
  for (const each of bpfPrograms(kernel)) {
    if (wanted !== undefined && each.id !== wanted) continue;
    if (met) yield { text: '' };
    met = true;
    yield programHead;
    yield programLine(kernel, each);
    yield* programDetail(kernel, each);
    if (args.has('-t') || args.has('-T')) yield* bytecodeLines(kernel, each, args.has('-T'));
    if (args.has('-j')) yield* machineLines(kernel, each);
    if (args.has('-s')) yield* structs(context, args, each);
  }
  if (wanted !== undefined && !met) throw invalid('program', args.value('-p') ?? '');
}

function* detailedMaps(context: CommandContext, args: Arguments): Generator<Step, void, void> {
  const { kernel } = context;
  const wanted = args.has('-M') ? undefined : number(args.value('-m') ?? '', 'map');
  let met = false;
  for (const each of bpfMaps(kernel)) {
    if (wanted !== undefined && each.id !== wanted) continue;
    if (met) yield { text: '' };
    met = true;
    yield mapHead;
    yield mapLine(kernel, each);
    yield* mapDetail(each);
    if (args.has('-s')) yield* structs(context, args, each);
  }
  if (wanted !== undefined && !met) throw invalid('map', args.value('-m') ?? '');
}

function number(word: string, what: 'program' | 'map'): number {
  if (!/^\d{1,9}$/.test(word)) throw invalid(what, word);
  return Number(word);
}

function invalid(what: 'program' | 'map', word: string): RequestError {
  return new RequestError(asCrash(`bpf: invalid ${what} ID: ${word}`));
}
