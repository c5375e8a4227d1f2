import { textFinding } from '../../catalogue/reports.ts';
import { who } from '../../catalogue/stops.ts';
import type { LogLine } from '../../reports/report.ts';
import type { Split } from '../../reports/split.ts';
import type { Finding } from '../../rows/verdict.ts';
import { lineEvidence } from './lines.ts';

/**
 * debug_show_blocker(), kernel/hung_task.c (6.16 on): "INFO: task a:1 is blocked on a mutex likely owned by task b:2.", of semaphores
 * and readers "likely last held by".
 */
const BLOCKER =
  /^INFO: task (?<comm>.{1,40}):(?<pid>\d+) (?:<reader> |<writer> )?(?:is )?blocked on an? (?<lock>[\w-]+)(?: \w+)?,? (?:but the owner is not found|likely (?<how>owned|last held) by task (?<by>.{1,40}?):(?<owner>\d+))/;

interface Blocker {
  readonly line: LogLine;
  readonly lock: string;
  readonly last: boolean;
  readonly owner?: { readonly comm: string; readonly pid: number };
}

/** Lines of tasks that wait for each other, at most. */
const MAX_CHAIN = 64;

/** Who holds what the task `pid` waits for, as the kernel says it, on to the end; that they wait in a circle, where they do. */
export function ownerFindings({ reports }: Pick<Split, 'reports'>, pid: number | undefined): Finding[] {
  const blockers = new Map<number, Blocker>();
  for (const { lines } of reports)
    for (const line of lines) {
      const told = line.text.startsWith('INFO: task') ? BLOCKER.exec(line.text)?.groups : undefined;
      if (!told || blockers.has(Number(told.pid))) continue;
      const owner = told.owner as string | undefined;
      blockers.set(Number(told.pid), {
        line,
        lock: told.lock,
        last: told.how === 'last held',
        owner: owner === undefined ? undefined : { comm: told.by, pid: Number(owner) },
      });
    }
  const found: Finding[] = [];
  const seen = new Set<number>();
  for (let at = pid; at !== undefined && found.length < MAX_CHAIN;) {
    const blocker = blockers.get(at);
    if (!blocker?.owner) break;
    seen.add(at);
    const { line, lock, last, owner } = blocker;
    const evidence = [lineEvidence(line)];
    found.push({
      rule: 'owner',
      confidence: 'likely',
      text: textFinding.owner({ lock, last, task: who.task(owner), waiter: at }),
      evidence,
    });
    if (seen.has(owner.pid)) {
      found.push({ rule: 'circle', confidence: 'likely', text: textFinding.circle(), evidence });
      break;
    }
    at = owner.pid;
  }
  return found;
}
