import { viewTitles } from '../../catalogue/frame.ts';
import { say } from '../../catalogue/say.svelte.ts';
import { grouped } from '../../../core/catalogue/message.ts';
import type { View } from '../view.ts';
import Tasks from './Tasks.svelte';

export const view: View = {
  id: 'tasks',
  group: 'who',
  order: 1,
  title: () => say(viewTitles.tasks()),
  component: Tasks,
  table: 'tasks',
  count({ opened }) {
    const { tasks } = opened.summary;
    return tasks === undefined ? undefined : grouped(tasks);
  },
  command: () => 'ps',
};
