import { sayError } from '../../catalogue/say.svelte.ts';
import type { StackLook } from '../../../../workers/api.ts';
import type { Workspace } from '../../state/workspace.svelte.ts';
import type { TableState } from '../../table/table-state.svelte.ts';

/** Sleeps and cannot be woken by a signal: what hangs is among these. */
export const BLOCKED = 'UN';

/** A task in the list beside the stack, ready to be drawn. */
export interface TaskChoice {
  readonly ref: string;
  readonly pid: string;
  readonly comm: string;
  readonly state: string;
  readonly cpu: string;
  readonly active: string;
}

/** The stack that is shown, and the tasks to choose from. */
export class StacksState {
  look = $state.raw<StackLook | undefined>();
  error = $state('');
  busy = $state(false);
  showWords = $state(false);
  filter = $state('');
  readonly table: TableState | undefined;
  private turn = 0;
  private shown: string | undefined;

  constructor(private readonly workspace: Workspace) {
    this.table = workspace.table('tasks');
    this.table?.data.load();
  }

  /** All tasks, those that a CPU was running first. */
  readonly choices: readonly TaskChoice[] = $derived.by(() => {
    const data = this.table?.data;
    if (!data) return [];
    void data.version;
    const [comm, pid, state, cpu, active] = ['comm', 'pid', 'state', 'cpu', 'active'].map((id) =>
      data.columnIndex(id),
    );
    const list: TaskChoice[] = [];
    for (let row = 0; row < data.count; row++)
      list.push({
        ref: data.ref(row, comm).replace(/^task:/, 'stack:'),
        comm: data.text(row, comm),
        pid: data.text(row, pid),
        state: data.text(row, state),
        cpu: data.text(row, cpu),
        active: data.value(row, active) !== true ? '' : data.tone(row, active) === 'bad' ? 'panic' : 'active',
      });
    return list;
  });
  readonly active = $derived(
    this.choices.filter((choice) => choice.active !== '').sort((a, b) => rank(a) - rank(b)),
  );
  /** The others, those that are blocked first. */
  readonly others = $derived.by(() => {
    const wanted = this.filter.trim().toLowerCase();
    return this.choices
      .filter(
        (choice) =>
          choice.active === '' &&
          (wanted === '' || choice.comm.toLowerCase().includes(wanted) || choice.pid === wanted),
      )
      .sort((a, b) => Number(b.state === BLOCKED) - Number(a.state === BLOCKED));
  });

  async show(ref: string | undefined): Promise<void> {
    const asked = `${this.workspace.spoken} ${ref ?? ''}`;
    if (this.shown === asked) return;
    this.shown = asked;
    const turn = ++this.turn;
    this.busy = true;
    try {
      const look = await this.workspace.session.ask.stack(ref);
      if (turn !== this.turn) return;
      this.look = look;
      this.error = '';
    } catch (error) {
      if (turn !== this.turn) return;
      this.look = undefined;
      this.error = sayError(error);
    }
    this.busy = false;
  }
}

function rank(choice: TaskChoice): number {
  return (choice.active === 'panic' ? -1 : 0) + Number(choice.cpu) / 1e6;
}
