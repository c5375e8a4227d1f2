import { lockup } from '../../catalogue/lockup.ts';
import { stops } from '../../catalogue/stops.ts';
import { ifKnown } from '../../errors.ts';
import { rcuBlockers, type RcuBlockers } from '../../kernel/rcu.ts';
import { taskByPid } from '../../kernel/tasks.ts';
import { refTo } from '../../rows/ref.ts';
import type { Finding } from '../../rows/verdict.ts';
import type { Case } from '../case.ts';
import { noticedIn } from '../open-case.ts';
import type { LogFact } from '../log.ts';
import { frameEvidence, ofFrame, ofPlace, quote, taskEvidence } from '../phrases.ts';
import { blamedFrame, cpuStanding, taskStanding, type Standing } from '../standing.ts';
import { ofStanding, stuckAt } from '../stuck.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'rcu-stall',
  about:
    'the panic says "RCU Stall" (panic_on_rcu_stall, kernel/rcu/tree_stall.h): the CPUs and tasks that the stall names, or whose bits are open in struct rcu_node; never the CPU that noticed it',
  order: 62,
  needs: ['log', 'stack'],
  examine(c) {
    if (!c.panic || !/^RCU Stall/.test(c.panic.match[1])) return undefined;
    const line = c.log.before(c.panic.record.sequence, 'rcu-stall');
    const named = blockers(c, line);
    const standings = standingsOf(c, named);
    const first = standings.at(0);
    const { findings, sure } = stuckAt(c, first);
    const at = first && (first.registers ? ofPlace(c, first.registers.ip) : ofFrame(blamedFrame(c, first)));
    const own = first !== undefined && first.cpu === c.cpu;
    const noticed: Finding[] =
      !own && first?.cpu !== undefined && c.cpu !== undefined
        ? [
            {
              rule: 'rcu-stall',
              confidence: 'proven',
              text: lockup.noticed({ cpu: c.cpu, other: first.cpu }),
              evidence: [{ ref: refTo.cpu(first.cpu), text: `CPU ${first.cpu}` }],
            },
          ]
        : [];
    const stuck = own ? noticedIn(c) : undefined;
    return {
      kind: 'rcu-stall',
      title: stops.rcuTitle(),
      confidence: 'proven',
      sentence: lockup.rcuOther({
        who: first ? ofStanding(first) : named.cpus.map((cpu) => `CPU ${cpu}`).join(', ') || '?',
        at,
      }),
      findings: [
        ...standings.slice(0, 8).map((each) => stalledFinding(c, each)),
        ...noticed,
        ...(line ? [quote('rcu-stall', line)] : []),
        quote('rcu-stall', c.panic),
        ...findings,
      ],
      blameFrom: own ? stuck?.index : first?.from,
      stopped: first?.registers,
      sure,
      ...(!first && { cpu: named.cpus.at(0), elsewhere: true }),
      ...(first && !own && { cpu: first.cpu, task: first.task, stack: first.stack }),
      ...(first && !own && !first.registers && { where: blamedFrame(c, first) }),
    };
  },
};

function stalledFinding(c: Case, standing: Standing): Finding {
  const { cpu, task } = standing;
  const frame = blamedFrame(c, standing);
  const told = { who: ofStanding({ ...standing, cpu: undefined }), at: ofFrame(frame) };
  return {
    rule: 'stalled',
    confidence: 'proven',
    text: cpu === undefined ? lockup.stalledTask(told) : lockup.stalled({ ...told, cpu }),
    evidence: [
      ...(cpu === undefined ? [] : [{ ref: refTo.cpu(cpu), text: `CPU ${cpu}` }]),
      ...(task ? [taskEvidence(task)] : []),
      ...(frame ? [frameEvidence(frame)] : []),
    ],
  };
}

/** "rcu: \t1-...0: (26 ticks this GP) idle=…" and "rcu: \tTasks blocked on level-0 rcu_node (CPUs 0-1): P201/1:b..l" */
const CPU_LINE = /^(?:rcu: )?\s+(\d+)-[.!?OoNDHI0-9#]*:? \(/;
const TASKS_LINE = /^(?:rcu: )?\s+Tasks blocked on level-\d+ rcu_node \([^)]*\):(.*)/;
/** Lines of the report that follow its heading. */
const LINES = 64;

/** What the report names; where the log has no such lines, what memory says. */
function blockers(c: Case, line: LogFact | undefined): RcuBlockers {
  const { records } = c.log;
  const at = line ? records.indexOf(line.record) : -1;
  const cpus: number[] = [];
  const pids: number[] = [];
  for (const { text, facility } of at < 0 ? [] : records.slice(at + 1, at + LINES)) {
    if (facility !== 0) continue;
    if (/\(detected by|\(t=\d+ jiffies/.test(text)) break;
    const cpu = CPU_LINE.exec(text);
    const blocked = TASKS_LINE.exec(text);
    if (cpu) cpus.push(Number(cpu[1]));
    else if (blocked) pids.push(...[...blocked[1].matchAll(/P(\d+)/g)].map(([, pid]) => Number(pid)));
  }
  const tasks = pids.flatMap((pid) => ifKnown(() => taskByPid(c.kernel, pid)) ?? []);
  if (cpus.length > 0 || tasks.length > 0) return { cpus, tasks };
  const inMemory = ifKnown(() => rcuBlockers(c.kernel));
  if (inMemory && (inMemory.cpus.length > 0 || inMemory.tasks.length > 0)) return inMemory;
  return { cpus: c.cpu === undefined ? [] : [c.cpu], tasks: [] };
}

/** Where they stood; a CPU that stands in the kernel before one that idles by now, and a task before that. */
function standingsOf(c: Case, { cpus, tasks }: RcuBlockers): Standing[] {
  return [
    ...cpus.flatMap((cpu) => cpuStanding(c, cpu) ?? []),
    ...tasks.flatMap((task) => taskStanding(c, task) ?? []),
  ].sort((a, b) => rank(c, a) - rank(c, b));
}

const rank = (c: Case, standing: Standing): number => (blamedFrame(c, standing) ? 0 : 1);
