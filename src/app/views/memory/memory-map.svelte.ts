import type { MemoryMap } from '../../../core/inspect/shapes.ts';
import type { Workspace } from '../../state/workspace.svelte.ts';

/** Stretches that physical memory is drawn in. */
const PARTS = 512;

/** The strip beside the bytes: what of physical memory the dump has, asked for once. */
export class Strip {
  map = $state.raw<MemoryMap | undefined>();
  /** The stretch that is looked at; -1 when it is none of physical memory. */
  at = $state(-1);
  private asked = false;
  private turn = 0;

  constructor(private readonly workspace: Workspace) {}

  async load(): Promise<void> {
    if (this.asked) return;
    this.asked = true;
    this.map = await this.workspace.session.ask.memoryMap(PARTS);
  }

  /** Says where `address` of `space` lies. */
  async mark(space: 'virtual' | 'physical', address: string): Promise<void> {
    const turn = ++this.turn;
    const physical =
      space === 'physical' ? address : await this.workspace.session.ask.otherAddress('virtual', address);
    if (turn !== this.turn) return;
    const part = physical === undefined || !this.map ? -1 : Number(BigInt(`0x${physical}`)) / this.map.part;
    this.at = part >= 0 && part < (this.map?.share.length ?? 0) ? Math.floor(part) : -1;
  }
}
