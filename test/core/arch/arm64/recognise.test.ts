import { describe, expect, it } from 'vitest';
import type { FoundImage, Recognised } from '../../../../src/core/arch/paging.ts';
import { tableFormat, type Granule } from '../../../../src/core/arch/arm64/granule.ts';
import { paging } from '../../../../src/core/arch/arm64/paging.ts';
import { PlannedMemory } from '../../../build/page-tables.ts';

/**
 * A kernel that tells nothing of how it is mapped: tables of each granule and size of addresses, as arch/arm64/mm/mmu.c
 * makes them, lead to what the kernel was built for. Phones have 4 KiB pages and 39 bits.
 */
const RAM = 0x40000000;
const WITNESSES = ['_stext', 'linux_banner', 'init_uts_ns', 'init_task', '_edata'];

interface Plan extends Granule {
  /** Where the image begins: above the middle of the kernel's half since 5.4. */
  readonly image: bigint;
  readonly named: boolean;
}

function recognised(plan: Plan, memstart = BigInt(RAM)): Recognised | undefined {
  const format = tableFormat(plan, 'kernel');
  const size = 1 << plan.pageShift;
  const planned = new PlannedMemory(format, (RAM + 0x4000000) / size);
  const root = planned.table();
  const physical = new Map(WITNESSES.map((name, i) => [name, RAM + 0x200000 + i * 16 * size]));
  const offset = BigInt.asUintN(64, plan.image - BigInt(RAM + 0x200000));
  const flipped = plan.image >= BigInt.asUintN(64, -(1n << BigInt(plan.actualBits - 1)));
  const pageOffset = BigInt.asUintN(64, -(1n << BigInt(flipped ? plan.vaBits : plan.vaBits - 1)));
  for (const at of physical.values()) {
    planned.fill(at / size);
    planned.map(root, BigInt.asUintN(64, BigInt(at) + offset), at);
    planned.map(root, BigInt.asUintN(64, pageOffset + BigInt(at) - memstart), at);
  }
  const variables = RAM + 0x300000;
  planned.page(variables / size).setBigUint64(8, BigInt.asUintN(64, memstart), true);
  physical.set('memstart_addr', variables + 8);
  if (plan.pageShift === 16) {
    planned.page(variables / size).setBigUint64(16, BigInt(plan.actualBits), true);
    physical.set('vabits_actual', variables + 16);
  }
  physical.set('swapper_pg_dir', root);
  const found: FoundImage = {
    memory: planned.open(64),
    physical: (name) => physical.get(name),
    offset: plan.named ? offset : undefined,
  };
  const answer = paging.recognise(found);
  if (answer) expect(answer.offset).toBe(offset);
  return answer;
}

const above = (bits: number): bigint => BigInt.asUintN(64, -(1n << BigInt(bits - 1)) + 0x10000000n);

describe.each([
  [12, 39, 39],
  [12, 48, 48],
  [12, 52, 52],
  [14, 36, 36],
  [14, 47, 47],
  [14, 48, 48],
  [14, 52, 52],
  [16, 42, 42],
  [16, 48, 48],
  [16, 52, 52],
  [16, 52, 48],
  // Built for 52 bits on a machine that has 48.
  [12, 52, 48],
])('pages of 2^%i bytes, built for %i bits, %i in use', (pageShift, vaBits, actualBits) => {
  const granule = { pageShift, vaBits, actualBits };
  // Where fewer bits are in use PHYS_OFFSET is moved, so that the direct map begins at PAGE_OFFSET of those.
  const memstart = BigInt(RAM) - (1n << BigInt(vaBits)) + (1n << BigInt(actualBits));

  it.each([true, false])('is recognised, symbols telling the offset: %s', (named) => {
    const lines = recognised({ ...granule, image: above(actualBits), named }, memstart)?.lines;
    expect(lines).toContain(`PAGESIZE=${1 << pageShift}`);
    expect(lines).toContain(`NUMBER(VA_BITS)=${vaBits}`);
    expect(lines).toContain(`NUMBER(TCR_EL1_T1SZ)=${64 - actualBits}`);
    expect(lines).toContain(`NUMBER(PHYS_OFFSET)=${memstart}`);
  });
});

describe('a kernel before 5.4', () => {
  it('has its image in the lower part, the direct map in the upper', () => {
    const image = BigInt.asUintN(64, -(1n << 39n) + 0x8080000n - 0x8000000n);
    const lines = recognised({ pageShift: 12, vaBits: 39, actualBits: 39, image, named: true })?.lines;
    expect(lines).toContain('NUMBER(VA_BITS)=39');
    expect(lines).toContain(`NUMBER(PHYS_OFFSET)=${RAM}`);
  });
});

describe('tables that are none', () => {
  it('are not believed', () => {
    const found: FoundImage = {
      memory: new PlannedMemory().open(),
      physical: (name) => (name === 'swapper_pg_dir' ? 0x1000 : 0x200000 + name.length * 4096),
      offset: 0xffffffc000000000n,
    };
    expect(paging.recognise(found)).toBeUndefined();
  });
});
