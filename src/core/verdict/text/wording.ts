import { hex0x } from '../../addr.ts';
import { endings } from '../../catalogue/endings.ts';
import { textSays, textTitle } from '../../catalogue/reports.ts';
import type { Message, Said } from '../../catalogue/message.ts';
import { access, faults, stops, who as whoIs } from '../../catalogue/stops.ts';
import { refTo } from '../../rows/ref.ts';
import type { Words } from '../../rows/verdict.ts';
import type { TextCase } from './case.ts';

/** Stalled CPUs that are named at most. */
const MAX_CPUS = 8;
/** "rcu: 	31-...0: (4 ticks this GP) idle=…" (kernel/rcu/tree_stall.h); "{ 2}" and "stall on CPU 0" before 3.2. */
const STALLED =
  /^(?:rcu: )?\s*(\d{1,5})-[.O]?[.o]?[.N]?[.!?\dD]?: \(|\bdetected stall on CPU (\d{1,5})|\bstalls on CPUs\/tasks: \{ ?(\d{1,5})-|^(?:rcu: )?\s*(\d{1,5}): \(\d+ /;

/** The CPUs that a report of RCU says it waits for. */
export function stalledCpus({ main, lines }: TextCase['report']): string[] {
  if (main.heading.kind !== 'rcu-stall') return [];
  const cpus = new Set<string>();
  for (const { text } of lines) {
    const found = STALLED.exec(text);
    if (found && cpus.size < MAX_CPUS) cpus.add(found.slice(1).find((each) => each !== undefined)!);
  }
  return [...cpus];
}

/** "insmod (PID 166) on CPU 0", as far as the report tells. */
function whoOf({ report, facts }: TextCase): Said {
  const { comm, pid, cpu } = report.main.groups;
  const task = comm !== undefined && pid !== undefined ? { comm, pid: Number(pid) } : facts.task;
  const stalled = stalledCpus(report);
  // Of a stall the task that prints is the one that noticed it, unless it is on the CPU that stalls.
  if (!task && stalled.length > 0) return whoIs.cpu({ cpu: stalled.join(', ') });
  if (!task) return cpu === undefined ? whoIs.kernel() : whoIs.cpu({ cpu });
  const on = report.main.heading.id === 'hung-task' ? undefined : cpu !== undefined ? Number(cpu) : facts.cpu;
  return on === undefined ? whoIs.task(task) : whoIs.taskOnCpu({ task: whoIs.task(task), cpu: on });
}

/** "null_pointer_init+0x1f [null_pointer]" */
function atOf({ blame }: TextCase): Said | undefined {
  const { where } = blame;
  if (!where) return undefined;
  return (
    where.symbol +
    (where.offset === undefined ? '' : `+0x${where.offset.toString(16)}`) +
    (where.module ? ` [${where.module}]` : '')
  );
}

/** How memory was accessed, where the report tells. */
const accessWord = ({ fault }: TextCase): Message | undefined => fault.access && access[fault.access]();

/** Titles by kind, where they do not depend on more. */
const TITLES: Readonly<Record<string, (c: TextCase) => Message>> = {
  'null-pointer': (c) => faults.nullTitle({ access: accessWord(c) }),
  'bad-address': (c) => faults.badAddressTitle({ access: accessWord(c) }),
  'user-access': (c) => faults.userAccessTitle({ access: accessWord(c) }),
  'read-only-write': faults.readOnlyTitle,
  'no-exec': faults.noExecTitle,
  'bad-jump': faults.badJumpTitle,
  'non-canonical': (c) =>
    c.fault.address === undefined
      ? faults.protectionTitle()
      : faults.nonCanonicalTitle({ access: accessWord(c) }),
  'reserved-bit': textTitle.reservedBit,
  'use-after-free': (c) => faults.freedTitle({ access: accessWord(c) }),
  'divide-error': faults.divideTitle,
  'invalid-opcode': faults.opcodeTitle,
  int3: textTitle.int3,
  'double-fault': faults.doubleTitle,
  'stack-overflow': faults.overflowTitle,
  alignment: textTitle.alignment,
  'machine-check': faults.machineCheckTitle,
  'system-error': textTitle.systemError,
  'unknown-nmi': faults.nmiTitle,
  bug: ({ report }) =>
    report.main.heading.id === 'module-assert' ? textTitle.assertion() : stops.bugTitle(),
  warn: textTitle.warn,
  'list-corruption': stops.listTitle,
  'double-free': textTitle.doubleFree,
  'slab-corruption': textTitle.slab,
  'bad-page': textTitle.badPage,
  'stack-protector': stops.protectorTitle,
  hardening: ({ report }) => stops.hardeningTitle({ what: report.main.heading.id }),
  sanitizer: ({ report }) =>
    stops.sanitizerTitle({
      what: `${report.main.heading.id.replace(/-.*/, '').toUpperCase()}${report.main.groups.what ? ` (${report.main.groups.what})` : ''}`,
    }),
  lockdep: textTitle.lockdep,
  spinlock: textTitle.spinlock,
  'atomic-context': textTitle.atomicContext,
  'object-debug': textTitle.objectDebug,
  'memory-leak': textTitle.leak,
  unwinder: textTitle.unwinder,
  'soft-lockup': ({ report }) => stops.softLockupTitle({ seconds: report.main.groups.seconds ?? '?' }),
  'hard-lockup': stops.hardLockupTitle,
  'hung-task': (c) =>
    stops.hungTitle({
      task: whoOf(c),
      seconds: c.report.main.groups.seconds ?? c.report.main.groups.dying,
      deadlock: false,
    }),
  'rcu-stall': stops.rcuTitle,
  'workqueue-lockup': stops.workqueueTitle,
  'netdev-busy': textTitle.netdev,
  sysrq: stops.sysrqTitle,
  panic: ({ report }) => stops.panicTitle({ message: report.main.groups.what ?? report.main.line.text }),
  'out-of-memory': stops.memoryTitle,
  'init-killed': stops.initTitle,
  'no-root': stops.rootTitle,
  filesystem: ({ report: { main } }) =>
    main.heading.id === 'in-use'
      ? textTitle.inUse()
      : main.groups.what === undefined
        ? textTitle.filesystem()
        : endings.filesystemTitle({ name: main.groups.what }),
  'rust-panic': textTitle.rust,
};

/** A few words: what kind of trouble it was. */
export function titleOf(c: TextCase): Message {
  return TITLES[c.fault.kind]?.(c) ?? stops.unknownTitle();
}

/** One sentence: who did what where. */
export function sentenceOf(c: TextCase): Words {
  const { fault, report } = c;
  const who = whoOf(c);
  const at = atOf(c);
  const { heading, line, groups } = report.main;
  const address: Said = fault.address === undefined ? '?' : fault.address === 0n ? '0' : hex0x(fault.address);
  if (fault.shadow && fault.kind === 'null-pointer')
    return textSays.kasanNull({ who, at, from: hex0x(fault.shadow.from), to: hex0x(fault.shadow.to) });
  switch (fault.kind) {
    case 'null-pointer':
    case 'bad-address':
    case 'user-access':
    case 'read-only-write':
    case 'reserved-bit':
      if (heading.place !== 'registers' || fault.address === undefined) break;
      return fault.access === undefined
        ? textSays.reported({ who, at, line: { text: line.text, ref: refTo.log(line.sequence) } })
        : faults.logged({ who, at, access: access[fault.access](), address });
    case 'non-canonical':
      return fault.address === undefined
        ? faults.protection({ who, at })
        : faults.nonCanonical({ who, at, address });
    case 'no-exec':
    case 'bad-jump':
      return faults.badJump({ who, address });
    case 'bug':
      if (heading.id === 'module-assert') break;
      return stops.bug({ who, at, source: groups.what });
    case 'warn':
      return textSays.warn({ who, at });
    case 'divide-error':
      return faults.divide({ who, at });
    case 'soft-lockup':
      return stops.softLockup({ who, at });
    case 'hard-lockup':
      return stops.hardLockup({ who, at });
    case 'rcu-stall':
      // Nobody is named: what RCU waits for is not known.
      if (c.facts.task === undefined && groups.comm === undefined && stalledCpus(report).length === 0) break;
      return stops.rcu({ who, at });
    case 'hung-task':
      return textSays.hung({ who, at, seconds: groups.seconds ?? groups.dying });
    case 'sysrq':
      return stops.sysrq({ who });
    case 'system-error':
      if (groups.what === undefined) break;
      return textSays.serror({ who, at, code: groups.what });
    case 'stack-overflow':
      return faults.overflow({ who, at });
    case 'double-fault':
      return faults.double({ who, at });
  }
  return textSays.reported({ who, at, line: { text: line.text, ref: refTo.log(line.sequence) } });
}
