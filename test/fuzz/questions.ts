import { spoken } from '../../src/core/catalogue/message.ts';
import { OopscopeError } from '../../src/core/errors.ts';
import type { Session } from '../../src/core/session.ts';
import { identify } from '../../src/core/identify/index.ts';
import { codeAt, memoryPart, stackOf, typeLook } from '../../src/core/inspect/index.ts';
import { find } from '../../src/core/things/find.ts';
import { batchOf, tableRows } from '../../src/core/things/rows.ts';
import type { Thing } from '../../src/core/things/thing.ts';
import { tasks } from '../../src/core/kernel/tasks.ts';

/** One thing that can be asked of an open dump. */
export interface Question {
  readonly name: string;
  /** Asks; what comes must end by itself. Throws 'endless' where it gives more than any sound dump would. */
  ask(session: Session): void;
}

/** Lines and rows after which an answer is taken for endless. */
const MAX_PIECES = 3_000_000;
const MAX_TEXT = 1e7;
/** What the options of each command are tried with, where the command needs something to work on. */
const OPERANDS: Readonly<Record<string, readonly string[]>> = {
  rd: ['init_task 40', '0', 'fffffffffffffff0 8', 'jiffies_64 3'],
  dis: ['schedule 20', '0 5', 'ffffffffffffffff 5'],
  vtop: ['ffffffff81000000', '0', 'ffffffffffffffff', '7fffffffe000'],
  p: ['init_task', 'jiffies', '*init_task.parent', 'runqueues:a', '&init_task.tasks', 'init_task.comm[3]'],
  whatis: ['task_struct', 'schedule', 'init_task', 'pid_t'],
  struct: ['task_struct', 'task_struct init_task', 'list_head.next init_task 5', 'rq.nr_running runqueues:a'],
  union: ['sigval', 'sigval init_task'],
  '*': ['task_struct', 'list_head init_task'],
  sym: ['schedule', 'ffffffff81000000'],
  eval: ['(0x10 << 4)', '-1', '1 / 0'],
  sys: ['', 'config'],
};
const MORE_LINES = [
  'sym -q sched',
  'sym -Q _',
  'task -R se.vruntime,comm,mm',
  'whatis -r 16-17',
  'whatis -m list_head',
  'set -v',
  'set radix 16',
  'ps -l',
  'set radix 10',
  'set 1',
  'set -p',
  'px init_task',
  'p sizeof(struct page)',
  'p ((struct task_struct *)0xdeadbeef)->comm',
  'struct -r list_head init_task',
  'list_head init_task',
  'foreach bt',
  'foreach bt -FF',
  'foreach bt -t',
  'foreach bt -e',
  'foreach UN bt',
  'foreach task -R comm',
  'foreach set',
  'foreach vtop 400000',
  "foreach 'k.*' ps",
  'foreach ps -a',
  'foreach ps -r',
  'foreach ps -g',
  'foreach ps -t',
  'rd -S init_task 200',
  'rd -SS init_stack 2000',
  'rd -p 0 64',
  'rd -f 0 64',
  'help all',
];

/** Everything an open dump can be asked, `random` deciding about addresses. */
export function questions(session: Session, below: (n: number) => number): Question[] {
  const word = (): bigint => (BigInt(below(2 ** 31)) << 33n) | BigInt(below(2 ** 31));
  const addresses = [0n, 1n, 0xfffn, 0x7ffffffff000n, 0xffffffffffffffffn, 0x8000000000000000n, word()];
  for (let i = 0; i < 20; i++)
    addresses.push(
      BigInt.asUintN(64, 0xffffffff80000000n + BigInt(below(2 ** 31))),
      BigInt.asUintN(64, 0xffff888000000000n + BigInt(below(2 ** 31))),
    );
  return [
    { name: 'verdict', ask: (session) => void spoken(session.verdict(), 'en') },
    { name: 'verdict in Korean', ask: (session) => void spoken(session.verdict(), 'ko') },
    ...lines(session).map(commandQuestion),
    ...session.things.map(tableQuestion),
    ...addresses.map((address) => addressQuestion(address)),
    { name: 'looks at tasks', ask: lookAtTasks },
    {
      name: 'find',
      ask: (session) => {
        for (const query of ['sched', '#', '#k', '@init', '%task', 'a', '0']) find(session.kernel, query, 50);
        for (const line of ['', 'bt ', 'struct task', 'dis sch', 'rd ', 'foreach U', 'p init_task.'])
          session.complete(line);
      },
    },
  ];
}

/** Each command plain, its examples, and each of its options alone. */
function lines(session: Session): string[] {
  const found = new Set<string>();
  for (const { name, examples, options } of session.commands) {
    for (const operand of OPERANDS[name] ?? ['']) {
      found.add(`${name} ${operand}`);
      for (const { flag, value } of options)
        found.add(`${name} ${flag} ${value === undefined ? '' : '1 '}${operand}`);
    }
    for (const [line] of examples) found.add(line);
  }
  return [...found, ...MORE_LINES];
}

function commandQuestion(line: string): Question {
  return {
    name: line,
    ask: (session) => count(session.run(line), ({ text }) => text.length),
  };
}

/** A table's rows, and of the first what the inspector says and where it leads. */
function tableQuestion(thing: Thing): Question {
  return {
    name: `table ${thing.id}`,
    ask: (session) => {
      const { kernel } = session;
      const objects: unknown[] = [];
      count(tableRows(thing, kernel), (object) => {
        if (objects.length < 1000) objects.push(object);
        return 0;
      });
      batchOf(thing, kernel, objects, Object.keys(thing.columns));
      for (const object of objects.slice(0, 20)) looks(session, thing.ref.of(object));
    },
  };
}

function addressQuestion(address: bigint): Question {
  const at = address.toString(16).padStart(16, '0');
  return {
    name: `looks at ${at}`,
    ask: (session) => {
      const { kernel } = session;
      spoken(identify(kernel, address), 'ko');
      for (const kind of ['addr', 'mem', 'dis', 'phys']) looks(session, `${kind}:${at}`);
      memoryPart(kernel, 'virtual', at, 4096);
      memoryPart(kernel, 'physical', at, 4096);
      codeAt(kernel, at);
      typeLook(kernel, 'task_struct', at);
    },
  };
}

function lookAtTasks(session: Session): void {
  const { kernel } = session;
  for (const ref of ['cpu:0', 'cpu:99', 'pid:1', 'module:null_pointer', 'type:task_struct', 'sym:schedule'])
    looks(session, ref);
  stackOf(kernel, undefined);
  for (const task of tasks(kernel).slice(0, 20)) {
    const at = task.address.toString(16);
    stackOf(kernel, `stack:${at}`);
    looks(session, `task:${at}`);
    typeLook(kernel, 'task_struct', at);
  }
}

function looks(session: Session, ref: string): void {
  try {
    session.inspect(ref, 'ko');
  } catch (error) {
    // Only what is said in a sentence: this dump has no such task, type or module any more.
    if (!(error instanceof OopscopeError)) throw error;
  }
}

function count<T>(pieces: Iterable<T>, length: (piece: T) => number): void {
  let seen = 0;
  for (const piece of pieces) if (length(piece) > MAX_TEXT || ++seen > MAX_PIECES) throw new Error('endless');
}
