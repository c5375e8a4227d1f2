import { logBesideSays as say } from '../catalogue/log-beside.ts';
import type { Message } from '../catalogue/message.ts';
import type { LogRecord } from '../kernel/printk.ts';
import type { ByteSource } from '../source/source.ts';
import { isText } from '../textlog/blocks.ts';
import { textLooks } from '../textlog/looks.ts';
import { reportsIn } from '../reports/split.ts';
import { readTextLog } from '../textlog/read.ts';
import type { TextRecord } from '../textlog/record.ts';

/** Levels of records whose text does not tell it: that of most (include/linux/kern_levels.h, KERN_INFO). */
const USUAL_LEVEL = 6;

/** The log of a dump as a text that was given beside it has it. */
export interface LogBeside {
  readonly records: readonly LogRecord[];
  readonly said: Message;
}

/**
 * The log of the first text among `files` that is of the kernel `release`: its "Linux version" says so, the last one
 * where the text has several boots. What is of another kernel is told. Such a log proves nothing: it was not in the dump.
 */
export function logBeside(
  files: readonly ByteSource[],
  release: string | undefined,
  tell: (said: Message) => void,
): LogBeside | undefined {
  for (const source of files) {
    if (!isText(source) || textLooks(source)) continue;
    const log = readTextLog(source, reportsIn);
    const boot = log?.records.findLastIndex(({ text }) => text.startsWith('Linux version ')) ?? -1;
    const version = log?.records[boot]?.text.split(' ')[2];
    if (!log || version === undefined) continue;
    if (version !== release) {
      tell(say.otherKernel({ file: source.name, version, release: release ?? '?' }));
      continue;
    }
    const records = log.records.slice(boot).map(record);
    return { records, said: say.used({ file: source.name, records: records.length }) };
  }
  return undefined;
}

function record({ time, level, facility, caller, own, text }: TextRecord, sequence: number): LogRecord {
  return {
    sequence,
    time: BigInt(Math.round((time ?? 0) * 1e9)),
    ...(time === undefined && { undated: true as const }),
    level: level ?? USUAL_LEVEL,
    facility: facility ?? (own ? 0 : 1),
    ...(caller && {
      caller: {
        kind: caller.startsWith('C') ? ('cpu' as const) : ('task' as const),
        id: Number(caller.slice(1)),
      },
    }),
    text: bytesOf(text),
    continued: false,
    truncated: false,
    found: true,
  };
}

/** `text` as the log of a dump has it: its bytes of UTF-8, each a character. */
function bytesOf(text: string): string {
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}
