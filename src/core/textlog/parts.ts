import { textlog as say } from '../catalogue/textlog.ts';
import type { Message } from '../catalogue/message.ts';
import type { Row } from './format.ts';

/** fs/pstore/platform.c pstore_dump: "%s#%d Part%u", kmsg_dump's reason, a count, a part; part 1 holds the end of the log. */
const HEADER =
  /^(Oops|Panic|Emergency|Restart|Reboot|Halt|Poweroff|Shutdown|Kexec|Unknown)#(\d{1,6}) Part(\d{1,5})$/;
/** More parts than a firmware has room for. */
const MAX_PARTS = 10_000;

/** What stands between one header and the next. */
interface Part {
  readonly record: string;
  readonly count: number;
  readonly part: number;
  readonly rows: Row[];
}

/**
 * The parts of pstore records (dmesg-efi-…, dmesg-erst-…) in the order of the log, however they were given; missing
 * ones are said. A later record tells again what an earlier one told: that is left out.
 */
export function partsInOrder(rows: Row[], remarks: Message[]): Row[] {
  if (!rows.some(({ text }) => HEADER.test(text))) return rows;
  const before: Row[] = [];
  const parts: Part[] = [];
  for (const row of rows) {
    const header = HEADER.exec(row.text);
    if (header)
      parts.push({
        record: `${header[1]}#${header[2]}`,
        count: Number(header[2]),
        part: Number(header[3]),
        rows: [],
      });
    else (parts.at(-1)?.rows ?? before).push(row);
  }
  const ordered = [...parts].sort((a, b) => a.count - b.count || b.part - a.part);
  for (const record of new Set(ordered.map((each) => each.record))) {
    const own = ordered.filter((each) => each.record === record);
    const missing = gaps(own.map(({ part }) => part));
    if (missing !== '') remarks.push(say.partsMissing({ record, parts: missing }));
    const given = parts.filter((each) => each.record === record);
    if (given.some((each, at) => each !== own[at]))
      remarks.push(say.partsOrdered({ record, parts: own.length }));
  }
  const told = new Set<string>();
  const result = [...before];
  for (const record of new Set(ordered.map((each) => each.record))) {
    const own = ordered.filter((each) => each.record === record).flatMap((each) => each.rows);
    const key = ({ time, text }: Row): string => `${time} ${text}`;
    result.push(...own.filter((row) => row.time === undefined || !told.has(key(row))));
    for (const row of own) told.add(key(row));
  }
  return result;
}

/** Which numbers from 1 to the highest of `parts` are absent: "2, 4-6". */
function gaps(parts: readonly number[]): string {
  const have = new Set(parts);
  const highest = Math.min(Math.max(...parts), MAX_PARTS);
  const runs: string[] = [];
  for (let from = 1; from <= highest; from++) {
    if (have.has(from)) continue;
    let to = from;
    while (to < highest && !have.has(to + 1)) to++;
    runs.push(from === to ? String(from) : `${from}-${to}`);
    from = to;
  }
  return runs.join(', ');
}
