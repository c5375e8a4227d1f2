import { readFileSync } from 'node:fs';
import { spoken } from '../../src/core/catalogue/message.ts';
import { report } from '../../src/core/report/report.ts';
import { inWords } from '../../src/core/report/wording.ts';
import { tasks } from '../../src/core/kernel/tasks.ts';
import { modules } from '../../src/core/kernel/modules.ts';
import { openSession, type Session } from '../../src/core/session.ts';
import { memorySource } from '../../src/core/source/source.ts';
import { seededRandom } from '../build/random.ts';
import { rawSample, type RawSample } from '../build/raw-sample.ts';
import { dumpPath, engine } from '../build/zoo.ts';
import { some, wrong, type Below, type Damage } from './damage.ts';
import { Trial } from './trial.ts';

/**
 * Damage that knows what it damages: each class aims at the fields of one structure that opening or the main commands rest
 * on.
 */
export const CLASSES = [
  'kallsyms',
  'btf',
  'ring',
  'tables',
  'lists',
  'orc',
  'notes',
  'header',
  'descriptors',
  'stored',
] as const;
export type Class = (typeof CLASSES)[number];

/** One damaged dump: `classes` (one, or a pair), placed by `seed`. */
export interface ClassMutant {
  readonly classes: readonly Class[];
  readonly seed: number;
}

/** What is asked of each mutant after the verdict. */
export const ASKED = ['ps', 'bt', 'bt -a', 'log', 'mod', 'sys', 'ps -m'];

/**
 * Opens `bytes`, a damaged dump of a crash of kind `kind`, and asks it `ASKED` and `more`; what fell. A crash of one kind
 * that is said to be of another falls where it is said as proven.
 */
export function survives(
  bytes: Uint8Array,
  kind: string,
  more?: (session: Session, trial: Trial) => void,
): string[] {
  const trial = new Trial();
  trial.tolerate('opening', () => {
    const session = openSession([memorySource(bytes, 'damaged')], { engine });
    trial.tolerate('verdict', () => {
      const verdict = session.verdict();
      if (verdict.kind !== kind && verdict.kind !== 'unknown' && verdict.confidence === 'proven')
        trial.fell.push(`a ${kind} is said to be ${verdict.kind}, as proven`);
      const said = spoken(verdict, 'ko');
      for (const format of ['html', 'md', 'json'] as const)
        report(format, said, inWords(session.summary, 'ko'), 'ko', [], '1');
    });
    for (const line of ASKED) trial.drain(line, () => session.run(line));
    more?.(session, trial);
  });
  return trial.end();
}

export class Damaged {
  private readonly raw: RawSample;
  private readonly packed: Uint8Array;
  private readonly sound: Session;
  private readonly kind: string;
  private readonly damages: Readonly<Record<Class, Damage>>;

  constructor(dump = 'sample') {
    this.raw = rawSample(dump);
    this.packed = new Uint8Array(readFileSync(dumpPath(dump)));
    this.sound = openSession([memorySource(this.raw.bytes, 'sound')], { engine });
    this.kind = this.sound.verdict().kind;
    this.damages = this.plan();
  }

  /** What fell; empty when the mutant stood. */
  failures({ classes, seed }: ClassMutant): string[] {
    const below = seededRandom(seed);
    // The file as it is compressed, where its own pages are damaged.
    const stored = classes.some((each) => each === 'stored' || each === 'descriptors');
    const bytes = (stored ? this.packed : this.raw.bytes).slice();
    for (const each of classes) if (!stored || FILE.has(each)) this.damages[each](bytes, below);
    return survives(bytes, this.kind);
  }

