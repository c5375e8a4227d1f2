import { catalogue } from '../../messages/catalogue.svelte.ts';
import type { View } from '../view.ts';
import Log from './Log.svelte';

const words = catalogue({ en: { title: 'Log' }, ko: { title: '로그' } });

export const view: View = {
  id: 'log',
  group: 'happened',
  order: 2,
  title: () => words().title,
  component: Log,
  opens: ['log'],
  table: 'log',
  command: () => 'log',
  tab: (ref) => `#${ref.slice(4)}`,
};
