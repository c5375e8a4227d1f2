import { viewTitles } from '../../catalogue/frame.ts';
import { say } from '../../catalogue/say.svelte.ts';
import type { View } from '../view.ts';
import Stacks from './Stacks.svelte';

export const view: View = {
  id: 'stacks',
  group: 'happened',
  order: 3,
  title: () => say(viewTitles.stacks()),
  component: Stacks,
  memory: true,
  opens: ['stack'],
  command: (ref) => (ref ? `bt ${ref.slice(ref.indexOf(':') + 1)}` : 'bt'),
  tab: (ref) => ref.slice(6),
};
