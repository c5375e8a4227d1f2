import { catalogue } from '../../messages/catalogue.svelte.ts';
import type { View } from '../view.ts';
import Nothing from './Nothing.svelte';

const words = catalogue({ en: { title: 'Console' }, ko: { title: '콘솔' } });

/** The console is a pane of its own, always there (console/Console.svelte); its name in the navigation enlarges it. */
export const view: View = {
  id: 'console',
  group: 'inside',
  order: 5,
  title: () => words().title,
  component: Nothing,
};
