import type { Severity } from '../../arch/machine-check.ts';
import { hardware } from '../../catalogue/hardware.ts';
import type { Message } from '../../catalogue/message.ts';
import type { HardwareError, HardwareSource } from './error.ts';

type Groups = Readonly<Record<string, string | undefined>>;
type Told = Omit<HardwareError, 'line'>;

const told = (
  source: Message,
  severity: Severity,
  what: readonly Message[],
  more: Partial<Told> = {},
): Told => ({ source, severity, what, count: 1, decoded: true, ...more });

/** edac_mc_printk() and edac_ce_error() (drivers/edac/edac_mc.c): since 3.6 with a count and a label, before without. */
function edac({ controller, count, how, rest }: Groups): Told {
  const all = rest ?? '';
  const label = /\blabels? "([^"]+)"/.exec(all)?.[1] ?? / on (\S+(?: memory)?) \(/.exec(all)?.[1];
  const page = /\bpage[: ]0x([0-9a-f]+)/.exec(all)?.[1];
  const offset = /\boffset[: ]0x([0-9a-f]+)/.exec(all)?.[1];
  const place = /\b(?:node|channel|slot|row|card|module|bank):\d[^)\n]{0,80}/
    .exec(all)?.[0]
    .replace(/ page:.*/, '');
  const words = /^(?!page )([A-Za-z-][\w -]{2,60}?)(?: on | \(|$|,)/.exec(all)?.[1];
  return told(
    hardware.edac({ controller: controller ?? 'MC' }),
    how === 'UE' ? 'uncorrected' : 'corrected',
    words === undefined ? [] : [hardware.said({ words })],
    {
      place: label && !label.startsWith('unknown') ? label : (place ?? label),
      // EDAC prints frames of 4 KiB and the offset in them.
      address:
        page === undefined
          ? undefined
          : `0x${(BigInt(`0x${page}`) * 4096n + BigInt(`0x${offset ?? '0'}`)).toString(16)}`,
      count: Math.min(Number(count ?? 1), 1e9),
    },
  );
}

/**
 * Events of NVIDIA's driver that are of the hardware (docs.nvidia.com/deploy/xid-errors): memory (48, 63, 64, 92, 94, 95, 140), and
 * the links of a GPU (74 NVLink, 79 fallen off the bus). Most others come of what programs ask for: 13, 31, 43, 45.
 */
const XIDS: ReadonlyMap<number, Severity> = new Map([
  [48, 'uncorrected'],
  [63, 'corrected'],
  [64, 'uncorrected'],
  [74, 'uncorrected'],
  [79, 'uncorrected'],
  [92, 'corrected'],
  [94, 'uncorrected'],
  [95, 'uncorrected'],
  [140, 'uncorrected'],
]);
/** Power, slots and drivers bring those about, too. */
const OF_LINKS = new Set([74, 79]);

const LINES: readonly (readonly [pattern: RegExp, tell: (groups: Groups) => Told])[] = [
  [/^EDAC (?<controller>MC\d+): (?:(?<count>\d+) )?(?<how>CE|UE) (?<rest>.*)/, edac],
  // NVIDIA's driver.
  [
    /^NVRM: Xid \((?:PCI:)?(?<device>[\w:.]+)\): (?<number>\d+)(?:, (?<rest>.*))?/,
    ({ device, number, rest }) =>
      told(
        hardware.gpu({ device: device ?? '?' }),
        XIDS.get(Number(number)) ?? 'info',
        [
          hardware.xid({
            number: Number(number),
            words: (rest ?? '').replace(/^pid=[^,]*, (?:name=[^,]*, )?/, '').slice(0, 120),
          }),
        ],
        { perhapsSoftware: !XIDS.has(Number(number)) || OF_LINKS.has(Number(number)) },
      ),
  ],
  // Said of a GPU that is looked for and does not answer; the lines before name it.
  [
    /^\s*NVRM: (?:The NVIDIA )?(?:GPU (?<device>[\da-f]{2,8}:[\da-f:.]+\d))?.*\bfallen off the bus\b/,
    ({ device }) =>
      told(
        hardware.gpu({ device: device ?? '?' }),
        'uncorrected',
        [hardware.said({ words: 'fallen off the bus' })],
        { perhapsSoftware: true },
      ),
  ],
  // memory_failure(), mm/memory-failure.c
  [
    /^Memory failure: (?<page>0x[0-9a-f]+): (?<rest>.*)/,
    ({ page, rest }) =>
      told(hardware.memoryFailure(), 'uncorrected', [hardware.said({ words: rest ?? '' })], {
        place: `pfn ${page}`,
        decoded: false,
      }),
  ],
  // machine_check_print_event_info(), arch/powerpc/kernel/mce.c
  [
    /^MCE: CPU(?<cpu>\d+): (?:machine check \((?<grade>\w+)\)|(?<grade2>\w+)) (?<rest>.*)/,
    ({ cpu, grade, grade2, rest }) =>
      told(
        hardware.processor(),
        (grade ?? grade2) === 'Harmless' || /\[Recovered\]/.test(rest ?? '') ? 'corrected' : 'uncorrected',
        [hardware.said({ words: (rest ?? '').slice(0, 120) })],
        { place: `CPU ${cpu}` },
      ),
  ],
  [
    /^(?<grade>Severe|Fatal|Harmless) Machine check interrupt \[(?<rest>[^\]]*)\]/,
    ({ grade, rest }) =>
      told(
        hardware.processor(),
        grade === 'Fatal' ? 'fatal' : rest === 'Recovered' ? 'corrected' : 'uncorrected',
        [hardware.said({ words: rest ?? '' })],
      ),
  ],
];

/** Errors of one line each: EDAC, NVIDIA's Xid, pages given up, PowerPC's machine checks. */
export const source: HardwareSource = {
  name: 'single',
  start(found) {
    return (line, text) => {
      for (const [pattern, tell] of LINES) {
        const groups = pattern.exec(text)?.groups;
        if (!groups) continue;
        found.push({ line, ...tell(groups) });
        return true;
      }
      return false;
    };
  },
};
