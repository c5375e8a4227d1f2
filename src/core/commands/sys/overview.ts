import { cpuCount, onlineCpus, presentCpus } from '../../kernel/cpus.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { memorySize, sizeText } from '../../kernel/memory-size.ts';
import { panicMessage } from '../../kernel/panic-message.ts';
import { taintedMask } from '../../kernel/taints.ts';
import { tasks } from '../../kernel/tasks.ts';
import { clockTime, crashTime, dateText, durationText, loadAverage, uptime } from '../../kernel/time.ts';
import { uts } from '../../kernel/uts.ts';
import type { Line, Row } from '../../rows/value.ts';

const UNKNOWN = '(unknown)';

/** Plain sys: the machine and its end in a few lines. */
export function* overview(kernel: Kernel): Generator<Line> {
  const facts = collect(kernel);
  yield { text: line('KERNEL', `in the dump${facts.tainted ? '  [TAINTED]' : ''}`), row: facts.row };
  const marks = `${facts.partial ? '  [PARTIAL DUMP]' : ''}${kernel.container.incomplete ? '  [INCOMPLETE]' : ''}`;
  yield { text: line('DUMPFILE', kernel.container.format + marks) };
  for (const [name, text] of facts.lines) yield { text: line(name, text) };
}

function line(name: string, text: string): string {
  return `${name.padStart(12)}: ${text}`;
}

function collect(kernel: Kernel): {
  tainted: boolean;
  partial: boolean;
  lines: [string, string][];
  row: Row;
} {
  const name = uts(kernel);
  const loads = loadAverage(kernel);
  const memory = memorySize(kernel);
  const up = uptime(kernel);
  const date = clockTime(kernel) ?? crashTime(kernel);
  const speed = kernel.arch.stacks?.megahertz(kernel);
  const panic = panicMessage(kernel);
  const count = kernel.types.known ? tasks(kernel).length : undefined;
  const cpus = presentCpus(kernel).length || cpuCount(kernel);
  const offline = cpus - onlineCpus(kernel).length;
  const lines: [string, string][] = [
    ['CPUS', `${cpus}${offline > 0 ? ` [OFFLINE: ${offline}]` : ''}`],
    ['DATE', date === undefined ? UNKNOWN : dateText(date)],
    ['UPTIME', up === undefined ? UNKNOWN : durationText(up)],
    ['LOAD AVERAGE', loads ? loads.map((load) => load.toFixed(2)).join(', ') : UNKNOWN],
    ['TASKS', count === undefined ? UNKNOWN : String(count)],
    ['NODENAME', name?.nodename || UNKNOWN],
    ['RELEASE', name?.release ?? kernel.vmcoreinfo.release ?? UNKNOWN],
    ['VERSION', name?.version ?? UNKNOWN],
    ['MACHINE', `${name?.machine ?? UNKNOWN}  (${speed === undefined ? 'unknown' : `${speed} Mhz`})`],
    ['MEMORY', memory === undefined ? UNKNOWN : sizeText(memory)],
    ['PANIC', panic ? `"${panic.text}"${panic.details ? ' (check log for details)' : ''}` : '""'],
  ];
  const row: Row = {
    cpus,
    offline,
    date: date === undefined ? null : new Date(date * 1000).toISOString(),
    uptime: up ?? null,
    load: loads ?? null,
    tasks: count ?? null,
    nodename: name?.nodename ?? null,
    release: name?.release ?? null,
    version: name?.version ?? null,
    machine: name?.machine ?? null,
    memory: memory ?? null,
    panic: panic?.text ?? null,
  };
  return {
    tainted: (taintedMask(kernel) ?? 0n) !== 0n,
    partial: (kernel.container.dumpLevel ?? 0) > 0,
    lines,
    row,
  };
}
