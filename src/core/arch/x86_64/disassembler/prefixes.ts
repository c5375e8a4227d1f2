/**
 * Legacy and REX prefixes (Intel SDM volume 2, 2.1.1 and 2.2.1), and which of them an instruction used: the rest is
 * printed by name before the mnemonic.
 */
import type { Cursor } from './cursor.ts';

export const REX_W = 8;
export const REX_R = 4;
export const REX_X = 2;
export const REX_B = 1;

const NAMES: Record<number, string> = {
  0x26: 'es',
  0x2e: 'cs',
  0x36: 'ss',
  0x3e: 'ds',
  0x64: 'fs',
  0x65: 'gs',
  0x66: 'data16',
  0x67: 'addr32',
  0xf0: 'lock',
  0xf2: 'repnz',
  0xf3: 'repz',
};

const REX_NAMES = Array.from({ length: 16 }, (_, bits) => {
  const letters =
    (bits & 8 ? 'W' : '') + (bits & 4 ? 'R' : '') + (bits & 2 ? 'X' : '') + (bits & 1 ? 'B' : '');
  return letters ? `rex.${letters}` : 'rex';
});

const isPrefix = new Uint8Array(256);
for (const byte of Object.keys(NAMES)) isPrefix[Number(byte)] = 1;
for (let byte = 0x40; byte <= 0x4f; byte++) isPrefix[byte] = 2;
isPrefix[0x9b] = 3;

/** `opcode`: the cursor stands on an opcode; `alone`: prefixes without one; `wait`: an fwait that stands alone. */
export type Scan = 'opcode' | 'alone' | 'wait';

/** The prefixes of one instruction, and which of them it used. */
export class Prefixes {
  /** The bytes in order, without fwait, and what each is printed as once it is used (empty: not at all). */
  private bytes: number[] = [];
  private printed: (string | undefined)[] = [];
  /** Position of the last of each kind, -1: none. */
  private data = -1;
  private addressSize = -1;
  private segmentAt = -1;
  private repzAt = -1;
  private repnzAt = -1;
  private rexAt = -1;
  lockAt = -1;
  /** 0xf2 or 0xf3, whichever stands last; 0: none. */
  repeat = 0;
  /** 0x40 to 0x4f, 0: none. */
  rex = 0;
  rexUsed = 0;
  /** The last segment override's byte, 0: none; and the last of those that count in 64-bit mode, fs and gs. */
  segment = 0;
  override = 0;
  /** 0x2e or 0x3e, if only one of the two is there: a branch hint; 0: none. */
  hint = 0;
  private hints = 0;
  wait = false;

  reset(): void {
    if (this.bytes.length) {
      this.bytes.length = 0;
      this.printed.length = 0;
      this.data = this.addressSize = this.segmentAt = this.rexAt = this.lockAt = -1;
      this.repzAt = this.repnzAt = -1;
    }
    this.repeat = this.rex = this.rexUsed = this.segment = this.override = this.hint = this.hints = 0;
    this.wait = false;
  }

  scan(cursor: Cursor): Scan {
    this.reset();
    for (;;) {
      const byte = cursor.peek();
      const kind = byte < 0 ? 0 : isPrefix[byte];
      // D5 is the REX2 prefix of APX, which no REX prefix may precede.
      if (byte === 0xd5 && this.rex) return 'alone';
      if (kind === 0) return byte < 0 && this.bytes.length ? 'alone' : 'opcode';
      if (this.rex) return 'alone'; // a REX prefix counts only directly before the opcode
      if (cursor.length >= 14) return 'alone';
      cursor.offset++;
      if (kind === 3) {
        const next = cursor.peek();
        if (next < 0xd8 || next > 0xdf) return 'wait';
        this.wait = true;
        return 'opcode';
      }
      this.note(byte, kind);
    }
  }

  private note(byte: number, kind: number): void {
    const at = this.bytes.length;
    this.bytes.push(byte);
    if (kind === 2) {
      this.rex = byte;
      this.rexAt = at;
    } else if (byte === 0x66) this.data = at;
    else if (byte === 0x67) this.addressSize = at;
    else if (byte === 0xf0) this.lockAt = at;
    else if (byte >= 0xf2) {
      this.repeat = byte;
      if (byte === 0xf3) this.repzAt = at;
      else this.repnzAt = at;
    } else {
      this.segment = byte;
      this.segmentAt = at;
      if (byte === 0x64 || byte === 0x65) this.override = byte;
      if (byte === 0x2e || byte === 0x3e) this.hints |= byte === 0x2e ? 1 : 2;
      this.hint = this.hints === 1 ? 0x2e : this.hints === 2 ? 0x3e : 0;
    }
  }

  get count(): number {
    return this.bytes.length;
  }

  get hasData(): boolean {
    return this.data >= 0;
  }

  get hasAddressSize(): boolean {
    return this.addressSize >= 0;
  }

  useData(): void {
    if (this.data >= 0) this.printed[this.data] = '';
  }

  useAddressSize(): void {
    if (this.addressSize >= 0) this.printed[this.addressSize] = '';
  }

  get hasRepz(): boolean {
    return this.repzAt >= 0;
  }

  get hasRepnz(): boolean {
    return this.repnzAt >= 0;
  }

  /** The repeat prefix selected the opcode (empty name) or means something here (`rep`, `bnd`). */
  useRepeat(byte: number, name = ''): void {
    const at = byte === 0xf3 ? this.repzAt : this.repnzAt;
    if (at >= 0) this.printed[at] = name;
  }

  useSegment(name = ''): void {
    if (this.segmentAt >= 0) this.printed[this.segmentAt] = name;
  }

  /** Marks a REX bit as looked at and returns it. */
  useRex(bit: number): number {
    if (this.rex === 0) return 0;
    if (this.rex & bit) {
      this.rexUsed |= bit | 0x40;
      return bit;
    }
    return 0;
  }

  /** The presence of a REX prefix meant something (byte registers). */
  useRexPresence(): void {
    this.rexUsed |= 0x40;
  }

  /** Names of the prefixes that were not used, in order. */
  names(): string[] {
    const names: string[] = [];
    for (let i = 0; i < this.bytes.length; i++) {
      const byte = this.bytes[i];
      if (i === this.rexAt && this.rex === this.rexUsed) continue;
      const name = this.printed[i] ?? (isPrefix[byte] === 2 ? REX_NAMES[byte & 15] : NAMES[byte]);
      if (name) names.push(name);
    }
    return names;
  }
}
