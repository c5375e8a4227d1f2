import { catalogue } from '../../messages/catalogue.svelte.ts';
import type { View } from '../view.ts';
import Stacks from './Stacks.svelte';

const words = catalogue({ en: { title: 'Stacks' }, ko: { title: '스택' } });

export const view: View = {
  id: 'stacks',
  group: 'happened',
  order: 3,
  title: () => words().title,
  component: Stacks,
  opens: ['stack'],
  command: (ref) => (ref ? `bt ${ref.slice(ref.indexOf(':') + 1)}` : 'bt'),
  tab: (ref) => ref.slice(6),
};
