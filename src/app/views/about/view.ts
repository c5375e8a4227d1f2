import { viewTitles } from '../../catalogue/frame.ts';
import { say } from '../../catalogue/say.svelte.ts';
import type { View } from '../view.ts';
import About from './About.svelte';

export const view: View = {
  id: 'about',
  group: 'about',
  order: 1,
  title: () => say(viewTitles.about()),
  component: About,
  command: () => 'sys',
};
