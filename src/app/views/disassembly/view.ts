import { catalogue } from '../../messages/catalogue.svelte.ts';
import type { View } from '../view.ts';
import Disassembly from './Disassembly.svelte';

const words = catalogue({ en: { title: 'Disassembly' }, ko: { title: '디스어셈블리' } });

export const view: View = {
  id: 'disassembly',
  group: 'inside',
  order: 4,
  title: () => words().title,
  component: Disassembly,
  opens: ['dis'],
  command: (ref) => (ref ? `dis ${ref.slice(4)}` : undefined),
  tab: (ref) => ref.slice(4),
};
