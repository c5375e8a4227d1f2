import { endings } from '../../catalogue/endings.ts';
import { stops } from '../../catalogue/stops.ts';
import { refTo } from '../../rows/ref.ts';
import type { Finding } from '../../rows/verdict.ts';
import type { Case } from '../case.ts';
import type { LogFact } from '../log.ts';
import { who, quote } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'out-of-memory',
  about: 'panic texts of mm/oom_kill.c: "Out of memory: … panic_on_oom", "System is deadlocked on memory"',
  order: 66,
  needs: ['log'],
  examine(c) {
    if (!c.panic || !/^Out of memory|^System is deadlocked on memory/i.test(c.panic.match[1]))
      return undefined;
    const lines = [...c.log.every('oom-killer').slice(-1), ...c.log.every('oom-kill').slice(-3)];
    return {
      kind: 'out-of-memory',
      title: stops.memoryTitle(),
      confidence: 'proven',
      sentence: stops.memory({ who: who(c) }),
      findings: [
        ...[...lines, c.panic].map((fact) => quote('out-of-memory', fact)),
        ...eaters(c, lines.at(0)),
      ],
      culprit: c.task && { what: 'task', name: c.task.comm, confidence: 'guess' },
    };
  },
};

/** dump_unreclaimable_slab(), mm/slab_common.c (4.15 on): "kmalloc-4k   697268KB   697268KB", name, used, total. */
const SLAB = /^(\S+)\s+(\d+)KB\s+(\d+)KB$/;
/** show_mem(), mm/show_mem.c: "262030 pages RAM". */
const RAM = /^(\d+) pages RAM$/;
/** Lines of the report: one for each cache and each process. */
const MAX_LINES = 20_000;
/** Percent of all memory from which on a cache is named. */
const SHARE = 20;

/** Slab caches that hold a good part of all memory, as the killer's own report has them. */
function eaters(c: Case, asked: LogFact | undefined): Finding[] {
  const { records } = c.log;
  const start = asked ? records.indexOf(asked.record) : -1;
  if (start < 0) return [];
  const lines = records.slice(start, start + MAX_LINES).filter(({ facility }) => facility === 0);
  const pages = lines.map(({ text }) => RAM.exec(text)?.[1]).find((each) => each !== undefined);
  if (pages === undefined) return [];
  const all = (Number(pages) * c.kernel.layout.pageSize) / 1024;
  return lines.flatMap((record): Finding[] => {
    const [, what, used] = SLAB.exec(record.text) ?? [];
    const share = what === undefined ? 0 : Math.round((Number(used) / all) * 100);
    if (share < SHARE || share > 100) return [];
    return [
      {
        rule: 'out-of-memory',
        confidence: 'proven',
        text: endings.eaten({ what, used: `${Math.round(Number(used) / 1024)} MB`, share }),
        evidence: [{ ref: refTo.log(record.sequence), text: record.text }],
      },
    ];
  });
}
