import type { LogRecord } from '../kernel/printk.ts';
import type { LogPattern } from '../arch/trouble.ts';
import { LOG_PATTERNS } from './log-patterns.ts';

/** printk() cuts records at 1024 bytes (PRINTKRB_RECORD_MAX, LOG_LINE_MAX); what a damaged one has beyond is not read. */
const MAX_TEXT = 2048;

/** A line of the log that matched a pattern. */
export interface LogFact {
  readonly id: string;
  readonly record: LogRecord;
  readonly match: RegExpExecArray;
  readonly pattern: LogPattern;
}

/** "---[ end Kernel panic - not syncing: … ]---", "---[ end trace … ]---": what repeats a report when it is over (kernel/panic.c). */
const CLOSING = /^---\[ end /;

/** What the log says of trouble, in order. */
export class LogFacts {
  private readonly byId = new Map<string, LogFact[]>();
  readonly all: LogFact[] = [];

  readonly records: readonly LogRecord[];

  /** `own`: what the machine's kernels print of themselves. */
  constructor(records: readonly LogRecord[], own: readonly LogPattern[] = []) {
    const patterns = [...LOG_PATTERNS, ...own];
    this.records = records.map((record) =>
      record.text.length > MAX_TEXT ? { ...record, text: record.text.slice(0, MAX_TEXT) } : record,
    );
    for (const record of this.records) {
      // What user space wrote to /dev/kmsg has another facility and proves nothing.
      if (record.facility !== 0 || CLOSING.test(record.text)) continue;
      for (const pattern of patterns) {
        const match = pattern.pattern.exec(record.text);
        if (!match) continue;
        const fact = { id: pattern.id, record, match, pattern };
        this.all.push(fact);
        const same = this.byId.get(pattern.id);
        if (same) same.push(fact);
        else this.byId.set(pattern.id, [fact]);
      }
    }
  }

  first(...ids: string[]): LogFact | undefined {
    return this.all.find((fact) => ids.includes(fact.id));
  }
  last(...ids: string[]): LogFact | undefined {
    return this.all.findLast((fact) => ids.includes(fact.id));
  }
  every(id: string): readonly LogFact[] {
    return this.byId.get(id) ?? [];
  }
  /** The last fact of `id` that stands before record `sequence` (or is it). */
  before(sequence: number, ...ids: string[]): LogFact | undefined {
    return this.all.findLast((fact) => ids.includes(fact.id) && fact.record.sequence <= sequence);
  }
}
