/** What the page looks at, as plain data: addresses are 16 hexadecimal digits, links are references (rows/ref.ts). */
import type { Message, Spoken } from '../catalogue/message.ts';
import type { Link } from '../rows/value.ts';
import type { FrameView, RegisterView } from '../rows/verdict.ts';

/** Physical memory in stretches of equal size. */
export interface MemoryMap {
  /** Bytes up to the end of what the file tells of, and in a stretch. */
  readonly bytes: number;
  readonly part: number;
  /** How much of each stretch the file has, 0 … 1; -1 where the machine had no memory. */
  readonly share: readonly number[];
}

/** One instruction. */
export interface CodeLine {
  readonly address: string;
  readonly bytes: string;
  readonly text: string;
  /** Parts of `text` that lead somewhere. */
  readonly links: readonly Link[];
  /** Address a jump or call goes to. */
  readonly target?: string;
}

/** Code around an address. */
export interface Code {
  readonly title: string;
  readonly symbol?: string;
  readonly module?: string;
  readonly start: string;
  readonly lines: readonly CodeLine[];
  /** Bytes of zeros that follow and are left out. */
  readonly zeros?: number;
  /** Why there is none, or why it ends. */
  readonly note?: Message;
}

/** A frame, and the bytes of the stack that it owns. */
export interface FrameLook extends FrameView {
  readonly ref: string;
  /** Words of its part of the stack, lowest first; cut when there are many. */
  readonly words: readonly {
    readonly at: string;
    readonly value: string;
    readonly text?: string;
    readonly ref?: string;
  }[];
  readonly cut: boolean;
}

/** The stack of a task, frame by frame. */
export interface StackLook {
  readonly task: {
    readonly ref: string;
    readonly address: string;
    readonly pid: number;
    readonly comm: string;
    readonly state: string;
  };
  /** The system call that it is in. */
  readonly syscall?: { readonly number: number; readonly name?: string };
  /** What it sleeps for: "mutex", where that lies, and who holds it. */
  readonly wait?: {
    readonly kind: string;
    readonly at: string;
    readonly ref: string;
    readonly owner?: string;
    readonly ownerRef?: string;
    /** Seconds since it ran last. */
    readonly seconds: number;
  };
  readonly frames: readonly FrameLook[];
  /** In user mode, where the task came from there. */
  readonly user?: readonly Spoken<RegisterView>[];
  /** Where the walk ended. */
  readonly stopped: string;
  readonly complete: boolean;
}

/** A member of a type, or a value in an instance of it. */
export interface Member {
  /** '' for anonymous members. */
  readonly name: string;
  /** The declaration as C: "struct list_head tasks". */
  readonly declaration: string;
  /** Bytes from the start of the type that was asked for. */
  readonly offset: number;
  readonly bits?: { readonly at: number; readonly size: number };
  readonly size: number;
  /** Levels of anonymous structs it stands in. */
  readonly depth: number;
  /** A named struct, union or enum that it leads to, for looking into it. */
  readonly type?: string;
  /** Value in an instance. */
  readonly value?: string;
  readonly ref?: string;
  readonly tone?: string;
  /** An embedded struct or a pointer to one: the instance to open. */
  readonly into?: string;
}

/** A struct or union: its declaration, or the values of one. */
export interface TypeLook {
  readonly name: string;
  readonly kind: string;
  readonly size: number;
  readonly address?: string;
  readonly members: readonly Member[];
  readonly values?: readonly { readonly name: string; readonly value: string }[];
  readonly note?: string;
}
