import { ifKnown } from '../errors.ts';
import { endings } from '../catalogue/endings.ts';
import type { LogRecord } from '../kernel/printk.ts';
import { memorySummary } from '../kernel/memory-summary.ts';
import { counter } from '../kernel/vmstat.ts';
import { vmallocAreas, vmallocFacts } from '../kernel/vmalloc.ts';
import { refTo } from '../rows/ref.ts';
import type { Culprit, Finding } from '../rows/verdict.ts';
import type { Case } from './case.ts';
import type { LogFact } from './log.ts';
import { ofPlace } from './phrases.ts';

/** What holds a good part of all memory when it has run out: slab caches, areas of vmalloc by who made them, and what is in no account. */

/** Percent of all memory from which on something is named. */
const SHARE = 20;
/** Percent from which on nothing else can hold more. */
const MOST = 50;

/** Where memory went. */
export interface Eaters {
  readonly findings: readonly Finding[];
  /** Who holds the most, where that is told. */
  readonly culprit?: Culprit;
}

/** What holds the memory. `asked`: the line with which the killer's report begins. */
export function eatersOf(c: Case, asked: LogFact | undefined): Eaters {
  const own = reported(c, asked);
  const areas = ifKnown(() => byCaller(c)) ?? { findings: [], pages: 0 };
  return {
    findings: [...own.findings, ...areas.findings, ...(ifKnown(() => unaccounted(c, areas.pages)) ?? [])],
    culprit: own.culprit ?? areas.culprit,
  };
}

/** dump_unreclaimable_slab(), mm/slab_common.c (4.15 on): "kmalloc-4k   697268KB   697268KB", name, used, total. */
const SLAB = /^(\S+)\s+(\d+)KB\s+(\d+)KB$/;
/** show_mem(), mm/show_mem.c: "262030 pages RAM". */
const RAM = /^(\d+) pages RAM$/;
/** dump_tasks(), mm/oom_kill.c: "[  pid  ]   uid  tgid total_vm      rss … name"; rss is in pages. */
const TASKS = /^\[\s*pid\s*\]\s+uid\s+tgid\s+total_vm\s+rss\b.*\bname$/;
const TASK = /^\[\s*(?<pid>\d{1,10})\]\s+\d+\s+\d+\s+\d+\s+(?<rss>\d{1,15})\s+(?:-?\d+\s+)*(?<comm>.*)$/;
/** Lines of the report: one for each cache and each process. */
const MAX_LINES = 20_000;

/** What the killer's own report says: slab caches and processes that hold a good part of all memory. */
function reported(c: Case, asked: LogFact | undefined): Eaters {
  const { records } = c.log;
  const start = asked ? records.indexOf(asked.record) : -1;
  // What follows the next one's first line is of another report.
  const next = c.log
    .every('oom-killer')
    .find(({ record }) => asked !== undefined && record.sequence > asked.record.sequence);
  const end = next ? records.indexOf(next.record) : records.length;
  const lines =
    start < 0
      ? []
      : records.slice(start, Math.min(end, start + MAX_LINES)).filter(({ facility }) => facility === 0);
  const all = Number(lines.map(({ text }) => RAM.exec(text)?.[1]).find((each) => each !== undefined));
  if (!(all > 0)) return { findings: [] };
  const { pageSize } = c.kernel.layout;
  const share = (pages: number): number => Math.round((pages / all) * 100);
  const told = (record: LogRecord, text: Finding['text']): Finding => ({
    rule: 'out-of-memory',
    confidence: 'proven',
    text,
    evidence: [{ ref: refTo.log(record.sequence), text: record.text }],
  });
  const isNamed = (pages: number): boolean => share(pages) >= SHARE && share(pages) <= 100;
  const caches = lines.flatMap((record): Finding[] => {
    const [, what, used] = SLAB.exec(record.text) ?? [];
    const pages = what === undefined ? 0 : (Number(used) * 1024) / pageSize;
    return isNamed(pages)
      ? [told(record, endings.eaten({ what, used: megabytes(c, pages), share: share(pages) }))]
      : [];
  });
  const table = lines.findLastIndex(({ text }) => TASKS.test(text));
  const tasks = (table < 0 ? [] : lines.slice(table + 1)).flatMap((record) => {
    const { pid, rss, comm } = TASK.exec(record.text)?.groups ?? {};
    return isNamed(Number(rss)) ? [{ record, pid: Number(pid), pages: Number(rss), comm }] : [];
  });
  const most = tasks.find(({ pages }) => share(pages) >= MOST);
  return {
    findings: [
      ...caches,
      ...tasks.map(({ record, pid, pages, comm }) =>
        told(record, endings.process({ comm, pid, used: megabytes(c, pages), share: share(pages) })),
      ),
    ],
    culprit: most && { what: 'task', name: most.comm, confidence: 'likely' },
  };
}

