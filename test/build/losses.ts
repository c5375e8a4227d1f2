import { createContext } from '../../src/core/commands/runner/runner.ts';
import { commands } from '../../src/core/commands/index.ts';
import { OopscopeError } from '../../src/core/errors.ts';
import type { Given } from '../../src/core/open/given.ts';
import { take, type Step } from '../../src/core/open/step.ts';
import { STEPS } from '../../src/core/open/steps.ts';
import type { Kernel } from '../../src/core/kernel/kernel.ts';
import { inPlace } from '../../src/core/scan/pool.ts';
import { Scanner } from '../../src/core/scan/scanner.ts';
import type { Session } from '../../src/core/session.ts';
import { KernelSymbols } from '../../src/core/symbols/kernel-symbols.ts';
import type { NameTable } from '../../src/core/symbols/name-table.ts';
import { readRef, things } from '../../src/core/things/index.ts';
import { batchOf, tableRows } from '../../src/core/things/rows.ts';
import type { Thing } from '../../src/core/things/thing.ts';
import { Btf } from '../../src/core/types/btf.ts';
import { EXTRA, K } from '../../src/core/types/btf-kinds.ts';
import { Types } from '../../src/core/types/types.ts';
import { judge } from '../../src/core/verdict/judge.ts';

/** One thing that a kernel is made to lack: a symbol, a type, a member of a struct. */
export type Loss =
  | { readonly symbol: string }
  | { readonly struct: string; readonly member?: string };

export function lossText(loss: Loss): string {
  if ('symbol' in loss) return `symbol ${loss.symbol}`;
  return loss.member === undefined ? `struct ${loss.struct}` : `member ${loss.struct}.${loss.member}`;
}

/** What is asked of every kernel after the verdict; and beyond that, with every table, of one that lacks what it asks for. */
const MAIN = ['sys', 'log', 'ps', 'bt', 'bt -a', 'mod', 'set', 'task', 'ps -m', 'foreach bt'];
const MORE = ['sys -i', 'sys config', 'sys -t', 'log -a', 'ps -a', 'ps -t', 'ps -l', 'ps -G', 'bt -e', 'mod -t', 'foreach files', 'foreach task -R comm', 'foreach sig', 'kmem -i', 'kmem -s', 'kmem -v', 'kmem -n', 'kmem -z', 'kmem -V', 'kmem -g', 'kmem -o', 'kmem -h', 'kmem init_task', 'runq', 'runq -t', 'runq -m', 'runq -g', 'runq -c 0', 'timer', 'timer -r', 'irq', 'irq -a', 'irq -s', 'irq -b', 'mach', 'mach -m', 'mach -c', 'net', 'net -a', 'net -n', 'net -s', 'mount', 'files', 'fuser /', 'vm', 'vm -p', 'ipcs', 'ipcs -M', 'swap', 'dev', 'dev -i', 'dev -p', 'dev -d', 'dev -D', 'sig', 'bpf', 'waitq init_task', 'tree -t maple sparse_irqs', 'list -H modules -s module.name -l module.list', 'dis schedule', 'rd init_task', 'vtop init_task', 'pte 63', 'sym schedule', 'whatis task_struct', 'struct task_struct init_task', 'p init_task', 'p runqueues:a', 'btop init_task', 'ptov 0', 'search -k -m ffffffff deadbeef12345678', 'gdb p init_task.pid', 'sbitmapq 0']; // prettier-ignore
/** Rows of a table that are computed, and objects that are looked at. */
const MAX_ROWS = 300;

interface Places {
  /** Offset in the section of the name of each struct and union. */
  readonly structs: ReadonlyMap<string, number>;
  /** By "struct.member". */
  readonly members: ReadonlyMap<string, number>;
}

type Tolerate = (what: string, work: () => void) => void;

/** A sound dump from which one thing at a time is taken away, in the bytes of its types or in its names. */
export class Losses {
  private readonly btf: Uint8Array;
  private readonly places: Places;
  /** Everything that opening, verdict and all questions have asked of the sound kernel and got. */
  readonly all: readonly Loss[];
  /** Which of the questions have asked for it, by its text. */
  private readonly askedBy = new Map<string, Set<string>>();

