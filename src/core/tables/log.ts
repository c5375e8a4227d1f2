import type { Kernel } from '../kernel/kernel.ts';
import { logRecords, type LogRecord } from '../kernel/printk.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import type { Cell, TableSource } from '../rows/table.ts';

/** Names of the levels: include/linux/kern_levels.h. */
const LEVELS = ['emerg', 'alert', 'crit', 'err', 'warn', 'notice', 'info', 'debug'] as const;

/** The kernel's log, a row for each line of a record. */
export const table: TableSource<Kernel> = {
  id: 'log',
  title: 'Log',
  command: 'log',
  columns: [
    { id: 'time', title: 'Time', kind: 'time', about: 'seconds since boot' },
    { id: 'level', title: 'Level', kind: 'text' },
    { id: 'text', title: 'Message', kind: 'text' },
    {
      id: 'caller',
      title: 'Caller',
      kind: 'text',
      about: 'thread (T) or CPU (C) that printed it',
      optional: true,
    },
    { id: 'facility', title: 'Facility', kind: 'count', about: '0 is the kernel', optional: true },
    { id: 'device', title: 'Device', kind: 'text', optional: true },
    { id: 'sequence', title: 'Number', kind: 'count', optional: true },
  ],
  *rows(kernel) {
    for (const record of logRecords(kernel)) {
      const lines = readable(record.text).split('\n');
      for (const [i, text] of lines.entries()) yield row(record, text, i > 0);
    }
  },
};

function row(record: LogRecord, text: string, follows: boolean): Cell[] {
  const seconds = Number(record.time) / 1e9;
  const { level } = record;
  const tone = level <= 3 ? 'bad' : level === 4 ? 'warn' : level === 7 ? 'muted' : undefined;
  return [
    { text: follows ? '' : seconds.toFixed(6), order: seconds, tone: 'muted' },
    { text: LEVELS[level] ?? String(level), order: level, tone: tone ?? 'muted' },
    { text, tone },
    {
      text: record.caller ? `${record.caller.kind === 'cpu' ? 'C' : 'T'}${record.caller.id}` : '',
      tone: 'muted',
    },
    { text: String(record.facility), order: record.facility, tone: 'muted' },
    { text: readable([record.subsystem, record.device].filter(Boolean).join(' ')), tone: 'muted' },
    { text: String(record.sequence), order: record.sequence, ref: refTo.log(record.sequence) },
  ];
}
