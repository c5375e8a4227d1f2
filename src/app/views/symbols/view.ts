import { viewTitles } from '../../catalogue/frame.ts';
import { say } from '../../catalogue/say.svelte.ts';
import type { View } from '../view.ts';
import Symbols from './Symbols.svelte';

export const view: View = {
  id: 'symbols',
  group: 'inside',
  order: 3,
  title: () => say(viewTitles.symbols()),
  component: Symbols,
  table: 'symbols',
  command: () => 'sym -l',
};
