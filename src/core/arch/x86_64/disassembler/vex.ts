/** The VEX and EVEX prefixes (Intel SDM volume 2, 2.3 and 2.7): which table, and the fields that they hold. */
import type { State } from './state.ts';
import { EVEX_1 } from './tables/evex_0f.ts';
import { EVEX_2 } from './tables/evex_0f38.ts';
import { EVEX_3 } from './tables/evex_0f3a.ts';
import { XOP_8, XOP_9, XOP_A } from './tables/amd.ts';
import { VEX_1 } from './tables/vex_0f.ts';
import { VEX_2 } from './tables/vex_0f38.ts';
import { VEX_3 } from './tables/vex_0f3a.ts';
import type { OpcodeTable, Slot } from './template.ts';

const VEX_MAPS = [undefined, VEX_1, VEX_2, VEX_3];
const EVEX_MAPS = [undefined, EVEX_1, EVEX_2, EVEX_3];

const marked = new Set<Slot>();

/** Tells the forms of an opcode of EVEX map `map` whether VEX has them too; once. */
function markVexForms(map: number, opcode: number): void {
  const slot = EVEX_MAPS[map]?.slot(opcode);
  if (!slot || marked.has(slot)) return;
  marked.add(slot);
  const vex = VEX_MAPS[map]?.slot(opcode)?.templates ?? [];
  for (const t of slot.templates)
    t.hasVexForm = vex.some(
      (v) =>
        v.names[0] === t.names[0] &&
        (v.prefix < 0 || v.prefix === t.prefix) &&
        v.reg === t.reg &&
        v.operands[0].kind === t.operands[0].kind,
    );
}

/** Mandatory prefix that the two bits pp stand for. */
const PREFIXES = [0, 0x66, 0xf3, 0xf2];

/**
 * Reads the payload after the byte C4, C5, 8F (XOP) or 62 and then the opcode.
 * Undefined: no such map, or reserved bits are set.
 */
export function vexTable(s: State, escape: number): OpcodeTable | undefined {
  const { cursor } = s;
  if (escape === 0x62) return evexTable(s);
  s.vex = 2;
  let payload = cursor.u8();
  let map = 1;
  s.vexR = payload & 0x80 ? 0 : 8;
  s.vexX = s.vexB = s.vexW = 0;
  if (escape !== 0xc5) {
    map = payload & 0x1f;
    s.vexX = payload & 0x40 ? 0 : 8;
    s.vexB = payload & 0x20 ? 0 : 8;
    payload = cursor.u8();
    s.vexW = payload >> 7;
  }
  s.vvvv = (~payload >> 3) & 15;
  s.vectorLength = payload & 4 ? 32 : 16;
  s.vexPrefix = PREFIXES[payload & 3];
  s.opcode = cursor.u8();
  if (escape === 0x8f) return map === 8 ? XOP_8 : map === 9 ? XOP_9 : map === 10 ? XOP_A : undefined;
  return VEX_MAPS[map];
}

function evexTable(s: State): OpcodeTable | undefined {
  const { cursor } = s;
  s.vex = 4;
  const p0 = cursor.u8();
  const p1 = cursor.u8();
  const p2 = cursor.u8();
  s.vexR = (p0 & 0x80 ? 0 : 8) | (p0 & 0x10 ? 0 : 16);
  s.vexX = p0 & 0x40 ? 0 : 8;
  s.vexB = p0 & 0x20 ? 0 : 8;
  s.vexW = p1 >> 7;
  s.vvvv = ((~p1 >> 3) & 15) | (p2 & 8 ? 0 : 16);
  s.vexPrefix = PREFIXES[p1 & 3];
  s.evexLength = (p2 >> 5) & 3;
  s.vectorLength = 16 << s.evexLength;
  s.evexB = (p2 & 0x10) !== 0;
  s.evexMask = p2 & 7;
  s.evexZero = (p2 & 0x80) !== 0;
  s.opcode = cursor.u8();
  if (!(p0 & 7)) s.vex = 0; // no map at all: only the byte 62 is undecodable
  if (!(p1 & 4) || p0 & 8) return undefined;
  markVexForms(p0 & 7, s.opcode);
  return EVEX_MAPS[p0 & 7];
}
