/**
 * First script of the inner document: lockdown, the language of the still cold page, and a basket for files that
 * are dropped, pasted or chosen before the app is up.
 */
import { chosen, dropped } from './dropped.ts';
import { lockdown } from './lockdown.ts';
import { pasted } from './pasted.ts';

lockdown();
document.documentElement.lang = navigator.language.startsWith('ko') ? 'ko' : 'en';

const early: File[][] = [];
(globalThis as unknown as { earlyFiles?: File[][] }).earlyFiles = early;

function put(files: readonly File[]): void {
  if ((globalThis as unknown as { earlyFiles?: File[][] }).earlyFiles !== early) return;
  if (files.length) early.push([...files]);
}

// A dropped file must never replace the page, so the default is prevented from the first moment on.
window.addEventListener('dragover', (event) => event.preventDefault());
window.addEventListener('drop', (event) => {
  event.preventDefault();
  void dropped(event.dataTransfer).then(put);
});
window.addEventListener('paste', (event) => put(pasted(event)));
addEventListener('change', (event) => {
  if (event.target instanceof HTMLInputElement && event.target.type === 'file') put(chosen(event.target));
});
