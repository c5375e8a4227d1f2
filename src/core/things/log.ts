import { subject, text } from '../catalogue/message.ts';
import { refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import { presentCpus } from '../kernel/cpus.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { logRecords, type LogRecord } from '../kernel/printk.ts';
import { taskByPid } from '../kernel/tasks.ts';
import { crashTime, uptime } from '../kernel/time.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import type { Tone } from '../rows/thing.ts';
import type { Line } from '../rows/value.ts';
import { describe, namesOf, type MoreFact, type Way } from './thing.ts';

const say = subject('log', {
  title: { en: 'Log', ko: '로그' },
  one: { en: 'log record', ko: '로그 레코드' },
  heading: { en: 'Kernel log', ko: '커널 로그' },
  empty: {
    en: 'The kernel’s log is empty, or its buffer is not in the dump.',
    ko: '커널 로그가 비어 있거나 버퍼가 덤프에 없습니다.',
  },
  time: { en: 'Time', ko: '시각' },
  timeHint: { en: 'since boot', ko: '부팅 기준' },
  level: { en: 'Level', ko: '레벨' },
  message: { en: 'Message', ko: '메시지' },
  caller: { en: 'Caller', ko: '출력한 태스크' },
  callerHint: {
    en: 'thread (T) or CPU (C) that printed it',
    ko: '출력한 스레드(T) 또는 CPU(C)',
  },
  facility: { en: 'Facility', ko: '퍼실리티' },
  facilityHint: { en: '0 is the kernel', ko: '0은 커널' },
  subsystem: { en: 'Subsystem', ko: '서브시스템' },
  device: { en: 'Device', ko: '장치' },
  sequence: { en: 'Number', ko: '번호' },
  clock: { en: 'clock', ko: '실제 시각' },
  before: { en: 'before the end', ko: '패닉 기준' },
  seconds: text<{ seconds: string }>({
    en: ({ seconds }) => `${seconds} s`,
    ko: ({ seconds }) => `${seconds}초 전`,
  }),
});

/** Names of the levels: include/linux/kern_levels.h. */
const LEVELS = ['emerg', 'alert', 'crit', 'err', 'warn', 'notice', 'info', 'debug'] as const;
/** Records that the palette is told. */
const MAX_NAMED = 50;
/** Records before and after one, in the inspector. */
const NEIGHBOURS = 4;

/** A record, or one line of it in a table. */
interface Entry extends LogRecord {
  /** A further line of its record. */
  readonly follows?: boolean;
}

/** The records of the kernel's log (kernel/printk), oldest first. */
export const thing = describe<Entry>()({
  id: 'log',
  ...namesOf(say),
  view: { group: 'happened', order: 2 },
  command: 'log',
  columns: {
    time: {
      title: say.time(),
      hint: say.timeHint(),
      kind: 'ns',
      value: (record) => (record.undated ? undefined : record.time),
      text: (record) => (record.follows ? ' ' : seconds(record.time)),
      tone: () => 'muted',
    },
    level: {
      title: say.level(),
      kind: 'count',
      value: (record) => record.level,
      text: (record) => LEVELS[record.level] ?? String(record.level),
      tone: (record) => toneOf(record) ?? 'muted',
    },
    text: { title: say.message(), kind: 'text', value: (record) => readable(record.text), tone: toneOf },
    caller: {
      title: say.caller(),
      hint: say.callerHint(),
      kind: 'text',
      optional: true,
      value: ({ caller }) => caller && `${caller.kind === 'cpu' ? 'C' : 'T'}${caller.id}`,
      ref: callerRef,
      tone: () => 'muted',
    },
    facility: {
      title: say.facility(),
      hint: say.facilityHint(),
      kind: 'count',
      optional: true,
      value: (record) => record.facility,
      tone: () => 'muted',
    },
    subsystem: {
      title: say.subsystem(),
      kind: 'text',
      optional: true,
      value: ({ subsystem }) => subsystem && readable(subsystem),
      tone: () => 'muted',
    },
    device: {
      title: say.device(),
      kind: 'text',
      optional: true,
      value: ({ device }) => device && readable(device),
      tone: () => 'muted',
    },
    sequence: {
      title: say.sequence(),
      kind: 'count',
      optional: true,
      value: (record) => record.sequence,
      ref: (record) => refTo.log(record.sequence),
    },
  },

  list: (kernel) => logRecords(kernel),
  *rows(record) {
    const lines = record.text.split('\n');
    for (const [i, line] of lines.entries())
      yield lines.length === 1 ? record : { ...record, text: line, follows: i > 0 };
  },
  ref: {
    kinds: ['log'],
    of: (record) => refTo.log(record.sequence),
    find: (kernel, { rest }) => {
      for (const record of logRecords(kernel)) if (String(record.sequence) === rest) return record;
      throw new RequestError(refErrors.record({ number: rest }));
    },
  },
  *named(kernel, test) {
    if (!kernel) return;
    let count = 0;
    for (const record of logRecords(kernel)) {
      const name = readable(record.text).split('\n', 1)[0];
      if (!test(name)) continue;
      yield {
        name,
        ref: refTo.log(record.sequence),
        about: record.undated ? undefined : seconds(record.time),
      };
      if (++count >= MAX_NAMED) return;
    }
  },

  name: (record) => readable(record.text).split('\n', 1)[0],
  *facts(record, kernel): Generator<MoreFact> {
    if (record.undated) return;
    const end = uptime(kernel);
    const died = crashTime(kernel);
    const at = Number(record.time) / 1e9;
    if (died !== undefined && end !== undefined)
      yield {
        id: 'clock',
        name: say.clock(),
        text: new Date((died - end + at) * 1000).toISOString().replace('T', ' ').slice(0, 23),
      };
    if (end !== undefined && end >= at)
      yield { id: 'before', name: say.before(), text: say.seconds({ seconds: (end - at).toFixed(3) }) };
  },
  *ways(record, kernel): Generator<Way> {
    const ref = callerRef(record, kernel);
    if (ref) yield { id: 'caller', label: say.caller(), ref };
  },
  shownBy: () => 'log',
  content: (record, kernel) => ({ lines: neighbours(kernel, record) }),
});

/** Who printed it, where that is still known: a thread that has ended is in no list any more. */
function callerRef({ caller }: Entry, kernel: Kernel): string | undefined {
  if (caller?.kind === 'cpu')
    return presentCpus(kernel).includes(caller.id) ? refTo.cpu(caller.id) : undefined;
  const task = caller && kernel.types.has('task_struct', 'tasks') ? taskByPid(kernel, caller.id) : undefined;
  return task && refTo.task(task.address);
}

/** What is of an err or worse stands out, warnings less, debug recedes. */
function toneOf({ level }: LogRecord): Tone | undefined {
  return level <= 3 ? 'bad' : level === 4 ? 'warn' : level === 7 ? 'muted' : undefined;
}

/** "9.941071". */
function seconds(time: bigint): string {
  return (Number(time) / 1e9).toFixed(6);
}

/** The lines around `record`, its own marked. */
function neighbours(kernel: Kernel, record: LogRecord): Line[] {
  const lines: Line[] = [];
  for (const each of logRecords(kernel)) {
    if (each.sequence < record.sequence - NEIGHBOURS) continue;
    if (each.sequence > record.sequence + NEIGHBOURS) break;
    const head = `${each.sequence === record.sequence ? '▸' : ' '} ${each.undated ? '' : seconds(each.time)}  `;
    for (const [i, line] of readable(each.text).split('\n').entries())
      lines.push({
        text: (i === 0 ? head : ' '.repeat(head.length)) + line,
        links: i === 0 ? [{ start: 2, end: head.length - 2, ref: refTo.log(each.sequence) }] : [],
      });
  }
  return lines;
}
