import { hardware } from '../../catalogue/hardware.ts';
import type { Message } from '../../catalogue/message.ts';
import type { BankReader, Severity } from '../machine-check.ts';

/**
 * IA32_MCi_STATUS in words: Intel SDM volume 3B, 16.3.2.2 (bits) and 16.9 (error codes); AMD APM volume 2, 9.3.2 and 9.3.3,
 * and for SMCA the PPRs (bits 43, 44 and 55). Names as in arch/x86/include/asm/mce.h.
 */
const FLAGS: readonly (readonly [bit: bigint, name: string])[] = [
  [63n, 'VAL'],
  [62n, 'OVER'],
  [61n, 'UC'],
  [60n, 'EN'],
  [59n, 'MISCV'],
  [58n, 'ADDRV'],
  [57n, 'PCC'],
];
const INTEL_FLAGS: typeof FLAGS = [
  [56n, 'S'],
  [55n, 'AR'],
];
const AMD_FLAGS: typeof FLAGS = [
  [55n, 'TCC'],
  [53n, 'SYNDV'],
  [46n, 'CECC'],
  [45n, 'UECC'],
  [44n, 'DEFERRED'],
  [43n, 'POISON'],
];

const has = (status: bigint, bit: bigint): boolean => ((status >> bit) & 1n) === 1n;

/** The status of a machine-check bank in words, Intel or AMD (MCi_STATUS). */
export const bankOf: BankReader = (status, vendor) => {
  const amd = vendor === 'amd';
  const flags = [...FLAGS, ...(amd ? AMD_FLAGS : INTEL_FLAGS)].filter(([bit]) => has(status, bit));
  const valid = has(status, 63n);
  const severity = valid ? severityOf(status, vendor) : 'invalid';
  // MCG_CAP[10]: corrected errors are counted in bits 52:38; AMD counts elsewhere.
  const counted = Number((status >> 38n) & 0x7fffn);
  return {
    valid,
    severity,
    flags: flags.map(([, name]) => name).join(' '),
    what: [
      errorCode(Number(status & 0xffffn)),
      ...(amd && has(status, 43n) ? [hardware.poison()] : []),
      ...(has(status, 62n) ? [hardware.overflow()] : []),
    ],
    count: vendor === 'intel' && severity === 'corrected' && counted > 0 ? counted : undefined,
  };
};

function severityOf(status: bigint, vendor: 'intel' | 'amd' | undefined): Severity {
  const uncorrected = has(status, 61n);
  if (vendor === 'amd' && has(status, 44n) && !uncorrected) return 'deferred';
  if (!uncorrected) return 'corrected';
  if (has(status, 57n)) return 'context';
  // Which S and AR mean nothing elsewhere.
  if (vendor !== 'intel') return 'uncorrected';
  const signalled = has(status, 56n);
  const required = has(status, 55n);
  return signalled ? (required ? 'required' : 'optional') : 'noAction';
}

const KINDS = [hardware.instruction, hardware.data, hardware.generic, hardware.generic];
const LEVELS = ['L0', 'L1', 'L2', 'L3/LG'];
const REQUESTS = [
  hardware.anyRequest,
  hardware.read,
  hardware.write,
  hardware.dataRead,
  hardware.dataWrite,
  hardware.fetch,
  hardware.prefetch,
  hardware.evict,
  hardware.snoop,
];
const WORK = [hardware.anyWork, hardware.read, hardware.write, hardware.address, hardware.scrub];
const PARTS = [hardware.source, hardware.responder, hardware.observer, hardware.anyPart];
const TARGETS = [hardware.memoryAccess, hardware.otherAccess, hardware.ioAccess, hardware.otherAccess];
const SIMPLE: Readonly<Record<number, () => Message>> = {
  0x0000: hardware.none,
  0x0001: hardware.unclassified,
  0x0002: hardware.microcode,
  0x0003: hardware.external,
  0x0004: hardware.redundancy,
  0x0005: hardware.internalParity,
  0x0006: hardware.smm,
  0x0400: hardware.timer,
  0x0e0b: hardware.io,
};

/** The 16 bits of an MCA error code; bit 12 of compound ones only says that corrected reports are filtered. */
function errorCode(code: number): Message {
  const simple = SIMPLE[code] as (() => Message) | undefined;
  if (simple) return simple();
  const plain = code & 0xefff;
  const level = LEVELS[plain & 3];
  const kind = KINDS[(plain >> 2) & 3]();
  const request = (REQUESTS[(plain >> 4) & 15] ?? hardware.anyRequest)();
  const channel = (plain & 15) === 15 ? undefined : plain & 15;
  const work = (WORK[(plain >> 4) & 7] ?? hardware.anyWork)();
  if ((plain & 0xf800) === 0x0800)
    return hardware.bus({
      part: PARTS[(plain >> 9) & 3](),
      request,
      target: TARGETS[(plain >> 2) & 3](),
      level,
      timeout: (plain & 0x100) !== 0,
    });
  if ((plain & 0xff00) === 0x0100) return hardware.cache({ request, kind, level });
  if ((plain & 0xff80) === 0x0280) return hardware.cachedMemory({ work, channel });
  if ((plain & 0xff80) === 0x0080) return hardware.controller({ work, channel });
  if ((plain & 0xfff0) === 0x0010) return hardware.tlb({ kind, level });
  if ((plain & 0xfffc) === 0x000c) return hardware.cacheLevel({ level });
  if ((plain & 0xfc00) === 0x0400) return hardware.internal();
  return hardware.otherCode({ code: `0x${code.toString(16).padStart(4, '0')}` });
}
