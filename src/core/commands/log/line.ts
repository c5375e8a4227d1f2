import type { LogRecord } from '../../kernel/printk.ts';
import { dateText } from '../../kernel/time.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line } from '../../rows/value.ts';
import { readable } from '../../rows/readable.ts';

/** What stands before a record's text. */
export interface LogForm {
  /** -t: no time. */
  readonly time: boolean;
  /** -T: seconds since 1970 at boot. */
  readonly booted?: number;
  /** -m */
  readonly level: boolean;
  /** -c */
  readonly caller: boolean;
  /** -d */
  readonly dictionary: boolean;
}

const NS = 1_000_000_000n;

/** `record` as lines: its own, further ones of its text and its dictionary indented to where the text begins. */
export function* recordLines(record: LogRecord, form: LogForm): Generator<Line> {
  const time = form.time ? stamp(record.time, form.booted) : '';
  const caller = form.caller ? callerText(record) : '';
  const head = `${time}${caller}${form.level ? `<${record.level}>` : ''}`;
  const margin = ' '.repeat(head.length);
  const row = {
    sequence: record.sequence,
    time: Number(record.time),
    level: record.level,
    facility: record.facility,
    caller: record.caller ? (record.caller.kind === 'cpu' ? 'C' : 'T') + record.caller.id : null,
    ...(record.subsystem ? { subsystem: record.subsystem } : {}),
    ...(record.device ? { device: record.device } : {}),
    text: readable(record.text),
  };
  const [first, ...more] = row.text.split('\n');
  const links = time === '' ? [] : [{ start: 0, end: time.length - 1, ref: refTo.log(record.sequence) }];
  yield { text: head + first, row, links };
  for (const line of more) yield { text: margin + line };
  if (!form.dictionary) return;
  if (record.subsystem) yield { text: `${margin}SUBSYSTEM=${readable(record.subsystem)}` };
  if (record.device) yield { text: `${margin}DEVICE=${readable(record.device)}` };
}

/** "[    9.941071] ", "[Mon Nov 23 00:10:27 UTC 2026] ". */
function stamp(time: bigint, booted: number | undefined): string {
  if (booted !== undefined) return `[${dateText(booted + Number(time / NS))}] `;
  const micro = String((time % NS) / 1000n).padStart(6, '0');
  return `[${String(time / NS).padStart(5)}.${micro}] `;
}

/** "[  T166] ", "[    C1] ": the thread, or the CPU where no thread was running. */
function callerText(record: LogRecord): string {
  const who = record.caller?.kind === 'cpu' ? `C${record.caller.id}` : `T${record.caller?.id ?? 0}`;
  return `[${who.padStart(6)}] `;
}