  private plan(): Record<Class, Damage> {
    const { kernel } = this.sound;
    const { space, types } = kernel;
    const place = (address: bigint): number | undefined => this.raw.offsetOf(space.translate(address) ?? -1);
    const address = (name: string): bigint =>
      kernel.symbols.byName(name)?.address ?? kernel.vmcoreinfo.symbol(name) ?? 0n;
    /** A word somewhere between two addresses, damaged. */
    const between =
      (first: bigint, last: bigint, width: 1 | 2 | 4 | 8) =>
      (bytes: Uint8Array, below: Below): void => {
        const room = Number(last - first);
        if (room < width) return;
        const at = place(first + BigInt(Math.floor(below(room) / width) * width));
        if (at !== undefined) wrong(bytes, at, width, below);
      };
    const names = kernel.vmcoreinfo.symbol('kallsyms_names') ?? address('kallsyms_names');
    const tokens = address('kallsyms_token_table');
    const index = address('kallsyms_token_index');
    const offsets = address('kallsyms_offsets');
    const [btf, btfEnd] = [address('__start_BTF'), address('__stop_BTF')];
    const prb = space.u64(address('prb'));
    const offset = (struct: string, member: string): bigint => BigInt(types.offsetOf(struct, member));
    const desc = prb + offset('printk_ringbuffer', 'desc_ring');
    const text = prb + offset('printk_ringbuffer', 'text_data_ring');
    const descs = space.u64(desc + offset('prb_desc_ring', 'descs'));
    const infos = space.u64(desc + offset('prb_desc_ring', 'infos'));
    const data = space.u64(text + offset('prb_data_ring', 'data'));
    const links = [
      ...tasks(kernel).flatMap(({ address: at }) =>
        ['tasks', 'thread_node', 'signal', 'stack', 'mm', 'real_parent', 'pid', 'comm', 'thread'].map(
          (member) => at + offset('task_struct', member),
        ),
      ),
      ...modules(kernel).flatMap(({ object }) =>
        ['list', 'kallsyms', 'core_layout', 'arch'].flatMap((member) =>
          types.has('module', member) ? [object.address + offset('module', member)] : [],
        ),
      ),
      ...[
        'init_task',
        'modules',
        'runqueues',
        'panic_cpu',
        'nr_cpu_ids',
        '__per_cpu_offset',
        'page_offset_base',
      ].map(address),
    ];
    const anyLink: Damage = (bytes, below) => {
      const at = place(links[below(links.length)]);
      if (at !== undefined) wrong(bytes, at, 8, below);
    };
    const tables = this.tables(address('swapper_pg_dir'));
    const anyEntry: Damage = (bytes, below) => {
      const at = tables[below(tables.length)];
      wrong(bytes, at + below(512) * 8, 8, below);
    };
    const note = new DataView(this.raw.bytes.buffer, this.raw.bytes.byteOffset + 4096);
    const [noteAt, noteLength] = [Number(note.getBigUint64(32, true)), Number(note.getBigUint64(40, true))];
    const packedDescriptors = descriptorsOf(this.packed);
    return {
      kallsyms: some(
        3,
        between(names, names + 900_000n, 1),
        between(names - 16n, names, 4),
        between(tokens - 2048n, tokens, 4),
        between(tokens, index, 1),
        between(index, index + 512n, 2),
        between(offsets, offsets + 380_000n, 4),
      ),
      btf: some(
        3,
        between(btf, btf + 40n, 4),
        between(btf, btfEnd, 4),
        between(btfEnd - 500_000n, btfEnd, 1),
      ),
      ring: some(
        4,
        between(prb, prb + 96n, 8),
        between(prb, prb + 96n, 4),
        between(descs, descs + 24n * 512n, 8),
        between(infos, infos + 88n * 512n, 8),
        between(data, data + 32768n, 8),
      ),
      tables: some(4, anyEntry),
      lists: some(4, anyLink),
      orc: some(
        6,
        between(address('__start_orc_unwind_ip'), address('__stop_orc_unwind_ip'), 4),
        between(address('__start_orc_unwind'), address('__stop_orc_unwind'), 2),
        between(address('orc_lookup'), address('orc_lookup_end'), 4),
      ),
      notes: some(4, (bytes, below) => {
        wrong(bytes, noteAt + below(noteLength - 8), below(2) === 0 ? 1 : 4, below);
      }),
      header: some(3, (bytes, below) => {
        wrong(bytes, [0, 4096][below(2)] + below(480), 4, below);
      }),
      descriptors: some(3, (bytes, below) => {
        const { at, count } = packedDescriptors;
        const which = at + below(count) * 24;
        wrong(bytes, which + [0, 8, 12, 16][below(4)], 4, below);
      }),
      stored: some(6, (bytes, below) => {
        const from = packedDescriptors.at + packedDescriptors.count * 24;
        bytes[from + below(bytes.length - from)] ^= 1 << below(8);
      }),
    };
  }

  /** Where the kernel's page tables lie in the raw file: the top one, and those below that are there. */
  private tables(top: bigint): number[] {
    const found: number[] = [];
    const { space } = this.sound.kernel;
    const { bytes } = this.raw;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const enter = (physical: number, level: number): void => {
      const at = this.raw.offsetOf(physical);
      if (at === undefined || found.length >= 400) return;
      found.push(at);
      for (let i = 0; level > 1 && i < 512; i++) {
        const entry = view.getBigUint64(at + i * 8, true);
        if ((entry & 0x81n) === 1n) enter(Number(entry & 0x000ffffffffff000n), level - 1);
      }
    };
    enter(space.translate(top) ?? -1, 4);
    return found;
  }
}

/** Classes that damage the file itself, and not the memory in it. */
const FILE: ReadonlySet<Class> = new Set(['header', 'descriptors', 'stored']);

/** The page descriptors of a kdump: after header, sub header and both bitmaps (container/kdump.ts has the layout). */
export function descriptorsOf(bytes: Uint8Array): { readonly at: number; readonly count: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const block = view.getInt32(428, true);
  const at = (1 + view.getInt32(432, true) + view.getUint32(436, true)) * block;
  const first = Number(view.getBigUint64(at, true));
  return { at, count: Math.max(1, Math.floor((first - at) / 24)) };
}
