import { reported } from '../../catalogue/reports.ts';
import { trouble } from '../../catalogue/trouble.ts';
import type { Headings } from './index.ts';

const IN = String.raw`(?: (?:in|at) (?<symbol>[A-Za-z_.<][^\s+/]*))?`;

/** mm/kasan/report.c, mm/kmsan/report.c, mm/kfence/report.c, kernel/kcsan/report.c, lib/ubsan.c. */
export const headings: Headings = {
  name: 'sanitizers',
  list: [
    // The hint of kasan_non_canonical_hook() stands before or after the fault that it explains.
    {
      id: 'kasan-hint',
      kind: 'sanitizer',
      pattern:
        /^KASAN: (?<what>null-ptr-deref|probably user-memory-access|maybe wild-memory-access|probably wild-memory-access) in range \[0x(?<from>[0-9a-f]+)-0x(?<to>[0-9a-f]+)\]|^kasan: (?:CONFIG_KASAN_INLINE enabled|GPF could be caused by NULL-ptr deref)/,
      about: trouble.kasan,
      place: 'registers',
      rank: 3,
      adds: true,
    },
    {
      id: 'kasan-free',
      kind: 'double-free',
      pattern: new RegExp(
        String.raw`^BUG: KASAN: (?<what>(?:double-free or invalid-free|double-free|invalid-free))${IN}`,
      ),
      about: trouble.kasan,
      place: 'named',
      rank: 7,
    },
    {
      id: 'kasan-null',
      kind: 'null-pointer',
      pattern: new RegExp(String.raw`^BUG: KASAN: (?<what>null-ptr-deref)${IN}`),
      about: trouble.kasan,
      place: 'named',
      rank: 7,
    },
    {
      id: 'kasan-uaf',
      kind: 'use-after-free',
      pattern: new RegExp(String.raw`^BUG: KASAN: (?<what>(?:slab-)?use-after-free)${IN}`),
      about: trouble.kasan,
      place: 'named',
      rank: 7,
    },
    {
      id: 'kasan',
      kind: 'sanitizer',
      pattern: new RegExp(
        String.raw`^BUG: KASAN: (?<what>.*?)(?: (?:in|at|on) (?<symbol>[A-Za-z_.<][^\s+/]*)(?:\+|\s|$)|$)`,
      ),
      about: trouble.kasan,
      place: 'named',
      rank: 7,
    },
    // Before 4.6 the line did not begin with BUG: KASAN.
    {
      id: 'kasan-old',
      kind: 'sanitizer',
      pattern: /^BUG: (?:AddressSanitizer|kasan): (?<what>.*?) (?:in|on) (?<symbol>\w+)/,
      about: trouble.kasan,
      place: 'named',
      rank: 7,
    },
    // As people write it when they shorten a report.
    {
      id: 'kasan-short',
      kind: 'sanitizer',
      pattern: /^KASAN:? (?<what>[a-z-]+) (?:in|at) (?<symbol>[A-Za-z_][\w.]*)\+0x/,
      about: trouble.kasan,
      place: 'named',
      rank: 7,
    },
    {
      id: 'kfence',
      kind: 'sanitizer',
      pattern: new RegExp(String.raw`^BUG: KFENCE: (?<what>[a-z -]+?)(?:${IN}(?:\+|$)|$)`),
      about: trouble.kfence,
      place: 'named',
      rank: 7,
    },
    {
      id: 'kmsan',
      kind: 'sanitizer',
      pattern: new RegExp(String.raw`^BUG: KMSAN: (?<what>\S+)${IN}`),
      about: reported.kmsan,
      place: 'named',
      rank: 7,
    },
    {
      id: 'kcsan',
      kind: 'sanitizer',
      pattern: new RegExp(String.raw`^BUG: KCSAN: (?<what>data-race|assert: race)${IN}`),
      about: reported.kcsan,
      place: 'named',
      rank: 7,
    },
    {
      id: 'ubsan',
      kind: 'sanitizer',
      pattern: /^UBSAN: (?<what>.*?) in /,
      about: trouble.ubsan,
      place: 'trace',
      rank: 7,
    },
  ],
};
