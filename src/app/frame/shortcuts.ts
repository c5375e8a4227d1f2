import { letterOf } from '../parts/letter.ts';
import type { Workspace } from '../state/workspace.svelte.ts';

/** Keys that work everywhere. Keys without Ctrl or Alt are left to fields. */
export function shortcut(event: KeyboardEvent, workspace: Workspace): void {
  if (event.defaultPrevented) return;
  const control = event.ctrlKey || event.metaKey;
  const done = (): void => event.preventDefault();
  if (control && letterOf(event) === 'k') return (done(), workspace.openPalette());
  if (control && event.key === '`') return (done(), workspace.toggleConsole());
  if (control && letterOf(event) === 'i' && !event.shiftKey)
    return (done(), workspace.app.layout.toggleInspector());
  if (event.altKey && event.key === 'ArrowLeft') return (done(), workspace.places.back());
  if (event.altKey && event.key === 'ArrowRight') return (done(), workspace.places.forward());
  if (event.key === 'Escape') return escape(event, workspace);
  if (control || event.altKey || inField(event)) return;
  if (event.key === '/') return (done(), focusSearch(workspace));
  if (event.key === '?') return (done(), void (workspace.helpOpen = true));
  if (event.key === ':' || event.key === '>') {
    done();
    workspace.openPalette(event.key === '>' ? '>' : '');
  }
}

function inField(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  return !!target?.closest('input:not([type="checkbox"]), textarea, select, [contenteditable]');
}

function escape(event: KeyboardEvent, workspace: Workspace): void {
  const target = event.target as HTMLElement | null;
  const { layout } = workspace.app;
  if (workspace.app.refused) {
    event.preventDefault();
    workspace.app.refused = undefined;
  } else if (layout.narrow && (layout.navOpen || layout.inspectorOpen)) {
    event.preventDefault();
    layout.closeDrawers();
  } else if (layout.consoleSize === 'full') {
    event.preventDefault();
    layout.setConsole('docked');
  } else if (target?.matches('input')) {
    event.preventDefault();
    // From a field back to what it filters.
    const grid = target.closest('[data-view]')?.querySelector<HTMLElement>('[role="grid"], [tabindex="0"]');
    if (grid) grid.focus();
    else target.blur();
  }
}

/** The view's own search field, else the palette. */
function focusSearch(workspace: Workspace): void {
  const field = document.querySelector<HTMLInputElement>('[data-view] [data-filter]');
  if (!field) return workspace.openPalette();
  field.focus();
  field.select();
}
