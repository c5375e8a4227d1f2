import { reported } from '../../catalogue/reports.ts';
import { trouble } from '../../catalogue/trouble.ts';
import type { Heading } from '../report.ts';
import type { Headings } from './index.ts';

const minor = (id: string, kind: string, pattern: RegExp, about: Heading['about']): Heading => ({
  id,
  kind,
  pattern,
  about,
  place: 'none',
  minor: true,
});

/** Lines that are trouble and no report: they may be what all that follows came from. */
export const headings: Headings = {
  name: 'minor',
  list: [
    minor(
      'hardware-error',
      'machine-check',
      /^(?:mce: |\{\d+\})?\[Hardware Error\]: (?!Run the above|PROCESSOR|TSC|RIP|MISC|ADDR|SYND|IPID)(?<what>.*)/,
      trouble.hardware,
    ),
    minor('machine-check-error', 'machine-check', /^[\w:]{1,24} Machine Check Error:/, trouble.hardware),
    minor('edac', 'machine-check', /^EDAC MC\d+: (?:\d+ )?UE /, trouble.hardware),
    minor('aer', 'machine-check', /(?:PCIe|CXL) Bus Error: severity=(?!Correct)/, trouble.hardware),
    minor(
      'xid',
      'machine-check',
      /^NVRM: (?:Xid \([^)]*\): (?:48|64|74|79|94|95|140),|.*\bfallen off the bus\b)/,
      trouble.hardware,
    ),
    minor('memory-failure', 'machine-check', /^Memory failure: 0x[0-9a-f]+: (?!already)/, trouble.hardware),
    minor(
      'powerpc-machine-check',
      'machine-check',
      /^(?:Severe|Fatal) Machine check interrupt|^MCE: CPU\d+: machine check \((?!Harmless)/,
      trouble.hardware,
    ),
    minor(
      'io-error',
      'filesystem',
      /I\/O error, dev \S+|^Buffer I\/O error|rejecting I\/O to offline device/,
      trouble.io,
    ),
    minor(
      'device-gone',
      'filesystem',
      /^nvme nvme\d+: (?:I\/O .*timeout|I\/O tag .*timeout|Removing after probe failure|Device not ready|controller is down|Disabling device after reset failure)|^(?:sd|scsi|ata)\S* .*(?:Device offlined|timing out command|hard resetting link|exception Emask|failed command|qc timeout|reset failed|critical target error|FAILED Result: hostbyte=DID_(?!OK))|^NETDEV WATCHDOG: |\bNETDEV WATCHDOG\b/,
      reported.deviceGone,
    ),
    minor(
      'fs-error',
      'filesystem',
      /^(?:EXT[234]-fs (?:error|\(\S+\): error)|XFS \(.*\): (?:Corruption|Internal error|log I\/O error)|BTRFS (?:critical|error)|F2FS-fs .*: (?:Inconsistent|corrupt))/,
      trouble.filesystem,
    ),
    minor('oom-killer', 'out-of-memory', /^(?<comm>.*) invoked oom-killer:/, trouble.outOfMemory),
    minor(
      'oom-kill',
      'out-of-memory',
      /^(?:Memory cgroup )?[Oo]ut of memory: Kill(?:ed)? process (?<pid>\d+) \((?<comm>.*?)\)/,
      trouble.killedForMemory,
    ),
    minor('alloc-failure', 'out-of-memory', /page allocation failure: order:\d+/, trouble.allocation),
    minor('segfault', 'nothing', /^(?<comm>.*)\[(?<pid>\d+)\]: segfault at /, reported.segfault),
  ],
};
