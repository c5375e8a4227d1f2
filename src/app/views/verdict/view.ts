import { catalogue } from '../../messages/catalogue.svelte.ts';
import type { View } from '../view.ts';
import Verdict from './Verdict.svelte';

const words = catalogue({ en: { title: 'Verdict' }, ko: { title: '판정' } });

export const view: View = {
  id: 'verdict',
  group: 'happened',
  order: 1,
  title: () => words().title,
  component: Verdict,
  command: () => 'bt',
};
