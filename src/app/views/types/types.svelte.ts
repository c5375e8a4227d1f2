import { sayError } from '../../catalogue/say.svelte.ts';
import type { TypeLook } from '../../../../workers/api.ts';
import { parseRef } from '../../../core/rows/ref.ts';
import type { Workspace } from '../../state/workspace.svelte.ts';

/** Width of the column of names, in pixels: kind and size stand beside it. */
const NAME = 190;

/** The type that is shown, with the values of an instance when an address is given. */
export class TypesState {
  look = $state.raw<TypeLook | undefined>();
  error = $state('');
  filter = $state('');
  private shown: string | undefined;
  private turn = 0;

  constructor(private readonly workspace: Workspace) {
    const list = workspace.table('types');
    if (!list || list.sorting.length > 0) return;
    // The kernel's order (BTF) says nothing to a reader; the list stands beside a type and has little room.
    list.sorting = [{ column: 'name', down: false }];
    if (list.widths.name === undefined) list.widths = { ...list.widths, name: NAME };
  }

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