const megabytes = (c: Case, pages: number): string =>
  `${Math.round((pages * c.kernel.layout.pageSize) / 1_048_576)} MB`;
const shareOf = (c: Case, pages: number): number => {
  const { total } = memorySummary(c.kernel);
  return total ? Math.round((pages / total) * 100) : 0;
};

/** Areas of vmalloc, by the code that asked for them (struct vm_struct.caller); `pages`: of all of them. */
function byCaller(c: Case): Eaters & { readonly pages: number } {
  const callers = new Map<bigint, { pages: number; count: number }>();
  let all = 0;
  for (const area of vmallocAreas(c.kernel)) {
    const { kind, caller, pages } = vmallocFacts(area);
    if (!kind.startsWith('vmalloc') || pages < 0) continue;
    all += pages;
    if (caller === undefined) continue;
    const sum = callers.get(caller) ?? { pages: 0, count: 0 };
    callers.set(caller, { pages: sum.pages + pages, count: sum.count + 1 });
  }
  const large = [...callers]
    .filter(([, { pages }]) => shareOf(c, pages) >= SHARE && shareOf(c, pages) <= 100)
    .sort(([, a], [, b]) => b.pages - a.pages);
  const textOf = ([caller, { pages, count }]: (typeof large)[number]) =>
    endings.areas({ at: ofPlace(c, caller), count, used: megabytes(c, pages), share: shareOf(c, pages) });
  const findings = large.map((each): Finding => ({
    rule: 'out-of-memory',
    confidence: 'proven',
    text: textOf(each),
    evidence: [{ ref: refTo.code(each[0]), text: 'vm_struct.caller' }],
  }));
  const most = large.at(0);
  const module = most && c.kernel.symbols.byAddress(most[0])?.symbol.module;
  return {
    findings,
    pages: all,
    culprit:
      most && module !== undefined && shareOf(c, most[1].pages) >= MOST
        ? {
            what: 'module',
            name: module,
            ref: refTo.module(module),
            confidence: 'likely',
            why: textOf(most),
          }
        : undefined,
  };
}

/** Pages that are in none of the accounts: somebody took them from the page allocator and says to nobody what for. */
function unaccounted(c: Case, vmalloc: number): Finding[] {
  const { kernel } = c;
  const { total, free, slab, hugeTotal } = memorySummary(kernel);
  const used = [
    counter(kernel, 'NR_ANON_MAPPED', 'NR_ANON_PAGES'),
    counter(kernel, 'NR_FILE_PAGES'),
    counter(kernel, 'NR_PAGETABLE'),
  ];
  if (total === undefined || free === undefined || slab === undefined || used.includes(undefined)) return [];
  const stacks = ((counter(kernel, 'NR_KERNEL_STACK_KB') ?? 0) * 1024) / kernel.layout.pageSize;
  const known = used.reduce<number>((sum, each) => sum + Math.max(0, each ?? 0), 0);
  // Not everywhere: zsmalloc's (what zram and zswap packed), tables of virtual machines, what drivers can give back.
  const others = ['NR_ZSPAGES', 'NR_SECONDARY_PAGETABLE', 'NR_KERNEL_MISC_RECLAIMABLE'].reduce(
    (sum, name) => sum + Math.max(0, counter(kernel, name) ?? 0),
    0,
  );
  const rest = total - free - slab - hugeTotal - stacks - known - others - vmalloc;
  const share = shareOf(c, rest);
  if (share < SHARE || share > 100) return [];
  return [
    {
      rule: 'out-of-memory',
      confidence: 'likely',
      text: endings.unaccounted({ used: megabytes(c, rest), share }),
      evidence: [],
    },
  ];
}
