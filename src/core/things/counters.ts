import { subject } from '../catalogue/message.ts';
import { cacheCounts } from '../kernel/dentry-cache.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { counters, type Counter } from '../kernel/vmstat.ts';
import { describe, foundIn, namesOf } from './thing.ts';

const say = subject('counters', {
  title: { en: 'Memory counters', ko: '메모리 카운터' },
  one: { en: 'counter', ko: '카운터' },
  heading: { en: 'Counters of the memory management (/proc/vmstat)', ko: '메모리 관리 카운터(/proc/vmstat)' },
  empty: { en: 'The counters are not in the dump.', ko: '카운터가 덤프에 없습니다.' },
  name: { en: 'Counter', ko: '카운터' },
  value: { en: 'Value', ko: '값' },
  valueHint: {
    en: 'pages, for what the name counts so; times, for events since the start',
    ko: '페이지 수, 또는 부팅 후 발생 횟수(이벤트)',
  },
  group: { en: 'Of', ko: '구분' },
  groupHint: {
    en: 'zone, node, fs: how much there is (fs: dentries and inodes); event: how often it happened',
    ko: 'zone, node, fs: 현재 양(fs는 dentry와 inode). event: 발생 횟수',
  },
});

/** A counter of the memory management, or of the caches of file systems. */
type Counted = Omit<Counter, 'group'> & { readonly group: Counter['group'] | 'fs' };

function* all(kernel: Kernel): Generator<Counted, void, void> {
  yield* counters(kernel);
  for (const each of cacheCounts(kernel)) yield { group: 'fs', ...each };
}

/** Counters of zones, nodes and events (include/linux/mmzone.h, vm_event_item.h), and of dentries and inodes (fs/dcache.c, inode.c). */
export const thing = describe<Counted>()({
  id: 'counters',
  ...namesOf(say),
  view: { group: 'memory', order: 9 },
  command: 'kmem -V',
  columns: {
    name: { title: say.name(), kind: 'text', value: ({ name }) => name },
    value: { title: say.value(), hint: say.valueHint(), kind: 'count', value: ({ value }) => value },
    group: { title: say.group(), hint: say.groupHint(), kind: 'text', value: ({ group }) => group },
  },
  list: all,
  ref: foundIn('counter', all, refOf),
  name: ({ name }) => name,
  shownBy: ({ name, group }) => (group === 'fs' ? `p ${name}` : `kmem -V | grep ${name}`),
});

function refOf({ name }: Counted): string {
  return `counter:${name}`;
}
