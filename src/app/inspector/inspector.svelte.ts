import { sayError } from '../catalogue/say.svelte.ts';
import type { Inspection } from '../../core/rows/thing.ts';
import type { Place } from '../state/places.svelte.ts';
import type { RemoteSession } from '../state/remote.ts';

const MAX_TRAIL = 12;

/** What the inspector shows, and the trail that led there. */
export class InspectorState {
  current = $state.raw<Inspection | undefined>();
  trail = $state.raw<readonly Inspection[]>([]);
  error = $state('');
  /** Where one was when what is shown was chosen; it stays when the view changes. */
  from = $state.raw<Place | undefined>();
  private turn = 0;

  constructor(
    private readonly session: RemoteSession,
    private readonly place: () => Place | undefined,
  ) {}

  /** Looks at `ref`; `deeper` keeps what led there. Answers what was found. */
  async show(ref: string, deeper = false): Promise<Inspection | undefined> {
    const turn = ++this.turn;
    const from = this.place();
    try {
      const found = await this.session.ask.inspect(ref);
      if (turn !== this.turn) return found;
      this.trail =
        deeper && this.current && this.current.ref !== ref
          ? [...this.trail, this.current].slice(-MAX_TRAIL)
          : [];
      // What leads on from within, and the same in another language, was chosen where the first was.
      if (!deeper && found.ref !== this.current?.ref) this.from = from;
      this.current = found;
      this.error = '';
      return found;
    } catch (error) {
      if (turn === this.turn) this.error = sayError(error);
      return undefined;
    }
  }

  /** Back to a step of the trail. */
  backTo(index: number): void {
    const step = this.trail[index];
    if (!step) return;
    this.current = step;
    this.trail = this.trail.slice(0, index);
  }
}
