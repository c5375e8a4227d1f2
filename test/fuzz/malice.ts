import { K, EXTRA } from '../../src/core/types/btf-kinds.ts';
import { modules } from '../../src/core/kernel/modules.ts';
import { tasks } from '../../src/core/kernel/tasks.ts';
import { openSession, type Session } from '../../src/core/session.ts';
import { memorySource } from '../../src/core/source/source.ts';
import { rawSample, type RawSample } from '../build/raw-sample.ts';
import { engine } from '../build/zoo.ts';
import { survives } from './classes.ts';

/**
 * What somebody would write to break who reads it: not words that went wrong, but structures that are well formed and
 * have no end, lead to themselves, or say that they are larger than anything.
 */
export class Malice {
  private readonly raw: RawSample = rawSample();
  private readonly sound: Session = openSession([memorySource(this.raw.bytes, 'sound')], { engine });
  private readonly kind = this.sound.verdict().kind;

  /** What fell when the sample with plan `name` in it was asked everything that the plan is aimed at. */
  failures(name: string): string[] {
    const { write, asked } = PLANS[name];
    const bytes = this.raw.bytes.slice();
    write(new Forge(this.raw, this.sound, bytes));
    return survives(bytes, this.kind, (session, trial) => {
      for (const line of asked ?? []) trial.drain(line, () => session.run(line));
      for (const line of COMPLETED) trial.tolerate(line, () => void session.complete(line));
    });
  }
}
const COMPLETED = ['p init_task.', 'struct task', 'sym sch', 'foreach k'];

/** One piece of malice, and the commands that it is aimed at beyond those that are always asked. */
interface Plan {
  readonly write: (forge: Forge) => void;
  readonly asked?: readonly string[];
}

/** Writes into the memory of a machine. */
class Forge {
  readonly types;
  readonly kernel;
  private readonly view: DataView;

