/** Width of the drawing in its own units. */
export const WIDTH = 600;
const BARS = 150;
/** What is nearer to the end than this stands at the end, in nanoseconds. */
const NEAREST = 1e7;

/** Marks of the axis: nanoseconds before the end, as people say them. */
const TICKS: readonly (readonly [ns: number, label: string])[] = [
  [1e8, '100 ms'],
  [1e9, '1 s'],
  [1e10, '10 s'],
  [6e10, '1 min'],
  [6e11, '10 min'],
  [3.6e12, '1 h'],
  [8.64e13, '1 d'],
  [8.64e14, '10 d'],
  [8.64e15, '100 d'],
];

/** The records of one stretch of time. `x`: its left edge, 0 to the timeline's width. */
export interface Bar {
  readonly x: number;
  /** Lines, and of them those of level err and worse, and warnings or worse. */
  count: number;
  bad: number;
  warn: number;
  /** The first row in it, and the first that tells of trouble. */
  readonly first: number;
  trouble: number | undefined;
  /** How long before the end its first row was said. */
  readonly label: string;
}

/** A log over time, ready to be drawn. */
export interface Timeline {
  readonly bars: readonly Bar[];
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
  readonly troubles: number;
}

/** Rows by their time before the last one, on a scale on which a second near the end is as wide as an hour long before. */
export function timeline(
  count: number,
  row: { ns: (row: number) => number; level: (row: number) => number; trouble: (row: number) => boolean },
): Timeline {
  let end = -Infinity;
  let start = Infinity;
  for (let i = 0; i < count; i++) {
    const ns = row.ns(i);
    if (Number.isNaN(ns)) continue;
    end = Math.max(end, ns);
    start = Math.min(start, ns);
  }
  if (!(end > start)) return { bars: [], ticks: [], troubles: 0 };
  const scale = (before: number): number => Math.log10(Math.max(0, before) / NEAREST + 1);
  const widest = scale(end - start);
  const place = (before: number): number => WIDTH * 0.985 * (1 - scale(before) / widest);
  const bars = new Map<number, Bar>();
  let troubles = 0;
  for (let i = 0; i < count; i++) {
    const ns = row.ns(i);
    if (Number.isNaN(ns)) continue;
    const slot = Math.round((place(end - ns) / WIDTH) * BARS);
    let bar = bars.get(slot);
    if (!bar) {
      bar = {
        x: (slot / BARS) * WIDTH,
        count: 0,
        bad: 0,
        warn: 0,
        first: i,
        trouble: undefined,
        label: durationText(end - ns),
      };
      bars.set(slot, bar);
    }
    const level = row.level(i);
    bar.count++;
    if (level <= 3) bar.bad++;
    if (level <= 4) bar.warn++;
    if (!row.trouble(i)) continue;
    troubles++;
    bar.trouble ??= i;
  }
  return {
    bars: [...bars.values()].sort((a, b) => a.x - b.x),
    ticks: TICKS.filter(([ns]) => ns < (end - start) * 0.9).map(([ns, label]) => ({ x: place(ns), label })),
    troubles,
  };
}

function durationText(ns: number): string {
  const seconds = ns / 1e9;
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  if (seconds < 7200) return `${(seconds / 60).toFixed(0)} min`;
  return seconds < 172_800 ? `${(seconds / 3600).toFixed(1)} h` : `${(seconds / 86_400).toFixed(1)} d`;
}
