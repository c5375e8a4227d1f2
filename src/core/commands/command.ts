import type { Language } from '../catalogue/message.ts';
import type { InLanguages } from '../rows/thing.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Line } from '../rows/value.ts';
import type { Pause, Scan } from '../scan/scan.ts';
import type { Operand } from './p/operand.ts';

/** What a command gives: a line of its answer, a scan whose next part it waits for, or that it is not done yet. */
export type Step = Line | Scan | Pause;

/** One option of a command. */
export interface Option {
  /** As typed: '-a', '-s'. */
  readonly flag: string;
  /** Name of the value that follows ('pid', 'cpus'); without it the option is a switch. */
  readonly value?: string;
  /** Name of the value that may follow at once after an equals sign ('-S=0'). */
  readonly equals?: string;
  /** It is known from crash and answers that it cannot be answered: help has it, nothing offers it. */
  readonly refused?: true;
  readonly about: InLanguages;
}

/** A command of the console: help, completion, manual and palette are made of this. */
export interface Command {
  readonly name: string;
  /** Heading under which help lists it. */
  readonly group: 'tasks' | 'memory' | 'symbols' | 'kernel' | 'session';
  readonly summary: InLanguages;
  /** All of it is refused, with a reason: help has it, nothing offers it. */
  readonly refused?: true;
  /** Without the name: '[-a | -c cpus] [pid | task]…'. */
  readonly synopsis: string;
  readonly options: readonly Option[];
  readonly description?: InLanguages;
  readonly examples: readonly (readonly [line: string, about: InLanguages])[];
  /** Options of which only one can be given. */
  readonly exclusive?: readonly (readonly string[])[];
  /** What the words after the options are: 'task', 'symbol', 'type', 'address', 'module', for completion. */
  readonly completes?: readonly ('task' | 'symbol' | 'type' | 'address' | 'module' | 'command')[];
  /** Flags beside which words mean something, where words do not always: none at all where it is empty. Others are refused by name. */
  readonly wordsWith?: readonly string[];
  /** Most words after the options, where that is known. */
  readonly mostWords?: number;
  /** Parses by itself: the words come as typed (eval, foreach). */
  readonly raw?: boolean;
  /** Answers in lines; long work yields lines as it finds them. Throws RequestError for wrong use. */
  run(context: CommandContext, args: Arguments): Generator<Step, void, void>;
}

/** The words of a command line, sorted. */
export interface Arguments {
  /** Options met, each with its values in order ('' for switches). */
  readonly options: ReadonlyMap<string, readonly string[]>;
  /** What is no option. */
  readonly words: readonly string[];
  /** All words as typed, without the command's name. */
  readonly raw: readonly string[];
  /** The line after the command's name. */
  readonly line: string;
  has(flag: string): boolean;
  value(flag: string): string | undefined;
}

/** What stays between commands: the current task and the settings of `set`. */
export interface CommandContext {
  readonly kernel: Kernel;
  /** task_struct of the current context. */
  task: bigint; /** The language of what is said in answers, beside crash's own texts. */
  language: Language;
  /** 10 or 16. */
  radix: 10 | 16;
  /** The settings of `set` by name. */
  readonly settings: Map<string, string>;
  /** What `p` answered, for $1, $ and $$ in expressions. */
  readonly values: Operand[];
  /** What `alias` was told, by name. */
  readonly aliases: Map<string, string>;
  /** Every command there is, for help. */
  readonly commands: readonly Command[];
  /** Runs another command with this context (foreach, aliases). */
  run(line: string): Generator<Step, void, void>;
}
