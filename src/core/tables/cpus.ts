import { hex } from '../addr.ts';
import { cpuCount, onlineCpus, presentCpus } from '../kernel/cpus.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { panicCpu } from '../kernel/panic.ts';
import { savedRegisters } from '../kernel/saved-registers.ts';
import { unwindTask } from '../kernel/stacks.ts';
import { currentTask, idleTasks } from '../kernel/tasks.ts';
import { FaultError, MissingError } from '../errors.ts';
import { refTo } from '../rows/ref.ts';
import type { Cell, TableSource } from '../rows/table.ts';
import { symbolText } from '../symbols/symbol.ts';

/** What each CPU was doing. */
export const table: TableSource<Kernel> = {
  id: 'cpus',
  title: 'CPUs',
  command: 'bt -a',
  columns: [
    { id: 'cpu', title: 'CPU', kind: 'count' },
    { id: 'role', title: 'Role', kind: 'text', about: 'which CPU brought the machine down' },
    { id: 'comm', title: 'Task', kind: 'task' },
    { id: 'pid', title: 'PID', kind: 'count' },
    { id: 'mode', title: 'Mode', kind: 'text' },
    { id: 'where', title: 'Where', kind: 'symbol', about: 'the instruction pointer that was saved' },
    {
      id: 'running',
      title: 'Runnable',
      kind: 'count',
      about: 'rq.nr_running: tasks that run or wait for this CPU',
    },
    { id: 'rq', title: 'Run queue', kind: 'address' },
    { id: 'task', title: 'task_struct', kind: 'address', optional: true },
    { id: 'sp', title: 'Stack pointer', kind: 'address', optional: true },
    {
      id: 'online',
      title: 'Online',
      kind: 'text',
      about: 'no: it was off, or panic() had stopped it',
      optional: true,
    },
  ],
  *rows(kernel) {
    const panicked = panicCpu(kernel);
    // What panic() stopped is not online any more.
    const present = presentCpus(kernel).filter((cpu) => cpu < cpuCount(kernel));
    for (const cpu of present.length > 0 ? present : onlineCpus(kernel))
      yield row(kernel, cpu, cpu === panicked);
  },
};

function known<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof FaultError || error instanceof MissingError) return undefined;
    throw error;
  }
}

function row(kernel: Kernel, cpu: number, panicked: boolean): Cell[] {
  const task = known(() => currentTask(kernel, cpu));
  const idle = task && idleTasks(kernel).some((each) => each.address === task.address);
  const saved = known(() => savedRegisters(kernel).get(cpu))?.registers;
  const first = known(() => task && unwindTask(kernel, task))?.frames[0];
  const ip = saved?.ip ?? first?.address;
  const at = ip === undefined || saved?.user ? undefined : kernel.symbols.byAddress(ip);
  const mode = idle ? 'idle' : saved ? (saved.user ? 'user' : 'kernel') : '';
  const rq = known(() => kernel.perCpu('runqueues', cpu, 'struct rq'));
  const running = rq?.try((each) => each.get('nr_running').number());
  const sp = saved?.sp ?? first?.sp;
  return [
    { text: String(cpu), order: cpu, ref: refTo.cpu(cpu) },
    { text: panicked ? 'panic' : '', tone: 'bad' },
    task ? { text: task.comm, ref: refTo.task(task.address) } : { text: '' },
    task ? { text: String(task.pid), order: task.pid } : { text: '' },
    { text: mode, tone: mode === 'idle' ? 'muted' : undefined },
    ip === undefined
      ? { text: '' }
      : {
          text: at ? symbolText(at, 16) : hex(ip, 16),
          ref: at ? refTo.code(ip) : refTo.address(ip),
          order: ip,
        },
    running === undefined ? { text: '' } : { text: String(running), order: running },
    rq
      ? { text: hex(rq.address, 16), ref: refTo.instance('rq', rq.address), order: rq.address }
      : { text: '' },
    task ? { text: hex(task.address, 16), ref: refTo.task(task.address), order: task.address } : { text: '' },
    sp === undefined ? { text: '' } : { text: hex(sp, 16), ref: refTo.memory(sp), order: sp },
    { text: onlineCpus(kernel).includes(cpu) ? 'yes' : 'no', tone: 'muted' },
  ];
}
