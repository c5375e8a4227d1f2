import { catalogue } from '../../messages/catalogue.svelte.ts';
import type { View } from '../view.ts';
import About from './About.svelte';

const words = catalogue({ en: { title: 'About' }, ko: { title: '정보' } });

export const view: View = {
  id: 'about',
  group: 'about',
  order: 1,
  title: () => words().title,
  component: About,
  command: () => 'sys',
};
