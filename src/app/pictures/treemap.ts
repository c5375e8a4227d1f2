/** Something with a size, of row `row` (the largest of several that stand together). */
export interface Sized {
  readonly row: number;
  readonly name: string;
  readonly size: number;
  /** How much of it is in use, 0 to 1, where that is known. */
  readonly used?: number;
  /** How many rows it stands for. */
  readonly rows: number;
}

/** Where it is drawn, in the units of the whole. */
export interface Tile extends Sized {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Room {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Of more, the smallest stand together. */
const MOST = 60;
/** A part of the whole that cannot be seen any more. */
const SMALLEST = 1 / 600;

/** Those of one name together, of the row that is the largest of them. */
export function byName(all: readonly Sized[]): readonly Sized[] {
  const found = new Map<string, Sized & { most: number }>();
  for (const each of all) {
    const had = found.get(each.name);
    const most = Math.max(had?.most ?? 0, each.size);
    found.set(each.name, {
      ...each,
      row: had && had.most >= each.size ? had.row : each.row,
      size: (had?.size ?? 0) + each.size,
      rows: (had?.rows ?? 0) + each.rows,
      most,
    });
  }
  return [...found.values()];
}

/** The largest of `all`, largest first, and how many are left with their size together. */
export function largest(all: readonly Sized[]): { shown: readonly Sized[]; left: number; size: number } {
  const whole = all.reduce((sum, { size }) => sum + size, 0);
  const sorted = all.filter(({ size }) => size > 0).sort((a, b) => b.size - a.size);
  const shown = sorted.filter(({ size }, i) => i < MOST && size >= whole * SMALLEST);
  const left = sorted.slice(shown.length);
  return {
    shown,
    left: left.reduce((sum, { rows }) => sum + rows, 0),
    size: left.reduce((sum, { size }) => sum + size, 0),
  };
}

/**
 * `all`, largest first, as rectangles that fill `width` × `height`, each as large as its share and as near to a square as the
 * way of Bruls, Huizing and van Wijk ("Squarified Treemaps", 2000) brings it: rows are laid along the shorter side as long
 * as the next one makes their worst proportion better.
 */
export function treemap(all: readonly Sized[], width: number, height: number): readonly Tile[] {
  const whole = all.reduce((sum, { size }) => sum + size, 0);
  if (!(whole > 0) || !(width > 0) || !(height > 0)) return [];
  const scale = (width * height) / whole;
  const tiles: Tile[] = [];
  const room: Room = { x: 0, y: 0, width, height };
  for (let from = 0; from < all.length;) {
    const side = Math.min(room.width, room.height);
    let to = from + 1;
    let area = all[from].size * scale;
    while (to < all.length) {
      const more = area + all[to].size * scale;
      if (worst(all, from, to + 1, more, scale, side) > worst(all, from, to, area, scale, side)) break;
      area = more;
      to++;
    }
    tiles.push(...layRow(all.slice(from, to), area, scale, room));
    from = to;
  }
  return tiles;
}

/** The worst proportion of a row of those from `from` to `to`, which have `area` together, along `side`. */
function worst(
  all: readonly Sized[],
  from: number,
  to: number,
  area: number,
  scale: number,
  side: number,
): number {
  const [most, least] = [all[from].size * scale, all[to - 1].size * scale];
  return Math.max((side * side * most) / (area * area), (area * area) / (side * side * least));
}

/** Lays a row along the shorter side of `room`, and takes it off the room. */
function layRow(row: readonly Sized[], area: number, scale: number, room: Room): Tile[] {
  const upright = room.width >= room.height;
  const deep = area / (upright ? room.height : room.width);
  let at = upright ? room.y : room.x;
  const tiles = row.map((each): Tile => {
    const long = (each.size * scale) / deep;
    const tile = upright
      ? { ...each, x: room.x, y: at, width: deep, height: long }
      : { ...each, x: at, y: room.y, width: long, height: deep };
    at += long;
    return tile;
  });
  if (upright) {
    room.x += deep;
    room.width -= deep;
  } else {
    room.y += deep;
    room.height -= deep;
  }
  return tiles;
}
