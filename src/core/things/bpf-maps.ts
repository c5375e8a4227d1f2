import { subject, verbatim } from '../catalogue/message.ts';
import { bpfMaps, type BpfMap } from '../kernel/bpf.ts';
import { readable } from '../rows/readable.ts';
import { structColumn } from './columns.ts';
import { describe, foundIn, namesOf } from './thing.ts';

const say = subject('bpfmaps', {
  title: { en: 'BPF maps', ko: 'BPF 맵' },
  one: { en: 'BPF map', ko: 'BPF 맵' },
  empty: { en: 'There was no BPF map.', ko: 'BPF 맵이 없습니다.' },
  name: { en: 'Name', ko: '이름' },
  type: { en: 'Type', ko: '종류' },
  flags: { en: 'Flags', ko: '플래그' },
  keySize: { en: 'Key', ko: '키 크기' },
  valueSize: { en: 'Value', ko: '값 크기' },
  maxEntries: { en: 'Entries at most', ko: '최대 항목 수' },
});

/** What BPF programs keep: struct bpf_map (include/linux/bpf.h). */
export const thing = describe<BpfMap>()({
  id: 'bpfmaps',
  ...namesOf(say),
  view: { group: 'machine', order: 9 },
  command: 'bpf',
  columns: {
    id: { title: verbatim('ID'), kind: 'count', value: ({ id }) => id, ref: (each) => mapRef(each) },
    name: { title: say.name(), kind: 'text', value: ({ name }) => readable(name) || undefined },
    type: { title: say.type(), kind: 'text', value: ({ type }) => type },
    keySize: { title: say.keySize(), kind: 'bytes', value: ({ keySize }) => keySize },
    valueSize: { title: say.valueSize(), kind: 'bytes', value: ({ valueSize }) => valueSize },
    maxEntries: { title: say.maxEntries(), kind: 'count', value: ({ maxEntries }) => maxEntries },
    flags: { title: say.flags(), kind: 'count', optional: true, value: ({ flags }) => flags },
    map: structColumn('bpf_map', ({ address }) => address),
  },

  list: (kernel) => bpfMaps(kernel),
  ref: foundIn('bpfmap', bpfMaps, mapRef),

  name: ({ id, name }) => `${readable(name) || 'BPF'} (${id})`,
  place: ({ address }) => ({ address, type: 'bpf_map' }),
  shownBy: ({ id }) => `bpf -m ${id}`,
});

function mapRef({ id }: BpfMap): string {
  return `bpfmap:${id}`;
}
