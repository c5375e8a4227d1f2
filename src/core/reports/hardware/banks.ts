import type { BankReader, Severity } from '../../arch/machine-check.ts';
import { printedMachines } from '../../arch/printed.ts';
import { hardware } from '../../catalogue/hardware.ts';
import { trouble } from '../../catalogue/trouble.ts';
import type { LogLine } from '../report.ts';
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
    const reader = new BankLines(found);
    return (line, text) => reader.take(line, plain(text));
  },
};

/** `text` without what stands before lines of hardware errors, once or twice. */
function plain(text: string): string {
  return text
    .replace(/^mce: |^\[Hardware Error\]: /g, '')
    .replace(/^\[Hardware Error\]: /, '')
    .trimStart();
}

/** What the lines of a bank have said so far. */
class BankLines {
  private open:
    { error: Building; status: bigint; bank: number; cpu?: number; reader: BankReader } | undefined;
  /** How bad mce_amd says that the next bank's error is. */
  private graded: Severity | undefined;
  /** The bank that mcelog named on a line of its own. */
  private named: { cpu?: number; bank: number } | undefined;
  private vendor: 'intel' | 'amd' | undefined;
  private readonly reader = printedMachines.find(({ bank }) => bank)?.bank;

  constructor(private readonly found: Building[]) {}

  /** Whether the line is of a bank. */
  take(line: LogLine, text: string): boolean {
    return this.grade(text) || this.begin(line, text) || this.name(text) || this.more(text);
  }

  private grade(text: string): boolean {
    const grade = GRADES.find(([pattern]) => pattern.test(text))?.[1];
    if (!grade) return false;
    this.graded = grade;
    this.vendor = 'amd';
    return true;
  }

  /** A line with the status of a bank, which begins an error. */
  private begin(line: LogLine, text: string): boolean {
    const amd = AMD.exec(text)?.groups;
    const of = (amd ?? RAW.exec(text)?.groups) as Record<string, string | undefined> | undefined;
    const status = of ? of.status : MCELOG.exec(text)?.groups?.status;
    if (status === undefined || !this.reader) return false;
    if (amd) this.vendor = 'amd';
    const { named } = this;
    const cpu = of ? of.cpu : named?.cpu?.toString();
    const error: Building = {
      line,
      source: trouble.hardware(),
      severity: this.graded ?? 'uncorrected',
      what: [],
      count: 1,
      decoded: true,
    };
    this.open = {
      error,
      status: BigInt(`0x${status.replace(/^0x/, '')}`),
      bank: Number(of?.bank ?? named?.bank ?? 0),
      cpu: cpu === undefined ? undefined : Number(cpu),
      reader: this.reader,
    };
    this.graded = undefined;
    this.named = undefined;
    this.tell();
    this.found.push(error);
    return true;
  }

  private name(text: string): boolean {
    const bank = MCELOG_BANK.exec(text)?.groups;
    if (!bank || !/ (?:BANK|TSC|northbridge|Processor)|\b(?:memory|bus|cache)\b/i.test(text)) return false;
    this.named = { cpu: Number(bank.cpu), bank: Number(bank.bank) };
    return true;
  }

  /** What a line adds to the error that was begun: whose processor, which address, mce_amd's words. */
  private more(text: string): boolean {
    if (!this.open) return false;
    const { error } = this.open;
    const processor = PROCESSOR.exec(text)?.[1];
    const address = ADDRESS.exec(text)?.[1];
    const extended = EXTENDED.exec(text)?.groups;
    if (processor !== undefined) {
      this.vendor = VENDORS[processor];
      this.tell();
    }
    if (address !== undefined) error.address ??= `0x${address}`;
    if (extended) {
      const words = extended.words ?? extended.words2;
      const said = words === undefined ? extended.unit : `${extended.unit}: ${words}`;
      error.what = [...error.what, hardware.said({ words: said })];
    }
    return processor !== undefined || address !== undefined || extended !== undefined;
  }

  /** Puts the status into words, as far as it is known whose it is. */
  private tell(): void {
    if (!this.open) return;
    const { error, status, bank, cpu, reader } = this.open;
    const words = reader(status, this.vendor);
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
  }
}
