import type { Finding } from '../rows/verdict.ts';
import { refTo } from '../rows/ref.ts';
import { checks } from '../catalogue/checks.ts';
import type { LogRecord } from '../kernel/printk.ts';
import type { Case } from './case.ts';
import { warnText } from './checked.ts';
import type { LogFact } from './log.ts';

/** What the slab allocator's own reports say: which object of which cache, what is wrong with it, who had it (mm/slub.c). */
export interface SlabReport {
  readonly fact: LogFact;
  readonly cache: string;
  readonly what: string;
  /** It speaks of an object that is free already, or of more to be freed than are allocated. */
  readonly freedTwice: boolean;
  /** It was handed to another cache than its own, or is no object: nothing in it need be damaged. */
  readonly foreign: boolean;
  readonly findings: readonly Finding[];
}

/** "Object already free", "Slab has 0 allocated objects but 1 are to be freed" (free_consistency_checks(), 6.12 on), "Double free". */
const FREED_TWICE = /already free|allocated objects but \d+ are to be freed|[Dd]ouble[- ]free/;
/**
 * cache_from_obj(), mm/slab.h: "cache_from_obj: Wrong slab cache. lab_packet but object is from kmalloc-96" (4.x to 6.18);
 * warn_free_bad_obj(), mm/slub.c: "kmem_cache_free(lab_packet, …): object belongs to different cache kmalloc-128" (7.0 on).
 */
const FOREIGN =
  /^\w+: Wrong slab cache\. (?<cache>\S+) but object is from (?<own>\S+)|^\w+\((?<cache2>[^\s,]+), \S+\): object (?:belongs to different cache (?<own2>\S+)|is not in a slab page)/;
/** check_bytes_and_report(): the place and the first byte; with what it is in brackets since 6.16, "INFO: " before 5.13. */
const BYTES =
  /^(?:\[(?<what>[^\]]+)\] |INFO: )?0x[0-9a-f]+-0x[0-9a-f]+ @offset=\d+\. First byte 0x[0-9a-f]+ instead of 0x[0-9a-f]+/;
/** print_track(): who had the object last. */
const TRACK = /^(?:INFO: )?(?:Allocated|Freed) in \S+(?: \[\w+\])? age=\d+ cpu=\d+ pid=-?\d+/;
/** Records around the heading that belong to it. */
const AROUND = 6;
const AFTER = 60;

/** The slab report that a panic on warning ended, of the same breath as it; undefined where there is none. */
export function slabReport(c: Case): SlabReport | undefined {
  if (!c.panic || !/panic_on_warn/.test(c.panic.match[1])) return undefined;
  const warn = c.log.before(c.panic.record.sequence, 'warn');
  return foreignObject(c, warn) ?? reported(c, warn);
}

function foreignObject(c: Case, warn: LogFact | undefined): SlabReport | undefined {
  const record = warn && warnText(c, warn);
  const groups = record && FOREIGN.exec(record.text)?.groups;
  if (!warn || !groups) return undefined;
  const cache = groups.cache ?? groups.cache2;
  const own = groups.own ?? groups.own2;
  return {
    fact: { ...warn, record },
    cache,
    what: own === undefined ? record.text : `${own} ≠ ${cache}`,
    freedTwice: false,
    foreign: true,
    findings: own === undefined ? [] : [told(checks.foreignCache({ cache, own }), record)],
  };
}

function reported(c: Case, warn: LogFact | undefined): SlabReport | undefined {
  const all = c.log.every('slab');
  const last = all.at(-1);
  if (!last) return undefined;
  // Another warning after the report is another trouble.
  const after = c.log
    .every('warn')
    .filter(
      ({ record }) =>
        record.sequence > last.record.sequence && record.sequence <= (warn?.record.sequence ?? -1),
    );
  if (after.length > 1) return undefined;
  const { records } = c.log;
  const at = records.indexOf(last.record);
  const near = records.slice(Math.max(0, at - AROUND), at + AROUND);
  const bytes = near.find(({ text, facility }) => facility === 0 && BYTES.test(text));
  const tracks = records
    .slice(Math.max(0, at - AROUND), at + AFTER)
    .filter(({ text, facility }) => facility === 0 && TRACK.test(text))
    .slice(0, 2);
  const [, cache, said] = last.match;
  const what = (bytes && BYTES.exec(bytes.text)?.groups?.what) ?? said;
  return {
    fact: last,
    cache,
    what,
    freedTwice: FREED_TWICE.test(said),
    foreign: false,
    findings: [...(bytes ? [bytes] : []), ...tracks].map((record) =>
      told(checks.reportSays({ line: lineOf(record) }), record),
    ),
  };
}

const lineOf = (record: LogRecord) => ({
  ref: refTo.log(record.sequence),
  text: record.text.split('\n', 1)[0],
});

const told = (text: Finding['text'], record: LogRecord): Finding => ({
  rule: 'slab-report',
  confidence: 'proven',
  text,
  evidence: [lineOf(record)],
});
