import { hex0x } from '../../addr.ts';
import type { Message } from '../../catalogue/message.ts';
import { machines } from '../../arch/index.ts';
import { trait } from '../../catalogue/findings.ts';
import { textFinding, waitsFor } from '../../catalogue/reports.ts';
import type { Facts } from '../../reports/facts.ts';
import type { Found, Report } from '../../reports/report.ts';
import { ofOneBoot, type Split } from '../../reports/split.ts';
import { refTo } from '../../rows/ref.ts';
import type { Evidence, Finding } from '../../rows/verdict.ts';
import { ofFaultWord } from '../phrases.ts';
import type { TextCase } from './case.ts';

/** What stands around the fault in its report, and what the log tells of the machine and of devices before it. */

/** "PGD … P4D … PUD … PMD … PTE 0": where the walk ended. */
export function tableFindings({ facts, fault }: TextCase): Finding[] {
  const { tables, tablesLine } = facts;
  if (fault.kind === 'sysrq' || !tablesLine || tables.length === 0 || fault.address === undefined) return [];
  const end = tables.findIndex(([, entry]) => entry === 0n);
  if (end < 0) return [];
  const [level] = tables[end];
  const above = tables[end - 1];
  const evidence = [{ ref: refTo.log(tablesLine.sequence), text: tablesLine.text }];
  const high = fault.address >> 63n === 1n;
  // The last level alone is empty below tables that are there: the page was unmapped by itself.
  if (level === 'PTE' && above && high)
    return [
      {
        rule: 'tables',
        confidence: 'likely',
        text: textFinding.tableGone({ level, above: above[0], entry: hex0x(above[1]) }),
        evidence,
      },
    ];
  return [{ rule: 'tables', confidence: 'proven', text: textFinding.noTables({ level }), evidence }];
}

/** What the processor said of the fault, word for word. */
export function wordFindings({ facts, fault }: TextCase): Finding[] {
  const { word, machine } = facts;
  const log = machines.find(({ name }) => name === machine?.name)?.faultLog;
  if (!word || !log || fault.kind === 'sysrq' || fault.address === undefined) return [];
  const said = log.faultWord(word.value);
  return [ofFaultWord('fault-word', said, [{ ref: refTo.log(word.line.sequence), text: word.line.text }])];
}

/** Where the address that faulted is that of the running task's own task_struct. */
export function ownTaskFinding({ facts, fault }: TextCase): Finding[] {
  if (facts.taskStruct === undefined || fault.address !== facts.taskStruct) return [];
  const line = facts.placeLine;
  return [
    {
      rule: 'own-task',
      confidence: 'proven',
      text: textFinding.ownTask({ address: hex0x(facts.taskStruct) }),
      evidence: line ? [{ ref: refTo.log(line.sequence), text: line.text }] : [],
    },
  ];
}

/** Functions that wait, by what for (kernel/locking, mm/filemap.c, fs/buffer.c, block, kernel/rcu, fs/jbd2). */
const WAITS: readonly (readonly [pattern: RegExp, kind: () => Message])[] = [
  [/^(?:rwsem_down|down_(?:read|write)|__down_(?:read|write)|call_rwsem|percpu_down)/, waitsFor.rwsem],
  [/^(?:rt_mutex|__rt_mutex|rtlock)/, waitsFor.rtmutex],
  [/^(?:__)?(?:ww_)?mutex_/, waitsFor.mutex],
  [/^(?:__down|down(?:_\w+)?)$/, waitsFor.semaphore],
  [/^(?:folio_wait|wait_on_page|__lock_page|__folio_lock)/, waitsFor.page],
  [/^(?:__wait_on_buffer|__lock_buffer)/, waitsFor.buffer],
  [/^(?:jbd2_|do_get_write_access|wait_transaction)/, waitsFor.journal],
  [/^(?:synchronize_(?:s?rcu|net)|__wait_rcu_gp|wait_rcu_gp|rcu_barrier)/, waitsFor.rcu],
  [/^(?:__flush_work|flush_work|flush_workqueue|__flush_workqueue|__cancel_work)/, waitsFor.work],
  [/^(?:io_schedule|blk_mq_get_tag|submit_bio_wait|blk_execute_rq)/, waitsFor.io],
  [/^(?:wait_for_completion|__wait_for_common|wait_for_common)/, waitsFor.completion],
];

/** What a hung task waits for, by the functions of its trace. */
export function waitFinding({ blame, report }: TextCase): Finding[] {
  if (report.main.heading.id !== 'hung-task') return [];
  const frames = (blame.trace?.frames ?? []).filter(({ sure }) => sure);
  for (const [i, { symbol }] of frames.entries()) {
    const found = WAITS.find(([pattern]) => pattern.test(symbol));
    if (!found) continue;
    const by = frames.slice(i).find((each) => !WAITS.some(([pattern]) => pattern.test(each.symbol)));
    return [
      {
        rule: 'waits-for',
        confidence: 'likely',
        text: textFinding.waitsFor({ kind: found[1](), function: by?.symbol ?? symbol }),
        evidence: [{ ref: refTo.log(frames[i].sequence), text: symbol }],
      },
    ];
  }
  return [];
}