  constructor(
    private readonly raw: RawSample,
    private readonly sound: Session,
    private readonly bytes: Uint8Array,
  ) {
    this.kernel = sound.kernel;
    this.types = this.kernel.types;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  at(name: string): bigint {
    return this.kernel.symbols.byName(name)?.address ?? this.kernel.vmcoreinfo.symbol(name) ?? 0n;
  }
  offset(struct: string, member: string): bigint {
    return BigInt(this.types.offsetOf(struct, member));
  }
  u64(address: bigint): bigint {
    return this.kernel.space.u64(address);
  }
  /** Where `address` lies in the file; undefined where it does not. */
  place(address: bigint): number | undefined {
    return this.raw.offsetOf(this.kernel.space.translate(address) ?? -1);
  }
  set(address: bigint, value: bigint, width: 1 | 2 | 4 | 8 = 8): void {
    for (let i = 0n; i < BigInt(width); i++) {
      const at = this.place(address + i);
      if (at !== undefined) this.bytes[at] = Number((value >> (8n * i)) & 0xffn);
    }
  }
  /** The 512 entries of the page table in frame of physical address `physical`. */
  table(physical: number, entry: (i: number, old: bigint) => bigint): void {
    const at = this.raw.offsetOf(physical);
    if (at === undefined) return;
    for (let i = 0; i < 512; i++) {
      const old = this.view.getBigUint64(at + i * 8, true);
      this.view.setBigUint64(at + i * 8, BigInt.asUintN(64, entry(i, old)), true);
    }
  }
  get tasks(): readonly bigint[] {
    return tasks(this.kernel).map(({ address }) => address);
  }
  get modules(): readonly bigint[] {
    return modules(this.kernel).map(({ object }) => object.address);
  }

  /** The areas of all processes. */
  areas(): bigint[] {
    return [...this.sound.run('foreach vm')].flatMap(({ text }) => {
      const area = /^ *([0-9a-f]{16}) +[0-9a-f]+ +[0-9a-f]+ +[0-9a-f]+ /.exec(text);
      return area ? [BigInt('0x' + area[1])] : [];
    });
  }

  /** Each record of BTF: its id, its kind, and where it is. */
  *records(): Generator<{
    readonly id: number;
    readonly kind: number;
    readonly at: bigint;
    readonly count: number;
  }> {
    const start = this.at('__start_BTF');
    const header = BigInt(this.kernel.space.u32(start + 4n));
    const end = start + header + BigInt(this.kernel.space.u32(start + 12n));
    let id = 1;
    for (let at = start + header; at < end; id++) {
      const info = this.kernel.space.u32(at + 4n);
      const [kind, count] = [(info >>> 24) & 0x1f, info & 0xffff];
      yield { id, kind, at, count };
      const [fixed, each] = EXTRA[kind];
      at += BigInt(12 + fixed + each * count);
    }
  }
}

const TYPES = ['whatis task_struct', 'struct task_struct', 'struct list_head -o', 'p init_task', 'p *init_task.parent', 'p init_task.comm', 'struct -r list_head init_task', 'whatis pid_t', 'struct task_struct.comm,pid init_task', 'task -R comm', 'whatis -m list_head', 'whatis -r 16-17', 'p sizeof(struct task_struct)', 'p runqueues:a', 'struct page ffffea0000000000', 'p init_uts_ns', 'tree -t rbtree init_task']; // prettier-ignore
const MEMORY = ['search -k deadbeef', 'search -c Kernel', 'vtop ffff888000000000', 'kmem -v', 'kmem -i', 'kmem -s', 'vm', 'vm -p', 'foreach vm -p', 'search -u 1234', 'pte 63', 'rd -a ffffffff81000000 100', 'swap', 'ptov 1000']; // prettier-ignore
const TASKS = ['ps -c', 'ps -p', 'ps -g', 'foreach bt', 'foreach task -R pid', 'runq', 'files', 'foreach files', 'net', 'mount', 'sig', 'foreach sig', 'waitq init_task', 'ps -t', 'ps -A', 'tree', 'ipcs', 'timer', 'dev', 'irq']; // prettier-ignore
const NAMES = ['sym -l', 'sym schedule', 'sym -q sched', 'sym ffffffff81000000', 'dis schedule', 'whatis schedule', 'sym -m null_pointer', 'mod -t', 'mod -S']; // prettier-ignore

const PLANS: Readonly<Record<string, Plan>> = {
  // Types.
  'every typedef and qualifier is of itself': {
    asked: TYPES,
    write(forge) {
      for (const { id, kind, at } of forge.records())
        if ([K.typedef, K.const, K.volatile, K.typeTag].includes(kind as 8))
          forge.set(at + 8n, BigInt(id), 4);
    },
  },
  'every array is of itself, without end': {
    asked: TYPES,
    write(forge) {
      for (const { id, kind, at } of forge.records())
        if (kind === K.array) {
          forge.set(at + 12n, BigInt(id), 4);
          forge.set(at + 20n, 0xffffffffn, 4);
        }
    },
  },
  'every array has 2^32 - 1 elements': {
    asked: TYPES,
    write(forge) {
      for (const { kind, at } of forge.records()) if (kind === K.array) forge.set(at + 20n, 0xffffffffn, 4);
    },
  },
  'every pointer is to itself': {
    asked: TYPES,
    write(forge) {
      for (const { id, kind, at } of forge.records()) if (kind === K.ptr) forge.set(at + 8n, BigInt(id), 4);
    },
  },
  'every struct holds itself': {
    asked: TYPES,
    write(forge) {
      for (const { id, kind, at, count } of forge.records())
        if (kind === K.struct && count > 2) forge.set(at + 12n + 28n, BigInt(id), 4);
    },
  },
  'every struct holds the next one, twice, without a name': {
    asked: TYPES,
    write(forge) {
      const structs = [...forge.records()].filter(({ kind, count }) => kind === K.struct && count > 3);
      structs.forEach(({ at }, i) => {
        const next = BigInt(structs[(i + 1) % structs.length].id);
        for (const member of [1n, 2n]) {
          forge.set(at + 12n + member * 12n, 0n, 4);
          forge.set(at + 16n + member * 12n, next, 4);
        }
      });
    },
  },
  'every type has one name': {
    asked: TYPES,
    write(forge) {
      const [first] = [...forge.records()].filter(({ kind }) => kind === K.struct);
      const name = BigInt(forge.kernel.space.u32(first.at));
      for (const { kind, at } of forge.records())
        if (kind === K.func || kind === K.typedef) forge.set(at, name, 4);
    },
  },

  // Names.
  'every token of kallsyms is 64 KB of letters': {
    asked: NAMES,
    write(forge) {
      const [tokens, index] = [forge.at('kallsyms_token_table'), forge.at('kallsyms_token_index')];
      for (let at = tokens; at < index; at++) forge.set(at, 0x41n, 1);
    },
  },
  'every token is the same letter: names alike by the hundred thousand': {
    asked: NAMES,
    write(forge) {
      const index = forge.at('kallsyms_token_index');
      for (let i = 0n; i < 256n; i++)
        forge.set(index + 2n * i, BigInt(forge.kernel.space.read(index + 2n * 0x61n, 1)[0]), 2);
    },
  },
  'every symbol has one address': {
    asked: NAMES,
    write(forge) {
      const offsets = forge.at('kallsyms_offsets');
      for (let i = 0n; i < 120_000n; i++) forge.set(offsets + 4n * i, 0xffff0000n, 4);
    },
  },
  'modules have four thousand million symbols': {
    asked: NAMES,
    write(forge) {
      for (const module of forge.modules) {
        const table = forge.u64(module + forge.offset('module', 'kallsyms'));
        forge.set(table + forge.offset('mod_kallsyms', 'num_symtab'), 0xffffffffn, 4);
        forge.set(table + forge.offset('mod_kallsyms', 'symtab'), forge.at('__start_BTF'));
        forge.set(table + forge.offset('mod_kallsyms', 'strtab'), forge.at('__start_BTF'));
      }
    },
  },

  // The log.
  'every record of the log has the same text, of 64 KB': {
    asked: ['log -m', 'log -T', 'log | tail -5', 'log | grep -i panic'],
    write(forge) {
      const prb = forge.u64(forge.at('prb'));
      const ring = prb + forge.offset('printk_ringbuffer', 'desc_ring');
      const count = 1n << BigInt(forge.kernel.space.u32(ring + forge.offset('prb_desc_ring', 'count_bits')));
      const infos = forge.u64(ring + forge.offset('prb_desc_ring', 'infos'));
      const descs = forge.u64(ring + forge.offset('prb_desc_ring', 'descs'));
      const [info, desc] = ['printk_info', 'prb_desc'].map((name) => BigInt(forge.types.sizeOf(name) ?? 0));
      for (let i = 0n; i < count; i++) {
        forge.set(infos + i * info + forge.offset('printk_info', 'text_len'), 0xffffn, 2);
        forge.set(descs + i * desc + forge.offset('prb_desc', 'text_blk_lpos.begin'), 0n);
        forge.set(descs + i * desc + forge.offset('prb_desc', 'text_blk_lpos.next'), 0x1fff8n);
      }
    },
  },
  'the ids of the log go round': {
    asked: ['log -m', 'log -T'],
    write(forge) {
      const ring = forge.u64(forge.at('prb')) + forge.offset('printk_ringbuffer', 'desc_ring');
      forge.set(ring + forge.offset('prb_desc_ring', 'head_id'), 5n);
      forge.set(ring + forge.offset('prb_desc_ring', 'tail_id'), 6n);
      forge.set(ring + forge.offset('prb_desc_ring', 'count_bits'), 31n, 4);
    },
  },

  // Lists.
  'every list of tasks leads back to its second entry': {
    asked: TASKS,
    write(forge) {
      const all = forge.tasks;
      for (const member of ['tasks', 'thread_node', 'children', 'sibling', 'thread_group'])
        if (forge.types.has('task_struct', member))
          for (const task of all.slice(2))
            forge.set(
              task + forge.offset('task_struct', member),
              all[1] + forge.offset('task_struct', member),
            );
    },
  },
  'every task is its own parent, leader and child': {
    asked: TASKS,
    write(forge) {
      for (const task of forge.tasks) {
        for (const member of ['real_parent', 'parent', 'group_leader'])
          forge.set(task + forge.offset('task_struct', member), task);
        for (const member of ['children', 'sibling'])
          forge.set(
            task + forge.offset('task_struct', member),
            task + forge.offset('task_struct', 'sibling'),
          );
      }
    },
  },
  'modules follow each other in a ring without the head, with sizes of 2 GB': {
    asked: NAMES,
    write(forge) {
      const all = forge.modules;
      const list = forge.offset('module', 'list');
      all.forEach((module, i) => {
        forge.set(module + list, all[(i + 1) % all.length] + list);
        const text = forge.types.has('module', 'mem') ? 'mem' : 'core_layout';
        const size =
          forge.offset('module', text) +
          forge.offset(text === 'mem' ? 'module_memory' : 'module_layout', 'size');
        forge.set(module + size, 0x3fffffffn, 4);
      });
    },
  },
  'areas of processes reach over all of user space': {
    asked: [
      'vm',
      'foreach vm',
      'vm -p',
      'foreach vm -p',
      'foreach vm -R 1234',
      'ps -a',
      'search -u 1234',
      'foreach vm -m',
    ],
    write(forge) {
      for (const area of forge.areas())
        forge.set(area + forge.offset('vm_area_struct', 'vm_end'), 0x7ffffffff000n);
    },
  },

  // Page tables.
  'the top page table maps itself everywhere but the image': {
    asked: MEMORY,
    write(forge) {
      const top = forge.kernel.space.translate(forge.at('swapper_pg_dir')) ?? 0;
      forge.table(top, (i, old) => (i === 511 ? old : BigInt(top) | 0x67n));
    },
  },
  'page tables of processes map themselves everywhere': {
    asked: MEMORY,
    write(forge) {
      for (const task of forge.tasks) {
        const mm = forge.u64(task + forge.offset('task_struct', 'mm'));
        if (mm === 0n) continue;
        const top = forge.kernel.space.translate(forge.u64(mm + forge.offset('mm_struct', 'pgd')));
        if (top !== undefined) forge.table(top, (i, old) => (i < 256 ? BigInt(top) | 0x67n : old));
      }
    },
  },
  'all memory of vmalloc is one page': {
    asked: MEMORY,
    write(forge) {
      const top = forge.kernel.space.translate(forge.at('swapper_pg_dir')) ?? 0;
      const page = forge.kernel.space.translate(forge.at('init_task') & ~0xfffn) ?? 0;
      let inner = 0;
      forge.table(top, (i, old) => {
        if ((old & 1n) === 1n && i > 256 && i < 511 && inner === 0) inner = Number(old & 0xffffffffff000n);
        return old;
      });
      forge.table(inner, () => BigInt(inner) | 0x63n);
      forge.table(top, (i, old) => (i > 400 && i < 511 ? BigInt(inner) | 0x63n : old));
      forge.set(forge.at('init_task'), BigInt(page));
    },
  },
};

export const MALICE = Object.keys(PLANS);
