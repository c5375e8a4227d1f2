/**
 * oopscope as a library: `import { openSession, … } from 'oopscope/core'`. What stands here is documented in
 * docs/library.md, whose examples are run by the tests; everything else of core is its own business and may change.
 * Everything is synchronous and knows neither Node nor a browser: a dump is a ByteSource, the engine is bytes
 * (`engineBytes` of 'oopscope/core/engine', or dist/core/engine.wasm).
 */

/** Opening a dump: bytes in, a session out. */
export { openSession, type Session, type SessionOptions, type Summary, type Timing } from './session.ts';
export { BlockCache } from './source/blocks.ts';
export { memorySource, type ByteSource } from './source/source.ts';

/** The dead kernel and C objects in its memory. */
export type { Kernel } from './kernel/kernel.ts';
export { CObject } from './types/cobject.ts';
export { listEntries, type BrokenList } from './kernel/lists.ts';
export { addr, distance, hex, hex0x, parseHex, step, type Addr } from './addr.ts';

/** What there is of each kind. */
export { currentTask } from './kernel/running.ts';
export { taskByAddress, taskByPid, tasks, threadsOf, type Task } from './kernel/tasks.ts';
export { modules, type Module } from './kernel/modules.ts';
export { logRecords, type LogRecord } from './kernel/printk.ts';
export { vmas, type Vma } from './kernel/vmas.ts';

/** Stacks. */
export { unwindTask } from './kernel/stacks.ts';
export type { Frame, Stack } from './unwind/stack.ts';

/** What is at an address. */
export { identify } from './identify/index.ts';
export type { Identity } from './identify/identity.ts';

/** Why it died. */
export type { Confidence, Evidence, Finding, SpokenVerdict, Verdict } from './rows/verdict.ts';
export { verdictJson } from './rows/verdict-json.ts';
export type { Line, Row, Value } from './rows/value.ts';

/** Words: what core says travels as messages. */
export { LANGUAGES, render, segments, spoken } from './catalogue/message.ts';
export type { Language, Mention, Message, Said, Segment, Spoken } from './catalogue/message.ts';

/** Every error that core throws; each message is a sentence. */
export {
  CorruptError,
  FaultError,
  MissingError,
  OopscopeError,
  RequestError,
  UnsupportedError,
} from './errors.ts';
