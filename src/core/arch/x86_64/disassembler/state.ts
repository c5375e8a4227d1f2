/** What is known while one instruction is decoded. One object is used again for each. */
import { Cursor } from './cursor.ts';
import { Prefixes, REX_B, REX_R, REX_W, REX_X } from './prefixes.ts';

/** One instruction while it is decoded; the decoder has one and begins it anew each time. */
export class State {
  readonly cursor = new Cursor();
  readonly prefixes = new Prefixes();
  address = 0n;
  opcode = 0;
  /** ModRM fields; mod is -1 until the byte was read. */
  mod = -1;
  reg = 0;
  rm = 0;
  bad = false;
  /** Undecodable because no form has this mandatory prefix: prefixes are not printed then. */
  unselected = false;
  /** Offset after the opcode. */
  opcodeEnd = 0;
  /** VEX and EVEX: register in vvvv, vector length in bytes, W; vex is 0, 2 (VEX) or 4 (EVEX). */
  vex = 0;
  vvvv = 0;
  vectorLength = 16;
  vexW = 0;
  /** Upper bits of register numbers from VEX/EVEX, already positive: 8 or 0, 16 or 0. */
  vexR = 0;
  vexX = 0;
  vexB = 0;
  /** EVEX: broadcast or rounding, mask register, zeroing. */
  evexB = false;
  /** The field L'L: vector length, or rounding. */
  evexLength = 0;
  /** Mandatory prefix that VEX holds: 0, 0x66, 0xf3, 0xf2. */
  vexPrefix = 0;
  evexMask = 0;
  evexZero = false;

  begin(bytes: Uint8Array, offset: number, address: bigint): void {
    this.cursor.reset(bytes, offset);
    this.address = address;
    this.mod = -1;
    this.bad = this.unselected = false;
    this.opcodeEnd = offset;
    this.vex = 0;
    this.vectorLength = 16;
  }

  readModrm(): void {
    if (this.mod >= 0) return;
    const byte = this.cursor.u8();
    this.mod = byte >> 6;
    this.reg = (byte >> 3) & 7;
    this.rm = byte & 7;
  }

  wide(): boolean {
    return this.vex ? this.vexW === 1 : this.prefixes.useRex(REX_W) !== 0;
  }

  /** 2, 4 or 8 by REX.W and the operand-size prefix. */
  operandSize(): 2 | 4 | 8 {
    if (this.wide()) return 8;
    if (this.vex) return 4;
    this.prefixes.useData();
    return this.prefixes.hasData ? 2 : 4;
  }

  /** 8, or 2 after an operand-size prefix: pushes, calls (REX.W changes nothing). */
  stackSize(): 2 | 8 {
    if (this.prefixes.hasData && !(this.prefixes.rex & REX_W)) {
      this.prefixes.useData();
      return 2;
    }
    return 8;
  }

  /** 8, or 4 after an address-size prefix. */
  addressSize(): 4 | 8 {
    if (!this.prefixes.hasAddressSize) return 8;
    this.prefixes.useAddressSize();
    return 4;
  }

  rexR(): number {
    return this.vex ? this.vexR : this.prefixes.useRex(REX_R) << 1;
  }

  rexX(): number {
    return this.vex ? this.vexX : this.prefixes.useRex(REX_X) << 2;
  }

  rexB(): number {
    return this.vex ? this.vexB : this.prefixes.useRex(REX_B) << 3;
  }
}
