import { hardware } from '../../catalogue/hardware.ts';
import { stops, who } from '../../catalogue/stops.ts';
import { textSays, textTitle } from '../../catalogue/reports.ts';
import { type Event, isHarmless } from '../../reports/events.ts';
import { isUncorrected, worstOf } from '../../reports/hardware/index.ts';
import type { LogLine } from '../../reports/report.ts';
import type { Split } from '../../reports/split.ts';
import type { Verdict } from '../../rows/verdict.ts';
import { hardwareCulprit, hardwareFindings } from '../hardware.ts';
import { eventViews, lineEvidence, lineView, quoteLine, releaseOf, unchecked } from './lines.ts';
import { guestOf } from './surroundings.ts';

type Told = Pick<Verdict, 'kind' | 'title' | 'sentence' | 'culprit' | 'findings'>;

/** What a log without any report tells: the machine was reset, hardware or storage failed, memory ran out, or nothing happened. */
export function withoutReport(log: Split, events: readonly Event[], machine: string | undefined): Verdict {
  return {
    source: 'text',
    confidence: 'likely',
    ...(resetTold(log) ?? hardwareTold(log) ?? troubleTold(log, events) ?? nothingTold(log)),
    release: releaseOf(log),
    machine,
    events: eventViews(events),
    log: log.tail.map(lineView),
    unchecked: unchecked(log),
  };
}

function resetTold({ rebooted }: Split): Told | undefined {
  return (
    rebooted && {
      kind: 'reboot',
      title: textTitle.reboot(),
      sentence: textSays.reboot(),
      findings: [quoteLine('reboot', rebooted)],
    }
  );
}

/** Errors of the hardware that nobody could correct; those that were corrected are findings and no verdict. */
function hardwareTold(log: Split): Told | undefined {
  const worst = worstOf(log.hardware.filter(isUncorrected));
  if (!worst) return undefined;
  const first = log.hardware.find(isUncorrected)!;
  const guest = guestOf(log);
  return {
    kind: 'machine-check',
    title: hardware.title(),
    sentence: hardware.sentence({ errors: log.hardware.length, line: lineEvidence(first.line) }),
    culprit: hardwareCulprit(worst, guest),
    findings: hardwareFindings(log.hardware, guest),
  };
}

/** Which of several troubles names the verdict, the strongest first. */
const STRONGEST = ['filesystem', 'out-of-memory'];
/** Of memory: what stands alone and was survived by giving up an allocation is no verdict. */
const PASSING = new Set(['alloc-failure', 'io-error']);

function troubleTold(log: Split, events: readonly Event[]): Told | undefined {
  const told = log.minor.filter(
    ({ heading, line }) => !PASSING.has(heading.id) && !isHarmless({ kind: heading.kind, text: line.text }),
  );
  for (const kind of STRONGEST) {
    const found = told.filter(({ heading }) => heading.kind === kind);
    if (found.length === 0 || (kind === 'out-of-memory' && onlyGroup(log))) continue;
    const { line, groups } = found[0];
    const task = groups.comm === undefined ? who.kernel() : groups.comm;
    const lines: LogLine[] = [line, ...found.slice(1).map((each) => each.line)].slice(0, 4);
    return {
      kind,
      title: kind === 'filesystem' ? textTitle.filesystem() : stops.memoryTitle(),
      sentence: textSays.reported({ who: task, at: undefined, line: lineEvidence(line) }),
      findings: [
        ...lines.map((each) => quoteLine(events[0]?.kind ?? kind, each)),
        ...hardwareFindings(log.hardware, guestOf(log)),
      ],
    };
  }
  return undefined;
}

/** Memory ran out in control groups alone: their limits, not the machine's memory. */
const onlyGroup = ({ minor }: Split): boolean => {
  const kills = minor.filter(({ heading }) => heading.id === 'oom-kill');
  return kills.length > 0 && kills.every(({ line }) => /^Memory cgroup/.test(line.text));
};

function nothingTold(log: Split): Told {
  const kill = onlyGroup(log) ? log.minor.find(({ heading }) => heading.id === 'oom-kill') : undefined;
  if (kill)
    return {
      kind: 'nothing',
      title: textTitle.groupMemory(),
      sentence: textSays.groupMemory({ line: lineEvidence(kill.line) }),
      findings: hardwareFindings(log.hardware, guestOf(log)),
    };
  return {
    kind: 'nothing',
    title:
      log.hardware.length > 0
        ? hardware.correctedTitle()
        : log.lines === 0
          ? textTitle.empty()
          : textTitle.nothing(),
    sentence: textSays.nothing({ lines: log.lines }),
    findings: hardwareFindings(log.hardware, guestOf(log)),
  };
}
