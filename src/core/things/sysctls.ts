import { render, subject, text, verbatim } from '../catalogue/message.ts';
import { sysctls, sysctlValue, type Sysctl } from '../kernel/sysctls.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { symbolColumn } from './columns.ts';
import { describe, foundIn, namesOf, type MoreFact } from './thing.ts';

const say = subject('sysctls', {
  title: { en: 'Settings (sysctl)', ko: '설정(sysctl)' },
  one: { en: 'setting of /proc/sys', ko: '/proc/sys 설정' },
  heading: { en: 'Settings of /proc/sys', ko: '/proc/sys 설정값' },
  empty: {
    en: 'The tables of settings are not in the dump.',
    ko: '설정 테이블이 덤프에 없습니다.',
  },
  name: { en: 'Setting', ko: '설정' },
  value: { en: 'Value', ko: '값' },
  valueHint: {
    en: 'as /proc/sys shows it; empty: its handler makes it of something else',
    ko: '/proc/sys에 보이는 값. 비어 있으면 핸들러가 다른 곳에서 만드는 값',
  },
  lost: {
    en: 'settings that are not in the dump',
    ko: '덤프에 없는 설정',
  },
  here: { en: 'Here', ko: '이 위치' },
  handler: { en: 'Handler', ko: '처리 함수' },
  mode: { en: 'Mode', ko: '권한' },
  data: { en: 'Variable', ko: '변수' },
  bytes: text<{ bytes: number }>({
    en: ({ bytes }) => `${bytes} bytes`,
    ko: ({ bytes }) => `${bytes}바이트`,
  }),
  length: { en: 'Room', ko: '크기' },
});

const MAX_SHOWN = 400;
const MAX_NAMED = 200;

/** The settings of /proc/sys: struct ctl_table (kernel/sysctl.c, fs/proc/proc_sysctl.c), those of the machine's own namespaces. */
export const thing = describe<Sysctl>()({
  id: 'sysctls',
  ...namesOf(say),
  view: { group: 'machine', order: 20 },
  columns: {
    name: {
      title: say.name(),
      kind: 'text',
      value: ({ path }) => readable(path.replaceAll('/', '.')),
      ref: refOf,
    },
    value: {
      title: say.value(),
      hint: say.valueHint(),
      kind: 'text',
      value: (setting, kernel) => {
        if (setting.lost) return render(say.lost(), 'en');
        const value = sysctlValue(kernel, setting);
        return value === undefined ? undefined : readable(value).slice(0, MAX_SHOWN);
      },
      words: [say.lost()],
      tone: ({ lost }) => (lost ? 'warn' : undefined),
    },
    handler: symbolColumn({ title: say.handler() }, ({ handler }) => handler, 'code', {
      tone: () => 'muted',
    }),
    data: symbolColumn({ title: say.data() }, ({ data }) => data, 'address'),
    mode: {
      title: say.mode(),
      kind: 'text',
      optional: true,
      value: ({ mode, lost }) => (lost ? undefined : (mode & 0o7777).toString(8).padStart(4, '0')),
    },
    table: {
      title: verbatim('ctl_table'),
      kind: 'address',
      optional: true,
      value: ({ object, lost }) => (lost ? undefined : object.address),
      ref: ({ object, lost }) => (lost ? undefined : refTo.instance('ctl_table', object.address)),
    },
  },
  list: sysctls,
  ref: foundIn('sysctl', sysctls, refOf),
  *named(kernel, test) {
    if (!kernel) return;
    let count = 0;
    for (const each of sysctls(kernel)) {
      const name = each.path.replaceAll('/', '.');
      if (!test(name)) continue;
      yield { name, ref: refOf(each) };
      if (++count >= MAX_NAMED) return;
    }
  },
  name: ({ path }) => readable(path.replaceAll('/', '.')),
  place: ({ object, lost }) => ({ address: object.address, type: lost ? 'ctl_dir' : 'ctl_table' }),
  *facts({ bytes, lost }): Generator<MoreFact> {
    if (lost) yield { id: 'lost', name: say.here(), text: say.lost(), tone: 'absent' };
    else yield { id: 'bytes', name: say.length(), text: say.bytes({ bytes }) };
  },
});

function refOf({ path }: Sysctl): string {
  return `sysctl:${path}`;
}
