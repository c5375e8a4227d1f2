import { say, sayError } from '../../catalogue/say.svelte.ts';
import type { Code } from '../../../../workers/api.ts';
import type { Workspace } from '../../state/workspace.svelte.ts';

/** The function that is shown, and the instruction the cursor is on. */
export class CodeState {
  code = $state.raw<Code | undefined>();
  cursor = $state(0);
  /** Number of the instruction that was asked for; -1 when it is not among them. */
  asked = $state(-1);
  error = $state('');
  showBytes = $state(true);
  top = 0;
  private shown: string | undefined;
  private turn = 0;

  constructor(private readonly workspace: Workspace) {}

  async show(ref: string | undefined): Promise<void> {
    if (!ref || ref === this.shown) return;
    this.shown = ref;
    const at = ref.slice(ref.indexOf(':') + 1);
    const inside = this.code?.lines.findIndex((line) => line.address === at) ?? -1;
    if (inside >= 0) {
      this.asked = this.cursor = inside;
      return;
    }
    const turn = ++this.turn;
    try {
      const code = await this.workspace.session.ask.code(at);
      if (turn !== this.turn) return;
      this.code = code;
      this.error = code.lines.length === 0 ? (code.note ? say(code.note) : '') : '';
      this.asked = placeOf(code, at);
      this.cursor = Math.max(0, this.asked);
      this.top = 0;
    } catch (error) {
      if (turn === this.turn) this.error = sayError(error);
    }
  }
}

/** The instruction at `at`, or the one just before it (return addresses stand after their call). */
function placeOf(code: Code, at: string): number {
  if (!/^[0-9a-f]{16}$/.test(at)) return 0;
  const exact = code.lines.findIndex((line) => line.address === at);
  return exact >= 0 ? exact : code.lines.findLastIndex((line) => line.address < at);
}
