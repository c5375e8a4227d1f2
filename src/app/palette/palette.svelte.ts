import { inLanguages, type Offer, type InLanguages } from '../../core/rows/thing.ts';
import { wishesFor, type Choice } from './wishes.ts';
import { parseHex } from '../../core/addr.ts';
import { placeRef } from '../state/places.svelte.ts';
import type { Workspace } from '../state/workspace.svelte.ts';
import { kinds, palette as words } from '../catalogue/frame.ts';
import { inWords, say } from '../catalogue/say.svelte.ts';

const MAX = 60;
const MAX_VISITED = 8;
/** A type is asked for, to see an address as: the core answers (things/find.ts). */
const AS = /^as (0x)?[0-9a-f]{1,16}( |$)/i;

/** What an offer of the page's own is. */
const kind = (name: keyof typeof kinds): InLanguages => inLanguages(kinds[name]());

/** The ways to look at the address `at`, which was typed as `typed`. */
function addressOffers(at: string, typed = at): Offer[] {
  const about = typed === at ? undefined : at;
  return [
    { text: typed, ref: `addr:${at}`, kind: kind('address'), about: about ?? say(words.whatIs()) },
    { text: typed, ref: `mem:${at}`, kind: kind('memory'), about },
    { text: typed, ref: `dis:${at}`, kind: kind('disassembly'), about },
  ];
}

/** What the palette offers for what is typed. */
export class PaletteState {
  text = $state('');
  at = $state(0);
  offers = $state.raw<readonly Choice[]>([]);
  /** The dump is still asked. */
  busy = $state(false);
  private turn = 0;
  private asked: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly workspace: Workspace,
    start: string,
  ) {
    this.text = start;
  }

  /** Brings `offers` in line with `text`. Call it in an effect. */
  async look(): Promise<void> {
    const { text } = this;
    const turn = ++this.turn;
    const near = this.local(text.trim());
    this.offers = near;
    this.at = 0;
    this.busy = false;
    if (text.trim() === '' || text.startsWith('>') || this.workspace.isRef(text)) return;
    this.busy = true;
    // One question at a time: what was typed meanwhile is asked for once the answer before has come.
    await this.asked;
    if (turn !== this.turn) return;
    const asked = this.far(text.trim()).catch((): Offer[] => []);
    this.asked = asked;
    const far = await asked;
    if (turn !== this.turn) return;
    this.busy = false;
    this.offers = [...near, ...far].slice(0, MAX);
  }

  /** What the page knows by itself: references, addresses, views, commands. */
  private local(text: string): Choice[] {
    const { workspace } = this;
    if (text.startsWith('>')) return this.commands(text.slice(1).trim());
    if (AS.test(text)) return [];
    const found: Choice[] = text === '' ? this.visited() : [];
    if (workspace.isRef(text)) found.push({ text, ref: text, kind: kind('reference') });
    const address = text.length >= 5 || text.startsWith('0x') ? parseHex(text) : undefined;
    if (address !== undefined) found.push(...addressOffers(address.toString(16).padStart(16, '0')));
    const wanted = text.toLowerCase();
    for (const view of workspace.views.filter(({ within }) => !within))
      if (view.id.includes(wanted) || view.title().toLowerCase().includes(wanted))
        found.push({ text: view.title(), ref: `view:${view.id}`, kind: kind('view') });
    if (wanted.length > 1) found.push(...wishesFor(workspace, wanted), ...this.commands(text).slice(0, 6));
    return found;
  }

  /** Where one was before, the last first. */
  private visited(): Choice[] {
    return this.workspace.places.recent(MAX_VISITED).map((place): Choice => ({
      text: placeRef(place),
      ref: placeRef(place),
      kind: kind('visited'),
      about: this.workspace.viewNamed(place.view)?.title(),
    }));
  }

  private commands(text: string): Offer[] {
    const [name = ''] = text.split(/\s+/);
    const fitting = this.workspace.opened.commands.filter((command) => command.name.startsWith(name));
    const offered = fitting.filter(({ refused }) => !refused);
    const offers = offered.map((command): Offer => ({
      text: command.name,
      ref: `cmd:${command.name}`,
      kind: kind('command'),
      about: inWords(command.summary),
    }));
    // A whole line typed: run it as it is.
    if (text.includes(' ') && fitting.some((command) => command.name === name))
      offers.unshift({ text, ref: `cmd:${text}`, kind: kind('command') });
    return offers;
  }

  private async far(text: string): Promise<Offer[]> {
    const { ask } = this.workspace.session;
    // Sums and per-CPU symbols are addresses too.
    const [found, at] = await Promise.all([
      ask.find(text, MAX),
      /[\w$)] *[-+*:&|] *\w/.test(text) && !AS.test(text) && this.workspace.opened.source === 'dump'
        ? ask.address(text)
        : undefined,
    ]);
    return [...(at === undefined ? [] : addressOffers(at, text)), ...found];
  }

  move(by: number): void {
    const count = this.offers.length;
    if (count > 0) this.at = (this.at + by + count) % count;
  }

  take(index: number, fresh: boolean): void {
    const offer = this.offers[index];
    if (!offer) return;
    this.workspace.paletteOpen = false;
    if (offer.act) return offer.act();
    void this.workspace.follow(offer.ref, { fresh });
  }
}
