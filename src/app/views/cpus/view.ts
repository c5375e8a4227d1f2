import { viewTitles } from '../../catalogue/frame.ts';
import { say } from '../../catalogue/say.svelte.ts';
import type { View } from '../view.ts';
import Cpus from './Cpus.svelte';

export const view: View = {
  id: 'cpus',
  group: 'who',
  order: 2,
  title: () => say(viewTitles.cpus()),
  component: Cpus,
  opens: ['cpu'],
  table: 'cpus',
  count: (workspace) => workspace.verdict?.cpus?.toLocaleString('en'),
  command: () => 'bt -a',
};
