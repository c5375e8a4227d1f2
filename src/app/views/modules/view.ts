import { viewTitles } from '../../catalogue/frame.ts';
import { say } from '../../catalogue/say.svelte.ts';
import type { View } from '../view.ts';
import Modules from './Modules.svelte';

export const view: View = {
  id: 'modules',
  group: 'who',
  order: 3,
  title: () => say(viewTitles.modules()),
  component: Modules,
  opens: ['module'],
  table: 'modules',
  count: (workspace) => workspace.opened.summary.modules?.toLocaleString('en'),
  command: () => 'mod',
};
