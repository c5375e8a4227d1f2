import { step, type Addr } from '../addr.ts';
import type { KernelSymbol } from '../symbols/symbol.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';
import { hlistEntries, listEntries } from './lists.ts';
import { modules } from './modules.ts';

/** What was hung into the kernel's code while it ran: something is called, or runs instead, where it says. */
export interface Probe {
  readonly kind: 'kprobe' | 'kretprobe' | 'ftrace' | 'livepatch' | 'tracepoint';
  readonly object: CObject;
  /** The struct that it is. */
  readonly type: string;
  /** Of a tracepoint its name, of a livepatch its module. */
  readonly name?: string;
  /** The code that it is hung into; undefined: of a tracepoint all its places, of ftrace every function. */
  readonly where?: Addr;
  /** What is called. */
  readonly handler: Addr;
  /** "disabled", "optimized", "gone" …; empty where nothing is to be said. */
  readonly state: readonly string[];
  /** Of ftrace: the functions that it is for, as far as they are listed. */
  readonly functions: readonly Addr[];
  /** How many there are; undefined where it is for all. */
  readonly count?: number;
}

/** Entries of a list or hash, and functions of a filter; more are taken for damage. */
const MAX_ENTRIES = 100_000;
const MAX_FUNCTIONS = 1000;
const MAX_HANDLERS = 256;
const MAX_TRACEPOINTS = 100_000;
const MAX_NAME = 128;

/** Everything of the kind, as far as this kernel can have it. BPF programs stand in bpf.ts. */
export function* probes(kernel: Kernel): Generator<Probe, void, void> {
  yield* kprobes(kernel);
  yield* ftraceOps(kernel);
  yield* livepatches(kernel);
  yield* tracepoints(kernel);
}

/** Bits of kprobe.flags (include/linux/kprobes.h). */
const KPROBE_FLAGS = ['gone', 'disabled', 'optimized', 'by ftrace'];

/** kprobe_table: a hash of kprobes by address (kernel/kprobes.c). */
function* kprobes(kernel: Kernel): Generator<Probe> {
  const table = kernel.symbols.image.byName('kprobe_table');
  if (!table || !kernel.types.has('kprobe', 'hlist')) return;
  const atReturn = kernel.symbols.image.byName('pre_handler_kretprobe')?.address;
  let seen = 0;
  for (const object of hashedKprobes(kernel, table)) {
    if (++seen > MAX_ENTRIES) return;
    const found = object.try((each) => kprobe(each, atReturn));
    if (found) yield found;
  }
}

/** What is in the hash `table`; instead of one that stands for several (its handler calls theirs) those in its list. */
function* hashedKprobes(kernel: Kernel, table: KernelSymbol): Generator<CObject> {
  const several = kernel.symbols.image.byName('aggr_pre_handler')?.address;
  // The hash is as large as its symbol: 64 heads (KPROBE_TABLE_SIZE).
  const heads = Math.min((table.size ?? 512) >> 3, 4096);
  for (let i = 0; i < heads; i++)
    for (const entry of hlistEntries(kernel, step(table.address, i * 8), 'struct kprobe', 'hlist')) {
      const handler = entry.try((each) => each.get('pre_handler').pointer());
      if (several !== undefined && handler === several)
        yield* listEntries(entry.get('list'), 'struct kprobe', 'list');
      else yield entry;
    }
}

/** `object`, or the kretprobe that it is part of when its handler is `atReturn`. */
function kprobe(object: CObject, atReturn: Addr | undefined): Probe {
  const flags = object.get('flags').number();
  const before = object.get('pre_handler').pointer();
  const returns = atReturn !== undefined && before === atReturn;
  const holder = returns ? object.containerOf('struct kretprobe', 'kp') : object;
  return {
    kind: returns ? 'kretprobe' : 'kprobe',
    object: holder,
    type: returns ? 'kretprobe' : 'kprobe',
    where: object.get('addr').pointer(),
    handler: returns
      ? holder.get('handler').pointer()
      : before === 0n
        ? object.get('post_handler').pointer()
        : before,
    state: KPROBE_FLAGS.filter((_, bit) => ((flags >> bit) & 1) !== 0),
    functions: [],
  };
}

/** ftrace_ops_list: who is called when traced functions begin (kernel/trace/ftrace.c); the list ends in ftrace_list_end. */
function* ftraceOps(kernel: Kernel): Generator<Probe> {
  const head = kernel.symbols.image.byName('ftrace_ops_list');
  const end = kernel.symbols.image.byName('ftrace_list_end')?.address;
  if (!head || !kernel.types.has('ftrace_ops', 'func')) return;
  const seen = new Set<bigint>();
  let at = kernel.space.tryU64(head.address) ?? 0n;
  while (at !== 0n && at !== end && !seen.has(at) && seen.size < MAX_ENTRIES) {
    seen.add(at);
    const object = kernel.at('struct ftrace_ops', at);
    const found = object.try((each): Probe => {
      const filter = filtered(kernel, each);
      return {
        kind: 'ftrace',
        object: each,
        type: 'ftrace_ops',
        where: filter.functions[0],
        handler: each.get('func').pointer(),
        // FTRACE_OPS_FL_ENABLED is bit 0 (include/linux/ftrace.h).
        state: (each.get('flags').bigint() & 1n) === 0n ? ['disabled'] : [],
        ...filter,
      };
    });
    if (found) yield found;
    at = object.try((each) => each.get('next').pointer()) ?? 0n;
  }
}

