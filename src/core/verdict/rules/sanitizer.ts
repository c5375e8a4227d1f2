import { finding } from '../../catalogue/findings.ts';
import { stops } from '../../catalogue/stops.ts';
import { refTo } from '../../rows/ref.ts';
import type { Finding } from '../../rows/verdict.ts';
import type { Case } from '../case.ts';
import { onWarnFinding } from '../checked.ts';
import type { LogFact } from '../log.ts';
import { who, ofFrame, ofLine, ofModule, quote } from '../phrases.ts';
import { sanitizers } from '../../catalogue/sanitizers.ts';
import type { Judgement, Rule } from '../rule.ts';
import { sanitizerReport, type SanitizerReport } from '../sanitizer-report.ts';

/** Texts of the sanitizers' own panics: kasan.fault=panic, kmsan.panic (mm/kasan/report.c, mm/kmsan/report.c). */
const OWN = /\b(kasan|kmsan|kfence|kcsan)\b/i;
/** check_panic_on_warn() names who asked since 6.2 (kernel/panic.c, lib/ubsan.c, mm/kasan/report.c …); before, nobody is named. */
const ON_WARN = /^(?:(.*): )?panic_on_warn set/;
/** Functions through which they report (mm/kasan, mm/kfence, mm/kmsan, kernel/kcsan, lib/ubsan.c). */
const REPORTS =
  /^(_*kasan_|_*kfence_|_*kmsan_|_*kcsan_|_*ubsan_|end_report|check_slab_allocation|check_page_allocation)/;

/**
 * The sanitizer that ended the kernel, by the panic's text; 'reported' where only the stack says that it was one, 'seen' where
 * there is no stack and its report is the last of the log; undefined where another trouble ended the kernel.
 */
function sanitizerOf(c: Case, text: string): string | undefined {
  const own = OWN.exec(text)?.[1] ?? /^UBSAN\b/.exec(text)?.[0];
  if (own !== undefined) return own.toUpperCase();
  const onWarn = ON_WARN.exec(text);
  if (!onWarn || onWarn[1] !== undefined) return undefined;
  const frames = c.stack?.frames ?? [];
  if (frames.some(({ symbol }) => REPORTS.test(symbol?.symbol.name ?? ''))) return 'reported';
  const last = c.log.last('kasan', 'kfence', 'ubsan', 'warn');
  return frames.length === 0 && last !== undefined && last.id !== 'warn' ? 'seen' : undefined;
}

/** Nanoseconds within which a report is printed, its first lines at least. */
const ONE_BREATH = 100_000_000n;
/** What follows the explanation: who was at it (dump_stack_print_info()), or a trace. */
const CALLER = /^(CPU: \d|Call Trace|=+$|$)/;

/** The line after UBSAN's heading: "index 11 is out of range for type 'long int [8]'" (lib/ubsan.c). */
function explained(c: Case, heading: LogFact): Finding[] {
  const { records } = c.log;
  const next = records.at(records.indexOf(heading.record) + 1);
  if (heading.id !== 'ubsan' || next?.facility !== 0 || CALLER.test(next.text)) return [];
  if (next.time - heading.record.time > ONE_BREATH) return [];
  const line = { ref: refTo.log(next.sequence), text: next.text.split('\n', 1)[0] };
  return [{ rule: 'sanitizer', confidence: 'proven', text: finding.logLine({ line }), evidence: [line] }];
}

const NAMES: Readonly<Record<string, string>> = { kasan: 'KASAN', kfence: 'KFENCE', ubsan: 'UBSAN' };

/** Where no module is at work the kernel only met what was freed: who freed it is told, as a guess. */
function freedCulprit(freed: NonNullable<SanitizerReport['freedBy']>): Pick<Judgement, 'culprit'> {
  const { module, function: name } = freed;
  const why = sanitizers.freedBy({ function: name, module: ofModule(module) });
  return { culprit: { what: 'module', name: module, ref: refTo.module(module), confidence: 'guess', why } };
}

export const rule: Rule = {
  id: 'sanitizer',
  about:
    'the panic names a sanitizer (KASAN, KFENCE, KMSAN, KCSAN, UBSAN), or panic_on_warn made one of its report on the stack; an earlier report that the kernel lived on after is not why it stopped',
  order: 74,
  needs: ['log'],
  examine(c) {
    const { panic } = c;
    const found = panic && sanitizerOf(c, panic.match[1]);
    if (!panic || found === undefined) return undefined;
    const line = c.log.before(panic.record.sequence, 'kasan', 'kfence', 'ubsan');
    const named = found !== 'reported' && found !== 'seen';
    const what = named ? found : line && NAMES[line.id];
    if (what === undefined) return undefined;
    const own = line && NAMES[line.id] === what ? line : undefined;
    const report = own && own.id !== 'ubsan' ? sanitizerReport(c, own) : undefined;
    const frames = c.stack?.frames ?? [];
    const onStack = c.blame()?.symbol?.symbol.module !== undefined;
    const inside = frames.findLastIndex(({ symbol }) => REPORTS.test(symbol?.symbol.name ?? ''));
    return {
      kind: 'sanitizer',
      title: what === 'UBSAN' ? stops.undefinedTitle() : stops.sanitizerTitle({ what, bug: report?.what }),
      confidence: found === 'seen' ? 'likely' : 'proven',
      sentence: stops.check({
        who: who(c),
        at: ofFrame(c.blame()),
        line: ofLine(own ?? panic),
      }),
      access: report?.access,
      address: report?.address,
      findings: [
        ...(own ? [quote('sanitizer', own), ...explained(c, own), ...(report?.findings ?? [])] : []),
        quote('sanitizer', panic),
        ...onWarnFinding(c),
      ],
      // The trace begins outside of what reports.
      ...(inside >= 0 && { blameFrom: inside + 1 }),
      subKind: report?.what,
      ...(report?.freedBy && !onStack && freedCulprit(report.freedBy)),
    };
  },
};
