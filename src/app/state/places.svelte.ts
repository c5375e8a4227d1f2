/** Where the main view is: a view, and what it shows, as a text reference (rows/ref.ts). */
export interface Place {
  readonly view: string;
  readonly ref?: string;
}

/** A tab: where it is, and what the view calls that. */
export interface Tab {
  readonly key: number;
  place: Place;
  /** What the view calls what it shows; until it says so, the reference stands there. */
  label?: string;
}

interface Visit {
  readonly tab: number;
  readonly place: Place;
}

const MAX_VISITS = 200;
const MAX_TABS = 24;

/** Whether `a` and `b` show the same. */
export function samePlace(a: Place, b: Place): boolean {
  return a.view === b.view && a.ref === b.ref;
}

/** A place's text reference. */
export function placeRef(place: Place): string {
  return place.ref ?? `view:${place.view}`;
}

/** The open tabs and the way that led here. */
export class Places {
  tabs = $state<Tab[]>([]);
  active = $state(0);
  private visits = $state.raw<readonly Visit[]>([]);
  private at = $state(-1);
  private nextKey = 1;

  readonly tab = $derived(this.tabs.find((each) => each.key === this.active));
  readonly place = $derived(this.tab?.place);
  readonly canBack = $derived(this.at > 0);
  readonly canForward = $derived(this.at < this.visits.length - 1);

  /** Shows `place`: in the tab of its view where there is one, in a new one else or when asked. */
  open(place: Place, fresh = false): void {
    let tab = fresh ? undefined : this.fitting(place);
    if (!tab) {
      tab = { key: this.nextKey++, place };
      this.tabs.push(tab);
      if (this.tabs.length > MAX_TABS) this.tabs.splice(this.oldest(), 1);
    } else {
      // A view opened by its name keeps what it shows.
      this.put(tab.key, place.ref === undefined ? tab.place : place);
    }
    this.active = tab.key;
    this.visit();
  }

  /** The tab in front when it shows the same view, else any that does. */
  private fitting(place: Place): Tab | undefined {
    return this.tab?.place.view === place.view
      ? this.tab
      : this.tabs.find((each) => each.place.view === place.view);
  }

  /** The tab that was not looked at for longest; never the first, which has the verdict, nor the one that has just come. */
  private oldest(): number {
    const last = (key: number): number => this.visits.findLastIndex(({ tab }) => tab === key);
    const others = this.tabs.slice(1, -1);
    const found = others.reduce((a, b) => (last(b.key) < last(a.key) ? b : a));
    return this.tabs.indexOf(found);
  }

  /** Names what the view in front shows. */
  label(text: string | undefined): void {
    const { tab } = this;
    if (tab && tab.label !== text) tab.label = text;
  }

  /** Says what the view in front shows by its own choice: its place gets a reference, without a new step. */
  settle(ref: string): void {
    const { tab } = this;
    if (!tab || tab.place.ref === ref) return;
    const place = { ...tab.place, ref };
    tab.place = place;
    this.visits = this.visits.map((visit, i) => (i === this.at ? { tab: tab.key, place } : visit));
  }

  activate(key: number): void {
    if (!this.tabs.some((each) => each.key === key)) return;
    this.active = key;
    this.visit();
  }

  close(key: number): void {
    const index = this.tabs.findIndex((each) => each.key === key);
    if (index < 0 || this.tabs.length === 1) return;
    this.tabs.splice(index, 1);
    if (this.active === key) {
      this.active = this.tabs[Math.min(index, this.tabs.length - 1)].key;
      this.visit();
    }
  }

  back(): void {
    if (this.canBack) this.jump(this.at - 1);
  }

  forward(): void {
    if (this.canForward) this.jump(this.at + 1);
  }

  /** The last `most` places other than the one in front, each once, the last first; views that show no one thing are in the navigation. */
  recent(most: number): readonly Place[] {
    const found = new Map<string, Place>();
    for (const { place } of this.visits.toReversed())
      if (place.ref !== undefined && !found.has(place.ref)) found.set(place.ref, place);
    found.delete(this.place?.ref ?? '');
    return [...found.values()].slice(0, most);
  }

  private jump(to: number): void {
    this.at = to;
    const { tab, place } = this.visits[to];
    if (this.tabs.some((each) => each.key === tab)) this.put(tab, place);
    else this.tabs.push({ key: tab, place });
    this.active = tab;
  }

  private put(key: number, place: Place): void {
    const tab = this.tabs.find((each) => each.key === key);
    if (!tab) return;
    if (!samePlace(tab.place, place)) tab.label = undefined;
    tab.place = place;
  }

  private visit(): void {
    const tab = this.tabs.find((each) => each.key === this.active);
    if (!tab) return;
    const last = this.visits[this.at];
    if (last && last.tab === tab.key && samePlace(last.place, tab.place)) return;
    this.visits = [...this.visits.slice(0, this.at + 1), { tab: tab.key, place: tab.place }].slice(
      -MAX_VISITS,
    );
    this.at = this.visits.length - 1;
  }
}
