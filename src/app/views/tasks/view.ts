import { catalogue } from '../../messages/catalogue.svelte.ts';
import type { View } from '../view.ts';
import Tasks from './Tasks.svelte';

const words = catalogue({ en: { title: 'Tasks' }, ko: { title: '태스크' } });

export const view: View = {
  id: 'tasks',
  group: 'who',
  order: 1,
  title: () => words().title,
  component: Tasks,
  table: 'tasks',
  count: (workspace) => workspace.opened.summary.tasks?.toLocaleString('en'),
  command: () => 'ps',
};
