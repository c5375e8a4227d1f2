import { checks } from '../catalogue/checks.ts';
import { refTo } from '../rows/ref.ts';
import type { Finding } from '../rows/verdict.ts';
import type { Case } from './case.ts';
import type { LogFact } from './log.ts';
import { logEvidence } from './phrases.ts';

/** What checks of the kernel say, read for the rules that stand on them. */

/** Which setting made a panic of a report, as the panic says (check_panic_on_warn(), kernel/panic.c); undefined when none did. */
export function warnSetting(c: Case): 'panic_on_warn' | 'warn_limit' | undefined {
  const said = c.panic?.match[1] ?? '';
  if (/panic_on_warn set/.test(said)) return 'panic_on_warn';
  return /system warned too often/.test(said) ? 'warn_limit' : undefined;
}

/** That the kernel only died of the report because a setting makes a panic of it. */
export function onWarnFinding(c: Case): Finding[] {
  const setting = warnSetting(c);
  if (!c.panic || !setting) return [];
  return [
    {
      rule: 'panic-on-warn',
      confidence: 'proven',
      text: checks.onWarn({ setting }),
      evidence: [logEvidence(c.panic)],
    },
  ];
}

const CUT = /^-+\[ cut here \]-+$/;

/** The text of a WARN(), which stands between the cut and the line with its place (__warn_printk(), kernel/panic.c). */
export function warnText(c: Case, warn: LogFact): LogFact['record'] | undefined {
  const { records } = c.log;
  const at = records.indexOf(warn.record);
  const before = at > 0 ? records[at - 1] : undefined;
  if (!before || CUT.test(before.text)) return undefined;
  // Only a cut just before it makes it part of the report.
  const cut = records.slice(Math.max(0, at - 4), at - 1).some(({ text }) => CUT.test(text));
  return cut && before.facility === 0 ? before : undefined;
}

/** Nanoseconds within which a check says what it found and stops. */
const ONE_BREATH = 100_000_000n;
/** Levels of what is said of an error or worse (include/linux/kern_levels.h). */
const ERROR = 3;

/** What a check said just before its BUG(): the line above the cut, of an error or worse and of the same breath (skb_panic() and the like). */
export function bugText(c: Pick<Case, 'log'>, bug: LogFact): Finding[] {
  const { records } = c.log;
  const at = records.indexOf(bug.record);
  const cut = at > 0 && CUT.test(records[at - 1].text);
  const before = records.at(at - (cut ? 2 : 1));
  if (at < 2 || !before || before.facility !== 0 || before.level > ERROR) return [];
  if (bug.record.time - before.time > ONE_BREATH) return [];
  const line = { ref: refTo.log(before.sequence), text: before.text.split('\n', 1)[0] };
  return [{ rule: 'check', confidence: 'likely', text: checks.beforeBug({ line }), evidence: [line] }];
}

/** "usercopy: Kernel memory exposure attempt detected from SLUB object 'kmalloc-64' (offset 0, size 192)!" (mm/usercopy.c) */
const USERCOPY =
  /Kernel memory (exposure|overwrite) attempt detected (?:from|to) (.*?) \(offset (\d+), size (\d+)\)/;
/** "memcpy: detected buffer overflow: 20 byte write of buffer size 8" (lib/string_helpers.c, 6.9 on) */
const FORTIFY = /(\w+): detected buffer overflow: (\d+) byte (read|write) of buffer size (\d+)/;

/** A hardening check's own message, read into a finding. */
export function readCheck(line: LogFact): Finding[] {
  const { text } = line.record;
  const copy = USERCOPY.exec(text);
  const over = FORTIFY.exec(text);
  const said = copy
    ? checks.usercopy({ way: copy[1], object: copy[2], offset: copy[3], size: copy[4] })
    : over
      ? checks.fortify({ function: over[1], size: over[2], way: over[3], buffer: over[4] })
      : undefined;
  return said ? [{ rule: 'check', confidence: 'proven', text: said, evidence: [logEvidence(line)] }] : [];
}
