import { catalogue } from '../../messages/catalogue.svelte.ts';
import type { View } from '../view.ts';
import Memory from './Memory.svelte';

const words = catalogue({ en: { title: 'Memory' }, ko: { title: '메모리' } });

export const view: View = {
  id: 'memory',
  group: 'inside',
  order: 1,
  title: () => words().title,
  component: Memory,
  opens: ['mem', 'phys'],
  command: (ref) =>
    ref?.startsWith('phys:') ? `rd -p ${ref.slice(5)} 64` : ref ? `rd ${ref.slice(4)} 64` : undefined,
  tab: (ref) => ref.slice(ref.indexOf(':') + 1),
};
