import { mount } from 'svelte';
import AppRoot from './App.svelte';
import { Shell } from './shell/shell.ts';
import { dropped } from '../shell/dropped.ts';
import { pasted } from '../shell/pasted.ts';
import { App } from './state/app.svelte.ts';

const target = document.getElementById('app');
const chooser = document.getElementById('file');
if (!target || !(chooser instanceof HTMLInputElement))
  throw new Error('The page is not whole; get the file anew.');

const app = new App(await Shell.connect());
target.replaceChildren();
mount(AppRoot, { target, props: { app } });

chooser.addEventListener('change', () => {
  const files = [...(chooser.files ?? [])];
  // The same file may be chosen again.
  chooser.value = '';
  void app.open(files);
});
window.addEventListener('drop', (event) => {
  void dropped(event.dataTransfer).then((files) => app.open(files));
});

window.addEventListener('paste', (event) => void app.paste(pasted(event)));

// What was dropped, pasted or chosen while the page was still cold (src/shell/early.ts).
const basket = globalThis as unknown as { earlyFiles?: File[][] };
const early = basket.earlyFiles?.at(-1);
basket.earlyFiles = undefined;
if (early) void app.open(early);

document.documentElement.dataset.app = 'ready';
app.workers.prepare();
