import type { Message } from '../../catalogue/message.ts';
import { finding } from '../../catalogue/findings.ts';
import { textLacks } from '../../catalogue/reports.ts';
import type { Event } from '../../reports/events.ts';
import type { LogLine } from '../../reports/report.ts';
import type { Split } from '../../reports/split.ts';
import { refTo } from '../../rows/ref.ts';
import type { Evidence, Finding, LogLineView, Verdict } from '../../rows/verdict.ts';

/** Lines of the log as verdicts on text show them: evidence, events, what was not there to be looked at. */

/** A line of the log as evidence. */
export function lineEvidence(line: LogLine): Evidence {
  return { ref: refTo.log(line.sequence), text: line.text };
}

/** The finding that quotes `line`. */
export function quoteLine(rule: string, line: LogLine): Finding {
  return {
    rule,
    confidence: 'proven',
    text: finding.logLine({ line: lineEvidence(line) }),
    evidence: [lineEvidence(line)],
  };
}

/** A line of the log, ready to print. */
export function lineView({ sequence, time, level, text }: LogLine): LogLineView {
  return { sequence, time: time === undefined ? '' : time.toFixed(6), level: level ?? 6, text };
}

/** The troubles that a log tells of, ready to print. */
export function eventViews(events: readonly Event[]): Verdict['events'] {
  return events.map(({ kind, at, sequence, line, first, ended }) => ({
    kind,
    at,
    ref: refTo.log(sequence),
    text: line,
    ...(first && { first }),
    ...(ended && { ended }),
  }));
}

/** The kernel's release where its banner stands in the log. */
export function releaseOf(log: Split): string | undefined {
  for (const { text } of log.machine) {
    const found = /^Linux version (\S+)/.exec(text);
    if (found) return found[1];
  }
  return undefined;
}

/** What a text cannot answer, and why: memory, and what went before its first line. */
export function unchecked(log: Split): Verdict['unchecked'] {
  const found: { what: Message; why: Message | string }[] = [
    { what: textLacks.memory(), why: textLacks.memoryWhy() },
  ];
  const start = log.first?.time;
  if (start !== undefined && start > 1)
    found.push({ what: textLacks.start(), why: textLacks.startWhy({ time: start.toFixed(6) }) });
  return found;
}
