import { addr, hex } from '../addr.ts';
import { machines } from '../arch/index.ts';
import type { FoundImage } from '../arch/paging.ts';
import { open as say } from '../catalogue/open.ts';
import { Engine } from '../engine/engine.ts';
import { MissingError, OopscopeError } from '../errors.ts';
import { PhysicalMemory } from '../memory/physical.ts';
import { AddressSpace } from '../memory/space.ts';
import type { TableFormat } from '../memory/tables.ts';
import { Scanner } from '../scan/scanner.ts';
import { DIGITS, kallsymsAround } from '../symbols/find-kallsyms.ts';
import { kallsymsInEachForm, type PlacedNames } from '../symbols/kallsyms.ts';
import { Vmcoreinfo } from '../symbols/vmcoreinfo.ts';
import type { Given } from './given.ts';
import type { OnTheWay } from './step.ts';
import { holdsRelease, MAX_UTS } from './vmcoreinfo.ts';

/**
 * A kernel that wrote no VMCOREINFO, as phones and kernels without kdump have it, is recognised in physical memory: its image
 * lies there in one piece, so that kallsyms is found by its shape before anything is known of addresses; linux_banner
 * (init/version.c) says how far names are from their places; init_uts_ns has to hold the same release; and the page tables
 * have to map the image just so. What VMCOREINFO would have said follows from that.
 */
type Ground = Pick<Given, 'files' | 'container'>;
const CACHE_BYTES = 16 * 1024 * 1024;
const BANNER = 'Linux version ';
/** An image of a kernel is no larger. */
const REACH = 256 * 1024 * 1024;
/** Texts of each kind that are looked at. */
const MOST = 4096;
const MAX_PHYSICAL = 2 ** 46;
const NOWHERE = 0x000ffffffffff000;
/** Tables of this form are never read. */
const NO_TABLES: TableFormat = {
  pageShift: 12,
  levels: 4,
  topBits: 9,
  blockLevel: 1,
  halfBits: 47,
  halves: 'kernel',
  entry: {
    valid: 1n,
    tableMask: 0n,
    tableValue: 0n,
    pageMask: 1n,
    pageValue: 1n,
    keep: 0xffffffffff000n,
    shift: 0,
    highMask: 0n,
    highFrom: 0,
    highTo: 0,
  },
};

/** Where physical memory appears in a space without tables: the beginning of its upper half. */
const WINDOW = BigInt.asUintN(64, -(1n << BigInt(NO_TABLES.halfBits)));

/** What VMCOREINFO would have said of the kernel in the memory of the dump. Throws MissingError when none is recognised, or its page tables are not. */
export function recogniseKernel({ files, container }: Ground, { remark }: OnTheWay): Vmcoreinfo {
  // An engine of its own: what is tried here is no walk of the kernel's tables, and leaves the page cache as it is.
  const memory = new PhysicalMemory(new Engine(files.engine, container.pages, CACHE_BYTES), container);
  const { digits, banners } = textsIn(memory);
  let unmapped: string | undefined;
  for (const at of digits) {
    for (const found of imagesAround(memory, at, banners)) {
      for (const machine of machines) {
        const mapped = machine.paging.recognise(found);
        if (!mapped) continue;
        const virtual = (name: string): string[] => {
          const physical = found.physical(name);
          return physical === undefined
            ? []
            : [`SYMBOL(${name})=${BigInt.asUintN(64, BigInt(physical) + mapped.offset).toString(16)}`];
        };
        remark(say.recognised({ release: found.release, at: hex(at) }));
        return new Vmcoreinfo(
          [
            `OSRELEASE=${found.release}`,
            ...['_stext', 'init_uts_ns'].flatMap(virtual),
            ...['swapper_pg_dir', 'init_top_pgt', 'init_level4_pgt']
              .flatMap(virtual)
              .slice(0, 1)
              .map((line) => line.replace(/\(.*\)/, '(swapper_pg_dir)')),
            ...mapped.lines,
          ].join('\n'),
        );
      }
      unmapped = found.release;
    }
  }
  throw new MissingError(unmapped === undefined ? say.notRecognised() : say.notMapped({ release: unmapped }));
}

/** Where the digits of kallsyms and banners stand in memory. */
function textsIn(memory: PhysicalMemory): { readonly digits: number[]; readonly banners: number[] } {
  const { pages } = memory.container;
  const scanner = new Scanner(memory.engine, pages);
  const tasks = scanner.tasks(Float64Array.of(0, pages.endPfn));
  const texts = [DIGITS, new TextEncoder().encode(BANNER)];
  const found: [number[], number[]] = [[], []];
  for (let task = tasks.next(); task; task = tasks.next()) {
    const hits = scanner.look({ kind: 'texts', texts }, task);
    hits.physical.forEach((at, i) => {
      const list = found[hits.which[i]];
      if (list.length < MOST && at < MAX_PHYSICAL) list.push(at);
    });
  }
  return { digits: found[0], banners: found[1] };
}

interface Found extends FoundImage {
  readonly release: string;
}

/** The kernels whose kallsyms is around the digits at physical address `digits`: each form of addresses that a banner fits. */
function* imagesAround(
  memory: PhysicalMemory,
  digits: number,
  banners: readonly number[],
): Generator<Found, void, void> {
  const near = banners.filter((at) => Math.abs(at - digits) < REACH);
  for (const { table, absolute } of near.length === 0 ? [] : namesAround(memory, digits)) {
    const banner = table.byName('linux_banner')?.address;
    const uts = table.byName('init_uts_ns')?.address;
    if (banner === undefined || uts === undefined) continue;
    for (const at of near) {
      const offset = BigInt.asUintN(64, banner - BigInt(at));
      if (absolute ? offset % 4096n !== 0n : offset !== WINDOW) continue;
      const physical = (address: bigint): number | undefined => {
        const found = BigInt.asUintN(64, address - offset);
        return found < MAX_PHYSICAL ? Number(found) : undefined;
      };
      const release = releaseAt(memory, at);
      const names = physical(uts);
      const read = names === undefined ? undefined : memory.tryRead(names, MAX_UTS);
      if (release === undefined || !read || !holdsRelease(read, release)) continue;
      yield {
        memory,
        release,
        offset: absolute ? offset : undefined,
        physical(name) {
          const symbol = table.byName(name);
          return symbol && physical(symbol.address);
        },
      };
    }
  }
}

/** The names of the tables around `digits` in each form of their addresses; none where these stand there for something else. */
function namesAround(memory: PhysicalMemory, digits: number): PlacedNames[] {
  const space = new AddressSpace(memory, 'physical', NOWHERE, NO_TABLES);
  const start = Math.max(0, Math.floor((digits - REACH) / 4096) * 4096);
  space.assumeLinear(WINDOW + BigInt(start), BigInt(digits + REACH - start), BigInt(start));
  try {
    const tables = kallsymsAround(space, addr(WINDOW + BigInt(digits)));
    return tables ? kallsymsInEachForm(space, tables) : [];
  } catch (error) {
    // What only looks like tables.
    if (error instanceof OopscopeError) return [];
    throw error;
  }
}

/** The release in the banner at physical address `at`. */
function releaseAt(memory: PhysicalMemory, at: number): string | undefined {
  const bytes = memory.tryRead(at, 128);
  return bytes && /^Linux version ([\w.+~-]{3,64}) /.exec(String.fromCharCode(...bytes))?.[1];
}
