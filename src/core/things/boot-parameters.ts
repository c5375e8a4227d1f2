import { subject } from '../catalogue/message.ts';
import { bootParameters, type BootParameter } from '../kernel/boot-parameters.ts';
import { readable } from '../rows/readable.ts';
import { describe, foundIn, namesOf } from './thing.ts';

const say = subject('boot-parameters', {
  title: { en: 'Boot parameters', ko: '부팅 매개변수' },
  one: { en: 'boot parameter', ko: '부팅 매개변수' },
  heading: { en: 'What the kernel was booted with (/proc/cmdline)', ko: '커널 명령줄(/proc/cmdline)' },
  empty: {
    en: 'The command line is empty, or not in the dump.',
    ko: '커널 명령줄이 비어 있거나 덤프에 없습니다.',
  },
  position: { en: 'Position', ko: '순서' },
  name: { en: 'Parameter', ko: '매개변수' },
  value: { en: 'Value', ko: '값' },
  forInit: { en: 'For init', ko: 'init용' },
  forInitHint: { en: 'it stands after “--”', ko: '“--” 뒤에 있어 init에 전달된 매개변수' },
});

const MAX_SHOWN = 400;

/** Words of the kernel's command line: saved_command_line (init/main.c). */
export const thing = describe<BootParameter>()({
  id: 'bootparameters',
  ...namesOf(say),
  view: { group: 'machine', order: 21 },
  command: 'p saved_command_line',
  columns: {
    position: { title: say.position(), kind: 'count', optional: true, value: ({ position }) => position },
    name: { title: say.name(), kind: 'text', value: ({ name }) => readable(name).slice(0, MAX_SHOWN) },
    value: {
      title: say.value(),
      kind: 'text',
      value: ({ value }) => (value === undefined ? undefined : readable(value).slice(0, MAX_SHOWN)),
    },
    forInit: {
      title: say.forInit(),
      hint: say.forInitHint(),
      kind: 'flag',
      optional: true,
      value: ({ forInit }) => forInit,
    },
  },
  list: bootParameters,
  ref: foundIn('bootparam', bootParameters, refOf),

  name: ({ name, value }) => readable(value === undefined ? name : `${name}=${value}`).slice(0, MAX_SHOWN),
});

function refOf({ position }: BootParameter): string {
  return `bootparam:${position}`;
}