  constructor(private readonly sound: Session) {
    const { kernel } = sound;
    const start = kernel.symbol('__start_BTF').address;
    this.btf = kernel.space.read(start, Number(kernel.symbol('__stop_BTF').address - start));
    this.places = placesIn(this.btf);
    this.all = this.record();
  }

  /** What fell when everything was asked of the kernel without `loss`: errors that are no sentences. Empty when it stood. */
  failures(loss: Loss): string[] {
    const { kernel } = this.sound;
    const symbols = 'symbol' in loss ? without(kernel.symbols, loss.symbol) : undefined;
    const types = 'struct' in loss ? new Types(new Btf(this.renamed(loss), kernel.memory.engine)) : undefined;
    const fell: string[] = [];
    const tolerate: Tolerate = (what, work) => {
      try {
        work();
      } catch (error) {
        if (!(error instanceof OopscopeError)) fell.push(`${what}: ${(error as Error).stack ?? String(error)}`);
      }
    };
    const asked = [...MAIN, ...(this.askedBy.get(lossText(loss)) ?? [])];
    tolerate('opening', () => this.ask(symbols, types, new Set(asked), tolerate));
    return fell;
  }

  /** Opens what is left, judges, and asks; the kind of the verdict. */
  private ask(
    symbols: KernelSymbols | undefined,
    types: Types | undefined,
    questions: ReadonlySet<string>,
    tolerate: Tolerate,
  ): void {
    const { kernel } = this.sound;
    const ready: Partial<Given> = {
      container: kernel.container,
      memory: kernel.memory,
      vmcoreinfo: kernel.vmcoreinfo,
      machine: kernel.arch,
      layout: kernel.layout,
      space: kernel.space,
      // Modules join their names to these: each kernel has its own.
      symbols: symbols ?? new KernelSymbols(kernel.symbols.image, ...rangeOf(kernel.symbols)),
      types: types ?? new Types(kernel.types.base),
    };
    const steps = STEPS.map((step): Step => {
      const found = ready[step.gives];
      return found === undefined ? step : { ...step, ways: [{ id: 'only', find: () => found }] };
    });
    const files = { beside: [], unused: [], parts: [], logs: [] } as unknown as Given['files'];
    const { given, lacks } = take(steps, files);
    tolerate('verdict', () => {
      const { kind } = judge(given.kernel, lacks);
      if (kind === 'live') throw new Error('a crash is said to be none');
    });
    const scanner = new Scanner(kernel.memory.engine, kernel.container.pages);
    const context = createContext(given.kernel, commands, given.tasks?.first?.address ?? 0n);
    for (const line of [...MAIN, ...MORE].filter((each) => questions.has(each)))
      tolerate(line, () => {
        let lines = 0;
        for (const { text } of inPlace(context.run(line), scanner))
          if (text.length > 1e6 || ++lines > 1e6) throw new Error('endless');
      });
    for (const thing of things)
      if (questions.has(tableOf(thing)))
        tolerate(tableOf(thing), () => {
          this.askTable(thing, given.kernel, tolerate);
        });
  }

  private askTable(thing: Thing, kernel: Kernel, tolerate: Tolerate): void {
    const objects: unknown[] = [];
    for (const object of tableRows(thing, kernel)) if (objects.push(object) >= MAX_ROWS) break;
    batchOf(thing, kernel, objects, Object.keys(thing.columns));
    const [object] = objects;
    if (object === undefined) return;
    tolerate(`${thing.id}: one`, () => {
      thing.ref.find(kernel, readRef(thing.ref.of(object)).ref);
      thing.name(object, kernel, 'en');
      for (const _ of thing.facts?.(object, kernel, 'ko') ?? []);
      for (const _ of thing.ways?.(object, kernel) ?? []);
      thing.content?.(object, kernel, 'en');
    });
  }

