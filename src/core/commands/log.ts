import { hex, step } from '../addr.ts';
import { logSays } from '../catalogue/log-rings.ts';
import { render } from '../catalogue/message.ts';
import { auditRecords } from '../kernel/audit.ts';
import { onlineCpus } from '../kernel/cpus.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { logRecords, type LogGaps, type LogRecord } from '../kernel/printk.ts';
import { clockTime, uptime, dateText } from '../kernel/time.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import { thing } from '../things/log.ts';
import { rowOf } from '../things/rows.ts';
import type { Arguments, Command, CommandContext } from './command.ts';

export const command: Command = {
  name: 'log',
  group: 'kernel',
  summary: { en: "the kernel's log (dmesg)", ko: '커널 로그(dmesg)' },
  synopsis: '[-t | -T] [-m] [-c] [-d] [-R] | -a | -s',
  wordsWith: [],
  description: {
    en: 'Prints the records of the printk ring buffer from the oldest to the newest.',
    ko: 'printk 링 버퍼의 레코드를 오래된 것부터 출력합니다.',
  },
  options: [
    { flag: '-t', about: { en: 'without times', ko: '시각 없이' } },
    { flag: '-T', about: { en: 'with dates instead of seconds since boot', ko: '부팅 이후 초 대신 날짜로' } },
    {
      flag: '-m',
      about: {
        en: 'with the level of each record: <0> emergency … <7> debug',
        ko: '레코드마다 레벨 표시: <0> emergency … <7> debug',
      },
    },
    {
      flag: '-c',
      about: {
        en: 'with the caller: T and the PID, C and the CPU',
        ko: '출력한 주체 표시: T는 PID, C는 CPU',
      },
    },
    {
      flag: '-d',
      about: { en: 'with the dictionary: subsystem and device', ko: '딕셔너리(서브시스템, 장치) 표시' },
    },
    {
      flag: '-R',
      about: {
        en: 'names of Rust stay as they are in the log (crash makes them readable)',
        ko: 'Rust 이름을 로그 그대로 표시(crash는 읽기 쉽게 바꿈)',
      },
    },
    { flag: '-a', about: { en: 'records that wait for auditd', ko: 'auditd를 기다리는 감사(audit) 레코드' } },
    {
      flag: '-s',
      about: {
        en: 'per-CPU buffers of unsafe contexts (kernels before 5.15)',
        ko: '안전하지 않은 컨텍스트의 CPU별 버퍼(5.15 이전 커널)',
      },
    },
  ],
  examples: [
    ['log', { en: 'the whole log', ko: '전체 로그' }],
    ['log -Tm', { en: 'with dates and levels', ko: '날짜와 레벨 표시' }],
    ['log | grep -i bug', { en: 'lines that match', ko: '일치하는 줄만' }],
  ],
  *run(context: CommandContext, args: Arguments): Generator<Line, void, void> {
    const { kernel } = context;
    if (args.has('-a')) yield* audit(kernel);
    else if (args.has('-s')) yield* safeBuffers(kernel);
    else yield* log(context, formOf(kernel, args));
  },
};

function formOf(kernel: Kernel, args: Arguments): LogForm {
  return {
    time: !args.has('-t'),
    booted: args.has('-T') ? bootSecond(kernel) : undefined,
    level: args.has('-m'),
    caller: args.has('-c'),
    dictionary: args.has('-d'),
  };
}

/** Seconds since 1970 at boot: whole seconds of the clock less whole seconds of the uptime. */
function bootSecond(kernel: Kernel): number | undefined {
  const now = clockTime(kernel);
  const up = uptime(kernel);
  return now === undefined || up === undefined ? undefined : now - Math.floor(up);
}

function* log({ kernel, language }: CommandContext, form: LogForm): Generator<Line> {
  const gaps: LogGaps = { reasons: [] };
  for (const record of logRecords(kernel, gaps)) yield* recordLines(kernel, record, form);
  for (const reason of gaps.reasons) yield { text: render(logSays.line({ why: reason }), language) };
}

function* audit(kernel: Kernel): Generator<Line> {
  let any = false;
  for (const { type, text } of auditRecords(kernel)) {
    any = true;
    yield { text: `type=${type} ${readable(text)}`, row: { type, text: readable(text) } };
  }
  if (!any) yield { text: 'log: kernel audit log is empty' };
}

