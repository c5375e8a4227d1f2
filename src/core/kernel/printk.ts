import { logSays } from '../catalogue/log-rings.ts';
import type { Message } from '../catalogue/message.ts';
import { hex } from '../addr.ts';
import { MissingError, OopscopeError } from '../errors.ts';
import type { Kernel } from './kernel.ts';
import { characterLog } from './printk-characters.ts';
import { findLog } from './printk-found.ts';
import { bufferedLog } from './printk-log.ts';
import type { KernelLog, LogGaps, LogRecord, Loss } from './printk-record.ts';
import { ringLog } from './printk-ring.ts';

export type { LogGaps, LogRecord } from './printk-record.ts';

/**
 * The log of the dead kernel, of whatever generation: the printk ring buffer (5.10 on), records of struct printk_log
 * (3.5 to 5.9), characters (before). Which one it is its symbols say. Where none of them gives a record, texts of its
 * shape are looked for in memory.
 */
const GENERATIONS: readonly ((kernel: Kernel) => KernelLog | undefined)[] = [
  ringLog,
  bufferedLog,
  characterLog,
];

/** More of what is lost is not listed. */
const MAX_GAPS = 20;

/**
 * The records of the log from the oldest to the newest. Never throws for damage: a broken record is skipped, `gaps`
 * then says why. Without a log that can be read there are no records, and `gaps` says so too.
 */
export function* logRecords(kernel: Kernel, gaps?: LogGaps): Generator<LogRecord, void, void> {
  if (kernel.givenLog) {
    yield* kernel.givenLog;
    return;
  }
  const lost: Loss = (reason) => {
    if (gaps && gaps.reasons.length < MAX_GAPS) gaps.reasons.push(reason);
  };
  const log = openLog(kernel);
  let why = log instanceof OopscopeError ? log.said : undefined;
  if (!(log instanceof OopscopeError)) {
    let any = false;
    for (const record of log.records((reason) => {
      why ??= reason;
      lost(reason);
    })) {
      any = true;
      yield record;
    }
    // A log that nothing was printed to yet has nothing to complain about.
    if (any || why === undefined) return;
  }
  const found = findLog(kernel);
  if (!found) {
    if (log instanceof OopscopeError) lost(logSays.unreadable({ why: log.said }));
    return;
  }
  lost(foundAt(found, why));
  yield* found.records;
}

/** What is to be known of how the log is read. Throws what says why no record can be, when none can. */
export function requireLog(kernel: Kernel): readonly Message[] {
  const gaps: LogGaps = { reasons: [] };
  const first = logRecords(kernel, gaps).next();
  if (!first.done) return first.value.found ? gaps.reasons.slice(-1) : [];
  const log = openLog(kernel);
  if (log instanceof OopscopeError) throw log;
  if (gaps.reasons.length > 0) throw new MissingError(logSays.notRead({ why: gaps.reasons[0] }));
  return [];
}

/** The log by its structures; what says why not, when there is none. */
function openLog(kernel: Kernel): KernelLog | OopscopeError {
  return kernel.remember('log', () => {
    let failed: OopscopeError | undefined;
    for (const open of GENERATIONS) {
      try {
        const log = open(kernel);
        if (log) return log;
      } catch (error) {
        if (!(error instanceof OopscopeError)) throw error;
        failed ??= error;
      }
    }
    return failed ?? new MissingError(logSays.noRing());
  });
}

function foundAt(
  { records, at }: { readonly records: readonly LogRecord[]; readonly at: number },
  why: Message | undefined,
): Message {
  return logSays.found({
    records: records.length,
    address: hex(at),
    why: why ?? logSays.unread(),
  });
}
