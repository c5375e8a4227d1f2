import { subject, verbatim } from '../catalogue/message.ts';
import { common } from '../catalogue/things.ts';
import { bpfPrograms, loadedAt, machineCode, mapNumbers, type BpfProgram } from '../kernel/bpf.ts';
import { dateText } from '../kernel/time.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { structColumn } from './columns.ts';
import { describe, foundIn, namesOf, type MoreFact, type Way } from './thing.ts';

const say = subject('bpf', {
  title: { en: 'BPF', ko: 'BPF' },
  one: { en: 'BPF program', ko: 'BPF 프로그램' },
  heading: { en: 'BPF programs', ko: 'BPF 프로그램' },
  empty: { en: 'No BPF program was loaded.', ko: '적재된 BPF 프로그램이 없습니다.' },
  name: { en: 'Name', ko: '이름' },
  type: { en: 'Type', ko: '종류' },
  tag: { en: 'Tag', ko: '태그' },
  tagHint: { en: 'a hash of the program as it was given', ko: '적재할 때 프로그램의 해시' },
  maps: { en: 'Maps', ko: '맵' },
  bytecode: { en: 'Bytecode', ko: '바이트코드' },
  machine: { en: 'Machine code', ko: '기계어' },
  memory: { en: 'Memory', ko: '메모리' },
  gpl: { en: 'GPL', ko: 'GPL' },
  loaded: { en: 'Loaded', ko: '적재 시각' },
  owner: { en: 'Loaded by', ko: '적재한 사용자' },
  code: { en: 'Bytecode', ko: '바이트코드' },
});

/** BPF programs in force: struct bpf_prog (include/linux/filter.h). */
export const thing = describe<BpfProgram>()({
  id: 'bpf',
  ...namesOf(say),
  view: { group: 'machine', order: 8 },
  command: 'bpf',
  columns: {
    id: { title: verbatim('ID'), kind: 'count', value: ({ id }) => id, ref: (each) => programRef(each) },
    name: { title: say.name(), kind: 'text', value: ({ name }) => readable(name) || undefined },
    type: { title: say.type(), kind: 'text', value: ({ type }) => type },
    tag: { title: say.tag(), hint: say.tagHint(), kind: 'text', value: ({ tag }) => tag },
    maps: {
      title: say.maps(),
      kind: 'text',
      value: (each, kernel) => mapNumbers(kernel, each).join(',') || undefined,
    },
    bytecode: { title: say.bytecode(), kind: 'bytes', value: ({ instructions }) => instructions * 8 },
    machine: { title: say.machine(), kind: 'bytes', value: ({ machineBytes }) => machineBytes },
    memory: { title: say.memory(), kind: 'bytes', optional: true, value: ({ memory }) => memory },
    gpl: { title: say.gpl(), kind: 'flag', optional: true, value: ({ gpl }) => gpl },
    loaded: {
      title: say.loaded(),
      kind: 'text',
      value: (each, kernel) => {
        const when = loadedAt(kernel, each);
        return when === undefined ? undefined : dateText(when);
      },
    },
    uid: { title: say.owner(), kind: 'count', value: ({ uid }) => uid },
    program: structColumn('bpf_prog', ({ address }) => address),
    aux: structColumn('bpf_prog_aux', ({ aux }) => aux.address, { optional: true }),
  },

  list: (kernel) => bpfPrograms(kernel),
  ref: foundIn('bpf', bpfPrograms, programRef),

  name: ({ id, name }) => `${readable(name) || 'BPF'} (${id})`,
  place: ({ address }) => ({ address, type: 'bpf_prog' }),
  *facts(each, kernel): Generator<MoreFact> {
    for (const id of mapNumbers(kernel, each))
      yield { id: 'map', name: say.maps(), text: String(id), ref: `bpfmap:${id}` };
  },
  *ways(each): Generator<Way> {
    yield { id: 'bytecode', label: say.code(), ref: refTo.command(`bpf -p ${each.id} -t`) };
    const at = machineCode(each);
    if (at !== undefined) yield { id: 'code', label: common.code(), ref: refTo.code(at) };
  },
  shownBy: ({ id }) => `bpf -p ${id}`,
});

function programRef({ id }: BpfProgram): string {
  return `bpf:${id}`;
}
