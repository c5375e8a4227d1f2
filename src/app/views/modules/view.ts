import { catalogue } from '../../messages/catalogue.svelte.ts';
import type { View } from '../view.ts';
import Modules from './Modules.svelte';

const words = catalogue({ en: { title: 'Modules' }, ko: { title: '모듈' } });

export const view: View = {
  id: 'modules',
  group: 'who',
  order: 3,
  title: () => words().title,
  component: Modules,
  opens: ['module'],
  table: 'modules',
  count: (workspace) => workspace.opened.summary.modules?.toLocaleString('en'),
  command: () => 'mod',
};
