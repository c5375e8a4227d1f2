import type { Settings } from './settings.svelte.ts';

/** How much of the window the console has. */
export type ConsoleSize = 'closed' | 'docked' | 'full';

/** The same width stands in the media queries of the views. */
const NARROW = '(max-width: 48rem)';

const LIMITS = { nav: [9, 22], inspector: [14, 48], console: [5, 60] } as const;
/** A pane whose size can be dragged. */
export type Pane = keyof typeof LIMITS;

/** Sizes of the panes, in rem, and which are open. */
export class Layout {
  nav = $state(11.75);
  inspector = $state(20);
  console = $state(8.5);
  inspectorOpen = $state(true);
  consoleSize = $state<ConsoleSize>('docked');
  /** Where there is no room beside a view, navigation and inspector lie over it and are opened when they are wanted. */
  narrow = $state(false);
  navOpen = $state(false);
  /** Groups of the navigation that show all their views, not the first ones alone. */
  unfolded = $state.raw<readonly string[]>([]);
  /** Pictures stand above their tables. */
  pictures = $state(true);

  constructor(private readonly settings: Settings) {
    this.fit();
    const narrow = matchMedia(NARROW);
    /** Whether the inspector is open where there is room. */
    let wide = true;
    const follow = (): void => {
      const before = this.narrow;
      this.narrow = narrow.matches;
      if (this.narrow && !before) {
        wide = this.inspectorOpen;
        this.inspectorOpen = false;
      } else if (before && !this.narrow) this.inspectorOpen = wide;
    };
    narrow.addEventListener('change', follow);
    this.recallFrom(settings);
    follow();
  }

  /** What was set at an earlier visit. */
  private recallFrom(settings: Settings): void {
    const kept = settings.recall('layout');
    if (typeof kept !== 'object' || kept === null) return;
    const { nav, inspector, console, inspectorOpen, consoleSize, pictures, unfolded } = kept as Record<
      string,
      unknown
    >;
    this.set('nav', nav);
    this.set('inspector', inspector);
    this.set('console', console);
    if (typeof inspectorOpen === 'boolean') this.inspectorOpen = inspectorOpen;
    if (typeof pictures === 'boolean') this.pictures = pictures;
    if (Array.isArray(unfolded)) this.unfolded = unfolded.filter((each) => typeof each === 'string');
    if (consoleSize === 'closed' || consoleSize === 'docked') this.consoleSize = consoleSize;
  }

  /** First sizes, by the window. */
  private fit(): void {
    const unit = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
    const width = innerWidth / unit;
    this.nav = width < 70 ? 10 : 11.75;
    // Where there is little room (a zoom of 200 %, a small window) the answer has it.
    this.inspectorOpen = width >= 54;
    this.pictures = innerHeight / unit >= 36;
    // Sixteen digits beside the name of what they are.
    this.set('inspector', Math.min(24, Math.max(16.5, width * 0.225)));
    // A dozen lines of an answer, where there is room; until something is asked it is a line.
    this.set('console', Math.min(17, (innerHeight / unit) * 0.28));
  }

  set(pane: Pane, value: unknown): void {
    if (typeof value !== 'number' || !Number.isFinite(value)) return;
    const [least, most] = LIMITS[pane];
    this[pane] = Math.min(most, Math.max(least, value));
  }

  toggleInspector(): void {
    this.inspectorOpen = !this.inspectorOpen;
    this.keep();
  }

  fold(group: string, folded: boolean): void {
    const others = this.unfolded.filter((each) => each !== group);
    this.unfolded = folded ? others : [...others, group];
    this.keep();
  }

  closeDrawers(): void {
    this.navOpen = false;
    if (this.narrow) this.inspectorOpen = false;
  }

  setConsole(size: ConsoleSize): void {
    this.consoleSize = size;
    this.keep();
  }

  showPictures(shown: boolean): void {
    if (shown === this.pictures) return;
    this.pictures = shown;
    this.keep();
  }

  keep(): void {
    const { nav, inspector, console, inspectorOpen, consoleSize, pictures, unfolded } = this;
    this.settings.remember('layout', {
      nav,
      inspector,
      console,
      inspectorOpen,
      pictures,
      unfolded,
      consoleSize: consoleSize === 'full' ? 'docked' : consoleSize,
    });
  }
}
