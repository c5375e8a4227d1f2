import { mount } from 'svelte';
import AppRoot from './App.svelte';
import { Shell } from './shell/shell.ts';
import { chosen, dropped } from '../shell/dropped.ts';
import { pasted } from '../shell/pasted.ts';
import { App } from './state/app.svelte.ts';

const target = document.getElementById('app');
const chooser = document.getElementById('file');
const folder = document.getElementById('folder');
if (!target || !(chooser instanceof HTMLInputElement) || !(folder instanceof HTMLInputElement))
  throw new Error('The page is not whole; get the file anew.');

const app = new App(await Shell.connect());
target.replaceChildren();
mount(AppRoot, { target, props: { app } });

for (const input of [chooser, folder])
  input.addEventListener('change', () => {
    const files = chosen(input);
    // The same file may be chosen again.
    input.value = '';
    void app.open(files);
  });
window.addEventListener('drop', (event) => {
  void dropped(event.dataTransfer).then((files) => app.open(files));
});

// Keys of a word that is still being composed (Hangul) belong to the input method: Enter ends the syllable and sends nothing.
window.addEventListener('keydown', (event) => event.isComposing && event.stopPropagation(), true);

window.addEventListener('paste', (event) => void app.paste(pasted(event)));

// What was dropped, pasted or chosen while the page was still cold (src/shell/early.ts).
const basket = globalThis as unknown as { earlyFiles?: File[][] };
const early = basket.earlyFiles?.at(-1);
basket.earlyFiles = undefined;
if (early) void app.open(early);

document.documentElement.dataset.app = 'ready';
app.workers.prepare();
