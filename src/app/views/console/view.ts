import { viewTitles } from '../../catalogue/frame.ts';
import { say } from '../../catalogue/say.svelte.ts';
import type { View } from '../view.ts';
import Nothing from './Nothing.svelte';

/** The console is a pane of its own, always there (console/Console.svelte); its name in the navigation enlarges it. */
export const view: View = {
  id: 'console',
  group: 'inside',
  order: 5,
  title: () => say(viewTitles.console()),
  component: Nothing,
};