/**
 * What a function does to a device, by its name: drivers call those that touch one register for the register and the
 * direction (arm_smmu_write_s2cr, rtl_r32, readl_relaxed). A name proves nothing.
 */
export function registerAccess(symbol: string): 'read' | 'write' | undefined {
  if (/(?:^|_)(?:write(?:[bwlq]|_?\d+)?|w(?:8|16|32|64)|writereg|wreg)(?:_|$)/.test(symbol)) return 'write';
  if (/(?:^|_)(?:read(?:[bwlq]|_?\d+)?|r(?:8|16|32|64)|readreg|rreg)(?:_|$)/.test(symbol)) return 'read';
  return undefined;
}

/** Of an SError: what its code tells, what was done to the device, and whether a device was just waking up. */
export function systemErrorFindings({ report, blame }: TextCase): Finding[] {
  const { heading, groups, line } = report.main;
  if (heading.kind !== 'system-error') return [];
  const found: Finding[] = [];
  const evidence = [{ ref: refTo.log(line.sequence), text: line.text }];
  const code = groups.what;
  if (code !== undefined) {
    // ESR_ELx.IDS and DFSC of an SError (Arm ARM, D24.2.40): 0 in both says nothing of the cause.
    const value = Number(BigInt(code) & 0x1ffffffn);
    const uncategorised = (value & (1 << 24)) === 0 && (value & 0x3f) === 0;
    found.push({
      rule: 'syndrome',
      confidence: 'proven',
      text: uncategorised ? textFinding.serrorUncategorised({ code }) : textFinding.serrorKnown({ code }),
      evidence,
    });
  }
  const access = blame.where && registerAccess(blame.where.symbol);
  if (blame.where && access)
    found.push({
      rule: 'register',
      confidence: 'guess',
      text: textFinding.register({ function: blame.where.symbol, write: access === 'write' }),
      evidence,
    });
  const resume = blame.trace?.frames.find(({ symbol }) => /(?:_resume|_suspend|_reset)$/.test(symbol));
  const power =
    blame.trace?.frames.find(({ symbol }) =>
      /(?:runtime|_pm|genpd|system)\w*_(?:resume|suspend)$/.test(symbol),
    ) ?? resume;
  if (power)
    found.push({
      rule: 'resuming',
      confidence: 'likely',
      text: textFinding.resuming({ function: power.symbol }),
      evidence: [{ ref: refTo.log(power.sequence), text: power.symbol }],
    });
  return found;
}

/** How long before a hang a device may have gone away, in seconds. */
const BEFORE_HANG = 600;
const DEVICE = /\b(nvme\d+|sd[a-z]{1,3}|ata\d+|scsi \d+:\d+:\d+:\d+|\w{2,15}\d*)(?=:)/;

/** The last words of a device that stopped answering before the report. */
export function deviceBefore(
  log: Pick<Split, 'minor' | 'boots'>,
  report: Report,
): { readonly found: Found; readonly name: string } | undefined {
  const { line } = report.main;
  const gone = log.minor.filter(
    ({ heading, line: each }) =>
      heading.id === 'device-gone' &&
      each.sequence < line.sequence &&
      ofOneBoot(log, each.sequence, line.sequence) &&
      (each.time === undefined || line.time === undefined || line.time - each.time <= BEFORE_HANG),
  );
  const first = gone[0] as Found | undefined;
  if (!first) return undefined;
  const name = /^nvme (nvme\d+):/.exec(first.line.text)?.[1] ?? DEVICE.exec(first.line.text)?.[1];
  return name === undefined ? undefined : { found: first, name };
}

/** A user process that crashed within a second of the report. */
export function userCrashFinding({ log, report }: TextCase): Finding[] {
  const { line } = report.main;
  const beside = log.minor.find(
    ({ heading, line: each }) =>
      heading.id === 'segfault' &&
      (each.time !== undefined && line.time !== undefined
        ? Math.abs(each.time - line.time) <= 1
        : Math.abs(each.sequence - line.sequence) <= 20),
  );
  if (!beside) return [];
  const evidence: Evidence = { ref: refTo.log(beside.line.sequence), text: beside.line.text };
  return [
    {
      rule: 'user-crash',
      confidence: 'likely',
      text: textFinding.userCrash({ line: evidence }),
      evidence: [evidence],
    },
  ];
}

