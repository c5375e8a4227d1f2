import { addr } from '../../addr.ts';
import { faults } from '../../catalogue/stops.ts';
import type { Finding } from '../../rows/verdict.ts';
import { logEvidence, ofAccess, ofAddress, ofFaultWord, ofLoggedPlace, quote, who } from '../phrases.ts';
import type { Case } from '../case.ts';
import { diedOf, linesOfOops } from '../fault.ts';
import type { LogFact } from '../log.ts';
import type { Judgement, Rule } from '../rule.ts';
import { splitOf } from '../events.ts';
import { NO_KIND } from '../by-log.ts';
import { judgeText } from '../text/judge.ts';
import { loggedPlace } from '../where.ts';

/** panic() after an oops: "Fatal exception", "Fatal exception in interrupt" (oops_end()). */
const OOPSED = /Fatal exception|^Oops/;
/** Lines of trouble on other CPUs that may follow an oops and end nothing. */
const HARMLESS = new Set(['io-error', 'fs-error', 'alloc-failure', 'oom-killer', 'oom-kill']);

/** Whether `oops` ended the kernel although it says no panic: the time of the crash was noted, and no other trouble followed. */
function endedByOops(c: Case, oops: LogFact | undefined): boolean {
  if (!oops || c.kernel.vmcoreinfo.crashTime === undefined) return false;
  const last = c.log.all.findLast((fact) => fact.pattern.about && !HARMLESS.has(fact.id));
  return last === oops;
}

/** What the log alone says of the oops that ended the kernel, as of a log without a dump. */
function byReport(c: Case, oops: LogFact | undefined): Judgement | undefined {
  if ((c.stack?.frames.length ?? 0) > 0 && !diedOf(c)) return undefined;
  const split = splitOf(c);
  const last = split.reports.findLastIndex(({ lines }) =>
    lines.some(({ sequence }) => sequence === oops?.record.sequence),
  );
  const said = judgeText({ ...split, reports: split.reports.slice(Math.max(0, last)) });
  if (NO_KIND.has(said.kind)) return undefined;
  const { kind, title, sentence, access, culprit } = said;
  return {
    kind,
    title,
    confidence: 'likely',
    sentence,
    access,
    findings: [...said.findings, ...(c.panic ? [quote('logged-fault', c.panic)] : [])],
    culprit,
    place: loggedPlace(c),
    subKind: access,
    shown: { trace: said.trace, registers: said.registers, instructions: said.instructions },
  };
}

export const rule: Rule = {
  id: 'logged-fault',
  about:
    'no stack shows the fault, but an oops ended the kernel and the log says at which address, or what else it was: the panic names the oops, or is that its task could not be done without (make_task_dead()), or there is none and the kernel noted when it crashed (crash_kexec() out of oops_end())',
  order: 190,
  needs: ['log'],
  examine(c) {
    const line = linesOfOops(c.log).last('null-fault', 'page-fault');
    const oops = c.log.last('oops');
    const ended = diedOf(c)
      ? oops !== undefined
      : c.panic
        ? OOPSED.test(c.panic.match[1])
        : endedByOops(c, oops);
    if (c.fault || !ended) return undefined;
    const died = diedOf(c) && byReport(c, oops);
    if (died || !line) return died || byReport(c, oops);
    const place = loggedPlace(c);
    const word = oops && c.kernel.arch.faultLog?.faultWord(parseInt(oops.match[2], 16));
    const address = addr(BigInt('0x' + line.match[1]));
    const access = word?.access;
    const how = access && ofAccess(access);
    const through = line.id === 'null-fault';
    const title = through ? faults.nullTitle : faults.badAddressTitle;
    const findings: Finding[] = [line, ...(place ? [place.fact] : []), ...(c.panic ? [c.panic] : [])].map(
      (fact) => quote('logged-fault', fact),
    );
    if (word && oops) findings.unshift(ofFaultWord('error-code', word, [logEvidence(oops)]));
    return {
      kind: through ? 'null-pointer' : 'bad-address',
      title: title({ access: how }),
      confidence: 'likely',
      sentence: faults.logged({
        who: who(c),
        access: how,
        address: ofAddress(address),
        at: place && ofLoggedPlace(place),
      }),
      access,
      address,
      findings,
      place,
      subKind: access,
    };
  },
};
