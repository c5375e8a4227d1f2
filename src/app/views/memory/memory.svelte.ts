import type { MemoryPart } from '../../../core/rows/thing.ts';
import { hex, parseHex } from '../../../core/addr.ts';
import { parseRef } from '../../../core/rows/ref.ts';
import type { Workspace } from '../../state/workspace.svelte.ts';
import { memory as words } from '../../catalogue/code.ts';
import { say } from '../../catalogue/say.svelte.ts';

/** Bytes in a row. */
export const WIDTH = 16;
/** No machine has more address lines for memory. */
const PHYSICAL_BITS = 52n;

/** A window of memory that can be moved to any address. */
export class MemoryState {
  private chosen = $state<'virtual' | 'physical'>('virtual');
  /** First address of the window. */
  top = $state.raw<bigint | undefined>();
  /** Address the cursor is on. */
  cursor = $state.raw(0n);
  /** Rows that fit. */
  rows = $state(32);
  part = $state.raw<MemoryPart | undefined>();
  error = $state('');
  private turn = 0;
  private shown: string | undefined;

  constructor(private readonly workspace: Workspace) {}

  get space(): 'virtual' | 'physical' {
    return this.chosen;
  }

  /** The same byte in the other space; where nothing leads to it the window stays, and it is said. */
  async turnTo(space: 'virtual' | 'physical'): Promise<void> {
    if (space === this.chosen) return;
    const address = hex(this.cursor, 16);
    const there = await this.workspace.session.ask.otherAddress(this.chosen, address);
    if (there === undefined) this.error = say(words.nowhere({ address, space }));
    else this.workspace.show({ view: 'memory', ref: `${space === 'physical' ? 'phys' : 'mem'}:${there}` });
  }

  /** What is looked at: the cursor, or the first byte when that was scrolled away from. */
  get inSight(): bigint {
    const top = this.top ?? 0n;
    return this.cursor >= top && this.cursor < top + BigInt(this.rows * WIDTH) ? this.cursor : top;
  }

  get atStart(): boolean {
    return this.top === 0n;
  }
  get atEnd(): boolean {
    return this.top === this.last();
  }

  /** The last address that the window can begin at. */
  private last(): bigint {
    return (1n << (this.chosen === 'virtual' ? 64n : PHYSICAL_BITS)) - BigInt(this.rows * WIDTH);
  }

  /** Goes where a reference says; once for each. */
  show(ref: string | undefined): void {
    if (!ref || ref === this.shown) return;
    this.shown = ref;
    const parsed = parseRef(ref);
    const address = parsed && parseHex(parsed.rest);
    if (!parsed || address === undefined) return;
    this.chosen = parsed.kind === 'phys' ? 'physical' : 'virtual';
    this.cursor = address;
    // A few rows before it give the surroundings.
    const room = BigInt(Math.min(4, Math.floor(this.rows / 4)) * WIDTH);
    const row = address & ~BigInt(WIDTH - 1);
    this.top = row > room ? row - room : 0n;
    this.error = '';
  }

  /** Goes to what was typed: what is no physical address (a symbol, one of the kernel's) goes where it lies, in the space shown. */
  async go(text: string): Promise<void> {
    if (text === '') return;
    const address = await this.workspace.typedAddress(text);
    if (address === undefined) {
      this.error = say(words.unknown({ text }));
      return;
    }
    const physical = this.space === 'physical';
    const typed = hex(address, 16);
    const there =
      physical && address >> PHYSICAL_BITS !== 0n
        ? await this.workspace.session.ask.otherAddress('virtual', typed)
        : typed;
    if (there === undefined) this.error = say(words.nowhere({ address: typed, space: 'physical' }));
    else this.workspace.show({ view: 'memory', ref: `${physical ? 'phys' : 'mem'}:${there}` });
  }

  scroll(rows: number): void {
    if (this.top === undefined) return;
    const to = this.top + BigInt(rows * WIDTH);
    const most = this.last();
    this.top = to < 0n ? 0n : to > most ? most : to;
  }

  /** Moves the cursor by bytes and keeps it in sight. */
  move(bytes: number): void {
    if (this.top === undefined) return;
    const to = this.cursor + BigInt(bytes);
    if (to < 0n || to >> 64n !== 0n) return;
    this.cursor = to;
    const row = to & ~BigInt(WIDTH - 1);
    if (row < this.top) this.top = row;
    else if (row >= this.top + BigInt(this.rows * WIDTH)) this.top = row - BigInt((this.rows - 1) * WIDTH);
  }

  /** Reads what the window shows. Call it in an effect. */
  async read(): Promise<void> {
    const { space, top, rows } = this;
    // What the words point at is said by the core.
    void this.workspace.spoken;
    if (top === undefined) return;
    const turn = ++this.turn;
    const part = await this.workspace.session.ask.memory(space, hex(top, 16), rows * WIDTH);
    if (turn === this.turn) this.part = part;
  }

  /** The bytes at the cursor as what they may be. */
  readonly readings = $derived.by((): readonly (readonly [name: string, value: string])[] => {
    const { part, cursor } = this;
    const from = part && parseHex(part.from);
    if (!part || from === undefined) return [];
    const at = Number(cursor - from);
    const room = part.bytes.length - at;
    if (at < 0 || room < 1 || part.gaps.some((gap) => at >= gap.from && at < gap.from + gap.length))
      return [];
    const view = new DataView(part.bytes.buffer, part.bytes.byteOffset + at, room);
    const list: [string, string][] = [
      ['u8', String(view.getUint8(0))],
      ['s8', String(view.getInt8(0))],
    ];
    if (room >= 2)
      list.push(['u16', String(view.getUint16(0, true))], ['s16', String(view.getInt16(0, true))]);
    if (room >= 4)
      list.push(['u32', String(view.getUint32(0, true))], ['s32', String(view.getInt32(0, true))]);
    if (room >= 8)
      list.push(
        ['u64', String(view.getBigUint64(0, true))],
        ['s64', String(view.getBigInt64(0, true))],
        ['hex', hex(view.getBigUint64(0, true), 16)],
      );
    let text = '';
    for (let i = 0; i < Math.min(room, 32); i++) {
      const byte = view.getUint8(i);
      if (byte < 0x20 || byte > 0x7e) break;
      text += String.fromCharCode(byte);
    }
    if (text !== '') list.push(['text', text]);
    return list;
  });
}
