import { createInterface } from 'node:readline';
import type { Session } from '../core/session.ts';
import { complaintOf } from './complaint.ts';
import type { Line } from '../core/rows/value.ts';
import { leaves, print, pump, runStatement, understood, type Runner } from './run-commands.ts';

const HISTORY = 1000;
/** So long a command runs before the terminal is listened to (Ctrl-C). */
const BREATH_MS = 30;

/**
 * The prompt, with history and completion. Long answers breathe between lines so that Ctrl-C arrives and ends
 * them; "q", "quit", "exit" or the end of input leave.
 */
export async function openConsole(session: Session, runner: Runner): Promise<void> {
  const terminal = createInterface({
    input: process.stdin,
    output: process.stdout,
    terminal: process.stdin.isTTY && process.stdout.isTTY,
    prompt: 'oopscope> ',
    historySize: HISTORY,
    removeHistoryDuplicates: true,
    completer: (line: string) => {
      const { from, words } = session.complete(line);
      return [[...words], line.slice(from)];
    },
  });
  let cancelled = false;
  terminal.on('SIGINT', () => {
    cancelled = true;
    process.stdout.write('^C\n');
    terminal.prompt();
  });
  const prompt = (): void => {
    // Standard output and the descriptor it writes to are one: nothing may wait in between.
    runner.out.flush();
    terminal.prompt();
  };
  prompt();
  for await (const line of terminal) {
    if (leaves(line)) break;
    cancelled = false;
    await runBreathing(line, runner, () => cancelled);
    prompt();
  }
  terminal.close();
}

/** Runs `line`; what goes to the terminal is interrupted when `cancelled` says so. */
async function runBreathing(line: string, runner: Runner, cancelled: () => boolean): Promise<void> {
  for (const statement of understood(line, runner) ?? []) {
    if (statement.shell !== undefined || statement.into || statement.from !== undefined) {
      await runStatement(statement, runner);
      continue;
    }
    let breath = performance.now();
    try {
      const take = async (each: Line): Promise<void> => {
        print(each, runner, runner.out);
        if (performance.now() - breath < BREATH_MS) return;
        runner.out.flush();
        await new Promise(setImmediate);
        breath = performance.now();
      };
      await pump(statement, runner, take, cancelled);
      if (cancelled()) return;
    } catch (error) {
      const said = complaintOf(error);
      runner.out.flush();
      runner.complain(said);
    }
  }
}
