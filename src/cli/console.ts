import { createInterface, type Interface } from 'node:readline';
import type { Session } from '../core/session.ts';
import { asksHistory, historyLines, recalled } from '../core/console/history.ts';
import { complaintOf } from './complaint.ts';
import { Interrupts } from './interrupts.ts';
import { leaves, runStatement, understood, type Runner } from './run-commands.ts';

const HISTORY = 1000;
/** 128 and the number of SIGTERM, as shells count. */
const TERMINATED = 143;

/**
 * The prompt, with history and completion. Ctrl-C ends what is running, wherever it is (a command, its filters, a
 * program after a bar), and gives a new prompt; "q", "quit", "exit" or the end of input leave.
 */
export async function openConsole(session: Pick<Session, 'complete'>, runner: Runner): Promise<void> {
  closeQuietly(process.stdout);
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY && process.env.TERM !== 'dumb';
  const terminal = createInterface({
    input: process.stdin,
    output: process.stdout,
    terminal: isTerminal,
    prompt: 'oopscope> ',
    historySize: HISTORY,
    removeHistoryDuplicates: true,
    completer: (line: string) => {
      const { from, words } = session.complete(line);
      return [[...words], line.slice(from)];
    },
  });
  const interrupts = new Interrupts();
  let running = false;
  const interrupt = (): void => {
    process.stdout.write('^C\n');
    if (running) return interrupts.ask();
    // What was being typed is given up too.
    terminal.write('', { ctrl: true, name: 'e' });
    terminal.write('', { ctrl: true, name: 'u' });
    terminal.prompt();
  };
  terminal.on('SIGINT', interrupt);
  // Without a raw terminal (TERM=dumb) it comes as a signal.
  if (!isTerminal && process.stdin.isTTY) process.on('SIGINT', interrupt);
  // A raw terminal shall not stay so.
  const leave = (): void => {
    process.exit(TERMINATED);
  };
  process.once('SIGTERM', leave).once('SIGHUP', leave);
  /** What was typed, oldest first: numbers stay, so it only grows. */
  const typed: string[] = [];
  const { long } = runner;
  const atConsole: Runner = {
    ...runner,
    run: (command) => (asksHistory(command) ? historyLines(typed) : runner.run(command)),
    long: long && {
      ...long,
      steps: (command) => (asksHistory(command) ? historyLines(typed) : long.steps(command)),
    },
    cancelled: interrupts.pending,
    lend: (use) => lend(terminal, isTerminal, interrupts, use),
  };
  const prompt = (): void => {
    // Standard output and the descriptor it writes to are one: nothing may wait in between.
    runner.out.flush();
    terminal.prompt();
    const typed = interrupts.typed();
    if (typed !== '') terminal.write(typed);
  };
  prompt();
  for await (const line of terminal) {
    if (leaves(line)) break;
    interrupts.begin();
    if (isTerminal) interrupts.watch();
    running = true;
    const meant = meantBy(line, typed, runner);
    for (const statement of understood(meant, runner) ?? []) {
      if (interrupts.pending()) break;
      await runStatement(statement, atConsole);
    }
    running = false;
    interrupts.unwatch();
    prompt();
  }
  terminal.close();
  process.off('SIGTERM', leave).off('SIGHUP', leave).off('SIGINT', interrupt);
}

/** `line`, or the one of before that it asks for, which is shown; '' where there is none, which was said. It is kept in `typed`. */
function meantBy(line: string, typed: string[], runner: Runner): string {
  try {
    const again = recalled(line, typed);
    if (again !== undefined) runner.out.write(`${again}\n`);
    const meant = again ?? line;
    if (meant.trim() !== '') typed.push(meant.trim());
    return meant;
  } catch (error) {
    runner.complain(complaintOf(error));
    return '';
  }
}

/** A closed pipe is no error: a stream of Node shall not make one of it. */
function closeQuietly(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}

/** Leaves the terminal to another program: it is cooked, Ctrl-C is a signal again, and nobody here reads it. */
async function lend<T>(
  terminal: Interface,
  isTerminal: boolean,
  interrupts: Interrupts,
  use: (interrupted: () => void) => Promise<T>,
): Promise<T> {
  terminal.pause();
  interrupts.unwatch();
  if (isTerminal) process.stdin.setRawMode(false);
  try {
    return await use(() => {
      interrupts.ask();
    });
  } finally {
    if (isTerminal) {
      process.stdin.setRawMode(true);
      interrupts.watch();
    }
    terminal.resume();
  }
}