/** DMI names of virtual machines (drivers/firmware/dmi_scan.c prints them): who made them. */
const HYPERVISORS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\bQEMU\b|\bKVM\b|Bochs|Red Hat KVM|oVirt|OpenStack/, 'QEMU/KVM'],
  [/VMware/, 'VMware'],
  [/VirtualBox|innotek/, 'VirtualBox'],
  [/Microsoft Corporation Virtual Machine/, 'Hyper-V'],
  [/\bXen\b/, 'Xen'],
  [/BHYVE/i, 'bhyve'],
  [/Amazon EC2/, 'Amazon EC2'],
  [/Google Compute Engine/, 'Google Compute Engine'],
  [/Parallels/, 'Parallels'],
  [/Alibaba Cloud/, 'Alibaba Cloud'],
  [/Apple Virtualization/, 'Apple Virtualization'],
];

/** "Hypervisor detected: KVM" (arch/x86/kernel/cpu/hypervisor.c), "Booting paravirtualized kernel on KVM" (paravirt.c). */
const DETECTED = /^Hypervisor detected: (.+)|^Booting paravirtualized kernel on (?!bare hardware)(.+)/;

/** Whose guest the kernel was, by what it or the maker of the machine says. */
export function guestOf(log: Pick<Split, 'machine'>, name = dmiOf(log)): string | undefined {
  const made = name === undefined ? undefined : HYPERVISORS.find(([pattern]) => pattern.test(name))?.[1];
  if (made !== undefined) return made;
  for (const { text } of log.machine) {
    const found = DETECTED.exec(text);
    if (found) return found[1] ?? found[2];
  }
  return undefined;
}

/** What it ran on. `guestTold`: whose guest it was is told with the errors of the hardware. */
export function machineFindings({ facts, log }: TextCase, guestTold: boolean): Finding[] {
  const name = facts.hardware ?? dmiOf(log);
  if (name === undefined) return [];
  const line = [...log.machine].find(({ text }) => text.includes(name));
  const evidence = line ? [{ ref: refTo.log(line.sequence), text: line.text }] : [];
  const guest = guestOf(log, name);
  return [
    { rule: 'hardware', confidence: 'proven', text: textFinding.hardware({ name }), evidence },
    ...(guest === undefined || guestTold
      ? []
      : [
          {
            rule: 'hypervisor',
            confidence: 'proven' as const,
            text: textFinding.hypervisor({ name: guest }),
            evidence,
          },
        ]),
  ];
}

function dmiOf({ machine }: Pick<Split, 'machine'>): string | undefined {
  for (const { text } of machine) {
    const found = /^(?:DMI|Machine model): (.*\S)/.exec(text);
    if (found) return found[1];
  }
  return undefined;
}

/** "exitcode=0x0000008b": how PID 1 ended (wait(2): the low seven bits a signal, bit 7 a core dump). */
export function initFinding({ report }: TextCase): Finding[] {
  const { heading, groups, line } = report.main;
  if (heading.kind !== 'init-killed' || groups.what === undefined) return [];
  const value = Number(BigInt(groups.what));
  return [
    {
      rule: 'exit-code',
      confidence: 'proven',
      text: textFinding.exitCode({ code: groups.what, signal: value & 0x7f, core: (value & 0x80) !== 0 }),
      evidence: [{ ref: refTo.log(line.sequence), text: line.text }],
    },
  ];
}

/** What "Modules linked in:" says of the module that is blamed. */
export function moduleFinding({ facts, blame }: TextCase): Finding[] {
  const name = blame.blamed?.module ?? blame.where?.module;
  const letters = name === undefined ? undefined : facts.modules.get(name);
  const line = facts.modulesLine;
  if (name === undefined || letters === undefined || !line) return [];
  const traits = Object.entries(trait)
    .filter(([letter]) => letters.includes(letter))
    .map(([, said]) => said());
  if (traits.length === 0) return [];
  return [
    {
      rule: 'taints',
      confidence: 'proven',
      text: textFinding.moduleTraits({ module: name, traits, letters: [...letters].join(', ') }),
      evidence: [{ ref: refTo.log(line.sequence), text: line.text }],
    },
  ];
}

/** The fault by which sysrq c crashes kernels before 5.x, or by which a panic is carried out. */
export function meansFinding({ report, fault }: TextCase): Finding[] {
  const means =
    fault.kind === 'sysrq'
      ? report.found.find(({ heading }) => heading.place === 'registers' && heading.kind !== 'sysrq')
      : undefined;
  if (!means) return [];
  const evidence = { ref: refTo.log(means.line.sequence), text: means.line.text };
  return [{ rule: 'means', confidence: 'proven', text: textFinding.means(), evidence: [evidence] }];
}

/** The task whose trace a hung task's panic prints is not the one that hangs. */
export function noticedFinding({ report, facts }: TextCase): Finding[] {
  if (report.main.heading.id !== 'hung-task' || !report.end) return [];
  const by = byWhom(report, facts);
  return by === undefined
    ? []
    : [
        {
          rule: 'noticed',
          confidence: 'proven',
          text: textFinding.noticed({ comm: by }),
          evidence: [{ ref: refTo.log(report.end.line.sequence), text: report.end.line.text }],
        },
      ];
}

const byWhom = (report: Report, { task }: Facts): string | undefined =>
  task && task.comm !== report.main.groups.comm ? task.comm : undefined;
