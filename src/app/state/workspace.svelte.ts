import { createContext, untrack } from 'svelte';
import { sayError, type Language } from '../catalogue/say.svelte.ts';
import type { Opened } from '../../../workers/api.ts';
import { parseHex, type Addr } from '../../core/addr.ts';
import { parseRef, partOf } from '../../core/rows/ref.ts';
import type { Message } from '../../core/catalogue/message.ts';
import type { Verdict } from '../../core/rows/verdict.ts';
import { ConsoleState } from '../console/console.svelte.ts';
import { InspectorState } from '../inspector/inspector.svelte.ts';
import { KeptColumns } from '../table/kept-columns.ts';
import { TableData } from '../table/table-data.svelte.ts';
import { TableState } from '../table/table-state.svelte.ts';
import { viewsFor } from '../views/index.ts';
import type { View } from '../views/view.ts';
import type { App } from './app.svelte.ts';
import { Places, type Place } from './places.svelte.ts';
import type { RemoteSession } from './remote.ts';

/** Typed addresses that are offered again. */
const MAX_TYPED = 40;
/** Tables of what belongs to one thing (objects of a slab, areas of a process) that are kept; others load anew. */
const MAX_TABLES_OF_ONE = 32;

/** The workbench over one open dump: what is shown, and everything that survives a change of view. */
export class Workspace {
  verdict = $state.raw<Verdict | undefined>();
  advice = $state.raw<readonly Message[]>([]);
  verdictError = $state('');
  /** The language that the core puts its words into; what it has said in another one is asked for again. */
  spoken = $state.raw<Language | undefined>();
  readonly places = new Places();
  /** Views that have something to show for this dump, in the order of the navigation. */
  readonly views: readonly View[];
  readonly inspector: InspectorState;
  readonly console: ConsoleState;
  paletteOpen = $state(false);
  paletteStart = $state('');
  helpOpen = $state(false);
  /** What was typed into address fields, newest first. */
  typed = $state.raw<readonly string[]>([]);
  /** Columns as they were set in tables of any dump. */
  private readonly columns: KeptColumns;
  /** The longest unused first, as far as they show what belongs to one thing. */
  private readonly tables = new Map<string, { readonly state: TableState; readonly stop: () => void }>();
  private readonly kept = new Map<string, unknown>();
  private readonly roots: (() => void)[] = [];

  constructor(
    readonly app: App,
    readonly session: RemoteSession,
    readonly opened: Opened,
  ) {
    this.views = viewsFor(opened.things, opened.source === 'dump');
    this.columns = new KeptColumns(app.settings);
    this.inspector = new InspectorState(session, () => this.places.place);
    this.console = new ConsoleState(session, app);
    this.places.open({ view: 'verdict' });
  }

  /** Asks for the verdict, in the page's language: all at once, so that the worker judges while the page draws. */
  async start(): Promise<void> {
    const { ask } = this.session;
    const [spoken, judged, advised] = [this.speak(), ask.verdict(), ask.advice()];
    try {
      [, this.verdict, this.advice] = await Promise.all([spoken, judged, advised]);
      const first = this.crashRef();
      // What was chosen meanwhile stays.
      if (first !== undefined && !this.inspector.current) await this.inspector.show(first);
    } catch (error) {
      this.verdictError = sayError(error);
    }
  }

  /** Has the core speak the page's language, the inspector too. */
  async speak(): Promise<void> {
    const { language } = this.app.settings;
    if (language === this.spoken) return;
    await this.session.ask.speak(language);
    this.spoken = language;
    if (this.inspector.current) await this.inspector.show(this.inspector.current.ref);
  }

  /** Where the kernel died, for the inspector's first look. */
  private crashRef(): string | undefined {
    // Of a text: the line that says what happened.
    if (this.opened.source === 'text')
      return this.verdict?.findings
        .flatMap(({ evidence }) => evidence)
        .find(({ ref }) => ref.startsWith('log:'))?.ref;
    const { where, task } = this.verdict ?? {};
    if (where?.address) return `addr:${where.address.replace(/^0x/, '').padStart(16, '0')}`;
    // Of a dump that is cut there may be no task at all.
    return task?.ref ?? (/[^0]/.test(this.opened.task) ? `task:${this.opened.task}` : undefined);
  }

  /** Opens the console docked, to be typed into; or closes it. */
  toggleConsole(): void {
    const { layout } = this.app;
    if (layout.consoleSize === 'closed') {
      layout.setConsole('docked');
      this.console.wantFocus++;
    } else layout.setConsole('closed');
  }

  end(): void {
    this.session.stop();
    for (const { stop } of this.tables.values()) stop();
    for (const stop of this.roots) stop();
  }

