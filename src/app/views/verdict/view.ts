import { viewTitles } from '../../catalogue/frame.ts';
import { say } from '../../catalogue/say.svelte.ts';
import type { View } from '../view.ts';
import Verdict from './Verdict.svelte';

export const view: View = {
  id: 'verdict',
  group: 'happened',
  order: 1,
  title: () => say(viewTitles.verdict()),
  component: Verdict,
  command: () => 'bt',
};
