import { sanitizers } from '../catalogue/sanitizers.ts';
import type { LogRecord } from '../kernel/printk.ts';
import { tracesIn } from '../reports/traces.ts';
import { refTo } from '../rows/ref.ts';
import type { Evidence, Finding } from '../rows/verdict.ts';
import type { Case } from './case.ts';
import type { LogFact } from './log.ts';
import { ofAddress } from './phrases.ts';

/** What a report of KASAN's or KFENCE's says of the memory that was misused (mm/kasan/report.c, mm/kfence/report.c). */
export interface SanitizerReport {
  /** What it calls the mistake: "slab-use-after-free". */
  readonly what?: string;
  readonly access?: 'read' | 'write';
  readonly address?: bigint;
  /** The module whose function freed the object, and that function. */
  readonly freedBy?: { readonly module: string; readonly function: string; readonly evidence: Evidence };
  readonly findings: readonly Finding[];
}

/** Records of one report that are looked at. */
const MAX_RECORDS = 200;
/** The rule below a report. */
const END = /^={40,}$/;

const HEADING = /^BUG: (?:KASAN|KFENCE): (.+?)(?: (?:in|at) (?:0x)?[\w.$]+(?:\+0x.*)?)?$/;
/** "Read of size 8 at addr ffff… by task lab/121"; "Free of addr ffff… by task …" since 6.2. */
const ACCESS = /^(?:(Read|Write) of size (\d+) at|Free of) addr ([0-9a-f]{8,16})\b/;
/** "Use-after-free read at 0x… (in kfence-#12):", "Out-of-bounds write at 0x… (16B right of kfence-#12):", "Invalid free of 0x…" */
const FENCE_ACCESS = /^(?:[\w-]+ (read|write) at|Invalid free of) 0x([0-9a-f]{8,16})\b/;
const OBJECT =
  /^The buggy address belongs to the object at ([0-9a-f]{8,16})\s+which belongs to the cache (\S+) of size (\d+)/m;
/** "freed" and "allocated" since 6.3, "right of" and "left of" were "to the right of" before 6.4. */
const LOCATED =
  /^The buggy address is located (\d+) bytes (inside of|(?:to the )?right of|(?:to the )?left of)\s+(?:(allocated|freed) )?(\d+)-byte region/m;
const FENCE_OBJECT = /^kfence-#\d+: 0x([0-9a-f]{8,16})-0x[0-9a-f]+, size=(\d+), cache=(\S+)/;
/** "Allocated by task 120:", with " on cpu 0 at 15.229s:" where the kernel keeps it; KFENCE writes it small. */
const TRACK = /^(Allocated|Freed) by task (\d+)\b/i;

const SIDES = { inside: 'inside', right: 'behind', left: 'before' } as const;

/** Reads the report that `heading` begins. */
export function sanitizerReport(c: Case, heading: LogFact): SanitizerReport {
  const records = linesOf(c, heading);
  const access = accessOf(records);
  const found = access && objectOf(records, access.address);
  const had = tracks(c, records);
  const freed = had.find(({ how, module }) => how === 'freed' && module !== undefined);
  return {
    what: HEADING.exec(heading.record.text)?.[1],
    access: access?.how === 'free' ? undefined : access?.how,
    address: access?.address,
    ...(freed?.module !== undefined &&
      freed.symbol !== undefined && {
        freedBy: { module: freed.module, function: freed.symbol, evidence: evidenceOf(freed.record) },
      }),
    findings: [
      ...(access
        ? [
            told(
              access.record,
              sanitizers.access({
                access: access.how,
                size: access.size,
                address: ofAddress(access.address),
              }),
            ),
          ]
        : []),
      ...(found ? [found] : []),
      ...had.map(trackFinding),
    ],
  };
}

/** The records of the kernel's own from the heading to the rule below the report. */
function linesOf(c: Case, heading: LogFact): LogRecord[] {
  const { records } = c.log;
  const at = records.indexOf(heading.record);
  const after = records.slice(at, at + MAX_RECORDS).filter(({ facility }) => facility === 0);
  const end = after.findIndex(({ text }, i) => i > 0 && (END.test(text) || /^Kernel panic/.test(text)));
  return end < 0 ? after : after.slice(0, end);
}

interface Access {
  readonly how: 'read' | 'write' | 'free';
  readonly size?: number;
  readonly address: bigint;
  readonly record: LogRecord;
}

function accessOf(records: readonly LogRecord[]): Access | undefined {
  for (const record of records) {
    const [, kasan, size, at] = ACCESS.exec(record.text) ?? [];
    if (at !== undefined)
      return {
        how: howOf(kasan),
        size: size === undefined ? undefined : Number(size),
        address: BigInt(`0x${at}`),
        record,
      };
    const [, fence, where] = FENCE_ACCESS.exec(record.text) ?? [];
    if (where !== undefined) return { how: howOf(fence), address: BigInt(`0x${where}`), record };
  }
  return undefined;
}

