import { hex } from '../../addr.ts';
import { loadedAt, mapNumbers, type BpfMap, type BpfProgram } from '../../kernel/bpf.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { dateText } from '../../kernel/time.ts';
import { readable } from '../../rows/readable.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line } from '../../rows/value.ts';
import { thing as programs } from '../../things/bpf.ts';
import { thing as maps } from '../../things/bpf-maps.ts';
import { rowOf } from '../../things/rows.ts';
import type { Arguments, CommandContext } from '../command.ts';
import { printOptions } from '../print-options.ts';
import { data } from '../struct/data.ts';

/** The heading of the list of programs, as crash has it. */
export const programHead: Line = {
  text: ' ID      BPF_PROG          BPF_PROG_AUX       BPF_PROG_TYPE          TAG           USED_MAPS',
};

/** The heading of the list of maps. */
export const mapHead: Line = { text: ' ID      BPF_MAP           BPF_MAP_TYPE       MAP_FLAGS' };

/** A program in one line: number, addresses, type, tag, the maps it uses. */
export function programLine(kernel: Kernel, each: BpfProgram): Line {
  const id = String(each.id).padStart(3);
  const start = id.length + 2;
  return {
    text: `${id}  ${hex(each.address, 16)}  ${hex(each.aux.address, 16)}  ${each.type.padEnd(20)} ${each.tag}  ${mapNumbers(kernel, each).join(',')}`,
    row: rowOf(programs, each, kernel, ['id', 'name', 'type', 'tag', 'maps', 'program', 'aux']),
    links: [
      { start, end: start + 16, ref: refTo.instance('bpf_prog', each.address) },
      { start: start + 18, end: start + 34, ref: refTo.instance('bpf_prog_aux', each.aux.address) },
    ],
  };
}

/** What `bpf -p` says of a program below its line. */
export function* programDetail(kernel: Kernel, each: BpfProgram): Generator<Line, void, void> {
  const { instructions, machineBytes, memory, gpl, uid } = each;
  const when = loadedAt(kernel, each);
  yield {
    text: `     XLATED: ${instructions * 8}  JITED: ${machineBytes}  MEMLOCK: ${memory}`,
    row: { id: each.id, xlated: instructions * 8, jited: machineBytes, memlock: memory },
  };
  yield { text: `     LOAD_TIME: ${when === undefined ? '(unknown)' : dateText(when)}` };
  yield {
    text: `     GPL_COMPATIBLE: ${gpl ? 'yes' : 'no'}  NAME: ${readable(each.name) || '(unused)'}  UID: ${uid ?? '(unknown)'}`,
  };
}

/** A map in one line: number, address, type, flags. */
export function mapLine(kernel: Kernel, each: BpfMap): Line {
  const id = String(each.id).padStart(3);
  const start = id.length + 2;
  return {
    text: `${id}  ${hex(each.address, 16)}  ${each.type.padEnd(18)} ${hex(each.flags, 8)}`,
    row: rowOf(maps, each, kernel, [
      'id',
      'name',
      'type',
      'flags',
      'keySize',
      'valueSize',
      'maxEntries',
      'map',
    ]),
    links: [{ start, end: start + 16, ref: refTo.instance('bpf_map', each.address) }],
  };
}

/** What `bpf -m` says of a map below its line. */
export function* mapDetail({ name, keySize, valueSize, maxEntries }: BpfMap): Generator<Line, void, void> {
  yield { text: `     KEY_SIZE: ${keySize}  VALUE_SIZE: ${valueSize}  MAX_ENTRIES: ${maxEntries}` };
  yield { text: `     NAME: ${readable(name) || '(unused)'}` };
}

/** -s: the structs behind a program or a map. */
export function* structs(
  context: CommandContext,
  args: Arguments,
  each: BpfProgram | BpfMap,
): Generator<Line, void, void> {
  const { kernel } = context;
  const shown =
    'aux' in each
      ? ([
          ['bpf_prog', each.address],
          ['bpf_prog_aux', each.aux.address],
        ] as const)
      : ([['bpf_map', each.address]] as const);
  for (const [name, at] of shown) {
    const struct = kernel.types.struct(name);
    if (!struct) continue;
    yield { text: '' };
    yield* data(kernel, { name, struct, type: struct, members: [] }, at, {
      command: 'struct',
      space: kernel.space,
      print: printOptions(context, args),
      follow: false,
    });
  }
}
