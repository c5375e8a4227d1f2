import { viewTitles } from '../../catalogue/frame.ts';
import { say } from '../../catalogue/say.svelte.ts';
import type { View } from '../view.ts';
import Tasks from './Tasks.svelte';

export const view: View = {
  id: 'tasks',
  group: 'who',
  order: 1,
  title: () => say(viewTitles.tasks()),
  component: Tasks,
  table: 'tasks',
  count: (workspace) => workspace.opened.summary.tasks?.toLocaleString('en'),
  command: () => 'ps',
};
