import { headerFacts } from '../catalogue/files.ts';
import { container as say } from '../catalogue/container.ts';
import type { Message } from '../catalogue/message.ts';
import { PageStatus } from './absence.ts';
import type { Container, PageDecoder, PageReader } from './container.ts';

/**
 * The parts of a split dump (makedumpfile --split) as one: each has all of the headers and bitmaps, and the pages
 * of a range of frames. `first` and `others` are opened containers; what is no part of the same dump is left out
 * and named in `missing`.
 */
export function joinParts(first: Container, others: readonly Container[]): Container {
  if (others.length === 0)
    return first.part && !covered([first])
      ? { ...first, missing: [...first.missing, lacking([first])] }
      : first;
  const parts = [first, ...others].filter((each) => each === first || belongs(first, each));
  const strangers = others
    .filter((each) => !parts.includes(each))
    .map((each) => say.stranger({ file: each.file?.name ?? '?' }));
  if (parts.length < 2) return { ...first, missing: [...first.missing, ...strangers] };
  const whole = covered(parts) ? [] : [lacking(parts)];
  return {
    ...first,
    pages: new JoinedPages(parts.map((each) => each.pages)),
    // The notes and VMCOREINFO stand in each part, or in the first only.
    vmcoreinfo: parts.find((each) => each.vmcoreinfo?.length)?.vmcoreinfo,
    notes: parts.find((each) => each.notes.length > 0)?.notes ?? [],
    headerFacts: [...first.headerFacts, [headerFacts.parts(), String(parts.length)]],
    missing: [...parts.flatMap((each) => each.missing), ...strangers, ...whole],
  };
}

function belongs(first: Container, other: Container): boolean {
  return (
    first.part !== undefined &&
    other.part !== undefined &&
    other.pages.pageSize === first.pages.pageSize &&
    other.pages.endPfn === first.pages.endPfn &&
    other.dumpTime === first.dumpTime
  );
}

/** Whether the ranges of `parts` leave no frame out. */
function covered(parts: readonly Container[]): boolean {
  const ranges = parts.flatMap((each) => each.part ?? []).sort((a, b) => a.start - b.start);
  let reached = 0;
  for (const { start, end } of ranges) {
    if (start > reached) return false;
    reached = Math.max(reached, end);
  }
  return reached >= parts[0].pages.endPfn;
}

function lacking(parts: readonly Container[]): Message {
  const ranges = parts.flatMap((each) => (each.part ? `${each.part.start} to ${each.part.end}` : []));
  return say.partsMissing({ ranges: ranges.join(', ') });
}

/** Pages of several files: each is asked for what it says it has. */
class JoinedPages implements PageReader {
  readonly pageSize: number;
  readonly endPfn: number;

  constructor(private readonly readers: readonly PageReader[]) {
    this.pageSize = readers[0].pageSize;
    this.endPfn = Math.max(...readers.map((reader) => reader.endPfn));
  }

  status(pfn: number): PageStatus {
    return this.holder(pfn).status(pfn);
  }

  load(pfn: number, slot: number, decoder: PageDecoder): PageStatus {
    return this.holder(pfn).load(pfn, slot, decoder);
  }

  next(pfn: number): number | undefined {
    const found = this.readers.flatMap((reader) => reader.next(pfn) ?? []);
    return found.length > 0 ? Math.min(...found) : undefined;
  }

  private holder(pfn: number): PageReader {
    return this.readers.find((reader) => reader.status(pfn) === PageStatus.present) ?? this.readers[0];
  }
}
