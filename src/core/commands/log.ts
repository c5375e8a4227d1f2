import { logSays } from '../catalogue/kernel.ts';
import { render } from '../catalogue/message.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { auditRecords } from '../kernel/audit.ts';
import { logRecords, type LogGaps } from '../kernel/printk.ts';
import { clockTime, uptime } from '../kernel/time.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { recordLines, type LogForm } from './log/line.ts';
import { readable } from '../rows/readable.ts';
import { safeBuffers } from './log/safe-buffers.ts';

export const command: Command = {
  name: 'log',
  group: 'kernel',
  summary: "the kernel's log (dmesg)",
  synopsis: '[-t | -T] [-m] [-c] [-d] [-R] | -a | -s',
  description: 'Prints the records of the printk ring buffer from the oldest to the newest.',
  options: [
    { flag: '-t', about: 'without times' },
    { flag: '-T', about: 'with dates instead of seconds since boot' },
    { flag: '-m', about: 'with the level of each record: <0> emergency … <7> debug' },
    { flag: '-c', about: 'with the caller: T and the PID, C and the CPU' },
    { flag: '-d', about: 'with the dictionary: subsystem and device' },
    { flag: '-R', about: 'names of Rust stay as they are in the log (crash makes them readable)' },
    { flag: '-a', about: 'records that wait for auditd' },
    { flag: '-s', about: 'per-CPU buffers of unsafe contexts (kernels before 5.15)' },
  ],
  examples: [
    ['log', 'the whole log'],
    ['log -Tm', 'with dates and levels'],
    ['log | grep -i bug', 'lines that match'],
  ],
  *run(context: CommandContext, args: Arguments): Generator<Line, void, void> {
    const { kernel } = context;
    if (args.has('-a')) yield* audit(kernel);
    else if (args.has('-s')) yield* safeBuffers(kernel);
    else yield* log(context, formOf(kernel, args));
  },
};

function formOf(kernel: Kernel, args: Arguments): LogForm {
  return {
    time: !args.has('-t'),
    booted: args.has('-T') ? bootSecond(kernel) : undefined,
    level: args.has('-m'),
    caller: args.has('-c'),
    dictionary: args.has('-d'),
  };
}

/** Seconds since 1970 at boot: whole seconds of the clock less whole seconds of the uptime. */
function bootSecond(kernel: Kernel): number | undefined {
  const now = clockTime(kernel);
  const up = uptime(kernel);
  return now === undefined || up === undefined ? undefined : now - Math.floor(up);
}

function* log({ kernel, language }: CommandContext, form: LogForm): Generator<Line> {
  const gaps: LogGaps = { reasons: [] };
  for (const record of logRecords(kernel, gaps)) yield* recordLines(record, form);
  for (const reason of gaps.reasons) yield { text: render(logSays.line({ why: reason }), language) };
}

function* audit(kernel: Kernel): Generator<Line> {
  let any = false;
  for (const { type, text } of auditRecords(kernel)) {
    any = true;
    yield { text: `type=${type} ${readable(text)}`, row: { type, text: readable(text) } };
  }
  if (!any) yield { text: 'log: kernel audit log is empty' };
}