/** What stands before a record's text. */
interface LogForm {
  /** -t: no time. */
  readonly time: boolean;
  /** -T: seconds since 1970 at boot. */
  readonly booted?: number;
  /** -m */
  readonly level: boolean;
  /** -c */
  readonly caller: boolean;
  /** -d */
  readonly dictionary: boolean;
}

const NS = 1_000_000_000n;

const COLUMNS = ['sequence', 'time', 'level', 'facility', 'caller', 'subsystem', 'device', 'text'] as const;

/** `record` as lines: its own, further ones of its text and its dictionary indented to where the text begins. */
function* recordLines(kernel: Kernel, record: LogRecord, form: LogForm): Generator<Line> {
  const time = form.time && !record.undated ? stamp(record.time, form.booted) : '';
  const caller = form.caller ? callerText(record) : '';
  const head = `${time}${caller}${form.level ? `<${record.level}>` : ''}`;
  const margin = ' '.repeat(head.length);
  const row = rowOf(thing, record, kernel, COLUMNS);
  const [first, ...more] = String(row.text).split('\n');
  const links = time === '' ? [] : [{ start: 0, end: time.length - 1, ref: refTo.log(record.sequence) }];
  yield { text: head + first, row, links };
  for (const line of more) yield { text: margin + line };
  if (!form.dictionary) return;
  if (record.subsystem) yield { text: `${margin}SUBSYSTEM=${readable(record.subsystem)}` };
  if (record.device) yield { text: `${margin}DEVICE=${readable(record.device)}` };
}

/** "[    9.941071] ", "[Mon Nov 23 00:10:27 UTC 2026] ". */
function stamp(time: bigint, booted: number | undefined): string {
  if (booted !== undefined) return `[${dateText(booted + Number(time / NS))}] `;
  const micro = String((time % NS) / 1000n).padStart(6, '0');
  return `[${String(time / NS).padStart(5)}.${micro}] `;
}

/** "[  T166] ", "[    C1] ": the thread, or the CPU where no thread was running. */
function callerText(record: LogRecord): string {
  const who = record.caller?.kind === 'cpu' ? `C${record.caller.id}` : `T${record.caller?.id ?? 0}`;
  return `[${who.padStart(6)}] `;
}

/** struct printk_safe_seq_buf (kernel/printk/printk_safe.c, 4.10 to 5.14): len, message_lost, work, buffer. */
const BUFFERS = ['nmi_print_seq', 'safe_print_seq'] as const;
const TYPE = 'printk_safe_seq_buf';
const MAX_TEXT = 64 * 1024;

/** log -s: what was printed where the log could not be locked, not yet moved to the log. Nothing on newer kernels. */
function* safeBuffers(kernel: Kernel): Generator<Line> {
  const { types, space } = kernel;
  const size = types.struct(TYPE)?.size;
  if (!size || !types.has(TYPE, 'buffer')) return;
  for (const name of BUFFERS) {
    if (!kernel.symbols.image.byName(name)) continue;
    yield { text: `PRINTK_SAFE_SEQ_BUF: ${name}` };
    for (const cpu of onlineCpus(kernel)) {
      const object = kernel.perCpu(name, cpu, `struct ${TYPE}`);
      const length = object.try((each) => each.get('len').number()) ?? 0;
      const lost = types.has(TYPE, 'message_lost')
        ? (object.try((each) => each.get('message_lost').number()) ?? 0)
        : 0;
      yield { text: `CPU: ${cpu}  ADDR: ${hex(object.address, 16)} LEN: ${length}  MESSAGE_LOST: ${lost}` };
      const room = Math.min(MAX_TEXT, size - types.offsetOf(TYPE, 'buffer'));
      const bytes =
        length > 0
          ? space.readSome(step(object.address, types.offsetOf(TYPE, 'buffer')), Math.min(length, room))
          : undefined;
      if (!bytes || bytes.length === 0) yield { text: '  (empty)' };
      else
        for (const line of readable(String.fromCharCode(...bytes.subarray(0, 8192))).split('\n'))
          yield { text: `  ${line}` };
      yield { text: '' };
    }
  }
}