  /** What `make` gives, belonging to the workspace: what is derived in it does not end with the component that asked first. */
  private ofItsOwn<T>(make: () => T): { readonly state: T; readonly stop: () => void } {
    let made: T | undefined;
    const stop = $effect.root(() => void (made = untrack(make)));
    return { state: made as T, stop };
  }

  /** Table `id` and what was done to it; the same every time, of rows that belong to `argument` as long as it is among the last. */
  table(id: string, argument?: string): TableState | undefined {
    const key = `${id} ${argument ?? ''}`;
    const head = this.opened.things.find((thing) => thing.id === id);
    if (!head) return undefined;
    const table =
      this.tables.get(key) ??
      this.ofItsOwn(() => new TableState(new TableData(this.session, head, argument), this.columns));
    this.tables.delete(key);
    this.tables.set(key, table);
    if (argument !== undefined) this.giveUpOldest();
    return table.state;
  }

  private giveUpOldest(): void {
    const ofOneThing = [...this.tables].filter(([, { state }]) => state.data.argument !== undefined);
    for (const [key, { state, stop }] of ofOneThing.slice(0, -MAX_TABLES_OF_ONE)) {
      state.data.cancel();
      stop();
      this.tables.delete(key);
    }
  }

  /** Table `id`, of all rows, when it was looked at before. */
  seen(id: string): TableState | undefined {
    return this.tables.get(`${id} `)?.state;
  }

  /** State of a view that outlives it: made once for `key`. */
  keep<T>(key: string, make: () => T): T {
    if (!this.kept.has(key)) {
      const { state, stop } = this.ofItsOwn(make);
      this.roots.push(stop);
      this.kept.set(key, state);
    }
    return this.kept.get(key) as T;
  }

  viewNamed(id: string): View | undefined {
    return this.views.find((view) => view.id === id);
  }

  /** The view that references of `kind` are shown in. */
  private viewFor(kind: string): View | undefined {
    return this.views.find((view) => view.opens?.includes(kind));
  }

  /** Whether `text` is a reference of a kind that there is. */
  isRef(text: string): boolean {
    const ref = parseRef(text);
    return ref !== undefined && this.opened.refKinds.includes(ref.kind);
  }

  /** Whether `ref` leads somewhere in this dump: the text of a log has lines, and no memory that an address would be in. */
  leads(ref: string): boolean {
    const parsed = parseRef(ref);
    if (parsed?.kind === 'view') return this.viewNamed(parsed.rest.split('@')[0]) !== undefined;
    if (parsed?.kind === 'cmd')
      return this.opened.commands.some(({ name }) => name === parsed.rest.split(' ')[0]);
    return this.isRef(ref);
  }

  /**
   * The address that `text`, typed into a field, means: a symbol, hexadecimal, a sum of them, a per-CPU symbol with its CPU; it
   * is offered there again. Undefined when it means none.
   */
  async typedAddress(text: string): Promise<Addr | undefined> {
    const typed = text.trim();
    const found = typed === '' ? undefined : await this.session.ask.address(typed);
    if (found === undefined) return undefined;
    this.typed = [typed, ...this.typed.filter((each) => each !== typed)].slice(0, MAX_TYPED);
    return parseHex(found);
  }

  show(place: Place, fresh = false): void {
    if (place.view === 'console') {
      this.app.layout.setConsole('full');
      this.console.wantFocus++;
      return;
    }
    if (this.app.layout.consoleSize === 'full') this.app.layout.setConsole('docked');
    this.places.open(place, fresh);
  }

  /** Goes where `ref` leads; an object is shown in the inspector, and in its home when it has one. */
  async follow(ref: string, how: { fresh?: boolean; inspectOnly?: boolean } = {}): Promise<void> {
    const parsed = parseRef(ref);
    if (!parsed) return;
    if (parsed.kind === 'cmd') return this.runCommand(parsed.rest);
    if (parsed.kind === 'view') {
      const [name] = parsed.rest.split('@');
      return this.show({ view: name, ref: partOf(ref) && ref }, how.fresh);
    }
    const view = this.viewFor(parsed.kind);
    if (view && !how.inspectOnly) this.show({ view: view.id, ref }, how.fresh);
    const found = await this.inspector.show(ref);
    if (view || how.inspectOnly || !found?.home || found.home === ref) return;
    const home = parseRef(found.home);
    const homeView = home && this.viewFor(home.kind);
    if (homeView) this.show({ view: homeView.id, ref: found.home }, how.fresh);
  }

  runCommand(line: string): void {
    if (this.app.layout.consoleSize === 'closed') this.app.layout.setConsole('docked');
    void this.console.run(line);
  }

  openPalette(start = ''): void {
    this.paletteStart = start;
    this.paletteOpen = true;
  }
}

export const [useWorkspace, provideWorkspace] = createContext<Workspace>();
