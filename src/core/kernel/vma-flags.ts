/**
 * vm_area_struct.vm_flags (include/linux/mm.h) by the names that crash gives them: those of READ, WRITE … and of what was
 * added until 6.12. Bits that releases use for different things are left out; what has no name is shown as a number.
 */
const NAMES: readonly (readonly [bit: bigint, name: string])[] = [
  [0x1n, 'READ'],
  [0x2n, 'WRITE'],
  [0x4n, 'EXEC'],
  [0x8n, 'SHARED'],
  [0x10n, 'MAYREAD'],
  [0x20n, 'MAYWRITE'],
  [0x40n, 'MAYEXEC'],
  [0x80n, 'MAYSHARE'],
  [0x100n, 'GROWSDOWN'],
  [0x200n, 'UFFD_MISSING'],
  [0x400n, 'PFNMAP'],
  [0x1000n, 'UFFD_WP'],
  [0x2000n, 'LOCKED'],
  [0x4000n, 'IO'],
  [0x8000n, 'SEQ_READ'],
  [0x10000n, 'RAND_READ'],
  [0x20000n, 'DONTCOPY'],
  [0x40000n, 'DONTEXPAND'],
  [0x80000n, 'LOCKONFAULT'],
  [0x100000n, 'ACCOUNT'],
  [0x200000n, 'NORESERVE'],
  [0x400000n, 'HUGETLB'],
  [0x800000n, 'SYNC'],
  [0x1000000n, 'ARCH_1'],
  [0x2000000n, 'WIPEONFORK'],
  [0x4000000n, 'DONTDUMP'],
  [0x8000000n, 'SOFTDIRTY'],
  [0x10000000n, 'MIXEDMAP'],
  [0x20000000n, 'HUGEPAGE'],
  [0x40000000n, 'NOHUGEPAGE'],
  [0x80000000n, 'MERGEABLE'],
];

/** "READ|EXEC|MAYREAD": the bits of vm_flags. */
export function vmaFlagNames(flags: bigint): string {
  let rest = flags;
  const found: string[] = [];
  for (const [bit, name] of NAMES) {
    if ((flags & bit) === 0n) continue;
    found.push(name);
    rest &= ~bit;
  }
  if (rest !== 0n) found.push(`0x${rest.toString(16)}`);
  return found.join('|');
}
