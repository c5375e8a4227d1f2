import { catalogue } from '../../messages/catalogue.svelte.ts';
import type { View } from '../view.ts';
import Types from './Types.svelte';

const words = catalogue({ en: { title: 'Types' }, ko: { title: '타입' } });

export const view: View = {
  id: 'types',
  group: 'inside',
  order: 2,
  title: () => words().title,
  component: Types,
  opens: ['type', 'struct'],
  table: 'types',
  command: (ref) => (ref ? `struct ${ref.slice(ref.indexOf(':') + 1).replace('@', ' ')}` : undefined),
  tab: (ref) => ref.slice(ref.indexOf(':') + 1).replace('@', ' @ '),
};