/** The functions of the filter of `ops`: a struct ftrace_hash; an empty one is for all functions. */
function filtered(kernel: Kernel, ops: CObject): Pick<Probe, 'functions' | 'count'> {
  const { types } = kernel;
  const all = { functions: [] };
  if (!types.has('ftrace_hash', 'buckets') || !types.has('ftrace_func_entry', 'ip')) return all;
  return (
    ops.try((each) => {
      const hash = each.get('func_hash.filter_hash').deref();
      const count = hash.address === 0n ? 0 : hash.get('count').number();
      if (count <= 0) return all;
      const buckets = hash.get('buckets').pointer();
      const functions: Addr[] = [];
      for (let i = 0; i < 2 ** Math.min(hash.get('size_bits').number(), 16); i++)
        for (const entry of hlistEntries(kernel, step(buckets, i * 8), 'struct ftrace_func_entry', 'hlist')) {
          if (functions.length >= MAX_FUNCTIONS) return { functions, count };
          const ip = entry.try((one) => one.get('ip').pointer());
          if (ip) functions.push(ip);
        }
      return { functions, count };
    }) ?? all
  );
}

/** klp_patches: functions that run instead of others (kernel/livepatch/core.c). */
function* livepatches(kernel: Kernel): Generator<Probe> {
  const head = kernel.symbols.image.byName('klp_patches');
  if (!head || !kernel.types.has('klp_func', 'old_func')) return;
  let seen = 0;
  const list = kernel.at('struct list_head', head.address);
  for (const patch of listEntries(list, 'struct klp_patch', 'list')) {
    const name = patch.try((each) => each.get('mod.name').string(MAX_NAME));
    const on = patch.try((each) => each.get('enabled').bool()) ?? false;
    for (const object of listEntries(patch.get('obj_list'), 'struct klp_object', 'node'))
      for (const func of listEntries(object.get('func_list'), 'struct klp_func', 'node')) {
        if (++seen > MAX_ENTRIES) return;
        const found = func.try((each): Probe => ({
          kind: 'livepatch',
          object: each,
          type: 'klp_func',
          name,
          where: each.get('old_func').pointer(),
          handler: each.get('new_func').pointer(),
          state: on && each.get('patched').bool() ? [] : ['disabled'],
          functions: [],
        }));
        if (found) yield found;
      }
  }
}

/** Tracepoints that somebody listens to, one for each listener: of the image and of modules (kernel/tracepoint.c). */
function* tracepoints(kernel: Kernel): Generator<Probe> {
  if (!kernel.types.has('tracepoint', 'funcs') || !kernel.types.has('tracepoint_func', 'func')) return;
  const size = kernel.types.sizeOf('struct tracepoint_func') ?? 0;
  if (size === 0) return;
  // tp_stub_func takes the place of a listener that left while the array could not be made anew.
  const stub = kernel.symbols.image.byName('tp_stub_func')?.address;
  for (const at of tracepointAddresses(kernel)) {
    const point = kernel.at('struct tracepoint', at);
    const first = point.try((each) => each.get('funcs').pointer());
    if (!first) continue;
    const name = point.try((each) => each.get('name').string(MAX_NAME));
    for (let i = 0; i < MAX_HANDLERS; i++) {
      const handler = kernel
        .at('struct tracepoint_func', step(first, i * size))
        .try((each) => each.get('func').pointer());
      if (!handler) break;
      if (handler !== stub)
        yield {
          kind: 'tracepoint',
          object: point,
          type: 'tracepoint',
          name,
          handler,
          state: [],
          functions: [],
        };
    }
  }
}

function* tracepointAddresses(kernel: Kernel): Generator<Addr> {
  const { image } = kernel.symbols;
  const start = image.byName('__start___tracepoints_ptrs')?.address;
  const stop = image.byName('__stop___tracepoints_ptrs')?.address;
  // Distances from where they stand with HAVE_ARCH_PREL32_RELOCATIONS (4.20 on: 9c0be3f6b5d7), else pointers.
  const width = kernel.types.sizeOf('tracepoint_ptr_t') ?? 4;
  if (start !== undefined && stop !== undefined)
    yield* pointers(kernel, start, Number(stop - start) / width, width);
  for (const { object } of modules(kernel)) {
    const [at, count] =
      object.try(
        (each) => [each.get('tracepoints_ptrs').pointer(), each.get('num_tracepoints').number()] as const,
      ) ?? [];
    if (at && count) yield* pointers(kernel, at, count, width);
  }
}

function* pointers(kernel: Kernel, at: Addr, count: number, width: number): Generator<Addr> {
  for (let i = 0; i < Math.min(count, MAX_TRACEPOINTS); i++) {
    const here = step(at, i * width);
    const word = width === 4 ? kernel.space.tryU32(here) : kernel.space.tryU64(here);
    if (word === undefined) continue;
    yield typeof word === 'bigint' ? word : step(here, word | 0);
  }
}
