import type { BankReader, Severity } from '../../arch/machine-check.ts';
import { printedMachines } from '../../arch/printed.ts';
import { hardware } from '../../catalogue/hardware.ts';
import { trouble } from '../../catalogue/trouble.ts';
import type { Building, HardwareSource } from './error.ts';

/** __print_mce(), arch/x86/kernel/cpu/mce/core.c: "CPU 1: Machine Check Exception: 5 Bank 4: b200000000070f0f". */
const RAW =
  /^(?:CPU (?<cpu>\d+): )?Machine Check(?: Exception)?: +[0-9a-f]+ Bank (?<bank>\d+): (?<status>[0-9a-f]{16})/;
/** amd_decode_mce(), drivers/edac/mce_amd.c: "CPU:0 (19:50:0) MC14_STATUS[-|CE|MiscV|…]: 0x8424…". */
const AMD =
  /^CPU:? ?(?<cpu>\d+) ?(?:\([0-9a-f:]+\) )?MC(?<bank>\d+)_STATUS\[.*?(?:\]: (?<status>0x[0-9a-f]{1,16})|$)/;
/** mcelog(8): "CPU 0 4 northbridge TSC …", "STATUS b200000000070f0f MCGSTATUS 5". */
const MCELOG_BANK = /^CPU (?<cpu>\d+) (?:BANK )?(?<bank>\d+)\b/;
const MCELOG = /^(?:MCI_)?STATUS (?:0x)?(?<status>[0-9a-f]{16})\b/;
/** "PROCESSOR 2:a50f00 TIME …": X86_VENDOR_* (arch/x86/include/asm/processor.h); 9 is Hygon, which is made as AMD's are. */
const PROCESSOR = /\bPROCESSOR (\d+):[0-9a-f]+/;
const VENDORS: Readonly<Record<string, 'intel' | 'amd' | undefined>> = { 0: 'intel', 2: 'amd', 9: 'amd' };
const ADDRESS = /(?:\bADDR |Error Addr(?:ess)?: (?:0x)?)([0-9a-f]{1,16})\b/;
/** "Unified Memory Controller Ext. Error Code: 0, DRAM ECC error.", "Northbridge Error (node 0): DRAM ECC error detected on the NB." */
const EXTENDED =
  /^(?<unit>[A-Z][\w /-]{1,48}?) (?:Ext\. Error Code: \d+(?:, (?<words>.{1,80}?))?\.?$|Error(?: \(node \d+\))?: (?<words2>.{1,80}?)\.?$)/;
/** How mce_amd begins: "Corrected error, no action required.", "Uncorrected, software restartable error." */
const GRADES: readonly (readonly [RegExp, Severity])[] = [
  [/^Deferred error/, 'deferred'],
  [/^Corrected error/, 'corrected'],
  [/^Uncorrected, software (?:restartable|containable) error|^Uncorrected error/, 'uncorrected'],
  [/^System Fatal error/, 'fatal'],
];

/** Machine check banks: raw, decoded by mce_amd or by mcelog. */
export const source: HardwareSource = {
  name: 'banks',
  start(found) {
    let open: { error: Building; status: bigint; bank: number; cpu?: number; reader: BankReader } | undefined;
    let graded: Severity | undefined;
    let named: { cpu?: number; bank: number } | undefined;
    const reader = printedMachines.find(({ bank }) => bank)?.bank;
    let vendor: 'intel' | 'amd' | undefined;
    const tell = (): void => {
      if (!open) return;
      const { error, status, bank, cpu, reader: read } = open;
      const words = read(status, vendor);
      error.source = hardware.bank({
        bank,
        cpu,
        status: `0x${status.toString(16).padStart(16, '0')}`,
        flags: words.flags,
      });
      error.severity = words.severity;
      error.what = words.what;
      error.count = words.count ?? 1;
      error.decoded = words.valid;
    };
    return (line, given) => {
      const text = given
        .replace(/^mce: |^\[Hardware Error\]: /g, '')
        .replace(/^\[Hardware Error\]: /, '')
        .trimStart();
      const grade = GRADES.find(([pattern]) => pattern.test(text))?.[1];
      if (grade) {
        graded = grade;
        vendor = 'amd';
        return true;
      }
      const amd = AMD.exec(text)?.groups;
      const of = (amd ?? RAW.exec(text)?.groups) as Record<string, string | undefined> | undefined;
      const mcelog = of ? undefined : MCELOG.exec(text)?.groups?.status;
      if ((of?.status ?? mcelog) !== undefined && reader) {
        if (amd) vendor = 'amd';
        const cpu = of ? of.cpu : named?.cpu?.toString();
        const error: Building = {
          line,
          source: trouble.hardware(),
          severity: graded ?? 'uncorrected',
          what: [],
          count: 1,
          decoded: true,
        };
        open = {
          error,
          status: BigInt(`0x${(of?.status ?? mcelog)!.replace(/^0x/, '')}`),
          bank: Number(of?.bank ?? named?.bank ?? 0),
          cpu: cpu === undefined ? undefined : Number(cpu),
          reader,
        };
        graded = undefined;
        named = undefined;
        tell();
        found.push(error);
        return true;
      }
      const bank = MCELOG_BANK.exec(text)?.groups;
      if (bank && / (?:BANK|TSC|northbridge|Processor)|\b(?:memory|bus|cache)\b/i.test(text)) {
        named = { cpu: Number(bank.cpu), bank: Number(bank.bank) };
        return true;
      }
      if (!open) return false;
      const processor = PROCESSOR.exec(text)?.[1];
      const address = ADDRESS.exec(text)?.[1];
      const extended = EXTENDED.exec(text)?.groups;
      if (processor !== undefined) {
        vendor = VENDORS[processor];
        tell();
      }
      if (address !== undefined) open.error.address ??= `0x${address}`;
      if (extended) {
        const words = extended.words ?? extended.words2;
        open.error.what = [
          ...open.error.what,
          hardware.said({ words: words === undefined ? extended.unit : `${extended.unit}: ${words}` }),
        ];
      }
      return processor !== undefined || address !== undefined || extended !== undefined;
    };
  },
};
