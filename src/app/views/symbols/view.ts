import { catalogue } from '../../messages/catalogue.svelte.ts';
import type { View } from '../view.ts';
import Symbols from './Symbols.svelte';

const words = catalogue({ en: { title: 'Symbols' }, ko: { title: '심볼' } });

export const view: View = {
  id: 'symbols',
  group: 'inside',
  order: 3,
  title: () => words().title,
  component: Symbols,
  table: 'symbols',
  command: () => 'sym -l',
};
