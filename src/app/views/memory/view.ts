import { viewTitles } from '../../catalogue/frame.ts';
import { say } from '../../catalogue/say.svelte.ts';
import type { View } from '../view.ts';
import Memory from './Memory.svelte';

export const view: View = {
  id: 'memory',
  group: 'inside',
  order: 1,
  title: () => say(viewTitles.memory()),
  component: Memory,
  memory: true,
  opens: ['mem', 'phys'],
  command: (ref) =>
    ref?.startsWith('phys:') ? `rd -p ${ref.slice(5)} 64` : ref ? `rd ${ref.slice(4)} 64` : undefined,
  tab: (ref) => ref.slice(ref.indexOf(':') + 1),
};
