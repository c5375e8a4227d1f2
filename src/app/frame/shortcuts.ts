import type { Bench } from '../state/bench.svelte.ts';

/** Keys that work everywhere. Keys without Ctrl or Alt are left to fields. */
export function shortcut(event: KeyboardEvent, bench: Bench): void {
  if (event.defaultPrevented) return;
  const control = event.ctrlKey || event.metaKey;
  const done = (): void => event.preventDefault();
  if (control && event.key.toLowerCase() === 'k') return (done(), bench.openPalette());
  if (control && event.key === '`') {
    done();
    const { layout } = bench.app;
    if (layout.consoleSize === 'closed') {
      layout.setConsole('docked');
      bench.console.wantFocus++;
    } else layout.setConsole('closed');
    return;
  }
  if (control && event.key.toLowerCase() === 'i' && !event.shiftKey)
    return (done(), bench.app.layout.toggleInspector());
  if (event.altKey && event.key === 'ArrowLeft') return (done(), bench.places.back());
  if (event.altKey && event.key === 'ArrowRight') return (done(), bench.places.forward());
  if (event.key === 'Escape') return escape(event, bench);
  if (control || event.altKey || inField(event)) return;
  if (event.key === '/') return (done(), focusSearch(bench));
  if (event.key === '?') return (done(), void (bench.helpOpen = true));
  if (event.key === ':' || event.key === '>') {
    done();
    bench.openPalette(event.key === '>' ? '>' : '');
  }
}

function inField(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  return !!target?.closest('input:not([type="checkbox"]), textarea, select, [contenteditable]');
}

function escape(event: KeyboardEvent, bench: Bench): void {
  const target = event.target as HTMLElement | null;
  if (bench.app.layout.consoleSize === 'full') {
    event.preventDefault();
    bench.app.layout.setConsole('docked');
  } else if (target?.matches('input')) {
    event.preventDefault();
    // From a field back to what it filters.
    const grid = target.closest('[data-view]')?.querySelector<HTMLElement>('[role="grid"], [tabindex="0"]');
    if (grid) grid.focus();
    else target.blur();
  }
}

/** The view's own search field, else the palette. */
function focusSearch(bench: Bench): void {
  const field = document.querySelector<HTMLInputElement>('[data-view] [data-filter]');
  if (!field) return bench.openPalette();
  field.focus();
  field.select();
}
