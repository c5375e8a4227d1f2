import { reported } from '../../catalogue/reports.ts';
import { trouble } from '../../catalogue/trouble.ts';
import type { Heading } from '../report.ts';
import type { Headings } from './index.ts';

const FAULTS = [
  'null-pointer',
  'bad-address',
  'user-access',
  'non-canonical',
  'read-only-write',
  'no-exec',
  'bad-jump',
  'reserved-bit',
  'divide-error',
  'invalid-opcode',
  'int3',
  'double-fault',
  'stack-overflow',
  'alignment',
  'system-error',
  'bug',
  'list-corruption',
  'use-after-free',
  'double-free',
  'hardening',
  'bad-page',
  'slab-corruption',
  'stack-protector',
  'sanitizer',
  'sysrq',
  'spinlock',
  'filesystem',
  'atomic-context',
  'warn',
  'machine-check',
  'panic',
];
const panic = (id: string, kind: string, message: string, more: Partial<Heading> = {}): Heading => ({
  id,
  kind,
  // Typed from a photo the dash has its own spaces, and letters their own case.
  pattern: new RegExp(String.raw`^\**Kernel panic ?[-\u2013\u2014] ?not syncing: ?(?:${message})`, 'i'),
  about: trouble.panic,
  place: 'trace',
  rank: 4,
  ends: true,
  ...more,
});

/** kernel/panic.c and who calls panic(); what ends the machine on purpose or for lack. */
export const headings: Headings = {
  name: 'ends',
  list: [
    {
      id: 'sysrq',
      kind: 'sysrq',
      pattern: /^(?:sysrq: )?(?:SysRq ?: ?)?Trigger a crash/,
      about: trouble.sysrq,
      place: 'registers',
      rank: 9,
    },
    // What carries out what a report before it said.
    panic('panic-fatal', 'panic', '(?:Oops: )?Fatal exception|Oops(?:ed too often)?\\b', {
      after: FAULTS,
    }),
    panic('panic-on-warn', 'warn', '(?:\\S+: )?panic_on_warn set', {
      after: [...FAULTS, 'lockdep', 'object-debug', 'unwinder', 'memory-leak'],
    }),
    // end_report(), mm/kasan/report.c; kmsan_report_end(), mm/kmsan/report.c
    panic('panic-sanitizer', 'sanitizer', 'kasan\\.fault=panic(?:_on_write)? set|kmsan\\.panic set', {
      after: ['sanitizer', 'use-after-free', 'double-free', 'null-pointer', 'user-access'],
      about: trouble.kasan,
    }),
    panic('panic-hung', 'hung-task', 'hung_task: blocked tasks', {
      after: ['hung-task'],
      about: trouble.hungTask,
    }),
    panic('panic-soft', 'soft-lockup', 'softlockup: hung tasks', {
      after: ['soft-lockup'],
      about: trouble.softLockup,
    }),
    panic('panic-hard', 'hard-lockup', '(?:Watchdog detected )?[Hh]ard LOCKUP', {
      after: ['hard-lockup'],
      about: trouble.hardLockup,
    }),
    panic('panic-rcu', 'rcu-stall', 'RCU Stall', { after: ['rcu-stall'], about: trouble.rcuStall }),
    panic('panic-wq', 'workqueue-lockup', 'workqueue', {
      after: ['workqueue-lockup'],
      about: trouble.workqueue,
    }),
    panic('panic-serror', 'system-error', 'Asynchronous SError Interrupt', {
      after: ['system-error'],
      about: reported.systemError,
    }),
    panic('panic-atomic', 'atomic-context', 'scheduling while atomic', {
      after: ['atomic-context'],
      about: trouble.atomic,
    }),
    panic('panic-bad-mode', 'panic', 'bad mode', { after: ['panic', 'system-error', 'invalid-opcode'] }),
    panic('panic-stack', 'stack-overflow', 'kernel stack overflow', {
      after: ['stack-overflow', 'double-fault'],
      about: trouble.stackOverflow,
      rank: 8,
    }),
    panic(
      'panic-machine-check',
      'machine-check',
      '(?:Fatal (?:local )?[Mm]achine check|Machine check|Timeout: (?:Not all CPUs|Monarch)|Fatal hardware error|Uncorrected hardware memory error)',
      {
        after: ['machine-check'],
        about: trouble.hardware,
        rank: 8,
        place: 'none',
      },
    ),
    panic('panic-aiee', 'panic', '(?:Aiee, killing interrupt handler|Attempted to kill the idle task)', {
      after: FAULTS,
    }),
    // What says more by itself.
    panic('panic-init', 'init-killed', 'Attempted to kill init!(?: exitcode=(?<what>0x[0-9a-f]+))?', {
      about: reported.initKilled,
      rank: 8,
      place: 'none',
    }),
    panic(
      'panic-root',
      'no-root',
      '(?:VFS: Unable to mount root|No working init found|Requested init .* failed|No init found)',
      {
        about: reported.noRoot,
        rank: 8,
        place: 'none',
      },
    ),
    panic('panic-memory', 'out-of-memory', '(?:Out of memory|System is deadlocked on memory|out of memory)', {
      about: trouble.outOfMemory,
      rank: 8,
    }),
    panic('panic-sysrq', 'sysrq', 'sysrq triggered crash', { about: trouble.sysrq, rank: 9, place: 'none' }),
    panic('panic-nmi', 'unknown-nmi', '(?:NMI: Not continuing|An NMI occurred|NMI (?:IOCK|SERR))', {
      about: trouble.nmi,
      rank: 8,
    }),
    panic(
      'panic-fs',
      'filesystem',
      '(?<what>EXT[234]-fs|XFS|btrfs|BTRFS|gfs2|GFS2|UBIFS|F2FS|OCFS2|NILFS|JFS|FAT-fs|Journal)\\b.*',
      {
        about: trouble.filesystem,
      },
    ),
    panic('panic', 'panic', '(?!.*stack-protector)(?!.*corrupted stack end)(?<what>.*)', { rank: 3 }),
    {
      id: 'rust-panic',
      kind: 'rust-panic',
      pattern: /^rust_kernel: panicked at (?<what>.*)/,
      about: reported.rust,
      place: 'trace',
      rank: 7,
    },
    {
      id: 'mce',
      kind: 'machine-check',
      pattern:
        /^(?:mce: )?(?:\[Hardware Error\]: )?(?:CPU (?<cpu>\d+): Machine Check Exception: |\[Hardware Error\]: CPU \d+: Machine Check Exception)/,
      about: trouble.hardware,
      place: 'none',
      rank: 7,
    },
    // arch/powerpc/kernel/traps.c: die() of a machine check in the kernel
    {
      id: 'powerpc-machine-check-oops',
      kind: 'machine-check',
      pattern: /^Oops: Machine check, sig: \d+/,
      about: trouble.hardware,
      place: 'registers',
      rank: 7,
    },
    {
      id: 'nmi',
      kind: 'unknown-nmi',
      pattern: /^(?:Uhhuh\. )?NMI received for unknown reason [0-9a-f]+ on CPU (?<cpu>\d+)/,
      about: trouble.nmi,
      place: 'none',
      minor: true,
    },
  ],
};
