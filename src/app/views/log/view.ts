import { viewTitles } from '../../catalogue/frame.ts';
import { say } from '../../catalogue/say.svelte.ts';
import type { View } from '../view.ts';
import Log from './Log.svelte';

export const view: View = {
  id: 'log',
  group: 'happened',
  order: 2,
  title: () => say(viewTitles.log()),
  component: Log,
  opens: ['log'],
  table: 'log',
  command: () => 'log',
  tab: (ref) => `#${ref.slice(4)}`,
};
