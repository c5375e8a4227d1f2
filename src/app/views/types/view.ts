import { viewTitles } from '../../catalogue/frame.ts';
import { say } from '../../catalogue/say.svelte.ts';
import type { View } from '../view.ts';
import Types from './Types.svelte';

export const view: View = {
  id: 'types',
  group: 'inside',
  order: 2,
  title: () => say(viewTitles.types()),
  component: Types,
  opens: ['type', 'struct'],
  table: 'types',
  command: (ref) => (ref ? `struct ${ref.slice(ref.indexOf(':') + 1).replace('@', ' ')}` : undefined),
  tab: (ref) => ref.slice(ref.indexOf(':') + 1).replace('@', ' @ '),
};
