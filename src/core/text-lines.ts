import { subject } from './catalogue/message.ts';
import { textLacks } from './catalogue/reports.ts';
import { RequestError } from './errors.ts';
import { refTo } from './rows/ref.ts';
import type { Tone } from './rows/thing.ts';
import type { TextRecord } from './textlog/record.ts';
import { describe, namesOf, type Thing } from './things/thing.ts';

const say = subject('text-lines', {
  title: { en: 'Log', ko: '로그' },
  one: { en: 'line of the log', ko: '로그 줄' },
  empty: { en: 'The text has no line.', ko: '텍스트에 줄이 없습니다.' },
  time: { en: 'Time', ko: '시각' },
  timeHint: { en: 'since boot', ko: '부팅 기준' },
  wall: { en: 'Clock', ko: '실제 시각' },
  level: { en: 'Level', ko: '레벨' },
  message: { en: 'Message', ko: '메시지' },
  caller: { en: 'Caller', ko: '출력한 태스크' },
  own: { en: 'Kernel', ko: '커널' },
  ownHint: { en: 'the kernel wrote it', ko: '커널이 출력한 줄' },
  line: { en: 'Line', ko: '줄' },
  lineHint: { en: 'of the file', ko: '파일 기준' },
  sequence: { en: 'Number', ko: '번호' },
});

/** Names of the levels: include/linux/kern_levels.h. */
const LEVELS = ['emerg', 'alert', 'crit', 'err', 'warn', 'notice', 'info', 'debug'];

/** Lines that the palette is told. */
const MAX_NAMED = 50;

/** The lines of a log's text, with the table's names that the log of a dump has (things/log.ts). */
export function linesOfText(records: readonly TextRecord[]): Thing {
  const thing = describe<TextRecord>()({
    id: 'log',
    ...namesOf(say),
    view: { group: 'happened', order: 2 },
    command: 'log',
    columns: {
      time: {
        title: say.time(),
        hint: say.timeHint(),
        kind: 'ns',
        value: ({ time }) => (time === undefined ? undefined : BigInt(Math.round(time * 1e9))),
        text: ({ time }) => time?.toFixed(6) ?? ' ',
        tone: () => 'muted',
      },
      wall: {
        title: say.wall(),
        kind: 'text',
        optional: !records.some(({ time, wall }) => time === undefined && wall !== undefined),
        value: ({ wall }) => wall,
        tone: () => 'muted',
      },
      level: {
        title: say.level(),
        kind: 'count',
        optional: !records.some(({ level }) => level !== undefined),
        value: ({ level }) => level,
        text: ({ level }) => (level === undefined ? ' ' : (LEVELS[level] ?? String(level))),
        tone: (record) => toneOf(record) ?? 'muted',
      },
      text: { title: say.message(), kind: 'text', value: ({ text }) => text, tone: toneOf },
      caller: {
        title: say.caller(),
        kind: 'text',
        optional: true,
        value: ({ caller }) => caller,
        tone: () => 'muted',
      },
      own: { title: say.own(), hint: say.ownHint(), kind: 'flag', optional: true, value: ({ own }) => own },
      line: {
        title: say.line(),
        hint: say.lineHint(),
        kind: 'count',
        optional: true,
        value: ({ line }) => line,
        tone: () => 'muted',
      },
      sequence: {
        title: say.sequence(),
        kind: 'count',
        optional: true,
        value: ({ sequence }) => sequence,
        ref: ({ sequence }) => refTo.log(sequence),
      },
    },
    list: () => records,
    count: () => records.length,
    ref: {
      kinds: ['log'],
      of: ({ sequence }) => refTo.log(sequence),
      find: (_, { rest }) => {
        const record = records.find(({ sequence }) => String(sequence) === rest);
        if (!record) throw new RequestError(textLacks.noLine({ number: rest }));
        return record;
      },
    },
    *named(_, test) {
      let count = 0;
      for (const { text, sequence, time } of records) {
        if (!test(text)) continue;
        yield { name: text, ref: refTo.log(sequence), about: time?.toFixed(6) };
        if (++count >= MAX_NAMED) return;
      }
    },
    name: ({ text }) => text,
  });
  // What lists things takes any kind of them.
  return thing as unknown as Thing;
}

/** What is of an err or worse stands out, warnings less; what user space wrote recedes. */
function toneOf({ level = 6, own }: TextRecord): Tone | undefined {
  if (!own) return 'muted';
  return level <= 3 ? 'bad' : level === 4 ? 'warn' : level === 7 ? 'muted' : undefined;
}