/** Unmatched groups are undefined: something was freed then. */
function howOf(word: string | undefined): Access['how'] {
  const how = word?.toLowerCase();
  return how === 'read' || how === 'write' ? how : 'free';
}

/** The object that `address` belongs to; the kernel writes it in lines of two, which older logs have as two records. */
function objectOf(records: readonly LogRecord[], address: bigint): Finding | undefined {
  for (const [i, record] of records.entries()) {
    const lines = textFrom(records, i);
    const [, object, cache, size] = OBJECT.exec(lines) ?? [];
    if (object !== undefined) {
      const [, offset, where, state, region] =
        LOCATED.exec(
          records
            .slice(i)
            .map(({ text }) => text)
            .join('\n'),
        ) ?? [];
      const side = where === undefined ? undefined : SIDES[sideOf(where)];
      return told(
        record,
        sanitizers.object({
          address: ofAddress(address),
          object: ofAddress(BigInt(`0x${object}`)),
          cache,
          size: Number(size),
          state: state === 'allocated' || state === 'freed' ? state : undefined,
          offset: offset === undefined ? undefined : Number(offset),
          side,
          // Since 6.3 it is counted from the end of what was asked for, which the object may be larger than.
          asked: side === 'behind' && region !== size ? Number(region) : undefined,
        }),
      );
    }
    const [, fenced, bytes, own] = FENCE_OBJECT.exec(record.text) ?? [];
    if (fenced !== undefined)
      return told(
        record,
        sanitizers.object({
          address: ofAddress(address),
          object: ofAddress(BigInt(`0x${fenced}`)),
          cache: own,
          size: Number(bytes),
          ...placeBy(address, BigInt(`0x${fenced}`), Number(bytes)),
        }),
      );
  }
  return undefined;
}

/** A record with the one after it. */
const textFrom = (records: readonly LogRecord[], i: number): string =>
  records
    .slice(i, i + 2)
    .map(({ text }) => text)
    .join('\n');

const sideOf = (where: string): keyof typeof SIDES =>
  where.endsWith('left of') ? 'left' : where.endsWith('right of') ? 'right' : 'inside';

/** Where `address` lies by the object's place and size. */
function placeBy(
  address: bigint,
  object: bigint,
  size: number,
): { readonly offset: number; readonly side: 'inside' | 'before' | 'behind' } {
  if (address < object) return { offset: Number(object - address), side: 'before' };
  const offset = Number(address - object);
  return offset < size ? { offset, side: 'inside' } : { offset: offset - size, side: 'behind' };
}

interface Track {
  readonly record: LogRecord;
  readonly how: 'allocated' | 'freed';
  readonly pid: number;
  /** The first function of its trace that may be blamed. */
  readonly symbol?: string;
  readonly module?: string;
}

/** Who allocated the object and who freed it. */
function tracks(c: Case, records: readonly LogRecord[]): Track[] {
  const lines = records.flatMap(({ sequence, time, level, text }) =>
    text.split('\n').map((each) => ({ sequence, time: Number(time) / 1e9, level, own: true, text: each })),
  );
  const traces = tracesIn(lines, undefined);
  return records.flatMap((record, i): Track[] => {
    const [, word, pid] = TRACK.exec(record.text) ?? [];
    if (word === undefined) return [];
    const trace = traces.find(({ title, sequence }) => title === record.text && sequence > record.sequence);
    const frame = trace?.frames.find(
      ({ symbol, module, sure }) => symbol !== '' && sure && c.mayBeBlamed({ name: symbol, module }),
    );
    // Code without a name came before it: of a module that is gone, or of an init function whose memory was given back.
    const nameless = records
      .slice(i + 1)
      .some(({ text, sequence }) => BARE.test(text) && frame !== undefined && sequence < frame.sequence);
    const { symbol, module } = nameless || !frame ? {} : frame;
    return [{ record, how: /^a/i.test(word) ? 'allocated' : 'freed', pid: Number(pid), symbol, module }];
  });
}

function trackFinding({ record, how, pid, symbol, module }: Track): Finding {
  const at = symbol === undefined ? undefined : symbol + (module === undefined ? '' : ` [${module}]`);
  return told(record, sanitizers.track({ how, pid, at }));
}

/** A frame that has no name. */
const BARE = /^\s*(?:0x)?[0-9a-f]{16}$/;

const told = (record: LogRecord, text: Finding['text']): Finding => ({
  rule: 'check',
  confidence: 'proven',
  text,
  evidence: [evidenceOf(record)],
});

const evidenceOf = (record: LogRecord): Evidence => ({
  ref: refTo.log(record.sequence),
  text: record.text.split('\n', 1)[0],
});
