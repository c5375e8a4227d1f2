import { viewTitles } from '../../catalogue/frame.ts';
import { say } from '../../catalogue/say.svelte.ts';
import type { View } from '../view.ts';
import Disassembly from './Disassembly.svelte';

export const view: View = {
  id: 'disassembly',
  group: 'inside',
  order: 4,
  title: () => say(viewTitles.disassembly()),
  component: Disassembly,
  memory: true,
  opens: ['dis'],
  command: (ref) => (ref ? `dis ${ref.slice(4)}` : undefined),
  tab: (ref) => ref.slice(4),
};
