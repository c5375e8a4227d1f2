import { render, spoken } from '../../src/core/catalogue/message.ts';
import { OopscopeError } from '../../src/core/errors.ts';
import { modules, moduleBase, moduleSize } from '../../src/core/kernel/modules.ts';
import { unwindTask } from '../../src/core/kernel/stacks.ts';
import { activeCpu } from '../../src/core/kernel/running.ts';
import { taskByPid } from '../../src/core/kernel/tasks.ts';
import { verdictJson } from '../../src/core/rows/verdict-json.ts';
import { openSession, type Session } from '../../src/core/session.ts';
import type { ByteSource } from '../../src/core/source/source.ts';
import { engine, zooText, type Meta } from './zoo.ts';

/** What is asked of a dump, and how much of each answer is right: 1 is all. */
export const COLUMNS = ['opens', 'verdict', 'log', 'ps', 'bt', 'mod', 'struct', 'vtop'] as const;
export type Shares = Partial<Record<(typeof COLUMNS)[number], number>>;

/** Verdicts of the lab's scenarios. */
const KINDS: Readonly<Record<string, string>> = {
  null_pointer: 'null-pointer',
  sysrq: 'sysrq',
  hung_task: 'hung-task',
  uaf: 'use-after-free',
  soft_lockup: 'soft-lockup',
  stack_overflow: 'stack-overflow',
};

/** The session over `files`, or the sentence that refuses it. */
export function opened(files: readonly ByteSource[]): Session | string {
  try {
    return openSession(files, { engine, cacheBytes: 16 * 1024 * 1024 });
  } catch (error) {
    if (error instanceof OopscopeError) return render(error.said, 'en');
    throw error;
  }
}

/** A dump against what its kernel said of itself (truth/NAME). */
export function againstTruth(session: Session, name: string, meta: Meta): Shares {
  const { kernel } = session;
  const sections = zooText(`truth/${name}/tasks.txt`).split(/^==> /m);
  return {
    opens: 1,
    verdict: attempt(() => Number(session.verdict().kind === KINDS[meta.scenario])),
    log: attempt(() => {
      const told = zooText(`truth/${name}/dmesg`).split('\n').filter(Boolean);
      const ours = new Set(lines(session, 'log'));
      return share(told, (line) => ours.has(line.replace(/^<\d+>/, '')));
    }),
    ps: attempt(() =>
      share(
        sections.flatMap((section) => {
          const pid = /^Pid:\t(\d+)$/m.exec(section);
          return /\/status <==/.test(section) && pid ? [section] : [];
        }),
        (section) => {
          const field = (key: string): string => new RegExp(`^${key}:\t(.*)$`, 'm').exec(section)?.[1] ?? '';
          const task = taskByPid(kernel, Number(field('Pid')));
          return task?.tgid === Number(field('Tgid')) && field('Name').startsWith(task.comm.slice(0, 12));
        },
      ),
    ),
    bt: attempt(() => {
      const told = sections.flatMap((section) => {
        const pid = Number(/^(?:\d+\/task\/)?(\d+)\/stack <==\n/.exec(section)?.[1]);
        const task = Number.isNaN(pid) ? undefined : taskByPid(kernel, pid);
        const frames = [...section.matchAll(/^\[<0>\] (\S+?\+0x[0-9a-f]+)\//gm)].map((match) => match[1]);
        return task && activeCpu(kernel, task) === undefined ? [{ task, frames }] : [];
      });
      return share(told, ({ task, frames }) => {
        const found = unwindTask(kernel, task).frames.flatMap((frame) => {
          const at = frame.symbol;
          if (!at) return [];
          return [[at.symbol, ...kernel.symbols.aliases(at.symbol.address)].map((each) => `${each.name}+0x${at.offset.toString(16)}`)];
        });
        // /proc leaves out the scheduler's own functions at the top.
        const from = found.findIndex((names) => names.includes(frames[0]));
        return frames.every((frame, i) => found[from + i]?.includes(frame));
      });
    }),
    mod: attempt(() => {
      const known = new Map(modules(kernel).map((module) => [module.name, module]));
      return share(zooText(`truth/${name}/modules`).trim().split('\n'), (line) => {
        const [, module, size, at] = /^(\S+) (\d+) .* 0x([0-9a-f]+)/.exec(line) ?? [];
        const found = known.get(module);
        return found !== undefined && moduleSize(found) === Number(size) && moduleBase(found) === BigInt(`0x${at}`);
      });
    }),
    struct: attempt(() => {
      const text = lines(session, 'p init_uts_ns.name').join('\n');
      return Number(text.includes(`"${meta.release}`)) * Number(lines(session, 'p init_task.comm').join().includes('swapper'));
    }),
    vtop: attempt(() => {
      const { address } = kernel.symbol('init_task');
      const physical = kernel.space.translate(address);
      const bytes = physical === undefined ? undefined : kernel.memory.tryRead(Number(physical), 64);
      return Number(bytes !== undefined && Buffer.compare(bytes, kernel.space.read(address, 64)) === 0);
    }),
  };
}

/** Questions whose whole text must be the same, whatever container the memory is in. */
const SAME: Readonly<Partial<Record<(typeof COLUMNS)[number], string>>> = {
  log: 'log',
  ps: 'ps',
  bt: 'foreach bt',
  mod: 'mod',
  struct: 'struct task_struct; p init_uts_ns',
  vtop: 'vtop init_task',
};

/** What a dump answers, to be held against what the same memory answers in another container. */
export type Answers = Readonly<Record<string, readonly string[]>>;

export function answersOf(session: Session): Answers {
  const answers: Record<string, readonly string[]> = {};
  for (const [column, line] of Object.entries(SAME))
    answers[column] = line.split('; ').flatMap((each) => lines(session, each));
  const verdict = verdictJson(spoken(session.verdict(), 'en'));
  answers.verdict = JSON.stringify({ ...verdict, unchecked: undefined }, null, 1).split('\n');
  return answers;
}

/** How much of `ours` is as in `right`, line by line. */
export function sameShares(ours: Answers, right: Answers): Shares {
  const shares: Record<string, number> = { opens: 1 };
  for (const [column, wanted] of Object.entries(right)) {
    const have = new Map<string, number>();
    for (const line of ours[column]) have.set(line, (have.get(line) ?? 0) + 1);
    shares[column] = share(wanted, (line) => {
      const left = have.get(line) ?? 0;
      have.set(line, left - 1);
      return left > 0;
    });
  }
  return shares;
}

function lines(session: Session, command: string): string[] {
  try {
    return [...session.run(command)].map((line) => line.text);
  } catch (error) {
    if (error instanceof OopscopeError) return [`? ${render(error.said, 'en')}`];
    throw error;
  }
}

function attempt(measure: () => number): number {
  try {
    return measure();
  } catch (error) {
    if (error instanceof OopscopeError) return 0;
    throw error;
  }
}

function share<T>(all: readonly T[], right: (each: T) => boolean): number {
  return all.length === 0 ? 0 : all.filter(right).length / all.length;
}
