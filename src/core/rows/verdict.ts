/**
 * The verdict as data: what `oopscope --json` prints once it is put into words. Absent fields are not known or do not
 * apply. What is said is a message until the edge renders it (catalogue/message.ts, `spoken`).
 */
import type { Message, Spoken } from '../catalogue/message.ts';

/** A text of the dump as it is, or a message. */
export type Words = string | Message;

/** How sure a statement is: the bytes say it, it is usual, it may be. */
export type Confidence = 'proven' | 'likely' | 'guess';

/** What a statement rests on, to be looked at. */
export interface Evidence {
  /** A text reference (ref.ts). */
  readonly ref: string;
  readonly text: Words;
}

/** A bit of the word in which a processor says how it faulted, and what it means as it is. */
export interface FaultBit {
  readonly bit: number;
  readonly set: boolean;
  readonly text: Message;
}

/** One statement of a verdict. */
export interface Finding {
  readonly rule: string;
  readonly confidence: Confidence;
  readonly text: Message;
  /** The bits of the word that `text` tells. */
  readonly bits?: readonly FaultBit[];
  readonly evidence: readonly Evidence[];
}

/** What is to blame, by name. */
export interface Culprit {
  readonly what:
    'module' | 'task' | 'function' | 'lock' | 'hardware' | 'configuration' | 'operator' | 'hypervisor';
  readonly name: Words;
  /** Where the name leads. */
  readonly ref?: string;
  readonly confidence: Confidence;
  readonly why?: Message;
}

/** One line of a stack, ready to print. */
export interface FrameView {
  readonly address: string;
  readonly text: string;
  readonly symbol?: string;
  readonly offset?: number;
  readonly module?: string;
  readonly sp?: string;
  readonly method: string;
  /** Separates stacks: 'exception', 'interrupt', 'NMI', 'user'. */
  readonly boundary?: string;
  /** How often a recursion went through it: the frames in between are folded. */
  readonly times?: number;
}

/** An instruction near the fault. */
export interface InstructionView {
  readonly address: string;
  readonly bytes: string;
  readonly text: string;
  readonly faulting: boolean;
  /** What the operands were: "RAX = 0 → NULL". */
  readonly note?: Message;
}

/** A register at the fault: 16 hexadecimal digits, and what they point at. */
export interface RegisterView {
  readonly name: string;
  readonly value: string;
  /** What the value points at. */
  readonly text: Words;
  readonly ref?: string;
  /** The instruction that stopped went by it. */
  readonly used?: boolean;
}

/** A line of the log. */
export interface LogLineView {
  readonly sequence: number;
  readonly time: string;
  readonly level: number;
  readonly text: string;
}

/** What a CPU was doing. */
export interface CpuView {
  readonly cpu: number;
  readonly task?: { readonly pid: number; readonly comm: string; readonly ref: string };
  readonly text: Message;
}

/** One trouble of several, in the order in which they came. */
export interface VerdictEvent {
  /** A kind, as of verdicts. */
  readonly kind: string;
  /** Seconds since boot, where known. */
  readonly at?: number;
  /** The record that tells of it (ref.ts). */
  readonly ref?: string;
  /** The line that tells of it. */
  readonly text: Words;
  /** The first trouble of all; the one that ended the machine. */
  readonly first?: boolean;
  readonly ended?: boolean;
}

/** All that is said of a crash, as data: page, terminal, reports and --json put it into words. */
export interface Verdict {
  /** What it is made from; a dump where it is absent. */
  readonly source?: 'dump' | 'text';
  readonly kind: string;
  /** The headline: "NULL pointer dereference (write, kernel mode)". */
  readonly title: Message;
  readonly confidence: Confidence;
  /** One sentence: who did what where. */
  readonly sentence: Words;
  readonly access?: 'read' | 'write' | 'execute';
  readonly address?: string;
  readonly task?: { readonly pid: number; readonly comm: string; readonly ref?: string };
  readonly cpu?: number;
  readonly context?: 'process' | 'softirq' | 'hardirq' | 'nmi' | 'idle';
  readonly where?: {
    readonly symbol: string;
    readonly offset?: number;
    readonly module?: string;
    readonly address?: string;
  };
  readonly culprit?: Culprit;
  readonly bucket?: string;
  readonly release?: string;
  readonly machine?: string;
  readonly hostname?: string;
  /** ISO 8601, UTC. */
  readonly died?: string;
  /** Seconds. */
  readonly uptime?: number;
  readonly cpus?: number;
  /** Bytes. */
  readonly memory?: number;
  readonly taints?: readonly { readonly letter: string; readonly text: Message }[];
  /** Every trouble, in order of time; the first and the one that ended it are marked. */
  readonly events?: readonly VerdictEvent[];
  readonly findings: readonly Finding[];
  readonly instructions?: readonly InstructionView[];
  readonly registers?: readonly RegisterView[];
  readonly trace?: readonly FrameView[];
  /** The system call that the task was in. */
  readonly syscall?: { readonly number: number; readonly name?: string };
  readonly otherCpus?: readonly CpuView[];
  readonly log?: readonly LogLineView[];
  readonly unchecked: readonly { readonly what: Words; readonly why: Words }[];
}

/** The verdict in the words of one language. */
export type SpokenVerdict = Spoken<Verdict>;
