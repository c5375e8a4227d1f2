import { refErrors } from '../catalogue/things.ts';
import { hex, parseHex, step, type Addr } from '../addr.ts';
import { RequestError } from '../errors.ts';
import { render, spoken, type Language } from '../catalogue/message.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { firstTask } from '../kernel/panic.ts';
import { sinceLastRun } from '../kernel/sched.ts';
import { unwindTask } from '../kernel/stacks.ts';
import { systemCall } from '../kernel/syscalls.ts';
import { isActive } from '../kernel/running.ts';
import { stateShort, taskAt, tasks, type Task } from '../kernel/tasks.ts';
import { waitOf } from '../kernel/waits.ts';
import { parseRef, refTo } from '../rows/ref.ts';
import { symbolText } from '../symbols/symbol.ts';
import type { Frame } from '../unwind/stack.ts';
import { frameView } from '../identify/frame-view.ts';
import { pointsAt } from './memory.ts';
import { registerViews } from '../identify/register-views.ts';
import type { FrameLook, StackLook } from './shapes.ts';

/** Words of a frame that are shown; a frame with large buffers has many more. */
const MAX_WORDS = 64;

/** The stack of the task that `ref` names (stack:, task:, pid:, cpu: …); of the panic task without. */
export function stackOf(kernel: Kernel, ref: string | undefined, language: Language = 'en'): StackLook {
  const task = ref === undefined ? firstTask(kernel) : taskOf(kernel, ref);
  if (!task) throw new RequestError(ref ? refErrors.task({ ref }) : refErrors.noTask());
  const stack = unwindTask(kernel, task);
  return {
    task: {
      ref: refTo.task(task.address),
      address: hex(task.address, 16),
      pid: task.pid,
      comm: task.comm,
      state: task.object.try(() => stateShort(task)) ?? '??',
    },
    syscall: systemCall(kernel, stack),
    wait: waitLook(kernel, task),
    frames: stack.frames.map((frame, i) => look(kernel, frame, stack.frames[i + 1], language)),
    user: stack.user && spoken(registerViews(kernel, stack.user), language),
    stopped: render(stack.stopped, language),
    complete: stack.complete,
  };
}

function waitLook(kernel: Kernel, task: Task): StackLook['wait'] {
  const wait = isActive(kernel, task) ? undefined : waitOf(kernel, task);
  if (!wait) return undefined;
  const { at, type, owner } = wait;
  const symbol = kernel.symbols.byAddress(at);
  return {
    kind: wait.kind,
    at: symbol ? symbolText(symbol, 16) : hex(at, 16),
    ref: type === undefined ? refTo.address(at) : refTo.instance(type, at),
    owner: owner && `${owner.comm} (${owner.pid})`,
    ownerRef: owner && refTo.stack(owner.address),
    seconds: Number(sinceLastRun(kernel, task)) / 1e9,
  };
}

/** The task that a reference or a number names. */
export function taskOf(kernel: Kernel, text: string): Task | undefined {
  const ref = parseRef(text);
  const rest = ref?.rest ?? text;
  if (ref?.kind === 'pid' || (ref?.kind !== 'task' && /^\d{1,7}$/.test(rest)))
    return tasks(kernel).find((task) => task.pid === Number(rest));
  const address = parseHex(rest);
  if (address === undefined) return undefined;
  return tasks(kernel).find((task) => task.address === address) ?? taskAt(kernel, address);
}

function look(kernel: Kernel, frame: Frame, next: Frame | undefined, language: Language): FrameLook {
  const same = next && next.stack?.low === frame.stack?.low;
  const end = frame.end ?? (same ? next.sp : step(frame.sp, 64));
  const count = Math.max(0, Math.floor(Number(end - frame.sp) / 8));
  return {
    ...frameView(kernel.arch, frame, 'withoutModule'),
    ref: refTo.code(frame.address),
    words: words(kernel, frame.sp, Math.min(count, MAX_WORDS), language),
    cut: count > MAX_WORDS,
  };
}

function words(kernel: Kernel, from: Addr, count: number, language: Language): FrameLook['words'] {
  const bytes = kernel.space.readSome(from, count * 8);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / 8) }, (_, i) => {
    const value = view.getBigUint64(i * 8, true);
    const what = pointsAt(kernel, value, language);
    return {
      at: hex(step(from, i * 8), 16),
      value: hex(value, 16),
      text: what?.text,
      ref: what ? (what.ref ?? refTo.address(value)) : undefined,
    };
  });
}