  /** The types without `loss`: its name is another. */
  private renamed(loss: { readonly struct: string; readonly member?: string }): Uint8Array {
    const at =
      loss.member === undefined
        ? this.places.structs.get(loss.struct)
        : this.places.members.get(`${loss.struct}.${loss.member}`);
    const bytes = this.btf.slice();
    const view = new DataView(bytes.buffer);
    // The same text from its second character on.
    if (at !== undefined) view.setUint32(at, view.getUint32(at, true) + 1, true);
    return bytes;
  }

  /** Asks each question of a kernel of its own, which remembers nothing, and notes what it asks for. */
  private record(): Loss[] {
    const found = new Map<string, Loss>();
    let question = '';
    const note = (loss: Loss): void => {
      if ('struct' in loss) {
        const { struct, member } = loss;
        if (!(member === undefined ? this.places.structs.has(struct) : this.places.members.has(`${struct}.${member}`)))
          return;
      }
      const text = lossText(loss);
      found.set(text, loss);
      if (question !== '') this.askedBy.set(text, (this.askedBy.get(text) ?? new Set()).add(question));
    };
    const { find, member } = Types.prototype;
    Types.prototype.find = function (kind, name) {
      const type = find.call(this, kind, name);
      if (type && (kind === 'struct' || kind === 'union')) note({ struct: name });
      return type;
    };
    Types.prototype.member = function (type, name) {
      const path = member.call(this, type, name);
      if (path && type.name !== '') note({ struct: type.name, member: name });
      return path;
    };
    try {
      for (const each of [...MAIN, ...MORE, ...things.map(tableOf)]) {
        question = '';
        const symbols = without(this.sound.kernel.symbols, undefined, (symbol) => {
          note({ symbol });
        });
        const types = new Types(new Btf(this.btf, this.sound.kernel.memory.engine));
        this.ask(symbols, types, new Set([each]), (what, work) => {
          if (what === each) question = each;
          try {
            work();
          } catch (error) {
            if (!(error instanceof OopscopeError)) throw error;
          }
        });
      }
    } finally {
      Types.prototype.find = find;
      Types.prototype.member = member;
    }
    return [...found.values()];
  }
}

function tableOf({ id }: Thing): string {
  return `table ${id}`;
}

/** First and last address of the image, which KernelSymbols keeps for itself. */
function rangeOf(symbols: KernelSymbols): [bigint, bigint] {
  const { imageStart, imageEnd } = symbols as unknown as { imageStart: bigint; imageEnd: bigint };
  return [imageStart, imageEnd];
}

/** The names of the image but for `lost`; `asked` hears of those that were found. */
/** `symbols` as if the image had no name `lost`; `asked` hears of the others that are found. */
export function without(symbols: KernelSymbols, lost: string | undefined, asked?: (name: string) => void): KernelSymbols {
  const image = Object.create(symbols.image) as NameTable;
  image.byName = (name) => {
    const found = name === lost ? undefined : symbols.image.byName(name);
    if (found) asked?.(name);
    return found;
  };
  image.allByName = (name) => (name === lost ? [] : symbols.image.allByName(name));
  return new KernelSymbols(image, ...rangeOf(symbols));
}

/** Where the names of structs, unions and their members stand (types/btf.ts has the layout). */
function placesIn(bytes: Uint8Array): Places {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = view.getUint32(4, true);
  const strings = header + view.getUint32(16, true);
  const end = header + view.getUint32(12, true);
  const name = (at: number): string => {
    const from = strings + view.getUint32(at, true);
    return String.fromCharCode(...bytes.subarray(from, bytes.indexOf(0, from)));
  };
  const structs = new Map<string, number>();
  const members = new Map<string, number>();
  for (let at = header; at < end; ) {
    const info = view.getUint32(at + 4, true);
    const kind = (info >>> 24) & 0x1f;
    const count = info & 0xffff;
    const [fixed, each] = EXTRA[kind] ?? [0, 0];
    const own = kind === K.struct || kind === K.union ? name(at) : '';
    if (own !== '' && !structs.has(own)) {
      structs.set(own, at);
      for (let i = 0; i < count; i++) members.set(`${own}.${name(at + 12 + i * 12)}`, at + 12 + i * 12);
    }
    at += 12 + fixed + each * count;
  }
  return { structs, members };
}
