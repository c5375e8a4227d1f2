import type { Severity } from '../../arch/machine-check.ts';
import { hardware } from '../../catalogue/hardware.ts';
import type { Building, HardwareSource } from './error.ts';

/** aer_print_error(), drivers/pci/pcie/aer.c; CXL's ports print the same of their bus. */
const ERROR =
  /^\S+ (?<device>(?:[0-9a-f]{4,8}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]): (?:AER: )?(?:PCIe|CXL) Bus Error: severity=(?<severity>Corrected|Correctable|Uncorrect(?:ed|able) \((?:Non-)?Fatal\)), type=(?<type>[^,(]+)/;
const STATUS =
  /^\S+ (?<device>\S+): +(?:AER: )?device \[(?<id>[0-9a-f]{4}:[0-9a-f]{4})\] error status\/mask=(?<status>[0-9a-f]{8})\/(?<mask>[0-9a-f]{8})/;
const RECOVERY =
  /^\S+ (?<device>\S+): (?:AER: )?(?<words>[Dd]evice recovery (?:failed|successful)|can't recover \(.*\))/;

/** PCI_ERR_COR_* and PCI_ERR_UNC_* (include/uapi/linux/pci_regs.h; PCI Express Base Specification, 7.8.4.2 and 7.8.4.5). */
const CORRECTABLE: Readonly<Record<number, string>> = {
  0: 'Receiver Error',
  6: 'Bad TLP',
  7: 'Bad DLLP',
  8: 'REPLAY_NUM Rollover',
  12: 'Replay Timer Timeout',
  13: 'Advisory Non-Fatal',
  14: 'Corrected Internal Error',
  15: 'Header Log Overflow',
};
const UNCORRECTABLE: Readonly<Record<number, string>> = {
  4: 'Data Link Protocol',
  5: 'Surprise Down',
  12: 'Poisoned TLP',
  13: 'Flow Control Protocol',
  14: 'Completion Timeout',
  15: 'Completer Abort',
  16: 'Unexpected Completion',
  17: 'Receiver Overflow',
  18: 'Malformed TLP',
  19: 'ECRC',
  20: 'Unsupported Request',
  21: 'ACS Violation',
  22: 'Uncorrectable Internal Error',
  23: 'MC Blocked TLP',
  24: 'AtomicOp Egress Blocked',
  25: 'TLP Prefix Blocked',
  26: 'Poisoned TLP Egress Blocked',
};

/** Uncorrectable errors that a driver's request may bring about: timeout, abort and unexpected completion, unsupported request, ACS. */
const OF_REQUESTS = 0x0031c000;

/** The names of the errors in `wanted`. */
function namesIn(wanted: number, names: Readonly<Record<number, string>>): string[] {
  return Array.from({ length: 32 }, (_, bit) => bit)
    .filter((bit) => ((wanted >>> bit) & 1) === 1)
    .map((bit) => names[bit] ?? `bit ${bit}`);
}

function severityOf(said: string): Severity {
  if (said.startsWith('Correct')) return 'corrected';
  return said.includes('Non-Fatal') ? 'nonFatal' : 'fatal';
}

/** PCI Express advanced error reporting. */
export const source: HardwareSource = {
  name: 'pcie',
  start(found) {
    const open = new Map<string, Building>();
    return (line, text) => {
      const begun = ERROR.exec(text)?.groups;
      if (begun) {
        const error: Building = {
          line,
          source: hardware.pcie({ device: begun.device }),
          severity: severityOf(begun.severity),
          what: [hardware.said({ words: begun.type.trim() })],
          place: begun.device,
          count: 1,
          decoded: true,
          perhapsSoftware: begun.type.startsWith('Transaction Layer'),
        };
        if (open.size > 256) open.clear();
        open.set(begun.device, error);
        found.push(error);
        return true;
      }
      const status = STATUS.exec(text)?.groups;
      if (status) {
        const error = open.get(status.device);
        if (!error) return false;
        const [all, mask] = [parseInt(status.status, 16), parseInt(status.mask, 16)];
        // Those that are not masked; all where all are.
        const wanted = (all & ~mask) >>> 0 || all;
        const corrected = error.severity === 'corrected';
        const names = namesIn(wanted, corrected ? CORRECTABLE : UNCORRECTABLE);
        error.what = [hardware.names({ names }), ...error.what];
        error.perhapsSoftware = !corrected && (wanted & ~OF_REQUESTS) === 0;
        error.place = `${status.device} [${status.id}]`;
        return true;
      }
      const recovery = RECOVERY.exec(text)?.groups;
      const last = recovery && (open.get(recovery.device) ?? [...open.values()].at(-1));
      if (!recovery || !last) return false;
      last.what = [...last.what, hardware.said({ words: recovery.words })];
      return true;
    };
  },
};
