import type { Lead } from '../../core/rows/thing.ts';
import { menu as words } from '../catalogue/frame.ts';
import { inWords, say } from '../catalogue/say.svelte.ts';
import type { Workspace } from '../state/workspace.svelte.ts';

/** One way to look at what a reference names. */
export interface Action {
  readonly id: string;
  readonly label: string;
  go(workspace: Workspace, text: string): void;
}

/** What is offered beside the ways of a reference where the pointer is, or where there is none. */
export interface More {
  readonly ref: string;
  readonly text: string;
  /** What gets the focus back. */
  readonly from: HTMLElement;
  readonly actions: readonly Action[];
}

const offers = new WeakMap<Event, More>();

/** Has the menu that `event` asks for offer `more` too. */
export function offerMore(event: Event, more: More): void {
  offers.set(event, more);
}

/** What is offered to the menu that `event` asks for. */
export function offeredTo(event: Event): More | undefined {
  return offers.get(event);
}

/** The ways on from `ref` that the core knows (things/), and what the page adds. */
export function actionsOf(ref: string, leads: readonly Lead[]): Action[] {
  return [
    ...leads.map(({ id, label, ref: target, prompt }): Action => ({
      id,
      label: inWords(label),
      go: (workspace) =>
        target === undefined ? workspace.openPalette(prompt) : void workspace.follow(target),
    })),
    { id: 'copy', label: say(words.copy()), go: (workspace) => void workspace.app.copy(ref) },
  ];
}
