import { sayError } from '../../catalogue/say.svelte.ts';
import type { TypeLook } from '../../../../workers/api.ts';
import { parseRef } from '../../../core/rows/ref.ts';
import type { Workspace } from '../../state/workspace.svelte.ts';

/** The type that is shown, with the values of an instance when an address is given. */
export class TypesState {
  look = $state.raw<TypeLook | undefined>();
  error = $state('');
  filter = $state('');
  private shown: string | undefined;
  private turn = 0;

  constructor(private readonly workspace: Workspace) {}

  async show(ref: string | undefined): Promise<void> {
    const asked = `${this.workspace.spoken} ${ref ?? ''}`;
    if (!ref || asked === this.shown) return;
    this.shown = asked;
    const parsed = parseRef(ref);
    if (!parsed) return;
    const [name, address] = parsed.rest.split('@');
    const turn = ++this.turn;
    try {
      const look = await this.workspace.session.ask.type(name, address);
      if (turn !== this.turn) return;
      this.look = look;
      this.error = '';
      this.filter = '';
    } catch (error) {
      if (turn !== this.turn) return;
      this.look = undefined;
      this.error = sayError(error);
    }
  }
}
