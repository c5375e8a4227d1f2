import { asCrash, refused } from '../../catalogue/commands.ts';
import type { Message } from '../../catalogue/message.ts';
import { RequestError } from '../../errors.ts';
import { cpuCount } from '../../kernel/cpus.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { looksLikeNumber, tasksMeant } from '../../kernel/pid.ts';
import { policyOf, taskPolicy } from '../../kernel/sched.ts';
import { isActive } from '../../kernel/running.ts';
import { isKernelThread, tasks, type Task } from '../../kernel/tasks.ts';
import type { Arguments } from '../command.ts';
import { cpuNumbers } from '../expression.ts';
import { taskOfHit, taskSignature, type FoundTask } from '../../kernel/task-scan.ts';
import { Scan } from '../../scan/scan.ts';

/** What the words of ps named, and what none of them is. */
export interface Selection {
  readonly tasks: readonly Task[];
  /** Sentences for words that name nothing. */
  readonly complaints: readonly Message[];
}

/** The tasks that `args` of ps ask for: named ones, or all; then cut down by -k, -u, -G, -y, -A, -C. */
export function select(kernel: Kernel, args: Arguments): Selection {
  const { named, complaints } =
    args.words.length > 0 ? namedTasks(kernel, args.words) : { named: tasks(kernel), complaints: [] };
  return { tasks: narrow(kernel, named, args), complaints };
}

/** Those of `from` that -k, -u, -G, -A, -I and -y leave. */
export function narrow(kernel: Kernel, from: readonly Task[], args: Arguments): readonly Task[] {
  const tests: ((task: Task) => boolean)[] = [];
  if (args.has('-k')) tests.push((task) => isKernelThread(task));
  if (args.has('-u')) tests.push((task) => !isKernelThread(task));
  if (args.has('-G')) tests.push((task) => task.pid === task.tgid);
  if (args.has('-A')) tests.push((task) => isActive(kernel, task));
  if (args.has('-I')) tests.push((task) => task.pid !== 0);
  const policies = args.value('-y');
  if (policies !== undefined) {
    const wanted = new Set(policies.split(',').map(policyNumber));
    tests.push((task) => wanted.has(taskPolicy(task) ?? -1));
  }
  return tests.length === 0 ? from : from.filter((task) => tests.every((test) => test(task)));
}

function policyNumber(text: string): number {
  const found = policyOf(text);
  if (found === undefined) throw new RequestError(asCrash(`ps: ${text}: invalid scheduling policy`));
  return found;
}

/** Tasks by PID, address, command name or 'regular expression', in the order of all tasks, each once a word, as crash has it. */
function namedTasks(
  kernel: Kernel,
  words: readonly string[],
): { named: readonly Task[]; complaints: Message[] } {
  const named: Task[] = [];
  const complaints: Message[] = [];
  for (const word of words) {
    const pattern = /^'(.*)'$/.exec(word)?.[1];
    if (pattern !== undefined) {
      for (const task of byPattern(kernel, pattern, 'ps')) named.push(task);
      continue;
    }
    const meant = tasksMeant(kernel, word);
    if (meant.length > 0) for (const task of meant) named.push(task);
    else if (looksLikeNumber(word)) complaints.push(asCrash(`ps: invalid task or pid value: ${word}`));
    else {
      const called = byName(kernel, word.replace(/^\\/, ''));
      for (const task of called) named.push(task);
      // crash says nothing of a name that no task has; a word that was mistyped would look like an answer.
      if (called.length === 0) complaints.push(refused.noTaskNamed({ name: word }));
    }
  }
  const place = new Map(tasks(kernel).map(({ address }, i) => [address, i]));
  const placeOf = ({ address }: Task): number => place.get(address) ?? place.size;
  return { named: named.sort((a, b) => placeOf(a) - placeOf(b)), complaints };
}

/** The tasks with the command name `name`, of which 15 characters count (TASK_COMM_LEN). */
export function byName(kernel: Kernel, name: string): readonly Task[] {
  // The kernel keeps 15 characters.
  return tasks(kernel).filter((task) => task.comm === name.slice(0, 15));
}

/** Tasks whose command name fits the regular expression `pattern`. Throws RequestError when it is none. */
export function byPattern(kernel: Kernel, pattern: string, command: string): readonly Task[] {
  let test: RegExp;
  try {
    test = new RegExp(pattern);
  } catch {
    throw new RequestError(asCrash(`${command}: invalid regular expression: ${pattern}`));
  }
  return tasks(kernel).filter((task) => test.test(task.comm));
}

/** CPUs of a list like "1,3,5-7". Throws RequestError, with crash's words, for CPUs that are not there. */
export function cpuList(kernel: Kernel, text: string, command: string): readonly number[] {
  const found = cpuNumbers(kernel, text);
  if ('cpus' in found) return found.cpus;
  throw new RequestError(
    found.number
      ? asCrash(`${command}: invalid cpu number: ${found.wrong}; system has only ${cpuCount(kernel)} cpus`)
      : refused.cpuListForm({ command, given: text }),
  );
}

/** Every task_struct in memory, in order of PID, those too that have exited or are on no list. Yields what is to be scanned. */
export function* scannedTasks(kernel: Kernel): Generator<Scan, FoundTask[], void> {
  const signature = taskSignature(kernel);
  const { values } = signature;
  const frames = Float64Array.of(0, kernel.container.pages.endPfn);
  const scan = new Scan({ kind: 'words', width: 8, values, ignored: 0n }, frames);
  const found = new Map<bigint, FoundTask>();
  for (;;) {
    yield scan;
    const hits = scan.take();
    if (!hits) break;
    for (const physical of hits.physical) {
      const hit = taskOfHit(kernel, signature, physical);
      if (hit) found.set(hit.task.address, hit);
    }
  }
  return [...found.values()].sort(
    (a, b) => a.task.pid - b.task.pid || (a.task.address < b.task.address ? -1 : 1),
  );
}
