import { step } from '../../src/core/addr.ts';
import { cpuCount, presentCpus } from '../../src/core/kernel/cpus.ts';
import type { Kernel } from '../../src/core/kernel/kernel.ts';
import { modules } from '../../src/core/kernel/modules.ts';
import { cpuStacks, taskStack } from '../../src/core/kernel/stack-ranges.ts';
import { unwindTask } from '../../src/core/kernel/stacks.ts';
import { tasks, type Task } from '../../src/core/kernel/tasks.ts';
import type { Session } from '../../src/core/session.ts';

/** Memory that people look around in, so that the sample has it whole. */
export interface Range {
  readonly what: string;
  readonly start: bigint;
  readonly end: bigint;
}

/** Ranges of the kernel image between two symbols. */
const IMAGE: readonly (readonly [what: string, start: string, end: string])[] = [
  ['names', 'kallsyms_offsets', 'kallsyms_token_index'],
  ['types', '__start_BTF', '__stop_BTF'],
  ['unwinding', '__start_orc_unwind_ip', '__stop_orc_unwind_ip'],
  ['unwinding', '__start_orc_unwind', '__stop_orc_unwind'],
  ['unwinding', 'orc_lookup', 'orc_lookup_end'],
  ['variables', '_sdata', '_edata'],
  ['variables', '__bss_start', '__bss_stop'],
];

/** Functions that stand for the rest of the kernel's code, which is too large to have whole. */
const FUNCTIONS = [
  'schedule',
  '__schedule',
  'do_syscall_64',
  'entry_SYSCALL_64',
  'panic',
  '_printk',
  'vprintk_emit',
  'do_exit',
  'kernel_clone',
  'do_sys_openat2',
  'vfs_read',
  'vfs_write',
  'mutex_lock',
  'mutex_unlock',
  'kmem_cache_alloc',
  'kfree',
  'load_module',
  'do_init_module',
  'sysrq_handle_crash',
  'jiffies_to_msecs',
  'strlen',
];

const CODE = 4096n;

/** The ranges that the sample keeps of what its questions did not read themselves. */
export function* ranges(session: Session): Generator<Range> {
  const { kernel } = session;
  const { image } = kernel.symbols;
  for (const [what, from, to] of IMAGE) {
    const start = image.byName(from)?.address ?? kernel.vmcoreinfo.symbol(from);
    const end = image.byName(to)?.address ?? kernel.vmcoreinfo.symbol(to);
    if (start !== undefined && end !== undefined) yield { what, start, end: end + 512n };
  }
  for (const name of FUNCTIONS) {
    const symbol = image.byName(name);
    if (symbol)
      yield { what: 'code', start: symbol.address, end: symbol.address + BigInt(symbol.size ?? 4096) };
  }
  for (const module of modules(kernel)) {
    yield {
      what: 'modules',
      start: module.object.address,
      end: step(module.object.address, module.object.size),
    };
    for (const { base, size } of module.ranges) yield { what: 'modules', start: base, end: step(base, size) };
  }
  for (const cpu of presentCpus(kernel)) yield* cpuRanges(kernel, cpu);
  for (const task of tasks(kernel)) yield* taskRanges(kernel, task);
}

function* cpuRanges(kernel: Kernel, cpu: number): Generator<Range> {
  const end = kernel.symbols.image.byName('__per_cpu_end');
  const start = kernel.symbols.image.byName('__per_cpu_start');
  if (start && end && cpu < cpuCount(kernel))
    yield {
      what: 'per-CPU variables',
      start: step(start.address, kernel.perCpuOffset(cpu)),
      end: step(end.address, kernel.perCpuOffset(cpu)),
    };
  for (const stack of cpuStacks(kernel, cpu)) yield { what: 'stacks', start: stack.low, end: stack.high };
}

/** The task, what its members point at, its stack, and the code that stands on it. */
function* taskRanges(kernel: Kernel, task: Task): Generator<Range> {
  const { address, object } = task;
  yield { what: 'tasks', start: address, end: step(address, object.size) };
  for (const word of kernel.space.words(address, Math.floor(object.size / 8)))
    if (word >= 0xffff800000000000n && word < 0xffffffff80000000n)
      yield { what: 'what tasks point at', start: word, end: word + 8n };
  const stack = taskStack(kernel, task);
  if (stack) yield { what: 'stacks', start: stack.low, end: stack.high };
  for (const frame of unwindTask(kernel, task).frames) {
    const symbol = frame.symbol?.symbol;
    if (!symbol) continue;
    // Of a long function what lies around the return address.
    const whole = BigInt(symbol.size ?? 0) <= 2n * CODE;
    yield whole
      ? { what: 'code', start: symbol.address, end: symbol.address + BigInt(symbol.size ?? 1) }
      : { what: 'code', start: frame.address - CODE / 2n, end: frame.address + CODE / 2n };
  }
}
