import { catalogue } from '../../messages/catalogue.svelte.ts';
import type { View } from '../view.ts';
import Cpus from './Cpus.svelte';

const words = catalogue({ en: { title: 'CPUs' }, ko: { title: 'CPU' } });

export const view: View = {
  id: 'cpus',
  group: 'who',
  order: 2,
  title: () => words().title,
  component: Cpus,
  opens: ['cpu'],
  table: 'cpus',
  count: (workspace) => workspace.verdict?.cpus?.toLocaleString('en'),
  command: () => 'bt -a',
};
